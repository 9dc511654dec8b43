/**
 * The agreement that AutoDebitPay pays by, kept for as long as the tab lives. A real shop's server keeps it with the buyer's account.
 */
const KEY = 'lantern-coffee.agreement';

export function keptAgreement(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param requestId the agreement's `authState`; what may be charged by stays with the server */
export function keepAgreement(requestId: string): void {
  try {
    sessionStorage.setItem(KEY, requestId);
  } catch {
    // Storage may be denied: then it lives as long as the page.
  }
}
