/**
 * What the SDK puts into the page, and when it takes it away (1.12.0, 1.47.2).
 */
import { filter } from '../core/list';

/** Its ids of a popup, all of them direct children of the body (1.47.2 constant/index.js). */
export const UI =
  '#ams-component-container,#ams-component-mockup,#ams-component-loading,#ams-component-retention,#ams-component-mask-close-block';

/** Its second clean-up comes 300 ms after a close of its own (1.47.2 cleanContainer); this is past it (ms). */
export const SECOND_WAVE = 350;

export function isPopupShowing(document: Document): boolean {
  return document.getElementById('ams-component-container') !== null;
}

/** What looks like the SDK's; only what came since is. */
export function leftoversIn(document: Document): Element[] {
  return filter(document.querySelectorAll('head style, body > a[href][style], body > script[src]'), (node) => {
    switch (node.tagName) {
      case 'A':
        return isAppCall(node);
      case 'SCRIPT':
        return SCRIPTS.test((node as HTMLScriptElement).src);
      default:
        return isStyle(node);
    }
  });
}

/** Its tracker, one for each instance and another for each Payment Element; PayPal's, one for each mount; Google Pay's, one for each sheet. They still run. */
const SCRIPTS =
  /^https:\/\/(gw\.alipayobjects\.com\/.*intl-tracker|www\.paypal\.com\/sdk\/js\?currency=[^&]*&locale=|pay\.google\.com\/gp\/p\/js\/pay\.js$)/;

/** Its style sheets have no id but one, and a first rule that is known: popup, 3-D Secure's window, PayPal's animation. */
function isStyle(node: Element): boolean {
  return node.id === ''
    ? /^\s*(\.ams-component-container-|\.ams-popupmodal|@keyframes loadingSpin )/.test(node.textContent)
    : node.id === 'ams-inline-component-style';
}

/** The hidden link by whose click the SDK calls an app on iPhones. Hidden links for downloads are others'. */
function isAppCall(link: Element): boolean {
  return (
    link.attributes.length === 2 &&
    link.innerHTML === '' &&
    link.getAttribute('style') === 'display: none;' &&
    /* v8 ignore next -- the selector asks for href; the compiler cannot know */
    /^(?!(https?|blob|data):)[a-z][a-z0-9+.-]*:/i.test(link.getAttribute('href') ?? '')
  );
}
