/**
 * The entry `antom-checkout-controller/vue`, for Vue 3.3 and later. A payment belongs to the controller: a component shows it and starts it, and may come and go.
 */
import {
  computed,
  defineComponent,
  getCurrentInstance,
  getCurrentScope,
  h,
  hasInjectionContext,
  inject,
  onActivated,
  onBeforeUnmount,
  onDeactivated,
  onMounted,
  onScopeDispose,
  shallowRef,
  ssrContextKey,
  toRaw,
  toValue,
  watch,
  type App,
  type ComputedRef,
  type DefineComponent,
  type MaybeRefOrGetter,
  type PropType,
  type ShallowRef,
} from 'vue';
import type {
  CheckoutController,
  CheckoutEvent,
  CheckoutState,
  PaymentOutcome,
  PayOptions,
  SubmitData,
  SubmitResult,
} from 'antom-checkout-controller';
import { ignore, needController, type Stop } from '../adapters/common';
import { createInline } from '../adapters/inline';
import { ASKING, createResume, type AntomResume } from '../adapters/resume';
import { createTrigger, IDLE_VIEW, SERVED_VIEW, type TriggerOptions } from '../adapters/trigger';

export interface UseAntomCheckoutOptions {
  /** Default: the controller that the app was given by `app.use(antomCheckout, checkout)`. Read once: another one later is not followed. */
  checkout?: MaybeRefOrGetter<CheckoutController | undefined>;
  /** What this button pays: any string that changes when what is paid changes (`cart42:19900`). */
  order?: MaybeRefOrGetter<string | undefined>;
  /** What pay() is called with; read at the press. */
  pay?: MaybeRefOrGetter<PayOptions | undefined>;
  /** When the SDK is made ready. Default `intent`: the buyer points at the button, focuses or touches it. `mount`: with the component. */
  prepare?: MaybeRefOrGetter<'intent' | 'mount' | 'none' | undefined>;
  /** Also fetch the payment session then. Default `false`. */
  session?: MaybeRefOrGetter<boolean | undefined>;
  /** Called once for each attempt that was started here, also after the component is gone. */
  onOutcome?: ((outcome: PaymentOutcome) => void) | undefined;
  /** Called with every event of the SDK while the component is mounted. */
  onEvent?: ((event: CheckoutEvent) => void) | undefined;
  /** Default `keep`: the payment goes on without the component. `end`: the attempt that was started here is unmounted, unless it is `confirming`. */
  onUnmount?: MaybeRefOrGetter<'keep' | 'end' | undefined>;
}

// A type: an interface has no index signature, and `v-bind` wants one.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type PayButton = {
  readonly type: 'button';
  readonly disabled: boolean;
  readonly 'aria-busy': boolean;
  readonly onClick: () => void;
  readonly onPointerenter: () => void;
  readonly onFocus: () => void;
  readonly onTouchstart: () => void;
};

export interface AntomCheckout {
  readonly checkout: CheckoutController;
  /** `idle` on a server and until the component is mounted. */
  readonly state: Readonly<ShallowRef<CheckoutState>>;
  /** `state` is about this button's `order`, or about a payment that was started here. */
  readonly mine: ComputedRef<boolean>;
  /**
   * The controller's pay(), as a press of `payButton` calls it; beside a form in the page a press submits that, or draws it again. Options
   * given here come before the others. Never rejects; throws what your own `pay` function throws.
   */
  readonly pay: (options?: PayOptions) => Promise<PaymentOutcome>;
  /** Submits the form that `<AntomInline>` or mount() has drawn; beside that of another order it is `not-ready`. Never rejects; throws as pay() does. */
  readonly submit: (data?: SubmitData) => Promise<SubmitResult>;
  /**
   * For `v-bind` on a `<button>`. It is disabled while any payment of the controller runs or the SDK's jump after a success is due, after
   * a redirect until the page is seen again for 3 s, once its `order` is paid, and on a server and until it is hydrated.
   */
  readonly payButton: ComputedRef<PayButton>;
}

