/**
 * Leaves the page as it was found.
 *
 * The SDK sets `overflow` on the body's style and never gives it back, leaves a `<style>` per attempt and on iPhones an `<a>` per
 * call of an app, and its clean-up runs up to 300 ms late (1.12.0, 1.47.2). Nothing here touches a node or a value that is not the SDK's.
 */
import { removeNode, type Environment } from '../core/environment';
import { each, has, map } from '../core/list';
import { focusedIn, refocus } from '../page/focus';
import { leftoversIn, UI } from '../sdk/ui';

export interface PageSnapshot {
  /** Runs the SDK's unmount() and undoes what it does to the page. May run several times: the SDK's clean-up comes in two waves. */
  unmount(sdkUnmount: () => void): void;
  /** The same after the SDK's own second wave. */
  restore(): void;
  /** Stops following what the merchant does to the body's style. */
  stop(): void;
  /** The buyer is on another view: its focus and scrolling are not ours to change. */
  readonly keepView: () => void;
  /** What has not been able to take the focus back so far does not get it later. */
  readonly endWait: () => void;
}

interface Declaration {
  readonly name: string;
  readonly value: string;
  readonly priority: string;
}

const OVERFLOW = ['overflow', 'overflow-x', 'overflow-y'];

/**
 * @param clicked what had the focus when the attempt began: a button that is disabled meanwhile has lost it by now.
 * @param slot what is drawn inside the page leaves focus and scrolling to the buyer, unless it has the focus itself as it goes
 */
export function snapshotPage(env: Environment, clicked: Element | null, slot: Element | null = null): PageSnapshot {
  const { document, window } = env;
  const body = document.body;
  const hadStyle = body.hasAttribute('style');
  const before = leftoversIn(document);
  const active = focusedIn(document);
  const focused = active && active !== body ? active : clicked;
  const scroll = { x: window.pageXOffset, y: window.pageYOffset };
  /** What the body's overflow should be: as found, or as the merchant has set it since. */
  let wanted = readOverflow(body);
  let ownView = true;
  /** The SDK's `hidden` has been taken off this body. */
  let corrected = false;
  let viewRestored = false;
  let endWait: () => void = () => undefined;
  let waits = true;

  const restore = (sdkUnmount: () => void): void => {
    if (slot && !slot.contains(document.activeElement) && !viewRestored) ownView = false;
    const now = document.body as HTMLElement | null;
    if (now === body) follow();
    // Another body than the SDK opened on: whatever it has is the page's own.
    const right = now === null || now === body ? wanted : readOverflow(now);
    sdkUnmount();
    if (now) writeOverflow(now, right);
    if (!hadStyle && now?.getAttribute('style') === '') now.removeAttribute('style');
    each(leftoversIn(document), (node) => {
      if (!has(before, node)) removeNode(node);
    });
    corrected ||= now === body;
    if (ownView) restoreView();
  };

  /** A dialog of the merchant's may lock and unlock scrolling between our passes. */
  const follow = (): void => {
    if (!isTheSdks(body.style.getPropertyValue('overflow'))) wanted = readOverflow(body);
  };
  const observer = new env.window.MutationObserver(follow);
  observer.observe(body, { attributes: true, attributeFilter: ['style'] });

  /** `hidden` while a popup of the SDK's is open, `auto` after each of its clean-ups. Anything else was set by someone else since. */
  const isTheSdks = (overflow: string): boolean =>
    overflow === 'auto' || (overflow === 'hidden' && !slot && (!corrected || document.querySelector(UI) !== null));

  const restoreView = (): void => {
    // Only once: what moves afterwards was moved by the buyer or the merchant.
    const first = !viewRestored;
    viewRestored = true;
    if (first && !slot && (window.pageXOffset !== scroll.x || window.pageYOffset !== scroll.y)) window.scrollTo(scroll.x, scroll.y);
    // It went down with the SDK's iframe.
    endWait();
    if (focused && focused !== body) endWait = refocus(env, focused);
    if (!waits) endWait();
  };

  return {
    unmount: restore,
    restore: () => {
      restore(() => undefined);
    },
    stop: () => {
      observer.disconnect();
    },
    keepView: () => {
      ownView = false;
      endWait();
    },
    endWait: () => {
      waits = false;
      endWait();
    },
  };
}

function readOverflow(body: HTMLElement): Declaration[] {
  return map(OVERFLOW, (name) => ({ name, value: body.style.getPropertyValue(name), priority: body.style.getPropertyPriority(name) }));
}

function writeOverflow(body: HTMLElement, overflow: readonly Declaration[]): void {
  each(OVERFLOW, (name) => {
    body.style.removeProperty(name);
  });
  each(overflow, ({ name, value, priority }) => {
    if (value !== '') body.style.setProperty(name, value, priority);
  });
}

/** Takes away what is left of the SDK's UI once both waves of its clean-up are over. */
export function removeUi(document: Document): void {
  each(document.querySelectorAll(UI), removeNode);
}
