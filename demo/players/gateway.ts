/**
 * Pays: hands the buyer's try to the gateway and reads what it says. The page decides nothing.
 */
import type { Payment } from '../cashier/payment.ts';
import { parseJson } from '../shared/json.ts';
import type { Card } from './cards.ts';
import { readAnswer } from './told.ts';
import type { Told } from './told.ts';

export interface Gateway {
  readonly pay: (card: Card | null) => Promise<Told>;
  /** The buyer goes on elsewhere: from here on the order exists. */
  readonly submit: () => Promise<unknown>;
  /** The further step is over. */
  readonly confirm: (passed: boolean) => Promise<Told>;
}

/** ms for the gateway to answer. */
const PATIENCE = 10_000;

export function openGateway({ reportUrl, sessionId }: Pick<Payment, 'reportUrl' | 'sessionId'>): Gateway {
  const send = async (event: Readonly<Record<string, unknown>>): Promise<Told> => {
    if (reportUrl === null || sessionId === null) return { kind: 'unreachable' };
    try {
      // As text/plain it needs no preflight.
      const response = await fetch(reportUrl, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ paymentSessionId: sessionId, ...event }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      return readAnswer(parseJson(await response.text()));
    } catch {
      return { kind: 'unreachable' };
    }
  };
  return {
    pay: (card) => send({ event: 'pay', ...(card !== null && { card }) }),
    submit: () => send({ event: 'submit' }),
    async confirm(passed) {
      const told = await send({ event: 'confirm', passed });
      return !passed && told.kind === 'declined' && !told.needsNewSession ? { kind: 'step-refused', resultCode: told.resultCode } : told;
    },
  };
}
