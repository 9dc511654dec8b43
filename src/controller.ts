/**
 * CheckoutController: the public face. Joins the parts, holds no payment logic of its own.
 */
import { admit } from './admission';
import { createAttempt, type Attempt } from './attempt/attempt';
import type { AttemptContext } from './attempt/context';
import { bindTrigger } from './bind';
import { pendingPayment, resumePayment, type Resumption } from './confirmation/resume';
import { createEmitter } from './core/emitter';
import { browserEnvironment, type Environment } from './core/environment';
import { CheckoutError, isCheckoutError } from './core/errors';
import { add } from './core/list';
import { createLog, describeThrown, redact, type Log } from './core/log';
import { createScope } from './core/scope';
import {
  componentParameters,
  resolveBind,
  resolveOptions,
  resolvePay,
  resolvePrepare,
  resolveResume,
  type ResolvedOptions,
  type ResolvedPay,
} from './options';
import { errorOutcome, UNKNOWN } from './outcome/decide';
import { orderOf } from './outcome/order';
import { identified, settledState } from './outcome/outcome';
import { isLockFree, notifyLock } from './page/lock';
import type { PendingRecord } from './payments/records';
import { prepareInstance, prepareWhenIdle } from './preparation';
import { removeNodes } from './sdk/instance';
import { createServices } from './services';
import type {
  AbandonReason,
  BindOptions,
  CheckoutEvent,
  CheckoutOptions,
  CheckoutState,
  PaymentOutcome,
  PayOptions,
  PrepareOptions,
  ResumeOptions,
  SdkEvent,
} from './types';

const IDLE: CheckoutState = Object.freeze({ phase: 'idle', busy: false, canPay: true, cashierVisible: false });
const DISPOSED: CheckoutState = Object.freeze({ phase: 'disposed', busy: false, canPay: false, cashierVisible: false });

