/**
 * One payment attempt, from the click to its single outcome.
 *
 * Stepped, not awaited: when everything is prepared, `start` reaches the SDK's createComponent within the caller's task, so that
 * the click's user activation is still there.
 */
import { listen, type Environment } from '../environment';
import { CheckoutError, isCheckoutError } from '../errors';
import { describeThrown, type Log } from '../log';
import { ownText } from '../own';
import { watchLeaving, type LeavingWatch } from '../page/leaving';
import type { PageRegistry } from '../registry';
import { ensureInstance, removeNodes, type BuiltInstance, type InstanceConfig } from '../sdk/instance';
import type { Driver, SdkClass } from '../sdk/shape';
import type { SdkLoader } from '../sdk/source';
import { describeSession, isApplePay, isInlineOnlyWallet } from '../session/describe';
import { dataOf, type KeptSession, type SessionKeeper } from '../session/keeper';
import type { AbandonReason, CheckoutOptions, CheckoutState, PaymentOutcome, PaymentSession, SdkEvent, SessionDescription } from '../types';
import { createComponent, type Component } from './component';
import { decide, type Decision, type Facts, type Happening } from './decide';
import { releaseSlot, takeSlot, wakeSlot } from './slot';

/** What all attempts of a controller work with. */
export interface AttemptTools {
  readonly env: Environment;
  readonly registry: PageRegistry;
  readonly driver: Driver;
  readonly loader: SdkLoader;
  readonly keeper: SessionKeeper;
  readonly config: InstanceConfig;
  readonly leave: NonNullable<CheckoutOptions['leave']>;
  /** ms */
  readonly componentTimeout: number;
  readonly log: Log;
}

export interface AttemptRequest {
  readonly id: string;
  readonly order: string;
  readonly session: PaymentSession | string | undefined;
  readonly signal: AbortSignal | undefined;
  /** createComponent's parameters without the session. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The SDK jumps to paymentRedirectUrl after a success, so the component outlives the attempt. */
  readonly jumpsAfterSuccess: boolean;
}

export interface AttemptListeners {
  readonly state: (state: CheckoutState) => void;
  readonly event: (event: SdkEvent) => void;
  /** Once, before anybody else hears of the outcome. */
  readonly settled: (outcome: PaymentOutcome, sessionData: string | undefined) => void;
}

/** Longer than from `pagehide` to the frozen page, and with the SDK's second wave still within the 400 ms that a page has to be clean (ms). */
const UNTIL_FROZEN = 40;

export class Attempt {
  readonly result: Promise<PaymentOutcome>;
  /** Set when the attempt has ended. */
  outcome: PaymentOutcome | null = null;

  private resolve!: (outcome: PaymentOutcome) => void;
  private sdkClass: SdkClass | null = null;
  private instance: BuiltInstance | null = null;
  private session: KeptSession | null = null;
  /** Of the session that createComponent was called with. */
  private description: SessionDescription | null = null;
  private component: Component | null = null;
  private phase: CheckoutState['phase'] = 'idle';
  private clicked: Element | null = null;
  private waitsForSlot = false;
  /** A component that outlives the attempt, until the SDK has jumped. */
  private lingering = false;
  private leaving: LeavingWatch | null = null;
  private stops: (() => void)[] = [];

  constructor(
    private readonly tools: AttemptTools,
    private readonly request: AttemptRequest,
    private readonly listeners: AttemptListeners,
  ) {
    this.result = new Promise((resolve) => { this.resolve = resolve; });
  }

  get lingers(): boolean {
    return this.lingering;
  }

  /** True when this attempt pays with that very session. */
  paysWith(session: PaymentSession | string): boolean {
    const given = this.request.session;
    const own = this.session?.session ?? given;
    return own !== undefined && dataOf(own) === dataOf(session);
  }