export interface AntomInlineProps {
  /** Default: the controller that the app was given by `app.use(antomCheckout, checkout)`. Read once: another one later is not followed. */
  checkout?: CheckoutController | undefined;
  /** What the form pays. A changed one is another form. */
  order?: string | undefined;
  /** What mount() is called with; a function is called when the form is drawn. */
  pay?: PayOptions | (() => PayOptions) | undefined;
  /** Called once for each form, also after the component is gone. */
  onOutcome?: ((outcome: PaymentOutcome) => void) | undefined;
  /** The form is drawn. */
  onReady?: (() => void) | undefined;
  /** Called with every event of the SDK while the component is mounted. */
  onEvent?: ((event: CheckoutEvent) => void) | undefined;
}

export interface UseAntomResumeOptions {
  /** As that of `useAntomCheckout()`. */
  checkout?: MaybeRefOrGetter<CheckoutController | undefined>;
  /** Default: the page's `paymentRequestId` query parameter, else the newest payment that this browser remembers. */
  paymentRequestId?: MaybeRefOrGetter<string | undefined>;
  /** Only a payment of this order. */
  order?: MaybeRefOrGetter<string | undefined>;
  onOutcome?: ((outcome: PaymentOutcome) => void) | undefined;
}

export type { AntomResume };

/** One for an ES module and a CommonJS copy of this file. */
const KEY = Symbol.for('antom-checkout-controller/vue');

/**
 * Hands your controller down. It creates none and disposes of none.
 *
 * @example
 * createApp(Shop).use(antomCheckout, checkout).mount('#app');
 */
export const antomCheckout = {
  install(app: App, checkout: CheckoutController): void {
    app.provide(KEY, needController(checkout, 'Write app.use(antomCheckout, checkout).'));
  },
};

/**
 * A button that pays. Works in a component, in a store, and outside of both, where it needs `checkout`.
 *
 * @throws an error for which isCheckoutError() is true, `invalid-options`, where there is no controller
 *
 * @example
 * const { payButton, state } = useAntomCheckout({ order: () => props.order, onOutcome: (outcome) => show(outcome.status) });
 */
export function useAntomCheckout(options: UseAntomCheckoutOptions = {}): AntomCheckout {
  const checkout = useController(options.checkout);
  const order = (): string | undefined => toValue(options.order);
  const trigger = createTrigger((): TriggerOptions => ({
    order: order(),
    pay: () => toValue(options.pay) ?? {},
    prepare: toValue(options.prepare),
    session: toValue(options.session),
    onOutcome: options.onOutcome,
    onEvent: options.onEvent,
    onUnmount: toValue(options.onUnmount),
  }));
  const first = isServed() ? SERVED_VIEW : IDLE_VIEW;
  const state = shallowRef(first.state);
  const changes = shallowRef(0);
  const view = computed(() => (changes.value ? trigger.view(checkout, order()) : first));
  const follow = (): void => {
    state.value = checkout.state;
    changes.value++;
  };
  const link = useLink(() => trigger.connect(checkout));
  whileMounted(() => {
    follow();
    const stop = trigger.subscribe(checkout, follow);
    link.start();
    // `prepare` as `mount` asks again for another order.
    const unwatch = watch(order, link.restart);
    return () => {
      unwatch();
      link.stop();
      stop();
    };
  });
  if (getCurrentInstance()) {
    onDeactivated(() => {
      if (toValue(options.onUnmount) === 'end') link.stop();
    });
    onActivated(link.start);
  }
  const intend = (): void => {
    trigger.intend(checkout);
  };
  return {
    checkout,
    state,
    mine: computed(() => view.value.mine),
    pay: (given) => trigger.pay(checkout, given),
    submit: (data) => trigger.submit(checkout, data),
    payButton: computed(() => ({
      type: 'button',
      disabled: view.value.disabled,
      'aria-busy': view.value.busy,
      onClick: () => {
        trigger.press(checkout);
      },
      onPointerenter: intend,
      onFocus: intend,
      onTouchstart: intend,
    })),
  };
}

/**
 * One `<div>` with the form of an inline product in it. A changed `order` is a new mount(): the old form is `replaced`, unless it was submitted.
 * The form goes with the component, and what was submitted is asked about to its end.
 *
 * @throws an error for which isCheckoutError() is true, `invalid-options`, where there is no controller
 *
 * @example
 * <AntomInline :order="order" @outcome="show" />
 */
