/**
 * Where a buyer goes whose wallet wants to be asked on its own page, and what is left of this one.
 */
import type { Stage } from './stage.ts';

export function walletPage({ payment, settings }: Pick<Stage, 'payment' | 'settings'>): string {
  const url = new URL('/redirect-target', location.href);
  const { redirectUrl, reportUrl, sessionId } = payment;
  url.searchParams.set('lang', settings.language);
  if (redirectUrl !== null) url.searchParams.set('return', redirectUrl);
  if (reportUrl !== null && sessionId !== null) {
    url.searchParams.set('report', reportUrl);
    url.searchParams.set('session', sessionId);
    // The gateway decides, as the session wishes it.
    url.searchParams.set('approve', 'confirm');
  }
  return url.href;
}

/** ms after which a page that is still there has not been left. */
const STILL_HERE = 5000;

/** The buyer leaves, so nothing comes of this try here; but Back may bring them to this very page, or nothing may take them away. */
export function away({ show }: Pick<Stage, 'show'>): Promise<never> {
  const again = (): void => show('ready');
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) again();
  });
  setTimeout(again, STILL_HERE);
  return new Promise(() => undefined);
}
