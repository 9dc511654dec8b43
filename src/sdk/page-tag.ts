/**
 * A tag for the SDK that the merchant's page itself has: live, dead or finished.
 */
import { listen, listOf, type Environment } from '../environment';
import { redactUrl } from '../log';
import type { LiveTags } from './live';

/** How long a tag of the page's own is waited for where nothing tells whether it is still loading (ms). */
const GRACE = 3000;

/** A tag for the SDK that the page itself has, and that may still bring it. */
export function findTag(document: Document, url: string, { live, dead }: { readonly live: LiveTags; readonly dead: readonly Element[] }): HTMLScriptElement | undefined {
  const anchor = document.createElement('a');
  anchor.href = url;
  return listOf(document.querySelectorAll<HTMLScriptElement>('script[src]')).filter((tag) =>
    // In an SVG it is no text.
    typeof tag.src === 'string'
      // Of another type it does not run: consent managers park scripts so.
      && /^(|module|(text|application)\/(x-)?(java|ecma)script)$/i.test(tag.type)
      && (tag.src === anchor.href || /\/ams-checkout(\.min)?\.js$/.test(redactUrl(tag.src)))
      && !live.tags.some((entry) => entry.tag === tag)
      && dead.indexOf(tag) < 0)[0];
}

/** Calls `over` when a tag of the page's must have run or failed. */
export function untilSurelyOver(env: Environment, tag: HTMLScriptElement, over: () => void): () => void {
  const { window, document } = env;
  const isFetched = (): boolean => typeof window.performance.getEntriesByName === 'function'
    && (window.performance.getEntriesByName(tag.src) as PerformanceResourceTiming[]).some(({ initiatorType }) => initiatorType === 'script');
  // Once it is there, it still waits until the page is parsed, and for those before it.
  const waitsItsTurn = !tag.async && (tag.defer || tag.type === 'module');
  let cancel!: () => void;
  const wait = (ms: number): void => {
    cancel = env.setTimer(() => {
      // Until the page has loaded, a script that has not come yet is on its way.
      if (document.readyState === 'complete' || (isFetched() && !waitsItsTurn)) over();
      else wait(GRACE);
    }, ms);
  };
  wait(document.readyState === 'complete' && isFetched() ? 0 : GRACE);
  // A page's load event waits for its scripts.
  const stop = document.readyState === 'complete' ? () => undefined : listen(window, 'load', over);
  return () => {
    cancel();
    stop();
  };
}
