/**
 * One payment attempt, from the click to its single outcome.
 *
 * Stepped, not awaited: when everything is prepared, `start` reaches the SDK's createComponent within the caller's task, so that
 * the click's user activation is still there.
 */
import { listen, type Environment } from '../core/environment';
import { CheckoutError, isCheckoutError } from '../core/errors';
import { add, each, take } from '../core/list';
import { describeThrown, type Log } from '../core/log';
import { ownText } from '../core/read';
import { focusedIn } from '../page/focus';
import { watchNavigation, type NavigationWatch } from '../page/navigation';
import { shownTimer } from '../page/activity';
import { ensureInstance, removeNodes, type BuiltInstance, type InstanceHolder } from '../sdk/instance';
import type { Driver, InstanceConfig } from '../sdk/driver';
import type { SdkClass } from '../sdk/types';
import type { SdkLoader } from '../sdk/loader';
import { describeSession } from '../session/describe';
import { dataOf, type CachedSession, type SessionCache } from '../session/cache';
import type { PendingRecord } from '../payments/records';
import type {
  AbandonReason,
  CheckoutOptions,
  CheckoutState,
  LogEntry,
  PaymentOutcome,
  PaymentSession,
  SdkEvent,
  SessionDescription,
} from '../types';
import { createComponent, type Component } from '../component/component';
import { confirm, type Cadence, type Asking } from '../confirmation/poll';
import { decide, type Decision } from '../outcome/decide';
import type { Facts, Input } from '../outcome/input';
import { askAboutUnconfirmed, type NextAnswer } from '../confirmation/unconfirmed';
import type { InquiryClient } from '../confirmation/client';
import { isEnough, planAfter, verdictOn, type ConfirmationPlan } from '../confirmation/answer';
import type { UnconfirmedPayment, RepaymentGuard } from '../payments/guard';
import { orderOf } from '../outcome/order';
import { identified, isDecided, settledState } from '../outcome/outcome';
import { releaseLock, stillAtWork, acquireLock, notifyLock, type PageLock } from '../page/lock';

/** What all attempts of a controller work with. */
export interface AttemptContext {
  readonly env: Environment;
  readonly lock: PageLock;
  readonly instances: InstanceHolder;
  readonly driver: Driver;
  readonly loader: SdkLoader;
  readonly cache: SessionCache;
  readonly config: InstanceConfig;
  readonly leave: NonNullable<CheckoutOptions['leave']>;
  /** ms */
  readonly componentTimeout: number;
  readonly guard: RepaymentGuard;
  /** Null where the merchant's server cannot be asked. */
  readonly inquire: InquiryClient | null;
  readonly cadence: Cadence;
  readonly log: Log;
}

export interface AttemptRequest {
  readonly id: string;
  readonly order: string;
  readonly session: PaymentSession | string | undefined;
  readonly signal: AbortSignal | undefined;
  /** The merchant takes the risk of a second payment. */
  readonly force: boolean;
  /** createComponent's parameters without the session. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The SDK jumps to paymentRedirectUrl after a success, so the component outlives the attempt. */
  readonly redirectsAfterSuccess: boolean;
  /** Takes the controller's last component off the page, where one outlives its attempt. */
  readonly clear: () => void;
  /** The next answer about an earlier payment, where somebody is asking already. */
  readonly nextAnswer: (earlier: UnconfirmedPayment) => NextAnswer | null;
}

export interface AttemptListeners {
  readonly state: (state: CheckoutState) => void;
  readonly event: (event: SdkEvent) => void;
}

/** How long an answer of PROCESSING is asked about after a close (visible, online ms). */
const AFTER_CLOSE = 6000;
/** Of visible time after `pagehide`: the page stays, and with the SDK's second wave it is still clean within 400 ms (ms). */
const STILL_HERE = 40;

interface Ending {
  /** The order is free for another payment. */
  readonly decided: boolean;
  /** This document is going away, and may come back from the back/forward cache. */
  readonly pageHidden?: boolean;
  /** The payment that the outcome is about; default: the session's. */
  readonly about?: PendingRecord;
}

export class Attempt {
  readonly result: Promise<PaymentOutcome>;
  /** Set when the attempt has ended. */
  outcome: PaymentOutcome | null = null;
  /** When that was, on the elapsed() clock. */
  settledAt = 0;

