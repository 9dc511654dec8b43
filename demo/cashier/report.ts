/**
 * Tells the gateway what the buyer did, so that inquiryPayment knows it too (server/gateway/report.ts takes it).
 *
 * A cashier must not hang because its gateway does: nobody waits longer than a second, and a report that is lost is lost.
 */
import { fieldsOf, parseJson } from '../shared/json.ts';

export type Report =
  | { readonly event: 'submit' }
  | { readonly event: 'decline'; readonly resultCode: string | null }
  | { readonly event: 'decide'; readonly status: string; readonly resultCode?: string; readonly after?: number };

/** The result code with which the gateway refused the report; null when it did not. */
export type Reporter = (report: Report) => Promise<string | null>;

const PATIENCE = 1000;

export function openReporter({ reportUrl, sessionId }: { readonly reportUrl: string | null; readonly sessionId: string | null }): Reporter {
  if (reportUrl === null || sessionId === null) return () => Promise.resolve(null);
  // One after the other: a decision must not overtake the submission.
  let last: Promise<unknown> = Promise.resolve();
  return (report) => {
    const answer = last.then(() => post(reportUrl, JSON.stringify({ paymentSessionId: sessionId, ...report }))).catch(() => null);
    last = answer;
    return Promise.race([answer, new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null))]);
  };
}

async function post(url: string, body: string): Promise<string | null> {
  // `keepalive`: the SDK may remove this frame at any moment. As text/plain it needs no preflight.
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body, keepalive: true });
  if (response.status !== 409) return null;
  const { resultCode } = fieldsOf(fieldsOf(parseJson(await response.text()))['result']);
  return typeof resultCode === 'string' ? resultCode : null;
}