export const AntomInline: DefineComponent<AntomInlineProps> = defineComponent({
  name: 'AntomInline',
  // Listeners are props: an emit() after the unmount would be lost, and the outcome with it.
  props: {
    checkout: Object as PropType<CheckoutController>,
    order: String,
    pay: [Object, Function] as PropType<PayOptions | (() => PayOptions)>,
    onOutcome: [Function, Array] as PropType<(outcome: PaymentOutcome) => void>,
    onReady: [Function, Array] as PropType<() => void>,
    onEvent: [Function, Array] as PropType<(event: CheckoutEvent) => void>,
  },
  setup(props) {
    const checkout = useController(props.checkout);
    const inline = createInline(() => ({
      pay: props.pay,
      onOutcome: every(props.onOutcome),
      onReady: every(props.onReady),
      onEvent: every(props.onEvent),
    }));
    const container = shallowRef<Element | null>(null);
    const link = useLink(() => inline.connect(checkout, container.value as Element, props.order));
    onMounted(link.start);
    onActivated(link.start);
    watch(() => props.order, link.restart, { flush: 'post' });
    const end = (): void => {
      link.stop(true);
    };
    onDeactivated(end);
    onBeforeUnmount(end);
    return () => h('div', { ref: container });
  },
});

/**
 * On the page that the buyer comes back to: asks once what became of the payment, and then follows the controller.
 *
 * @throws an error for which isCheckoutError() is true, `invalid-options`, where there is no controller
 *
 * @example
 * const resume = useAntomResume({ order: () => route.params.order });
 */
export function useAntomResume(options: UseAntomResumeOptions = {}): Readonly<ShallowRef<AntomResume>> {
  const checkout = useController(options.checkout);
  const resume = createResume(() => options);
  const question = computed(() => ({ checkout, order: toValue(options.order), paymentRequestId: toValue(options.paymentRequestId) }));
  const view = shallowRef<AntomResume>(ASKING);
  const follow = (): void => {
    view.value = resume.view(question.value);
  };
  const link = useLink(() => {
    const stop = resume.connect(question.value, follow);
    follow();
    return stop;
  });
  whileMounted(() => {
    link.start();
    const unwatch = watch(question, link.start);
    return () => {
      unwatch();
      link.stop();
    };
  });
  return view;
}

function useController(given: MaybeRefOrGetter<CheckoutController | undefined>): CheckoutController {
  const provided = hasInjectionContext() ? inject<CheckoutController | null>(KEY, null) : null;
  // A store makes a proxy of whatever it holds.
  return toRaw(needController(toValue(given) ?? provided, 'Write app.use(antomCheckout, checkout), or give it `checkout`.'));
}

/** In a component that a server renders, or that hydrates what one has rendered: then Vue has found its node before `setup()`. */
function isServed(): boolean {
  const instance = getCurrentInstance();
  return Boolean(instance && (instance.vnode.el ?? inject(ssrContextKey, null)));
}

/** Vue makes an array of the listeners that come together, as a component's own and those of the page that it is the root for. */
function every<Told extends unknown[]>(listeners: ((...told: Told) => void) | undefined): (...told: Told) => void {
  return (...told) => {
    for (const listener of ([] as ((...told: Told) => void)[]).concat(listeners ?? [])) listener(...told);
  };
}

interface Link {
  /** Again is a new connection. */
  readonly start: () => void;
  /** Not where <KeepAlive> has put the component away: it starts when that is back. */
  readonly restart: () => void;
  readonly stop: (isGone?: boolean) => void;
}

function useLink(connect: () => (isGone?: boolean) => void): Link {
  let end: (isGone?: boolean) => void = ignore;
  const stop = (isGone?: boolean): void => {
    end(isGone);
    end = ignore;
  };
  const start = (): void => {
    stop();
    end = connect();
  };
  return {
    start,
    restart: () => {
      if (end !== ignore) start();
    },
    stop,
  };
}

/**
 * From the mount of the component, since a server has none and hydrating needs what it rendered; at once where there is no component, or it is
 * mounted already. What begins lives as long as the scope: a store outlives the component that made it.
 */
function whileMounted(begin: () => Stop): void {
  const scope = getCurrentScope();
  let stop = ignore;
  const start = (): void => {
    if (!scope) stop = begin();
    else if (scope.active) stop = scope.run(begin) as Stop;
  };
  if (getCurrentInstance()?.isMounted === false) onMounted(start);
  else if (typeof document !== 'undefined') start();
  if (scope)
    onScopeDispose(() => {
      stop();
    });
}
