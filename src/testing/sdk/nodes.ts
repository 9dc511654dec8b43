/**
 * The page that the imitation draws into, and its timers. Both are those of the window it was given, whatever clock a test has put there.
 */
export type PageWindow = Window & typeof globalThis;

export interface PageNodes {
  readonly document: Document;
  /** Adds an element to the body, or to `parent`. */
  append(tag: string, id: string, parent?: Element): HTMLElement;
  remove(id: string): void;
  style(text: string, id?: string): void;
  /** The SDK's tracker. As a type that is no script it is not loaded. */
  tracker(): void;
}

const TRACKER = 'https://gw.alipayobjects.com/render/p/yuyan_npm/@alipay_intl-tracker/1.6.0/dist/common.min.js';

export function createNodes(window: () => PageWindow): PageNodes {
  const document = (): Document => window().document;
  return {
    get document() {
      return document();
    },
    append: (tag, id, parent = document().body) => {
      const node = tag === 'iframe' ? createFrame(document()) : document().createElement(tag);
      if (id !== '') node.id = id;
      parent.appendChild(node);
      return node;
    },
    remove: (id) => {
      document().getElementById(id)?.remove();
    },
    style: (text, id) => {
      const style = document().createElement('style');
      style.textContent = text;
      if (id !== undefined) style.id = id;
      document().head.appendChild(style);
    },
    tracker: () => {
      const script = document().createElement('script');
      script.type = 'text/plain';
      script.src = TRACKER;
      script.setAttribute('data-tracker', '');
      document().body.appendChild(script);
    },
  };
}

/**
 * An element that says it is an iframe, and loads nothing. In jsdom a real one costs a whole window, 10 ms each; in a browser it would be a
 * document that nobody looks into.
 */
function createFrame(document: Document): HTMLElement {
  // With a window of its own as far as a comparison goes: the library sees by it that a frame was moved.
  return Object.assign(document.createElementNS('http://www.w3.org/2000/svg', 'iframe'), { contentWindow: {} }) as unknown as HTMLElement;
}

/** What the window's setTimeout gives. Node's types would make something else of it. */
export type PageTimer = number;

export interface PageTimers {
  /** Runs once after `ms`; the returned function cancels it. `handle` is given the window's own, for what a page cancels itself. */
  readonly later: (run: () => void, ms: number, handle?: (handle: PageTimer) => void) => () => void;
  /** How many are still to run. */
  readonly pending: number;
  /** Cancels them all: the page is another test's. */
  readonly cancelAll: () => void;
}

export function createTimers(window: () => PageWindow): PageTimers {
  const running = new Set<() => void>();
  return {
    later: (run, ms, tell) => {
      const page = window() as { setTimeout(run: () => void, ms: number): number; clearTimeout(handle: number): void };
      const handle = page.setTimeout(() => {
        running.delete(cancel);
        run();
      }, ms);
      const cancel = (): void => {
        running.delete(cancel);
        page.clearTimeout(handle);
      };
      tell?.(handle);
      running.add(cancel);
      return cancel;
    },
    get pending() {
      return running.size;
    },
    cancelAll: () => {
      for (const cancel of Array.from(running)) cancel();
    },
  };
}
