/**
 * Where a buyer goes whose wallet wants to be asked on its own page.
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
