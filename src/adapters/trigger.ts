/**
 * What bind() is for an element, for a button that a framework renders: same guards, same states, same freeing.
 *
 * It outlives the view: a payment goes on when the view goes, and its outcome still reaches the latest `onOutcome`.
 */
import type {
  CheckoutController,
  CheckoutEvent,
  CheckoutState,
  PaymentOutcome,
  PayOptions,
  SubmitData,
  SubmitResult,
} from 'antom-checkout-controller';
import { attemptOf, formsOf, IDLE, ignore, isForm, isPaid, isSame, isTaken, notePaid, orderOf, payOptionsOf, type Stop } from './common';

/** How long a page that was left for a redirect may be visible before its button is usable again, as after bind() (ms). */
const STILL_HERE = 3000;

/** Read at the press, never at render. */
export interface TriggerOptions {
  /** What this button pays: any string that changes when what is paid changes (`cart42:19900`). */
  order?: string | undefined;
  /** What pay() is called with; a function is called at the press. */
  pay?: PayOptions | (() => PayOptions) | undefined;
  /** When the SDK is made ready. Default `intent`: the buyer points at the button, focuses or touches it. `mount`: with the component. */
  prepare?: 'intent' | 'mount' | 'none' | undefined;
  /** Also fetch the payment session then. Default `false`. */
  session?: boolean | undefined;
  /** Called once for each attempt that was started here, by its latest function, also after the component is gone. */
  onOutcome?: ((outcome: PaymentOutcome) => void) | undefined;
  /** Called with every event of the SDK while the component is mounted. */
  onEvent?: ((event: CheckoutEvent) => void) | undefined;
  /** Default `keep`: the payment goes on without the component. `end`: the attempt that was started here is unmounted, unless it is `confirming`. */
  onUnmount?: 'keep' | 'end' | undefined;
}

/** What a view shows. The same reference until something changes. */
export interface TriggerView {
  readonly state: CheckoutState;
  readonly mine: boolean;
  readonly busy: boolean;
  readonly disabled: boolean;
}

export const IDLE_VIEW: TriggerView = Object.freeze({ state: IDLE, mine: false, busy: false, disabled: false });

/** What a server renders, until the framework has taken it over: a press before that would be lost without a word. */
export const SERVED_VIEW: TriggerView = Object.freeze({ ...IDLE_VIEW, disabled: true });

export interface Trigger {
  readonly subscribe: (checkout: CheckoutController, listener: () => void) => Stop;
  readonly view: (checkout: CheckoutController, order: string | undefined) => TriggerView;
  /** While the view is there. */
  readonly connect: (checkout: CheckoutController) => Stop;
  readonly press: (checkout: CheckoutController) => void;
  readonly intend: (checkout: CheckoutController) => void;
  readonly pay: (checkout: CheckoutController, options?: PayOptions) => Promise<PaymentOutcome>;
  readonly submit: (checkout: CheckoutController, data?: SubmitData) => Promise<SubmitResult>;
}

/** A call of this trigger's, from the press until the button may be used again. */
interface Call {
  readonly checkout: CheckoutController;
  readonly attempt: string | null;
  /** The attempt began with it. */
  readonly isStart: boolean;
  /** `held`: its promise has settled, and the page is about to go. */
  stage: 'pending' | 'held' | 'free';
}

