/**
 * The window, the clock and the timers: the only way the rest of the library reaches them.
 *
 * Tests bring their own, so that they set the clock instead of waiting.
 */

export interface Environment {
  readonly window: Window & typeof globalThis;
  readonly document: Document;
  /** ms since the epoch; the buyer's clock, which may be wrong. */
  now(): number;
  /** ms from an arbitrary start; never jumps where the browser has performance.now(). */
  elapsed(): number;
  /** Runs once after `ms`; the returned function cancels it. */
  setTimer(run: () => void, ms: number): () => void;
}

/** The browser's own environment, or null where there is none: server rendering, also with a stub for `window`, and workers. */
export function browserEnvironment(): Environment | null {
  if (typeof window === 'undefined' || typeof document === 'undefined') return null;
  if (
    !can(window, 'addEventListener') ||
    !can(document, 'addEventListener') ||
    !can(document, 'createElement') ||
    !can(document, 'querySelector')
  )
    return null;
  const start = Date.now();
  const monotonic = typeof performance !== 'undefined' && typeof performance.now === 'function';
  return {
    window,
    document,
    now: () => Date.now(),
    elapsed: () => (monotonic ? performance.now() : Date.now() - start),
    setTimer: (run, ms) => {
      const handle = setTimeout(run, ms);
      return () => {
        clearTimeout(handle);
      };
    },
  };
}

function can(holder: unknown, method: string): boolean {
  return typeof (holder as Record<string, unknown> | null)?.[method] === 'function';
}

/** Adds a listener and returns the function that removes it. */
export function listen(
  target: EventTarget,
  type: string,
  run: (event: Event) => void,
  options: boolean | AddEventListenerOptions = false,
): () => void {
  target.addEventListener(type, run, options);
  return () => {
    target.removeEventListener(type, run, options);
  };
}

/** The top of the tree that the node is in: the document, a shadow root, or its last ancestor. */
export function rootOf(node: Node): Node {
  let top = node;
  while (top.parentNode) top = top.parentNode;
  return top;
}

export function removeNode(node: Element): void {
  node.parentNode?.removeChild(node);
}
