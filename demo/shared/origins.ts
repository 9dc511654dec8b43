/**
 * Addresses: which are ours, and the demo's two origins. The page is on one loopback name, the cashier on the other.
 */
const LOOPBACK = ['localhost', '127.0.0.1'];

export const isLoopback = (url: URL): boolean => /^https?:$/.test(url.protocol) && LOOPBACK.includes(url.hostname);

/** Not URL.canParse: browsers of 2023 have none. */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** The origin of the cashier for a page at `page`, whichever of the two names the page was opened by. */
export function otherOrigin(page: URL): string {
  const other = new URL(page.origin);
  other.hostname = page.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  return other.origin;
}
