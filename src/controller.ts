/**
 * CheckoutController: the public face. It checks options, keeps listeners and hands over to current.ts; it holds no payment logic.
 */
import type { AttemptContext } from './attempt/context';
import { bindTrigger } from './bind';
import { createEmitter } from './core/emitter';
import { browserEnvironment, type Environment } from './core/environment';
import { CheckoutError } from './core/errors';
import { newId } from './core/id';
import { add } from './core/list';
import { createLog, describeThrown, type Log } from './core/log';
import { own } from './core/read';
import { createScope } from './core/scope';
import { createCurrent, type Current } from './current';
import { resolveBind, resolveOptions, resolvePay, resolvePrepare, resolveResume, type ResolvedOptions } from './options';
import { findContainer } from './page/container';
import { listController } from './page/live';
import { notifyLock } from './page/lock';
import { canMakePayment, prepareInstance, prepareWhenIdle } from './preparation';
import { createServices } from './services';
import type {
  BindOptions,
  CheckoutEvent,
  CheckoutOptions,
  CheckoutState,
  PaymentOutcome,
  PayOptions,
  PrepareOptions,
  ResumeOptions,
  SubmitData,
  SubmitResult,
} from './types';

/**
 * Opens Antom's products, as a popup or inside the page, and answers with one outcome per payment.
 *
 * @example
 * const checkout = new CheckoutController({
 *   environment: 'sandbox',
 *   createPaymentSession: () => fetch('/api/payment-sessions', { method: 'POST' }).then((response) => response.json()),
 * });
 * const outcome = await checkout.pay();
 */
export class CheckoutController {
  private readonly options: ResolvedOptions;
  /** What exists only in a browser. */
  private readonly services: AttemptContext | null;
  private readonly log: Log;
  private readonly current: Current;
  private disposed = false;
  /** Until dispose(). */
  private readonly scope = createScope();
  /** A listener that throws must neither end the payment nor reach the SDK, which would stop in the middle of its work. */
  private readonly guard = (call: () => void): void => {
    try {
      call();
    } catch (thrown) {
      this.log('error', 'listener.threw', { message: describeThrown(thrown) });
    }
  };
  private readonly states = createEmitter<undefined>(this.guard);
  private readonly events = createEmitter<CheckoutEvent>(this.guard);
  private readonly unmounts = createEmitter<undefined>(this.guard);

  /**
   * Checks the options and, unless `prepare` says otherwise, gets the SDK ready once the page is idle. On a server it does nothing.
   * @throws CheckoutError `invalid-options`, with all faults in one message
   */
  constructor(options: CheckoutOptions);
  constructor(options: CheckoutOptions, env: Environment | null = browserEnvironment()) {
    this.options = resolveOptions(options);
    this.log = createLog(env, this.options.logger);
    this.services = env && createServices(env, this.options, this.log);
    this.current = createCurrent(this.services, this.log, this.states, this.events);
    // A page that watches over its nodes may refuse the <link>.
    if (env)
      this.guard(() => {
        this.options.sdk[0]?.preconnect?.(env);
      });
    if (env) listController(env, this);
    if (this.services) this.scope.add(prepareWhenIdle(this.services, this.options.prepare, this.open));
    const dispose = typeof Symbol === 'function' ? (Symbol as { readonly dispose?: symbol }).dispose : undefined;
    if (dispose) Object.defineProperty(this, dispose, { value: this.dispose });
  }

  /** An immutable snapshot, the same reference until it changes: with `subscribe`, what React's useSyncExternalStore asks for. */
  get state(): CheckoutState {
    return this.current.state();
  }

  /** Calls `listener` after every change of `state`. Returns the function that ends it. What a listener throws goes to `logger`. */
  readonly subscribe = (listener: () => void): (() => void) =>
    this.states.on(() => {
      listener();
    });

  /** Calls `listener` for every event of the SDK. Returns the function that ends it. What a listener throws goes to `logger`. */
  readonly on = (listener: (event: CheckoutEvent) => void): (() => void) =>
    this.events.on((event) => {
      listener(event);
    });