  private readonly begun: number;
  private resolve!: (outcome: PaymentOutcome) => void;
  private sdkClass: SdkClass | null = null;
  private instance: BuiltInstance | null = null;
  private session: CachedSession | null = null;
  /** Of the session that createComponent was called with. */
  private description: SessionDescription | null = null;
  private component: Component | null = null;
  private phase: CheckoutState['phase'] = 'idle';
  private clicked: Element | null = null;
  /** The buyer is still on the view that was paid from: focus and scrolling are its own. */
  private ownView = true;
  private waitsForLock = false;
  /** The server is being asked. */
  private asking: Asking | null = null;
  /** Resolves when the SDK is through with the closed component; null while it is mounted. */
  private cooldown: Promise<void> | null = null;
  /** A component that outlives the attempt, until the SDK has jumped. */
  private keptForRedirect = false;
  /** What is cleaned once the page is back. */
  private dueOnReturn: (() => void) | null = null;
  private navigation: NavigationWatch | null = null;
  /** The page's own word that it is hidden is true: it did not say so while the buyer pressed. */
  private believesHidden = true;
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly context: AttemptContext,
    private readonly request: AttemptRequest,
    private readonly listeners: AttemptListeners,
  ) {
    this.begun = context.env.elapsed();
    this.result = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  get isKeptForRedirect(): boolean {
    return this.keptForRedirect;
  }

  get id(): string {
    return this.request.id;
  }

  get order(): string {
    return this.request.order;
  }

  /** True when this attempt pays with that very session. */
  paysWith(session: PaymentSession | string): boolean {
    const given = this.request.session;
    const own = this.session?.session ?? given;
    return own !== undefined && dataOf(own) === dataOf(session);
  }

  /** Never throws: what fails here is the outcome. */
  start(): void {
    try {
      this.begin();
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  private begin(): void {
    const { env, lock, driver, loader, guard, leave } = this.context;
    const { id, order, session, force, signal } = this.request;
    this.clicked = focusedIn(env.document);
    this.believesHidden = env.document.visibilityState !== 'hidden';
    // Before the first call that can reach the merchant's code, which may end the attempt; after each it is asked whether it has.
    if (signal)
      this.untilEnd(
        listen(signal, 'abort', () => {
          this.end('aborted');
        }),
      );
    this.navigation = watchNavigation(env, leave, {
      hide: () => {
        this.dispatch({ type: 'page-hidden' });
      },
      navigated: () => {
        this.end('navigated');
      },
    });
    this.untilEnd(this.navigation.stop);
    this.log('info', 'attempt.started');
    // After a success that the SDK has not jumped from, and on a page that has just come back.
    this.request.clear();
    if (signal?.aborted) this.end('aborted');
    if (this.ended()) return;
    const taken = acquireLock(lock, id);
    if (this.ended()) return;
    if (!taken) {
      this.fail(new CheckoutError('component-busy', 'Another payment is open on this page.'));
      return;
    }
    const earlier = guard.admit(order, session, force);
    if (this.ended()) return;
    // Side by side, so that the session request hides behind the SDK's download and fingerprinting.
    this.sdkClass = loader.peek(driver.className);
    if (!earlier) {
      this.proceed(session);
      return;
    }
    if (!this.sdkClass) loader.load(driver.className).catch(() => undefined);
    this.askAboutEarlier(earlier);
  }

  /** The page ends the attempt: `abandoned`, unless the SDK has spoken already. */
  end(reason: AbandonReason): void {
    if (reason === 'navigated') {
      this.ownView = false;
      this.component?.keepView();
    }
    this.component?.concludeClose();
    this.dispatch({ type: 'ended', reason });
  }

  /** Takes a component that is kept for the redirect off the page, and what the buyer's navigation has left on it. */
  unmount(): void {
    this.dueOnReturn?.();
    if (!this.keptForRedirect || !this.outcome) return;
    const { lock } = this.context;
    this.keptForRedirect = false;
    lock.keptForRedirect = null;
    // It cools from before the focus comes back: a listener of the page's may pay, and waits then.
    let cool!: () => void;
    releaseLock(
      lock,
      this.request.id,
      new Promise((resolve) => {
        cool = resolve;
      }),
    );
    this.stopAll();
    this.clean();
    cool();
    this.listeners.state(settledState(this.request.id, this.outcome, false));
  }

  // ── towards createComponent ────────────────────────────────────────────────

  private askAboutEarlier(earlier: UnconfirmedPayment): void {
    const { env, inquire, guard, lock, componentTimeout } = this.context;
    const { order, session } = this.request;
    const nextAnswer = this.request.nextAnswer(earlier);
    /* v8 ignore next -- the guard names an earlier payment only where there is inquiryPayment; the compiler cannot know */
    if (!inquire) throw new Error('An earlier payment is only asked about where there is inquiryPayment.');
    this.asking = askAboutUnconfirmed(
      { env, inquire, guard, lock, patience: componentTimeout, order, session, nextAnswer },
      earlier,
      (end) => {
        this.asking = null;
        if ('error' in end) this.fail(end.error);
        else if ('decision' in end) this.finish(end.decision, { decided: false, about: end.record });
        else this.proceed(end.session);
      },
    );
    this.enter('confirming');
  }

  private proceed(session: PaymentSession | string | undefined): void {
    const { driver, loader } = this.context;
    if (!this.sdkClass)
      loader.load(driver.className).then((found) => {
        this.sdkClass = found;
        this.step();
      }, this.fail);
    this.findSession(session);
    this.step();
  }

  private findSession(session: PaymentSession | string | undefined): void {
    const { cache } = this.context;
    const { order } = this.request;
    try {
      this.session = session === undefined ? cache.peek(order) : cache.accept(order, session);
    } catch (thrown) {
      this.fail(thrown);
      return;
    }
    if (!this.session)
      cache.get(order).then((kept) => {
        this.session = kept;
        this.step();
      }, this.fail);
  }

  /** Goes as far as it can; called again whenever something that was missing has come. */
  private step(): void {
    if (this.outcome || this.component) return;
    try {
      this.advance();
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  private advance(): void {
    const { env, lock, instances, driver, config } = this.context;
    if (!this.sdkClass) {
      this.enter('preparing');
      return;
    }
    if (lock.cooldown) {
      this.enter('preparing');
      this.awaitLock(lock.cooldown);
      return;
    }
    if (!this.instance) {
      this.instance = ensureInstance(env, instances, driver, this.sdkClass, config);
      notifyLock(lock);
    }
    if (this.session) this.open(this.instance, this.session);
    else this.enter('creating-session');
  }

  private awaitLock(cooldown: Promise<void>): void {
    const { env, lock, componentTimeout } = this.context;
    if (!this.waitsForLock) {
      this.waitsForLock = true;
      this.untilEnd(
        env.setTimer(() => {
          if (lock.cooldown && !this.component) this.fail(stillAtWork());
        }, componentTimeout),
      );
    }
    void cooldown.then(() => {
      this.step();
    });
  }

  private open(instance: BuiltInstance, kept: CachedSession): void {
    const { env, driver, cache, guard, config, componentTimeout } = this.context;
    this.description = describeSession(kept.session);
    const wallet = driver.wallet(this.description);
    this.navigation?.arm();
    this.enter('opening');
    this.log('info', 'component.opening', { product: this.description.product, method: this.description.method });
    // A subscriber may have ended the attempt.
    if (this.ended()) return;
    const opening = guard.opening(this.record(kept.session), kept.session.paymentSessionData, this.request.force);
    if (this.ended()) {
      // By the merchant's storage, as it was written to.
      opening.undo();
      return;
    }
    instance.hooks = config.sdkOptions;
    this.component = createComponent({
      env,
      driver,
      instance,
      params: { ...this.request.params, sessionData: kept.session.paymentSessionData },
      expiresIn: cache.expiresIn(kept),
      believesHidden: this.believesHidden,
      sheet: wallet === 'sheet',
      clicked: this.clicked,
      hasUi: wallet === null,
      log: (level, name, details) => {
        this.log(level, name, details);
      },
      dispatch: (input) => {
        this.dispatch(input);
      },
      emit: this.listeners.event,
      // The buyer may have closed it before it launched.
      opened: () => {
        this.log('info', 'component.opened', { ms: this.ms() });
        if (!this.asking) this.enter('open');
      },
      ended: this.result,
    });
    this.untilEnd(
      env.setTimer(() => {
        this.dispatch({ type: 'component-timeout', timeout: componentTimeout });
      }, componentTimeout),
    );
    this.component.open();
    opening.done();
  }

  /** Asked anew each time: what the compiler knows of `outcome` ends with every call of the merchant's code. */
  private ended(): boolean {
    return this.outcome !== null;
  }

  private enter(phase: 'preparing' | 'creating-session' | 'opening' | 'open' | 'confirming'): void {
    if (this.phase === phase || this.outcome) return;
    this.phase = phase;
    this.log('debug', 'attempt.phase', { phase });
    if (!this.ended()) this.show();
  }

  private show(): void {
    const { phase } = this;
    const common = { attemptId: this.request.id, ...orderOf(this.request.order), busy: true, canPay: false } as const;
    const visible = this.component !== null ? this.cooldown === null : phase === 'opening';
    this.listeners.state({ phase, ...common, cashierVisible: visible } as CheckoutState);
  }

  private record(session: PaymentSession): PendingRecord {
    return {
      attemptId: this.request.id,
      paymentRequestId: ownText(session, 'paymentRequestId') ?? '',
      paymentSessionId: ownText(session, 'paymentSessionId') ?? '',
      order: this.request.order,
      at: this.context.env.now(),
    };
  }

  // ── towards the outcome ────────────────────────────────────────────────────

  private readonly fail = (thrown: unknown): void => {
    const error = isCheckoutError(thrown)
      ? thrown
      : new CheckoutError('sdk-internal', `Something failed that should not: ${describeThrown(thrown)}`, { cause: thrown });
    this.dispatch({ type: 'failed-before', error });
  };

  /** The first decision counts; everything later is only an event. */
  private dispatch(input: Input): void {
    if (this.outcome) {
      // The buyer closed the cashier before the SDK jumped.
      if (input.type === 'closed') this.unmount();
      return;
    }
    if (this.asking) {
      this.dispatchWhileConfirming(input, this.asking);
      return;
    }
    const decision = decide(input, this.facts());
    if (!decision) return;
    const plan = this.component && this.context.inquire ? planAfter(input, decision) : null;
    const session = this.session?.session;
    if (plan && session) this.ask(plan, session);
    else this.finish(decision, { decided: isDecided(decision) && this.context.inquire === null, pageHidden: input.type === 'page-hidden' });
  }

  /** The SDK has spoken: only the server's word counts now, and the page's wish not to wait for it. */
  private dispatchWhileConfirming(input: Input, asking: Asking): void {
    switch (input.type) {
      case 'ended':
        // Before a cashier has opened there is nothing to wait for on another view.
        if (input.reason !== 'navigated' || !this.component) asking.conclude();
        break;
      case 'closed':
        this.takeAway();
        break;
      case 'page-hidden':
        // Not one that opens since, when it was an earlier payment that the server was asked about.
        if (this.component)
          this.onReturn(() => {
            this.takeAway();
          });
        break;
      default:
    }
  }

  /** The component that waited for the SDK's jump goes; a plan that is still open goes on. */
  private takeAway(): void {
    if (this.outcome) {
      this.unmount();
    } else if (!this.cooldown) {
      this.closeComponent();
      this.show();
    }
  }

  private ask(plan: ConfirmationPlan, session: PaymentSession): void {
    const { env, inquire, cadence, cache } = this.context;
    /* v8 ignore next -- dispatch() asks only where there is inquiryPayment; the compiler cannot know */
    if (!inquire) return;
    const { mode, sdkDecision } = plan;
    const record = this.record(session);
    this.component?.stopWatching();
    if (!(sdkDecision.status === 'succeeded' && this.request.redirectsAfterSuccess)) this.closeComponent();
    this.asking = confirm(
      env,
      inquire(record, session),
      mode === 'poll' ? cadence : { ...cadence, timeout: AFTER_CLOSE },
      (answer) => isEnough(answer, mode),
      (answer) => {
        const { decision, decided } = verdictOn(answer, plan);
        // Whatever the outcome is called: the payment is over, and its session with it.
        if (decided && answer.kind !== 'not-found') cache.spent(record.paymentRequestId);
        this.finish(decision, { decided });
      },
    );
    this.enter('confirming');
  }

  private facts(): Facts {
    const { cache, driver } = this.context;
    const session = this.session ?? cache.peek(this.request.order);
    return {
      created: this.component !== null,
      settled: this.component?.settled ?? false,
      redirecting: this.component?.redirecting ?? false,
      provisional: driver.successIs === 'provisional' || (this.description !== null && driver.wallet(this.description) === 'sheet'),
      sessionGood: session !== null && cache.isGood(session),
      sessionFault: this.description?.faults[0]?.message,
    };
  }

  private finish(decision: Decision, { decided, pageHidden = false, about }: Ending): void {
    const { id, order, redirectsAfterSuccess } = this.request;
    const session = this.session?.session;
    const outcome = identified(decision, about ?? (session ? this.record(session) : { order }), id);
    this.outcome = outcome;
    this.settledAt = this.context.env.elapsed();
    this.asking = null;
    this.stopAll();
    this.context.guard.record(order, outcome, this.component !== null, decided);
    this.logOutcome(outcome);

    this.keptForRedirect = outcome.status === 'succeeded' && redirectsAfterSuccess && this.component !== null && this.cooldown === null;
    if (this.keptForRedirect) this.keepForRedirect();
    else if (pageHidden)
      this.onReturn(() => {
        this.clean();
      });
    else this.clean();

    this.listeners.state(settledState(id, outcome, this.keptForRedirect));
    this.resolve(outcome);
  }

  private logOutcome(outcome: PaymentOutcome): void {
    const { status, retry, confirmedBy } = outcome;
    const code = outcome.status === 'error' ? outcome.error.code : undefined;
    const reason = outcome.status === 'abandoned' ? outcome.reason : undefined;
    this.log(code === undefined ? 'info' : 'warn', 'attempt.settled', { status, retry, confirmedBy, code, reason, ms: this.ms() });
  }

  private log(level: LogEntry['level'], name: string, details?: LogEntry['details']): void {
    this.context.log(level, name, details, this.request.id);
  }

  /** Since pay() was called. */
  private ms(): number {
    return Math.round(this.context.env.elapsed() - this.begun);
  }

  private keepForRedirect(): void {
    const { env, lock } = this.context;
    this.component?.stopWatching();
    lock.keptForRedirect = () => {
      this.unmount();
    };
    // Back from paymentRedirectUrl must not show the old cashier.
    add(
      this.stops,
      listen(env.window, 'pagehide', () => {
        this.onReturn(() => {
          this.unmount();
        });
      }),
    );
    releaseLock(lock, this.request.id, null);
  }

  /**
   * What is to be cleaned when the buyer leaves is cleaned when the page is back: an iframe that goes away in `pagehide`, or later but
   * before the page is frozen, makes Chrome (156) evict it from the back/forward cache and drop what its listeners still had to do.
   * A page that goes is hidden right after `pagehide`; one that is not, stays.
   */
  private onReturn(work: () => void): void {
    const { env } = this.context;
    this.component?.stopWatching();
    const run = (): void => {
      stopPageshow();
      stopTimer();
      this.dueOnReturn = null;
      work();
    };
    // Capturing: the merchant's own pageshow finds a clean page.
    const stopPageshow = listen(env.window, 'pageshow', run, true);
    const stopTimer = shownTimer(env, STILL_HERE, run, this.believesHidden);
    this.dueOnReturn = run;
  }

  private clean(): void {
    // Built for this attempt but never opened: its preload iframes would stay for 10 s.
    if (!this.component && this.instance) removeNodes(this.instance);
    this.closeComponent();
    releaseLock(this.context.lock, this.request.id, this.cooldown);
  }

  private closeComponent(): void {
    if (!this.component || this.cooldown) return;
    this.cooldown = this.component.close(this.ownView);
    this.log('debug', 'component.closing');
    void this.cooldown.then(() => {
      this.log('debug', 'component.closed', { ms: this.ms() });
    });
  }

  private stopAll(): void {
    each(take(this.stops), (stop) => {
      stop();
    });
  }

  /** What ends with the attempt; at once, if that has ended. */
  private untilEnd(stop: () => void): void {
    if (this.outcome) stop();
    else add(this.stops, stop);
  }
}