/**
 * Opens Antom's cashier and answers with one outcome per payment.
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
  private snapshot: CheckoutState = IDLE;
  private attempt: Attempt | null = null;
  private resumption: Resumption | null = null;
  private disposed = false;
  /** Until dispose(). */
  private readonly scope = createScope();
  private readonly states = createEmitter<undefined>((call) => {
    this.guard(call);
  });
  private readonly events = createEmitter<CheckoutEvent>((call) => {
    this.guard(call);
  });
  private readonly unmounts = createEmitter<undefined>((call) => {
    call();
  });

  /**
   * Checks the options and, unless `prepare` says otherwise, gets the SDK ready once the page is idle. On a server it does nothing.
   * @throws CheckoutError `invalid-options`, with all faults in one message
   */
  constructor(options: CheckoutOptions);
  constructor(options: CheckoutOptions, env: Environment | null = browserEnvironment()) {
    this.options = resolveOptions(options);
    this.log = createLog(env, this.options.logger);
    this.services = env && createServices(env, this.options, this.log);
    // A page that watches over its nodes may refuse the <link>.
    if (env)
      this.guard(() => {
        this.options.sdk[0]?.preconnect?.(env);
      });
    if (this.services) this.scope.add(prepareWhenIdle(this.services, this.options.prepare, this.alive));
    const dispose = typeof Symbol === 'function' ? (Symbol as { readonly dispose?: symbol }).dispose : undefined;
    if (dispose) Object.defineProperty(this, dispose, { value: this.dispose });
  }

  /** An immutable snapshot, the same reference until it changes: with `subscribe`, what React's useSyncExternalStore asks for. */
  get state(): CheckoutState {
    return this.snapshot;
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
   * `invalid-options`, `not-in-browser`, `disposed`. pay() works all the same and tries again.
   */
  readonly prepare = (options?: PrepareOptions): Promise<void> => {
    return new Promise((resolve) => {
      const { session, order = '' } = resolvePrepare(options, this.options);
      const services = this.open();
      // While an earlier payment of the order is undecided, pay() asks about that first, and may need no session.
      const wanted = session && !services.guard.paid(order) && services.guard.admit(order, undefined, false) === null;
      const work: Promise<unknown>[] = [prepareInstance(services, this.alive)];
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
  readonly pay = (options?: PayOptions): Promise<PaymentOutcome> => {
    const id = newId();
    let order = '';
    try {
      const services = this.open();
      const request = resolvePay(options, this.options);
      order = request.order ?? '';
      const admission = admit(services, this.attempt, request);
      // The merchant's storage may have disposed of the controller, as it was read.
      this.open();
      switch (admission.kind) {
        case 'join':
          return admission.result;
        case 'paid':
          this.log('info', 'pay.already-paid', {}, admission.outcome.attemptId);
          this.show(admission.outcome);
          return Promise.resolve(admission.outcome);
        case 'start':
          return this.start(services, id, request);
      }
    } catch (thrown) {
      return Promise.resolve(this.refuse(id, thrown, order));
    }
  };

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
      const services = this.open();
      const request = resolveResume(options);
      if (this.attempt?.outcome === null) return this.attempt.result;
      if (this.resumption) return this.resumption.result;
      const record = pendingPayment(services.env, services.guard, request, id);
      // By the merchant's storage, as it was read.
      this.open();
      if (!record) return Promise.resolve(null);
      return this.startResume(services, record, id, request.signal);
    } catch (thrown) {
      return Promise.resolve(this.refuse(id, thrown, ''));
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
   * element, not on every render: after the returned function no outcome is told.
   *
   * @throws CheckoutError `invalid-options`, also when no element matches; `not-in-browser`, `disposed`
   *
   * @example
   * checkout.bind('#checkout', { onOutcome: (outcome) => show(outcome.status) });
   */
  readonly bind = (trigger: Element | string, options?: BindOptions): (() => void) => {
    const { env } = this.open();
    const unbind = bindTrigger(
      env,
      {
        pay: this.pay,
        prepare: this.prepare,
        on: this.on,
        subscribe: this.subscribe,
        state: () => this.snapshot,
        isPaying: () => this.attempt?.outcome === null,
        onUnmount: this.unmounts.on,
        guard: (call) => {
          this.guard(call);
        },
      },
      trigger,
      resolveBind(options),
    );
    return this.scope.add(unbind);
  };

  /** Ends the open attempt as `abandoned`, takes the component off the page; the controller stays usable. */
  readonly unmount = (): void => {
    this.leave('unmounted');
    this.unmounts.emit(undefined);
  };

  /** Unmounts for good. Idempotent. Listeners hear of the last state and are then forgotten. */
  readonly dispose = (): void => {
    if (this.disposed) return;
    // First, so that a listener that hears of the end cannot start anew.
    this.disposed = true;
    this.leave('disposed');
    this.scope.close();
    this.services?.cache.close(disposedError());
    if (this.services) notifyLock(this.services.lock);
    this.setState(DISPOSED);
    this.states.clear();
    this.events.clear();
  };

  /** @throws CheckoutError `disposed` */
  private readonly alive = (): void => {
    if (this.disposed) throw disposedError();
  };

  // ── inside ─────────────────────────────────────────────────────────────────

  /** The parts, or why there are none. @throws CheckoutError */
  private open(): AttemptContext {
    this.alive();
    if (!this.services) throw new CheckoutError('not-in-browser', 'There is no window here, so no cashier can be opened.');
    return this.services;
  }

  private start(services: AttemptContext, id: string, request: ResolvedPay): Promise<PaymentOutcome> {
    const before = this.attempt;
    const params = componentParameters(request.component);
    const attempt = createAttempt(
      services,
      {
        id,
        order: request.order ?? '',
        session: request.session,
        signal: request.signal,
        force: request.force,
        params,
        redirectsAfterSuccess: params['notRedirectAfterComplete'] !== true,
        clear: () => {
          before?.unmount();
        },
      },
      {
        state: (state) => {
          if (this.attempt === attempt) this.setState(state);
        },
        event: (event) => {
          this.emit(id, event);
        },
      },
    );
    this.attempt = attempt;
    attempt.start();
    return attempt.result;
  }

  /** An outcome without an attempt. While another attempt or a resume() is under way, `state` goes on showing that one. */
  private refuse(attemptId: string, thrown: unknown, order: string): PaymentOutcome {
    const error = isCheckoutError(thrown)
      ? thrown
      : new CheckoutError('sdk-internal', `pay() failed: ${describeThrown(thrown)}`, { cause: thrown });
    const cache = this.services?.cache;
    const kept = cache?.peek(order);
    const sessionGood = cache !== undefined && kept !== null && kept !== undefined && cache.isGood(kept);
    const outcome = identified(errorOutcome(error, { created: false, sessionGood }), { order }, attemptId);
    this.log('warn', 'pay.refused', { code: error.code }, attemptId);
    this.show(outcome);
    return outcome;
  }

  /** An outcome without an attempt of its own, unless there is something to go on showing. */
  private show(outcome: PaymentOutcome): void {
    const { snapshot } = this;
    const isShown = snapshot.phase === 'settled' && snapshot.outcome === outcome;
    const open = isShown || (this.attempt !== null && (this.attempt.outcome === null || this.attempt.isKeptForRedirect));
    if (!open && !this.resumption && !this.disposed) this.setState(settledState(outcome.attemptId, outcome, false));
  }

  private startResume(
    services: AttemptContext,
    record: PendingRecord,
    id: string,
    signal: AbortSignal | undefined,
  ): Promise<PaymentOutcome> {
    const { env, inquire, cadence, guard, lock, confirmations } = services;
    const before = this.attempt;
    // A payment that began since, or whose cashier is still there, has its own state.
    const state = (next: CheckoutState): void => {
      if (this.attempt === before && !before?.isKeptForRedirect) this.setState(next);
    };
    if (!inquire || record.paymentRequestId === '') {
      const outcome = identified(UNKNOWN, record, id);
      state(settledState(id, outcome, false));
      return Promise.resolve(outcome);
    }
    const resumption = resumePayment(record, id, {
      env,
      inquire,
      cadence,
      guard,
      lock,
      confirmations,
      signal,
      state,
      ended: (outcome) => {
        this.resumption = null;
        this.log('info', 'resume.settled', { status: outcome.status, retry: outcome.retry }, id);
      },
    });
    this.resumption = resumption;
    // So that a pay() meanwhile or afterwards knows of it too. The merchant's storage may end it, as it is written to.
    guard.noted(record, false);
    if (signal?.aborted) resumption.conclude();
    if (this.stillResumes(resumption))
      state({ phase: 'confirming', attemptId: id, ...orderOf(record.order), busy: true, canPay: false, cashierVisible: false });
    return resumption.result;
  }

  /** Asked anew each time: what the compiler knows of `resumption` ends with every call of the merchant's code. */
  private stillResumes(resumption: Resumption): boolean {
    return this.resumption === resumption;
  }

  private leave(reason: AbandonReason): void {
    this.resumption?.conclude();
    this.attempt?.end(reason);
    this.attempt?.unmount();
    const { instances, lock } = this.services ?? {};
    if (instances?.instance && lock && isLockFree(lock)) removeNodes(instances.instance);
  }

  private setState(state: CheckoutState): void {
    /* v8 ignore next -- nothing is known to speak after dispose(); what did must not bring the controller back */
    if (this.snapshot.phase === 'disposed') return;
    this.snapshot = Object.freeze(state);
    this.states.emit(undefined);
  }

  private emit(attemptId: string, event: SdkEvent): void {
    this.log('info', 'sdk.event', { type: event.type, code: redact(event.code), paymentResultCode: event.paymentResultCode }, attemptId);
    /* v8 ignore next -- events come only where there is a services; the compiler cannot know */
    const emitted: CheckoutEvent = Object.freeze({ ...event, attemptId, at: this.services?.env.now() ?? 0 });
    this.events.emit(emitted);
  }

  /** A listener that throws must neither end the payment nor reach the SDK, which would stop in the middle of its work. */
  private guard(call: () => void): void {
    try {
      call();
    } catch (thrown) {
      this.log('error', 'listener.threw', { message: describeThrown(thrown) });
    }
  }
}

function disposedError(): CheckoutError {
  return new CheckoutError('disposed', 'This controller was disposed of.');
}

let count = 0;

/** Unique on this page and, as far as logs need it, beyond. */
function newId(): string {
  count += 1;
  return `${Date.now().toString(36)}-${String(count)}-${Math.random().toString(36).slice(2, 8)}`;
}
