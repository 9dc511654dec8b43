/**
 * A form that a framework's component draws inside the page. It goes with its container, unless it was submitted.
 */
import type { CheckoutController, PaymentOutcome } from 'antom-checkout-controller';
import { attemptOf, formsOf, isForm, isSame, isTaken, notePaid, payOptionsOf, type DrawAgain } from './common';
import type { TriggerOptions } from './trigger';

export interface InlineOptions extends Pick<TriggerOptions, 'pay' | 'onOutcome' | 'onEvent'> {
  onReady?: (() => void) | undefined;
}

export interface Inline {
  /** While the view is there with this container and order. The returned function is told whether it is gone for good. */
  readonly connect: (checkout: CheckoutController, container: Element, order: string | undefined) => (isGone?: boolean) => void;
}

/** One mount(), or the wait for it. */
interface Drawing {
  readonly checkout: CheckoutController;
  readonly container: Element;
  readonly order: string | undefined;
  /** The order that was mounted, which `pay` may name too. */
  pays: string | undefined;
  /** Null while something else is under way, which mount() would be refused for, or would take away; empty where mount() began none. */
  attempt: string | null;
  /** What mount() has answered. */
  result: Promise<PaymentOutcome> | null;
  isReady: boolean;
  outcome: PaymentOutcome | null;
}

export function createInline(latest: () => InlineOptions): Inline {
  let drawing: Drawing | null = null;
  /** The last one that was mounted. */
  let last: Drawing | null = null;
  /** The attempt whose outcome was told last: of two drawings of one payment each hears of it. */
  let told: string | undefined;
  let releasing: ReturnType<typeof setTimeout> | undefined;

  /** What was submitted is asked about to its end. `isGone`: so is the place of what has ended, and nothing in it can jump any more. */
  const end = ({ checkout, attempt }: Drawing, isGone: boolean): void => {
    const { state } = checkout;
    const isEnding =
      state.phase === 'settled' ? isGone && state.cashierVisible : state.phase !== 'submitting' && state.phase !== 'confirming';
    if (attempt && attemptOf(state) === attempt && isEnding) checkout.unmount();
  };
  /** @param paid what it has waited for, where that has succeeded */
  const draw = (next: Drawing, paid?: PaymentOutcome): void => {
    const { checkout, container, order } = next;
    // Before the page's own function, which may throw: it is asked once.
    next.attempt = '';
    const options = payOptionsOf(latest().pay, order);
    next.pays = options.order;
    // Without an `order` that may have been its own: it is not asked for again.
    if (paid && options.order === undefined) {
      next.pays = paid.order;
      next.outcome = paid;
      return;
    }
    const before = last;
    last = next;
    const shown = attemptOf(checkout.state);
    const result = checkout.mount(container, options);
    const attempt = attemptOf(checkout.state);
    // The form that is there already, as where the view names its order no longer, or only now.
    const isJoined = before?.result === result;
    // An order that is paid, or options that are refused, begin none: what is open then is another form.
    if (isJoined) next.attempt = before.attempt;
    else if (attempt !== null && attempt !== shown) next.attempt = attempt;
    if (before && before !== next && !isJoined) end(before, false);
    next.result = result;
    next.isReady = isJoined && before.isReady;
    next.outcome = null;
    // One that is joined may have been drawn before anybody looked.
    look(next);
    void result.then((outcome) => {
      next.outcome = outcome;
      // The view went while the server was asked.
      if (!container.isConnected) end(next, true);
      if (outcome.attemptId === told) return;
      told = outcome.attemptId;
      notePaid(checkout, outcome);
      latest().onOutcome?.(outcome);
    });
  };
  const look = (current: Drawing): void => {
    const { state } = current.checkout;
    if (current.attempt === null) {
      if (isTaken(state)) return;
      draw(current, state.phase === 'settled' && state.outcome.status === 'succeeded' ? state.outcome : undefined);
    } else if (!current.isReady && attemptOf(state) === current.attempt && isForm(state)) {
      current.isReady = true;
      latest().onReady?.();
    }
  };
  const again: DrawAgain = (pressed) => {
    // It is there, or waits. One whose page's own function threw has begun nothing.
    if (!drawing || (!drawing.outcome && drawing.attempt !== '') || !isSame(drawing.pays, pressed)) return false;
    // Paid is paid, also where no order says so to the button.
    if (drawing.outcome?.status !== 'succeeded') draw(drawing);
    return true;
  };

  return {
    connect: (checkout, container, order) => {
      clearTimeout(releasing);
      const stopEvents = checkout.on((event) => latest().onEvent?.(event));
      const isSame = drawing?.checkout === checkout && drawing.container === container && drawing.order === order;
      // Hidden and shown again: what the buyer has not finished is drawn again, what has ended otherwise is not.
      const kept = isSame && drawing?.outcome?.status !== 'abandoned' ? drawing : null;
      const current = kept ?? { checkout, container, order, pays: order, attempt: null, result: null, isReady: false, outcome: null };
      drawing = current;
      const stop = checkout.subscribe(() => {
        look(current);
      });
      // What was hidden meanwhile has waited.
      if (kept) look(kept);
      else if (!isTaken(checkout.state)) draw(current);
      formsOf(checkout).add(again);
      return (isGone = !container.isConnected) => {
        formsOf(checkout).delete(again);
        stop();
        stopEvents();
        // StrictMode and hot reloading connect again at once.
        // What waits has begun nothing: the one before it may still be there.
        const ending = last;
        if (!ending) return;
        if (isGone) end(ending, true);
        else
          releasing = setTimeout(() => {
            end(ending, false);
          });
      };
    },
  };
}
