/**
 * What the SDK said.
 */

interface SdkEventBase<Type extends string, Code extends string> {
  /** What it is called here. */
  readonly type: Type;
  /** The SDK's code, as it sent it. */
  readonly code: Code;
  /** The SDK's text, where it sent one. */
  readonly message?: string | undefined;
  /** Antom's result code, found wherever the SDK put it: `result`, `result.result`, `errorCode`. */
  readonly paymentResultCode?: string | undefined;
  /** The text that came with it. */
  readonly paymentResultMessage?: string | undefined;
  /** What the SDK sent, untouched. */
  readonly raw: unknown;
}

/**
 * What the SDK said: a tagged union on `type`.
 *
 * The comments are the event reference: docs/events.md is made from them (`npm run reference`), so each says what it means, then `Do:`.
 */
export type SdkEvent =
  /**
   * The SDK's loading animation begins. It comes within the call of createComponent, so it is the first event of an attempt. The Payment
   * Element also sends it with each `submit()`. EasyPay, AutoDebit (1.47.2) and the Checkout Page send none.
   *
   * Do: nothing, or show an animation of your own when `appearance.showLoading` is `false`.
   */
  | SdkEventBase<'loading-started', 'SDK_START_OF_LOADING'>
  /**
   * The SDK's loading animation ends: the cashier is drawn.
   *
   * Do: nothing, or end your own animation. A cashier that never draws sends no such event.
   */
  | SdkEventBase<'loading-ended', 'SDK_END_OF_LOADING'>
  /**
   * The SDK says that the payment succeeded.
   *
   * Do: wait for the outcome: with `inquiryPayment` your server is asked first, and Apple Pay's success is not believed without
   * it. Ship only when your server knows.
   */
  | SdkEventBase<'payment-succeeded', 'SDK_PAYMENT_SUCCESSFUL'>
  /**
   * The SDK says that the payment is under way and not decided. SDK_PAYMENT_PENDING says that the buyer has paid and that the result may take
   * days; it is decided on in the same way.
   *
   * Do: wait for the outcome. Antom's guide of 2024 says to let the buyer pay again here; a second payment could charge twice, so
   * `pay()` asks first.
   */
  | SdkEventBase<'payment-processing', 'SDK_PAYMENT_PROCESSING' | 'SDK_PAYMENT_PENDING'>
  /**
   * The SDK says that the payment failed; `paymentResultCode` says why, where Antom sent it. In a form of `mount()` it need not be the end: where
   * Antom allows another try in the same session, the form stays, `submit()` is `declined`, and `state` has `declined`.
   *
   * Do: wait for the outcome: without a code, or with one that decides nothing, it is `unknown` and not `failed`. In a form show
   * `state.declined`.
   */
  | SdkEventBase<'payment-failed', 'SDK_PAYMENT_FAIL'>
  /**
   * The SDK says that the payment's status is abnormal: money may have moved.
   *
   * Do: wait for the outcome. Do not offer another payment before your server knows.
   */
  | SdkEventBase<'payment-unknown', 'SDK_PAYMENT_ERROR'>
  /**
   * The cashier says that the buyer gave up. Many cashiers say only `closed`.
   *
   * Do: nothing: the outcome is `cancelled`, unless your server knows better.
   */
  | SdkEventBase<'payment-cancelled', 'SDK_PAYMENT_CANCEL'>
  /**
   * The buyer tries once more inside the cashier, after a try that failed.
   *
   * Do: nothing: the attempt is open, and its end is still to come.
   */
  | SdkEventBase<'payment-retrying', 'SDK_PAYMENT_RETRY'>
  /**
   * The cashier says that the buyer has authorized the payment. It is not the payment's result.
   *
   * Do: nothing: the result is still to come.
   */
  | SdkEventBase<'payment-authorized', 'SDK_PAYMENT_AUTHORIZATION_SUCCESSFUL'>
  /**
   * The buyer is asked to prove who they are, for example by 3-D Secure.
   *
   * Do: nothing; do not unmount the cashier now.
   */
  | SdkEventBase<'payment-challenged', 'SDK_PAYMENT_CHALLENGE'>
  /**
   * PayPal says that the buyer has approved the payment. It is PayPal's last word: no result follows it (1.47.2), so in a PayPal session the
   * outcome is `processing` (`unknown` where another PayPal form was left on this page before), or your server's. From any other method it is not the payment's result.
   *
   * Do: wait for the outcome. Give the controller `inquiryPayment` where you offer PayPal.
   */
  | SdkEventBase<'payment-approved', 'SDK_PAYMENT_APPROVE'>
  /**
   * The SDK warns you; `message` says of what. 1.47.2: a bound PayPal account, which your server could charge without a cashier.
   *
   * Do: read `message` while you develop.
   */
  | SdkEventBase<'payment-warning', 'SDK_PAYMENT_WARN'>
  /**
   * The buyer has changed the shipping address in PayPal; `raw` has what PayPal sent.
   *
   * Do: tell your server if the price depends on it. A session's amount does not change.
   */
  | SdkEventBase<'shipping-changed', 'SDK_PAYMENT_SHIPPINGCHANGE'>
  /**
   * A form has a field that is not right; the buyer sees which. In a form of `mount()` `submit()` is `invalid`, and nothing was submitted.
   *
   * Do: nothing.
   */
  | SdkEventBase<'form-invalid', 'SDK_FORM_VERIFICATION_FAILED'>
  /**
   * The buyer has submitted twice; the second one was left out.
   *
   * Do: nothing.
   */
  | SdkEventBase<'duplicate-submission', 'SDK_DUPLICATE_SUBMISSION_BEHAVIOR'>
  /**
   * What the buyer submitted did not get through, or its answer did not. In a form of `mount()` a `submit()` that waits is `declined`, without a
   * code: another try in the same session cannot charge twice.
   *
   * Do: nothing: the buyer may submit again, and the result is still to come.
   */
  | SdkEventBase<'submit-network-error', 'SDK_SUBMIT_NETWORK_ERROR'>
  /**
   * The buyer pressed the button back to your shop.
   *
   * Do: nothing. In a popup what the SDK does next decides, as a rule `closed` or a redirect. What `mount()` has drawn ends as `cancelled`,
   * unless your server knows better.
   */
  | SdkEventBase<'back-to-merchant', 'SDK_PAYMENT_CLICK_BACK_TO_MERCHANT'>
  /**
   * The SDK has sent the buyer to the payment method's page or app. On a phone it may come up to three times for one redirect.
   *
   * Do: nothing: when the page goes, or stays without the cashier, the outcome follows. A Payment Element or Checkout Page that is
   * still there 3 s later stays open.
   */
  | SdkEventBase<'redirect-started', 'SDK_CALL_URL_SUCCESS'>
  /**
   * The SDK could not open the payment method's app. On a desktop it may come before the redirect that works.
   *
   * Do: nothing: the outcome is `redirect-failed` only where no redirect follows.
   */
  | SdkEventBase<'redirect-failed', 'SDK_CALL_URL_ERROR' | 'SDK_LAUNCH_PAYMENT_APP_ERROR'>
  /**
   * The SDK hands the payment method's addresses to you instead of opening them.
   *
   * Do: open `schemeUrl`, `applinkUrl` or `normalUrl`, whichever the device has; each is absent where the method has none. The
   * outcome is `redirected` once the page goes.
   */
  | RedirectRequestedEvent
  /**
   * The SDK could not open the cashier, or had a failure of its own. Once the cashier is open it ends nothing, except in EasyPay and AutoDebit,
   * which take their UI away then (1.47.2). A redirect of the Checkout Page that was dropped is reported so too (docs/security.md). By `code`:
   * SDK_INTERNAL_ERROR: the SDK failed, or the cashier sent it what it cannot read. SDK_CREATEPAYMENT_PARAMETER_ERROR: it refused the
   * session. SDK_INIT_PARAMETER_ERROR: it refused the options of its constructor. SDK_CREATECOMPONENT_ERROR and
   * SDK_CREATE_COMPONENT_ERROR (two spellings): it refused the parameters of createComponent, or failed in it.
   *
   * Do: nothing: while opening, the outcome is the error with its code and `error.sdk`.
   */
  | SdkEventBase<
      'setup-failed',
      | 'SDK_INTERNAL_ERROR'
      | 'SDK_CREATEPAYMENT_PARAMETER_ERROR'
      | 'SDK_INIT_PARAMETER_ERROR'
      | 'SDK_CREATECOMPONENT_ERROR'
      | 'SDK_CREATE_COMPONENT_ERROR'
    >
  /**
   * The buyer closed the cashier; the SDK sends no code with it, so `code` names its callback.
   *
   * Do: nothing: the outcome is `cancelled`, unless a code came with it or your server knows better.
   */
  | SdkEventBase<'closed', 'onClose'>
  /**
   * A code that this version does not know; `''` when there was none. Never the end of a payment.
   *
   * Do: keep a `default` arm; log `code` if you wish.
   */
  | SdkEventBase<'unrecognized', string>;

/** The SDK hands the URLs to the merchant instead of opening them. */
export interface RedirectRequestedEvent extends SdkEventBase<'redirect-requested', 'SDK_REDIRECT'> {
  readonly normalUrl?: string | undefined;
  readonly schemeUrl?: string | undefined;
  readonly applinkUrl?: string | undefined;
}

/** What a listener of `on` gets. Grows in minor versions: keep a default arm. */
export type CheckoutEvent = SdkEvent & {
  /** The payment it came in; its outcome has the same. */
  readonly attemptId: string;
  /** When the SDK sent it, in ms since the epoch. */
  readonly at: number;
};
