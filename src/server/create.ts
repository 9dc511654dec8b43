/** Makes an `Antom` of options: reads them once, imports the keys at the first call, and knows which answer belongs to which request. */
import type { AntomAnswer } from './answers';
import type { Antom } from './antom';
import { prepare } from './check-request';
import { AntomServerError } from './errors';
import { own, text, type Fields } from './fields';
import { callGateway, CLOCK, type Clock, type Keys } from './gateway';
import { readIncoming } from './incoming';
import { importKey } from './keys';
import { readNotification } from './notification';
import { PRIVATE, PUBLIC, readOptions, type AntomOptions, type Settings } from './options';

/**
 * Antom's API with your keys. Make one when your server starts; it holds nothing but the keys, so that a request may also make its own.
 *
 * @throws AntomServerError `invalid-options`, `invalid-key`: at once for what is plainly wrong. What only WebCrypto finds out rejects each call.
 */
export const createAntom = (options: AntomOptions): Antom => antomOf(readOptions(options), CLOCK);

export function antomOf(settings: Settings, clock: Clock): Antom {
  let imported: Promise<Keys> | null = null;
  // At the first call: an edge runtime allows no asynchronous work while it loads a module.
  const keys = (): Promise<Keys> =>
    (imported ??= Promise.all([importKey(settings.privateKey, PRIVATE), importKey(settings.publicKey, PUBLIC)]).then(
      ([privateKey, publicKey]) => ({ privateKey, publicKey }),
    ));

  async function exchange(
    api: string,
    request: unknown,
    isChecked = true,
  ): Promise<{ readonly sent: Fields; readonly answer: AntomAnswer }> {
    if (!/^[a-z]\w{0,40}(\/[a-z]\w{0,60}){1,3}$/i.test(api))
      throw new AntomServerError('invalid-request', "The API must be what follows /v1/ in Antom's reference, for example payments/refund.");
    const { json, sent } = prepare(api, request, isChecked);
    const answer = await callGateway(settings, await keys(), clock, api, json);
    // A signature binds an answer to the API and the client, not to the request: another payment's is refused here.
    for (const name of IDS) {
      const [asked, told] = [own(sent, name), own(answer, name)];
      if (asked !== undefined && told !== undefined && told !== null && told !== asked)
        throw new AntomServerError('answer-refused', `Antom's answer cannot be believed: its ${name} is not the request's.`);
    }
    return { sent, answer };
  }

  return {
    async createPaymentSession(request) {
      const { sent, answer } = await exchange('payments/createPaymentSession', request);
      const id = text(sent, 'paymentRequestId');
      // Without a session the page reads `result` alone.
      return { ...answer, ...(id !== null && { paymentRequestId: id }) } as Awaited<ReturnType<Antom['createPaymentSession']>>;
    },
    async createVaultingSession(request) {
      const { sent, answer } = await exchange('vaults/createVaultingSession', request);
      return {
        ...answer,
        ...renamed(answer),
        vaultingRequestId: text(sent, 'vaultingRequestId'),
      } as Awaited<ReturnType<Antom['createVaultingSession']>>;
    },
    async inquiryPayment(request) {
      const { sent, answer } = await exchange('payments/inquiryPayment', request);
      const [name = ''] = IDS.filter((id) => own(sent, id) !== undefined);
      if (answer.result.resultStatus === 'S' && own(answer, name) !== own(sent, name))
        throw new AntomServerError('answer-refused', `Antom's answer cannot be believed: it does not name the payment (${name}).`);
      return answer;
    },
    // A product that is newer than this library can still be asked for.
    call: async (api: string, request: object) => (await exchange(api, request, !/Session$/.test(api))).answer,
    async readNotification(request) {
      const incoming = await readIncoming(request, settings.notifyPath);
      return readNotification(incoming, settings.clientId, (await keys()).publicKey);
    },
  };
}

const IDS = ['paymentRequestId', 'paymentId', 'refundRequestId', 'vaultingRequestId'] as const;

/** Names that Antom gives a vaulting session's members, and those that the page's library reads. */
function renamed(answer: AntomAnswer): Fields {
  const session: Record<string, unknown> = {};
  for (const name of ['SessionData', 'SessionExpiryTime', 'SessionId']) {
    const value = own(answer, `vaulting${name}`);
    if (value !== undefined) session[`payment${name}`] = value;
  }
  return session;
}
