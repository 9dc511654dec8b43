/**
 * PayPal in the page: when its buttons are there, and what a form that was left still says.
 *
 * Its callbacks outlive the form, reach whichever instance is the newest, and carry nothing that tells them from the next form's
 * (1.12.0, 1.47.2 plugin/paypal).
 */
import { each, has, join, some } from '../../core/list';
import { own, ownText } from '../../core/read';
import { shared } from '../../page/registry';
import type { SdkEvent } from '../../types';
import type { DriverCall } from '../driver';
import { walletOf } from '../wallets';
import type { Translation } from './signals';

export interface PayPal {
  /** Resolves when PayPal's script has put its buttons into the slot, beside or in the place of the SDK's animation. Null for another method. */
  readonly drawn: Promise<void> | null;
  /** What only PayPal's plugin says. True: it is dealt with, and nobody else hears of it. */
  readonly hear: (translation: Translation, event: SdkEvent, raw: unknown) => boolean;
  /** The form is left. May be called several times. */
  readonly leave: () => void;
}

/** Before the SDK is called. */
export function watchPayPal({ env, session, slot, emit }: DriverCall): PayPal {
  /** A form with buttons was left on this page before they had said their last word. */
  const page = shared(env.window, 'paypal', () => ({ left: false }));
  /** This form's buttons are there, and have not said it either. */
  let live = false;
  const isPayPal = slot !== null && walletOf(session) === 'inline';

  const hear: PayPal['hear'] = ({ isSettled, refused, say }, event, raw) => {
    const { type } = event;
    const message = type === 'payment-failed' ? ownText(raw, 'message') : undefined;
    const isScriptFailure = has(['Loading paypal sdk failed.', 'Button render failed.'], message);
    if (!page.left) {
      if (type === 'payment-approved' || type === 'payment-cancelled') live = false;
    } else if (type === 'payment-approved' && live) {
      // Whose it is, only the server knows.
      say(event, true);
      return true;
    } else if (
      ((type === 'payment-approved' || type === 'shipping-changed') && !live) ||
      // After these two the buttons stay, and the buyer may go on.
      (type === 'payment-cancelled' && (isPayPal || own(own(raw, 'result'), 'orderId') !== undefined)) ||
      message === 'Create order failed.'
    )
      return true;
    if (!isScriptFailure) return false;
    // PayPal's plugin resolves before anything is there, and says that its script failed in the clothes of a result.
    const failure = { code: 'SDK_CREATECOMPONENT_ERROR', message };
    if (isPayPal) {
      if (isSettled()) emit({ type: 'broken', raw: failure });
      else refused(failure);
    }
    return true;
  };
  if (!isPayPal) return { hear, drawn: null, leave: () => undefined };

  const scripts = (): HTMLScriptElement[] =>
    join(env.document.querySelectorAll<HTMLScriptElement>('body > script[data-user-id-token][src^="https://www.paypal.com/sdk/js?"]'), []);
  const before = scripts();
  let observer: MutationObserver | null = null;
  const drawn = new Promise<void>((resolve) => {
    observer = new env.window.MutationObserver(() => {
      if (live || !some(slot.children, (child) => child.className !== 'paypal-loading')) return;
      live = true;
      resolve();
    });
    observer.observe(slot, { childList: true, subtree: true });
  });
  return {
    hear,
    drawn,
    leave: () => {
      observer?.disconnect();
      page.left ||= live;
      // The page's own stay as they are.
      each(scripts(), (script) => {
        if (has(before, script)) return;
        script.onload = null;
        script.onerror = null;
      });
    },
  };
}
