/**
 * The entry `antom-checkout-controller/react`, for React 18 and 19. A payment belongs to the controller: a component shows it and starts it, and may come and go.
 */
import {
  createContext,
  createElement,
  useCallback,
  useContext,
  useEffect,
  useInsertionEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type Context,
  type CSSProperties,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { CheckoutController, CheckoutState, PaymentOutcome, PayOptions, SubmitData, SubmitResult } from 'antom-checkout-controller';
import { needController } from '../adapters/common';
import { createInline } from '../adapters/inline';
import { ASKING, createResume, type AntomResume } from '../adapters/resume';
import { createTrigger, SERVED_VIEW, type TriggerOptions } from '../adapters/trigger';

export type { AntomResume };

export interface UseAntomCheckoutOptions extends TriggerOptions {
  /** Default: the controller of the `<AntomProvider>` around it. */
  checkout?: CheckoutController | undefined;
}

export interface AntomCheckout {
  readonly checkout: CheckoutController;
  /** `idle` on a server and while hydrating. */
  readonly state: CheckoutState;
  /** `state` is about this button's `order`, or about a payment that this hook started. */
  readonly mine: boolean;
  /**
   * The controller's pay(), as a press of `payButton` calls it; beside a form in the page a press submits that, or draws it again. Options
   * given here come before those of the hook. Never rejects; throws what your own `pay` function throws.
   */
  readonly pay: (options?: PayOptions) => Promise<PaymentOutcome>;
  /** Submits the form that `<AntomInline>` or mount() has drawn; beside that of another order it is `not-ready`. Never rejects; throws as pay() does. */
  readonly submit: (data?: SubmitData) => Promise<SubmitResult>;
  /**
   * The props of a `<button>`. It is disabled while any payment of the controller runs or the SDK's jump after a success is due, after a
   * redirect until the page is seen again for 3 s, once its `order` is paid, and on a server and until it is hydrated.
   */
  readonly payButton: {
    readonly type: 'button';
    readonly disabled: boolean;
    readonly 'aria-busy': boolean;
    readonly onClick: () => void;
    readonly onPointerEnter: () => void;
    readonly onFocus: () => void;
    readonly onTouchStart: () => void;
  };
}

export interface AntomInlineProps extends Omit<UseAntomCheckoutOptions, 'onUnmount'> {
  id?: string | undefined;
  className?: string | undefined;
  style?: CSSProperties | undefined;
  /** The form is drawn. */
  onReady?: (() => void) | undefined;
}

export interface UseAntomResumeOptions {
  checkout?: CheckoutController | undefined;
  /** Default: the page's `paymentRequestId` query parameter, else the newest payment that this browser remembers. */
  paymentRequestId?: string | undefined;
  /** Only a payment of this order. */
  order?: string | undefined;
  onOutcome?: ((outcome: PaymentOutcome) => void) | undefined;
}

const KEY = Symbol.for('antom-checkout-controller/react');
type Holder = Record<symbol, Context<CheckoutController | null> | undefined>;

/** One for an ES module and a CommonJS copy of this file that use the same React. */
const CheckoutContext = ((createContext as unknown as Holder)[KEY] ??= createContext<CheckoutController | null>(null));

/**
 * Hands your controller down. It creates none and disposes of none.
 *
 * @example
 * <AntomProvider checkout={checkout}>{children}</AntomProvider>
 */
export function AntomProvider({ checkout, children }: { checkout: CheckoutController; children?: ReactNode }): ReactElement {
  return createElement(
    CheckoutContext.Provider,
    { value: needController(checkout, 'Write <AntomProvider checkout={checkout}>.') },
    children,
  );
}

/**
 * A button that pays.
 *
 * @throws an error for which isCheckoutError() is true, `invalid-options`, where there is no controller
 *
 * @example
 * const { payButton, state } = useAntomCheckout({ order: 'cart42:19900', onOutcome: (outcome) => show(outcome.status) });
 * return <button {...payButton}>Pay</button>;
 */
export function useAntomCheckout(options: UseAntomCheckoutOptions = {}): AntomCheckout {
  const checkout = useController(options.checkout);
  const { order, prepare } = options;
  const trigger = useLatest(options, createTrigger);
  const subscribe = useCallback((listener: () => void) => trigger.subscribe(checkout, listener), [trigger, checkout]);
  const { state, mine, busy, disabled } = useSyncExternalStore(
    subscribe,
    () => trigger.view(checkout, order),
    () => SERVED_VIEW,
  );
  // `prepare` as `mount` asks again for another order.
  useEffect(() => trigger.connect(checkout), [trigger, checkout, order, prepare]);
  const intend = (): void => {
    trigger.intend(checkout);
  };
  return {
    checkout,
    state,
    mine,
    pay: (given) => trigger.pay(checkout, given),
    submit: (data) => trigger.submit(checkout, data),
    payButton: {
      type: 'button',
      disabled,
      'aria-busy': busy,
      onClick: () => {
        trigger.press(checkout);
      },
      onPointerEnter: intend,
      onFocus: intend,
      onTouchStart: intend,
    },
  };
}

/**
 * One `<div>` with the form of an inline product in it. A changed `order` is a new mount(): the old form is `replaced`, unless it was submitted.
 * The form goes with the component, and what was submitted is asked about to its end.
 *
 * @throws an error for which isCheckoutError() is true, `invalid-options`, where there is no controller
 *
 * @example
 * <AntomInline order="cart42:19900" onOutcome={(outcome) => show(outcome.status)} />
 */
export function AntomInline(props: AntomInlineProps): ReactElement {
  const { id, className, style, order } = props;
  const checkout = useController(props.checkout);
  const inline = useLatest(props, createInline);
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = inline.connect(checkout, container.current as Element, order);
    // React gives a cleanup no arguments, and its types want none.
    return () => {
      stop();
    };
  }, [inline, checkout, order]);
  return createElement('div', { ref: container, id, className, style });
}

/**
 * On the page that the buyer comes back to: asks once what became of the payment, and then follows the controller.
 *
 * @throws an error for which isCheckoutError() is true, `invalid-options`, where there is no controller
 *
 * @example
 * const { status, outcome } = useAntomResume({ order });
 */
export function useAntomResume(options: UseAntomResumeOptions = {}): AntomResume {
  const checkout = useController(options.checkout);
  const resume = useLatest(options, createResume);
  const { order, paymentRequestId } = options;
  const question = useMemo(() => ({ checkout, order, paymentRequestId }), [checkout, order, paymentRequestId]);
  const connect = useCallback((listener: () => void) => resume.connect(question, listener), [resume, question]);
  return useSyncExternalStore(
    connect,
    () => resume.view(question),
    () => ASKING,
  );
}

function useController(given: CheckoutController | undefined): CheckoutController {
  const provided = useContext(CheckoutContext);
  return needController(
    given ?? provided,
    'Write <AntomProvider checkout={checkout}> around it, or give the hook or component `checkout`.',
  );
}

/** What lives as long as the component, and reads the options of its latest render. */
function useLatest<Options, Made>(options: Options, create: (latest: () => Options) => Made): Made {
  const [{ box, made }] = useState(() => {
    const box = { options };
    return { box, made: create(() => box.options) };
  });
  useInsertionEffect(() => {
    box.options = options;
  });
  return made;
}