  /**
   * Loads the SDK and builds its instance, so that a later pay() opens the cashier within the click. With `session: true` also
   * fetches the order's session. Safe to call often.
   *
   * Rejects with CheckoutError: `sdk-…` codes, `storage-blocked`, `session-…` codes, `component-busy`, `payment-unconfirmed`,
   * `invalid-options`, `not-in-browser`, `disposed`. pay() still works and tries again.
   */
  readonly prepare = (options?: PrepareOptions): Promise<void> => {
    return new Promise((resolve) => {
      const { session, order = '' } = resolvePrepare(options, this.options);
      const services = this.open();
      // While an earlier payment of the order is undecided, pay() asks about that first, and may need no session.
      const wanted = session && !services.guard.paid(order) && services.guard.admit(order, undefined, false) === null;
      const work: Promise<unknown>[] = [prepareInstance(services, this.open)];
      if (wanted) add(work, services.cache.get(order));
      resolve(Promise.all(work).then(() => undefined));
    });
  };

  /**
   * Opens the cashier and resolves with the payment's one outcome. Never rejects, always settles.
   *
   * While an attempt is open its promise is returned, so a double click is harmless; naming another `order` or `session` then gives
   * `error` `component-busy`. An `order` that has been paid, here or on an earlier page of the last 7 days, is not paid again: the answer
   * is `succeeded`, and nothing opens unless `force` is `true`. Without `createPaymentSession` a `session` must be given.
   */
  readonly pay = (options?: PayOptions): Promise<PaymentOutcome> => this.start(options, 'popup', () => null);

  /**
   * The same attempt inside the page: draws the form into an element of its own at the end of `container`, and takes that away at the
   * end. Products without a pay button of their own are paid by `submit()`. Never rejects, always settles.
   *
   * Another mount() or pay() of the page replaces a form that is not being paid (`abandoned`, reason `replaced`); the same container
   * and order get the open attempt's promise. The outcome is `error` `container-missing` where the container is not in the document.
   *
   * @example
   * const outcome = await checkout.mount('#card');
   */
  readonly mount = (container: Element | string, options?: PayOptions): Promise<PaymentOutcome> =>
    this.start(options, 'inline', ({ env }) => findContainer(env, container));

  /**
   * The page's own pay button, for what mount() has drawn. Never rejects, always settles, with the attempt's outcome where it has ended
   * it. A second call meanwhile gets the first one's promise.
   */
  readonly submit = (data?: SubmitData): Promise<SubmitResult> => {
    // Nothing else of it: as a handler of clicks it gets an event, which the SDK cannot post.
    const billingAddress = own(data, 'billingAddress') as SubmitData['billingAddress'];
    return this.current.submit(billingAddress === undefined ? {} : { billingAddress });
  };

  /** Shows the buyer which fields of the mounted form are wrong. Never rejects; `isValid` is false where nothing is mounted, and after 15 s. */
  readonly validate = (): Promise<{ isValid: boolean }> => this.current.validate().then((isValid) => ({ isValid }));

  /**
   * What the SDK says of a payment method on this device (`ApplePay`), so that a page can leave its button out. It loads the SDK. Never
   * rejects; false where the SDK cannot be asked. 1.47.2 answers true for methods that it does not know.
   */
  readonly canMakePayment = (method: string): Promise<boolean> =>
    new Promise<boolean>((resolve) => {
      resolve(canMakePayment(this.open(), method, this.open));
    }).catch(() => false);

