/**
 * A tag for the SDK that the merchant's page itself has: pending, dead or finished.
 */
import { listen, type Environment } from '../../core/environment';
import { add, first, has, some } from '../../core/list';
import { createScope } from '../../core/scope';
import { isSdkFile, type PendingTags } from './pending-tags';

/** How long a tag of the page's own is waited for where nothing tells whether it is still loading (ms). */
const GRACE = 3000;

/** The address as a tag's `src` reads it. */
export function absolute(document: Document, url: string): string {
  const anchor = document.createElement('a');
  anchor.href = url;
  return anchor.href;
}

/** False for a tag that a consent manager has parked: of another type it does not run. */
export function mayRun(tag: HTMLScriptElement): boolean {
  return /^(|module|(text|application)\/(x-)?(java|ecma)script)$/i.test(tag.type);
}

/** A tag for the SDK that the page itself has, and that may still bring it. */
function findTag(
  document: Document,
  address: string,
  { pending, dead }: { readonly pending: PendingTags; readonly dead: readonly Element[] },
): HTMLScriptElement | undefined {
  return first(
    document.querySelectorAll<HTMLScriptElement>('script[src]'),
    (tag) =>
      // In an SVG it is no text.
      typeof tag.src === 'string' &&
      mayRun(tag) &&
      (tag.src === address || isSdkFile(tag.src)) &&
      !some(pending.tags, (entry) => entry.tag === tag) &&
      !has(dead, tag),
  );
}

/**
 * Calls `over` when a tag that the page has for the SDK must have run or failed. Returns what ends the waiting, or null where there is
 * no such tag.
 */
export function awaitPageTag(
  env: Environment,
  address: string,
  state: { readonly pending: PendingTags; readonly dead: Element[] },
  over: () => void,
): (() => void) | null {
  const { window, document } = env;
  const tag = findTag(document, address, state);
  if (!tag) return null;
  const scope = createScope();
  const finish = (): void => {
    scope.close();
    add(state.dead, tag);
    over();
  };
  const isFetched = (): boolean =>
    typeof window.performance.getEntriesByName === 'function' &&
    some(window.performance.getEntriesByName(tag.src) as PerformanceResourceTiming[], ({ initiatorType }) => initiatorType === 'script');
  // Once it is there, it still waits until the page is parsed, and for those before it.
  const waitsItsTurn = !tag.async && (tag.defer || tag.type === 'module');
  const wait = (ms: number): void => {
    scope.add(
      env.setTimer(() => {
        // Until the page has loaded, a script that has not come yet is on its way.
        if (document.readyState === 'complete' || (isFetched() && !waitsItsTurn)) finish();
        else wait(GRACE);
      }, ms),
    );
  };
  scope.add(listen(tag, 'load', finish));
  scope.add(listen(tag, 'error', finish));
  // A page's load event waits for its scripts.
  if (document.readyState !== 'complete') scope.add(listen(window, 'load', finish));
  wait(document.readyState === 'complete' && isFetched() ? 0 : GRACE);
  return scope.close;
}
