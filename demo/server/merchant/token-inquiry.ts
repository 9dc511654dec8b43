/**
 * What became of a card to be saved, or of an agreement, in inquiryPayment's words.
 *
 * Antom has inquireVaulting for cards. For agreements it has a notification only, so this server answers from its own record.
 */
import { fieldsOf } from '../../shared/json.ts';
import type { Fields } from '../../shared/json.ts';
import { RESULTS } from '../antom/protocol.ts';
import { Contradiction } from './antom.ts';
import type { Merchant } from './context.ts';
import { cardOf, tokenOf } from './saved-card.ts';
import type { MerchantToken } from './tokens.ts';

/** ms from the first question in which a notification may still be on its way. */
const ON_ITS_WAY = 10_000;

export function tokenInquiry(merchant: Merchant, token: MerchantToken): Promise<Fields> | Fields {
  return token.kind === 'vaulting' ? inquireVaulting(merchant, token.requestId) : inquireAgreement(merchant, token);
}

async function inquireVaulting({ antom, tokens }: Merchant, requestId: string): Promise<Fields> {
  const answer = await antom().call('vaults/inquireVaulting', { vaultingRequestId: requestId });
  const { vaultingStatus, vaultingResultCode, vaultingResultMessage, paymentMethodDetail, result } = answer;
  if (fieldsOf(result)['resultStatus'] !== 'S') return { result, paymentRequestId: requestId };
  if (vaultingStatus === 'SUCCESS' || vaultingStatus === 'FAIL') {
    const status = vaultingStatus === 'SUCCESS' ? 'saved' : 'failed';
    const isSaved = status === 'saved';
    const verdict = tokens.hear({
      kind: 'vaulting',
      requestId,
      status,
      token: isSaved ? tokenOf(paymentMethodDetail) : null,
      card: isSaved ? cardOf(paymentMethodDetail) : null,
      by: 'inquiry',
    });
    if (verdict !== 'taken') throw new Contradiction("Antom's answer does not fit what it said before.");
  }
  return {
    result,
    paymentRequestId: requestId,
    paymentStatus: vaultingStatus,
    paymentResultCode: vaultingResultCode,
    paymentResultMessage: vaultingResultMessage,
  };
}

/** Nothing was paid in any case, so that nothing is risked by taking an agreement for not made; but a notification may be on its way. */
function inquireAgreement({ tokens }: Merchant, { requestId, status }: MerchantToken): Fields {
  const asked = tokens.askedFor(requestId);
  if (status === 'saved')
    return { result: RESULTS.success, paymentRequestId: requestId, paymentStatus: 'SUCCESS', paymentResultCode: 'SUCCESS' };
  return asked < ON_ITS_WAY
    ? { result: RESULTS.success, paymentRequestId: requestId, paymentStatus: 'PROCESSING', paymentResultCode: 'PAYMENT_IN_PROCESS' }
    : { result: RESULTS.orderNotExist, paymentRequestId: requestId };
}