  /**
   * On the page the buyer comes back to, after a redirect, a reload or a crash: asks your server about the payment that was started,
   * and resolves with its outcome, or with null when nothing is pending here (which says nothing about the payment). Never rejects.
   *
   * The payment is the one given, else that of the page's `paymentRequestId` query parameter, else the newest one remembered.
   * Without `inquiryPayment` the outcome is `unknown`. While an attempt is open its promise is returned, and two calls share one: in an
   * effect of a view give it no `signal`, since the first of StrictMode's two mounts would end it for the second.
   *
   * @example
   * const outcome = await checkout.resume();
   * if (outcome) show(outcome);
   */
  readonly resume = (options?: ResumeOptions): Promise<PaymentOutcome | null> => {
    const id = newId();
    try {
      this.open();
      return this.current.resume(id, resolveResume(options), this.open);
    } catch (thrown) {
      return Promise.resolve(this.current.refuse(id, thrown, ''));
    }
  };

  /**
   * Makes a form's submit or a button's click a payment. Meanwhile the trigger (of a form, its submit buttons) is disabled and
   * `aria-busy`, then exactly what it was; after `succeeded`, while the SDK's jump is due, and after `redirected` it stays so until the
   * page is back from the back/forward cache, `unmount()`, or the returned function, which ends it all; after `redirected` also only until
   * the page has been visible for 3 s. The SDK is made ready when the buyer points at the trigger, touches or focuses it.
   *
   * A submit or click that any listener of the page refuses (`preventDefault()`), wherever and whenever it was registered, starts nothing; while
   * a payment runs, the form is not submitted. Left alone is a submit by a button with a `formaction`, `formmethod` or `formtarget` of its
   * own, or, where a button is bound, by any other. Several triggers may be bound; while one pays, the others do nothing. Bind once per
   * element, not on every render: after the returned function no outcome is reported.
   *
   * While a form of `mount()` is open, a press submits it, unless `pay` names another `order` than the form's: then the press is a payment of
   * its own, which takes the form's place.
   *
   * @throws CheckoutError `invalid-options`, also when no element matches; `not-in-browser`, `disposed`
   *
   * @example
   * checkout.bind('#checkout', { onOutcome: (outcome) => show(outcome.status) });
   */
  readonly bind = (trigger: Element | string, options?: BindOptions): (() => void) => {
    const { env } = this.open();
    const unbind = bindTrigger(env, trigger, resolveBind(options), {
      pay: this.pay,
      submit: this.submit,
      isForm: this.current.isForm,
      prepare: this.prepare,
      on: this.on,
      subscribe: this.subscribe,
      state: this.current.state,
      isPaying: this.current.isPaying,
      onUnmount: this.unmounts.on,
      guard: this.guard,
    });
    return this.scope.add(unbind);
  };

  /** Ends the open attempt as `abandoned`, takes the component off the page; the controller stays usable. */
  readonly unmount = (): void => {
    this.current.leave('unmounted');
    this.unmounts.emit(undefined);
  };

  /** Unmounts for good. Idempotent. Listeners get the last state and are then forgotten. */
  readonly dispose = (): void => {
    if (this.disposed) return;
    // First, so that a listener of the end cannot start another payment.
    this.disposed = true;
    this.current.leave('disposed');
    this.scope.close();
    this.services?.cache.close(disposedError());
    if (this.services) notifyLock(this.services.lock);
    this.current.dispose();
    this.states.clear();
    this.events.clear();
  };

  private readonly start = (
    options: PayOptions | undefined,
    surface: 'popup' | 'inline',
    find: (services: AttemptContext) => Element | null,
  ): Promise<PaymentOutcome> => {
    const id = newId();
    let order = '';
    try {
      const services = this.open();
      const request = resolvePay(options, this.options, surface);
      order = request.order ?? '';
      return this.current.pay(id, { ...request, container: find(services) }, this.open);
    } catch (thrown) {
      return Promise.resolve(this.current.refuse(id, thrown, order));
    }
  };

  /** The parts, or why there are none. @throws CheckoutError `disposed` | `not-in-browser` */
  private readonly open = (): AttemptContext => {
    if (this.disposed) throw disposedError();
    if (!this.services) throw new CheckoutError('not-in-browser', 'There is no window here, so no cashier can be opened.');
    return this.services;
  };
}

function disposedError(): CheckoutError {
  return new CheckoutError('disposed', 'This controller was disposed of.');
}
