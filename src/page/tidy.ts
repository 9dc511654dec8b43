/**
 * Leaves the page as it was found.
 *
 * The SDK sets `overflow` on the body's style and never gives it back, leaves a `<style>` per attempt, and its clean-up runs
 * up to 300 ms late (1.12.0, 1.47.2). Nothing here touches a node or a value that is not the SDK's.
 */
import { listOf, removeNode, type Environment } from '../environment';

export interface Tidy {
  /** Puts back style, focus and scrolling, and removes leftovers. May run several times: the SDK's clean-up comes in two waves. */
  restore(): void;
  /** The buyer is on another view: its focus and scrolling are not ours to change. */
  keepView(): void;
}

const OVERFLOW = ['overflow', 'overflow-x', 'overflow-y'];
/** The SDK's ids, all of them direct children of the body (1.47.2 constant/index.js). */
const UI = '#ams-component-container,#ams-component-mockup,#ams-component-loading,#ams-component-retention,#ams-component-mask-close-block';

/** @param clicked what had the focus when the attempt began: a button that is disabled meanwhile has lost it by now. */
export function rememberPage(env: Environment, clicked: Element | null): Tidy {
  const { document, window } = env;
  const body = document.body;
  const hadStyle = body.hasAttribute('style');
  const overflow = OVERFLOW.map((name) => ({
    name,
    value: body.style.getPropertyValue(name),
    priority: body.style.getPropertyPriority(name),
  }));
  const active = document.activeElement;
  const focused = active && active !== body ? active : clicked;
  const scroll = { x: window.pageXOffset, y: window.pageYOffset };
  const styles = allStyles(document);
  let ownView = true;
  let passes = 0;

  return {
    keepView: () => { ownView = false; },
    restore: () => {
      const first = passes++ === 0;
      restoreOverflow(first);
      removeLeftovers(document, styles);
      if (!ownView) return;
      // Only once: what moves afterwards was moved by the buyer or the merchant.
      if (first && (window.pageXOffset !== scroll.x || window.pageYOffset !== scroll.y)) window.scrollTo(scroll.x, scroll.y);
      restoreFocus();
    },
  };

  function restoreOverflow(first: boolean): void {
    const now = body.style.getPropertyValue('overflow');
    // `hidden` while the SDK's popup is open, `auto` after each of its clean-ups. Anything else was set by someone else since.
    if (now !== 'auto' && !(first && now === 'hidden')) return;
    OVERFLOW.forEach((name) => { body.style.removeProperty(name); });
    overflow.forEach(({ name, value, priority }) => {
      if (value !== '') body.style.setProperty(name, value, priority);
    });
    if (!hadStyle && body.getAttribute('style') === '') body.removeAttribute('style');
  }

  function restoreFocus(): void {
    const now = document.activeElement;
    // Focus went down with the SDK's iframe. Anywhere else it was put on purpose.
    if (now !== null && now !== body) return;
    if (!focused || focused === body || !document.contains(focused)) return;
    (focused as HTMLElement).focus({ preventScroll: true });
  }
}

/** Takes away what is left of the SDK's UI once both waves of its clean-up are over. */
export function removeUi(document: Document): void {
  listOf(document.querySelectorAll(UI)).forEach(removeNode);
}

/** The cashier's style sheet has no id; it is the one that came since and begins with the SDK's first rule. */
function removeLeftovers(document: Document, before: readonly Element[]): void {
  allStyles(document).forEach((style) => {
    if (before.indexOf(style) < 0 && style.textContent.trim().indexOf('.ams-component-container-') === 0) {
      removeNode(style);
    }
  });
}

function allStyles(document: Document): Element[] {
  return listOf(document.head.querySelectorAll('style:not([id])'));
}