  start(): void {
    const { env, registry, loader, leave } = this.tools;
    const { id, signal } = this.request;
    this.clicked = env.document.activeElement;
    if (signal?.aborted) {
      this.happen({ type: 'ended', reason: 'aborted' });
      return;
    }
    if (!takeSlot(registry.slot, id)) {
      this.fail(new CheckoutError('component-busy', 'Another payment is open on this page.'));
      return;
    }
    if (signal) this.stops.push(listen(signal, 'abort', () => { this.end('aborted'); }));
    this.leaving = watchLeaving(env, leave, {
      hide: () => { this.happen({ type: 'page-hidden' }); },
      navigated: () => { this.end('navigated'); },
    });
    this.stops.push(this.leaving.stop);
    // Side by side, so that the session request hides behind the SDK's download and fingerprinting.
    this.sdkClass = loader.peek();
    if (!this.sdkClass) loader.load().then((found) => { this.sdkClass = found; this.step(); }, this.fail);
    this.findSession();
    this.step();
  }

  /** The page ends the attempt: `abandoned`, unless the SDK has spoken already. */
  end(reason: AbandonReason): void {
    this.component?.concludeClose();
    this.happen({ type: 'ended', reason });
  }

  /** Takes a lingering component off the page. */
  unmount(): void {
    if (!this.lingering || !this.outcome) return;
    this.lingering = false;
    this.tools.registry.slot.lingering = null;
    this.stopAll();
    this.clean(true);
    this.listeners.state(settledState(this.request.id, this.outcome, false));
  }

  // ── towards createComponent ────────────────────────────────────────────────

  private findSession(): void {
    const { keeper } = this.tools;
    const { session, order } = this.request;
    try {
      this.session = session === undefined ? keeper.peek(order) : keeper.accept(order, session);
    } catch (thrown) {
      this.fail(thrown);
      return;
    }
    if (!this.session) keeper.get(order).then((kept) => { this.session = kept; this.step(); }, this.fail);
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
    const { env, registry, config } = this.tools;
    if (!this.sdkClass) {
      this.enter('preparing');
      return;
    }
    if (registry.slot.cooling) {
      this.enter('preparing');
      this.awaitSlot(registry.slot.cooling);
      return;
    }
    if (!this.instance) {
      this.instance = ensureInstance(env, registry, this.sdkClass, config);
      wakeSlot(registry.slot);
    }
    if (this.session) this.open(this.instance, this.session);
    else this.enter('creating-session');
  }

  private awaitSlot(cooling: Promise<void>): void {
    const { env, componentTimeout } = this.tools;
    if (!this.waitsForSlot) {
      this.waitsForSlot = true;
      this.stops.push(env.setTimer(() => {
        if (!this.component) this.fail(new CheckoutError('component-busy', 'The SDK is still at work on an earlier payment of this page.'));
      }, componentTimeout));
    }
    void cooling.then(() => { this.step(); });
  }

  private open(instance: BuiltInstance, kept: KeptSession): void {
    const { env, driver, keeper, config, componentTimeout, log } = this.tools;
    this.description = describeSession(kept.session);
    const sheet = isApplePay(this.description);
    this.leaving?.arm();
    this.enter('opening');
    // A subscriber may have ended the attempt.
    if (this.outcome) return;
    instance.hooks = config.sdkOptions;
    this.component = createComponent({
      env,
      driver,
      instance,
      params: { ...this.request.params, sessionData: kept.session.paymentSessionData },
      expiresIn: keeper.expiresIn(kept),
      sheet,
      clicked: this.clicked,
      hasUi: !sheet && !isInlineOnlyWallet(this.description),
      log,
      happen: (happening) => { this.happen(happening); },
      tell: this.listeners.event,
      opened: () => { this.enter('open'); },
    });
    this.stops.push(env.setTimer(() => { this.happen({ type: 'component-timeout', timeout: componentTimeout }); }, componentTimeout));
    this.component.open();
  }

  private enter(phase: 'preparing' | 'creating-session' | 'opening' | 'open'): void {
    if (this.phase === phase || this.outcome) return;
    this.phase = phase;
    const common = { attemptId: this.request.id, busy: true, canPay: false } as const;
    this.listeners.state(phase === 'opening' || phase === 'open'
      ? { phase, ...common, cashierVisible: true }
      : { phase, ...common, cashierVisible: false });
  }

