/**
 * Keeps a payment session out of the browser's console, into which some classes of the SDK print it (1.47.2: AMSCheckoutPage as it is
 * mounted, AMSEasyPay and AMSAutoDebit before a redirect; 1.12.0 too: Apple Pay's plugin as it is created).
 */
import type { Environment } from '../../core/environment';
import { namesOf, some } from '../../core/list';

/** What holds the session is not printed until the returned function is called. */
export function quietly({ window }: Environment, sessionData: unknown): () => void {
  const { console } = window;
  const { log } = console;
  let over = false;
  // Apple Pay's plugin prints the first three parts, which are the session to Antom's server, beside the fourth as an object.
  const secret = /^(?:.*?&&){2}.*?(?=&&|$)/.exec(String(sessionData))?.[0] ?? String(sessionData);
  const holds = (value: unknown, depth: number): boolean =>
    typeof value === 'string'
      ? value.indexOf(secret) >= 0
      : typeof value === 'object' &&
        value !== null &&
        depth < 4 &&
        some(namesOf(value), (name) => holds((value as Record<string, unknown>)[name], depth + 1));
  const filtered = function (this: unknown, ...said: unknown[]): void {
    if (over || !some(said, (value) => isSaid(holds, value))) log.apply(console, said);
  };
  try {
    console.log = filtered;
  } catch {
    // A page that has frozen its console.
  }
  return () => {
    over = true;
    // Somebody has put his own on top since.
    if (console.log === filtered) console.log = log;
  };
}

function isSaid(holds: (value: unknown, depth: number) => boolean, value: unknown): boolean {
  try {
    return holds(value, 0);
  } catch {
    return false;
  }
}