/** @param latest the options of the view as it was last rendered */
export function createTrigger(latest: () => TriggerOptions): Trigger {
  const listeners = new Set<() => void>();
  let call: Call | null = null;
  let shown = IDLE_VIEW;
  /** The order, and the controller that was asked. */
  let prepared: string | null = null;
  let preparedBy: CheckoutController | null = null;
  let stopWaiting = ignore;
  let releasing: ReturnType<typeof setTimeout> | undefined;

  const changed = (): void => {
    // A listener may end others.
    new Set(listeners).forEach((listener) => {
      listener();
    });
  };
  const payOptions = (): PayOptions => {
    const { order, pay } = latest();
    return payOptionsOf(pay, order);
  };
  const follow = (checkout: CheckoutController, attempt: string | null, isStart: boolean, result: Promise<PaymentOutcome | null>): void => {
    stopWaiting();
    // A page that says it is hidden while the buyer presses its button cannot be believed.
    const believed = document.visibilityState !== 'hidden';
    const mine: Call = { checkout, attempt, isStart, stage: 'pending' };
    call = mine;
    prepared = null;
    let isUnmounted = false;
    const free = (): void => {
      stopWaiting();
      mine.stage = 'free';
      changed();
    };
    const unlisten = onUnmount(checkout, () => {
      isUnmounted = true;
      if (mine.stage === 'held') free();
    });
    stopWaiting = unlisten;
    changed();
    void result.then((outcome) => {
      mine.stage = outcome?.status === 'redirected' && !isUnmounted ? 'held' : 'free';
      if (outcome) notePaid(checkout, outcome);
      if (call === mine && mine.stage === 'held') {
        const stop = whenStillHere(believed, free);
        stopWaiting = () => {
          stop();
          unlisten();
        };
      } else unlisten();
      changed();
      if (outcome && isStart) latest().onOutcome?.(outcome);
    });
  };
  const pay = (checkout: CheckoutController, options: PayOptions): Promise<PaymentOutcome> => {
    const { state } = checkout;
    const result = checkout.pay(options);
    const attempt = attemptOf(checkout.state);
    const isNew = attempt !== attemptOf(state);
    // What joins a payment that is under way, or whose page is about to go, has begun none: whoever did hears of it.
    // Refused or paid already beside a form that stays open: that is not this one's.
    if (isNew || !isTaken(state)) follow(checkout, isNew || !isForm(state) ? attempt : null, true, result);
    return result;
  };
  const submit = (checkout: CheckoutController, data?: SubmitData): Promise<SubmitResult> => {
    const { state } = checkout;
    const result = checkout.submit(data);
    // Beside no form it is an answer and no more. The attempt began with mount(), so its outcome is told there.
    if (isForm(state))
      follow(
        checkout,
        attemptOf(state),
        false,
        result.then((answer) => (answer.result === 'ended' ? answer.outcome : null)),
      );
    return result;
  };

  const view = (checkout: CheckoutController, order: string | undefined): TriggerView => {
    const { state } = checkout;
    const stage = call?.checkout === checkout ? call.stage : 'free';
    const isCalled = call?.checkout === checkout && call.attempt !== null && call.attempt === attemptOf(state);
    const mine = isCalled || (order !== undefined && order === orderOf(state));
    if (state.phase === 'settled') notePaid(checkout, state.outcome);
    const taken = isTaken(state);
    const busy = stage !== 'free' || (mine && taken);
    const disabled = busy || taken || state.phase === 'disposed' || isPaid(checkout, order);
    const isUnchanged = shown.state === state && shown.mine === mine && shown.busy === busy && shown.disabled === disabled;
    return isUnchanged ? shown : (shown = Object.freeze({ state, mine, busy, disabled }));
  };
  const prepare = (checkout: CheckoutController): void => {
    new Promise<void>((resolve) => {
      const { order = payOptions().order, session } = latest();
      if (prepared === (order ?? '') && preparedBy === checkout) return;
      prepared = order ?? '';
      preparedBy = checkout;
      resolve(checkout.prepare({ session, order }));
    }).catch(() => {
      // pay() tries again, and says what is wrong; so does a press where the page's own function throws.
      prepared = null;
    });
  };
  /** Only its own attempt, and nothing that may be paid already. */
  const end = (): void => {
    if (!call?.isStart || latest().onUnmount !== 'end') return;
    const { state } = call.checkout;
    if (attemptOf(state) === call.attempt && state.busy && state.phase !== 'confirming') call.checkout.unmount();
  };

  return {
    subscribe: (checkout, listener) => {
      const stop = checkout.subscribe(listener);
      listeners.add(listener);
      return () => {
        stop();
        listeners.delete(listener);
      };
    },
    view,
    connect: (checkout) => {
      clearTimeout(releasing);
      const stop = checkout.on((event) => latest().onEvent?.(event));
      if (latest().prepare === 'mount') prepare(checkout);
      return () => {
        stop();
        // A task later: StrictMode, a reordered list and hot reloading connect again at once.
        releasing = setTimeout(end);
      };
    },
    press: (checkout) => {
      if (view(checkout, latest().order).disabled) return;
      const options = payOptions();
      const { order } = options;
      if (isForm(checkout.state) && isSame(order, orderOf(checkout.state))) void submit(checkout);
      // What is drawn inside the page is not for pay().
      else if (!Array.from(formsOf(checkout)).some((again) => again(order))) void pay(checkout, options);
    },
    intend: (checkout) => {
      const { order, prepare: when = 'intent' } = latest();
      if (when !== 'none' && !isForm(checkout.state) && !view(checkout, order).disabled) prepare(checkout);
    },
    pay: (checkout, options) => pay(checkout, { ...payOptions(), ...options }),
    submit: (checkout, data) =>
      // The form of another order is not this button's to pay.
      isSame(payOptions().order, orderOf(checkout.state)) ? submit(checkout, data) : Promise.resolve({ result: 'not-ready' }),
  };
}

/** After a redirect unmount() changes no state, so the controller tells its bound elements in another way. A copy of another version may not. */
function onUnmount(checkout: CheckoutController, listener: () => void): Stop {
  const { unmounts } = checkout as unknown as { readonly unmounts?: { readonly on: (listener: () => void) => Stop } };
  return unmounts?.on(listener) ?? ignore;
}

/** The page was to go, and has not: a 204, "stay on page", the app and back; or it is back from the back/forward cache. */
function whenStillHere(believed: boolean, free: () => void): Stop {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    if (!believed || document.visibilityState !== 'hidden') timer = setTimeout(done, STILL_HERE);
  };
  const shown = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) done();
  };
  const stop = (): void => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
    removeEventListener('pageshow', shown);
  };
  const done = (): void => {
    stop();
    free();
  };
  document.addEventListener('visibilitychange', look);
  addEventListener('pageshow', shown);
  look();
  return stop;
}