  // ── towards the outcome ────────────────────────────────────────────────────

  private readonly fail = (thrown: unknown): void => {
    const error = isCheckoutError(thrown)
      ? thrown
      : new CheckoutError('sdk-internal', `Something failed that should not: ${describeThrown(thrown)}`, { cause: thrown });
    this.happen({ type: 'failed-before', error });
  };

  /** The first decision counts; everything later is only an event. */
  private happen(happening: Happening): void {
    if (this.outcome) {
      // The buyer closed the cashier before the SDK jumped.
      if (happening.type === 'closed') this.unmount();
      return;
    }
    const decision = decide(happening, this.facts());
    if (decision) this.finish(decision, happening.type === 'page-hidden');
  }

  private facts(): Facts {
    const { keeper } = this.tools;
    const session = this.session ?? keeper.peek(this.request.order);
    return {
      created: this.component !== null,
      settled: this.component?.settled ?? false,
      redirecting: this.component?.redirecting ?? false,
      applePay: this.description !== null && isApplePay(this.description),
      sessionGood: session !== null && keeper.isGood(session),
      sessionFault: this.description?.faults[0]?.message,
    };
  }

  /** @param leaving this document is going away, and may come back from the back/forward cache. */
  private finish(decision: Decision, leaving: boolean): void {
    const { id, jumpsAfterSuccess } = this.request;
    const session = this.session?.session;
    const paymentRequestId = ownText(session, 'paymentRequestId');
    const paymentSessionId = ownText(session, 'paymentSessionId');
    const outcome: PaymentOutcome = Object.freeze({
      attemptId: id,
      ...(paymentRequestId === undefined ? {} : { paymentRequestId }),
      ...(paymentSessionId === undefined ? {} : { paymentSessionId }),
      ...decision,
    });
    this.outcome = outcome;
    this.stopAll();
    this.listeners.settled(outcome, this.component ? session?.paymentSessionData : undefined);

    this.lingering = outcome.status === 'succeeded' && jumpsAfterSuccess;
    if (this.lingering) this.linger();
    else if (leaving) this.onReturn(() => { this.clean(true); });
    else this.clean(!(outcome.status === 'abandoned' && outcome.reason === 'navigated'));

    this.listeners.state(settledState(id, outcome, this.lingering));
    this.resolve(outcome);
  }

  private linger(): void {
    const { env, registry } = this.tools;
    this.component?.rest();
    registry.slot.lingering = () => { this.unmount(); };
    // Back from paymentRedirectUrl must not show the old cashier.
    this.stops.push(listen(env.window, 'pagehide', () => { this.onReturn(() => { this.unmount(); }); }));
    releaseSlot(registry.slot, this.request.id, null);
  }

  /**
   * What is to be cleaned when the buyer leaves is not cleaned in `pagehide`, nor in the task after it: an iframe that goes away before
   * the page is frozen makes Chrome (156) evict it from the back/forward cache and drop what its listeners still had to do. A frozen
   * page runs its timers when it is back.
   */
  private onReturn(work: () => void): void {
    this.component?.rest();
    this.tools.env.setTimer(work, UNTIL_FROZEN);
  }

  private clean(ownView: boolean): void {
    const { registry } = this.tools;
    // Built for this attempt but never opened: its preload iframes would stay for 10 s.
    if (!this.component && this.instance) removeNodes(this.instance);
    releaseSlot(registry.slot, this.request.id, this.component ? this.component.close(ownView) : null);
  }

  private stopAll(): void {
    this.stops.splice(0).forEach((stop) => { stop(); });
  }
}

function settledState(attemptId: string, outcome: PaymentOutcome, cashierVisible: boolean): CheckoutState {
  const common = { phase: 'settled', attemptId, outcome, busy: false, canPay: true } as const;
  return cashierVisible ? { ...common, cashierVisible } : { ...common, cashierVisible };
}
