/**
 * One payment attempt, from the click or the mount to its single outcome.
 *
 * Stepped, not awaited: when everything is prepared, `start` reaches the SDK's createComponent within the caller's task, so that
 * the click's user activation is still there.
 */
import { createComponent } from '../component/component';
import { planAfter, type ConfirmationPlan } from '../confirmation/resolve';
import { askAboutUnconfirmed } from '../confirmation/unconfirmed';
import { deferred } from '../core/deferred';
import { listen } from '../core/environment';
import { CheckoutError, isCheckoutError } from '../core/errors';
import { describeThrown } from '../core/log';
import { isOwn, ownText } from '../core/read';
import { createScope } from '../core/scope';
import { decide, isDeclined, SUCCEEDED, type Decision } from '../outcome/decide';
import type { Facts, Input } from '../outcome/input';
import { isOf, orderOf } from '../outcome/order';
import { identified, isDecided, settledState, type Payment } from '../outcome/outcome';
import { checkContainer } from '../page/container';
import { focusedIn } from '../page/focus';
import { acquireLock, coolDown, lockedError, releaseLock } from '../page/lock';
import { watchNavigation, type NavigationWatch } from '../page/navigation';
import type { Opening, UnconfirmedPayment } from '../payments/guard';
import { isPayment, kindOf, type PendingRecord } from '../payments/records';
import type { Driver } from '../sdk/driver';
import type { BuiltInstance } from '../sdk/instance';
import { checkSurface } from '../sdk/products';
import { describeSession } from '../session/describe';
import { dataOf, type CachedSession } from '../session/cache';
import type { AbandonReason, CheckoutState, LogEntry, PaymentOutcome, PaymentSession, SubmitData, SubmitResult } from '../types';
import { createAftermath } from './aftermath';
import type { AttemptContext, AttemptListeners, AttemptRequest } from './context';
import { createForm } from './form';
import { createGathering } from './gathering';
import { createQuestions } from './questions';
import { openedIn, type Opened, type Stage } from './stages';
import { createSubmission } from './submission';

export interface Attempt {
  readonly id: string;
  readonly order: string;
  /** What mount() draws into; null for pay(). */
  readonly container: Element | null;
  readonly result: Promise<PaymentOutcome>;
  /** Null until the attempt has ended. */
  readonly outcome: PaymentOutcome | null;
  /** When that was, on the elapsed() clock. */
  readonly settledAt: number;
  /** Its component is still on the page: after a success the SDK has to jump. */
  readonly isKeptForRedirect: boolean;
  /** A form in the page that a press of the page's button submits. */
  readonly isForm: boolean;
  /** True when this attempt pays with that very session. */
  paysWith(session: PaymentSession | string): boolean;
  /** Never throws: what fails here is the outcome. */
  start(): void;
  /** Never rejects. */
  submit(data: SubmitData): Promise<SubmitResult>;
  /** Never rejects. */
  validate(): Promise<boolean>;
  /** The page ends the attempt: `abandoned`, unless the SDK has reported a result already. */
  end(reason: AbandonReason): void;
  /** Takes a component that is kept for the redirect off the page, and what the buyer's leaving has left on it. */
  unmount(): void;
}

interface Ending {
  /** The order is free for another payment. */
  readonly decided: boolean;
  /** This document is going away, and may come back from the back/forward cache. */
  readonly pageHidden: boolean;
  /** False where the SDK has reported no success, after which it would jump to paymentRedirectUrl. */
  readonly jumps: boolean;
  /** The payment that the outcome is about; null: the session's. */
  readonly about: Payment | null;
}

/** What an ending is that says no more; with members of its own, so that none is the page's Object.prototype's. */
const PLAIN: Ending = { decided: false, pageHidden: false, jumps: true, about: null };

type Phase = 'preparing' | 'creating-session' | 'opening' | 'open' | 'submitting' | 'confirming';

export function createAttempt(context: AttemptContext, request: AttemptRequest, listeners: AttemptListeners): Attempt {
  const { env, lock, cache, guard, config, componentTimeout } = context;
  const { id, order, container } = request;
  const begun = env.elapsed();
  const result = deferred<PaymentOutcome>();
  /** Until the outcome. */
  const scope = createScope();
  let stage: Stage = { at: 'preparing' };
  let phase: CheckoutState['phase'] = 'idle';
  let clicked: Element | null = null;
  /** The buyer is still on the view that was paid from: focus and scrolling are its own. */
  let ownView = true;
  /** `visibilityState` can be believed: it was not `hidden` while the buyer pressed. */
  let believesHidden = true;
  /** The page has ended the attempt while the server was asked about an earlier payment. */
  let endedMeanwhile: Input | null = null;
  let navigation: NavigationWatch | null = null;
  /** What it opens moves money; before that is known, something of the controller's does. */
  let pays = guard.movesMoney;
  /** What the repayment guard has let open. */
  let admitted: CachedSession | null = null;

  // Functions, not comparisons: every call of the merchant's code may have moved the attempt on, which the compiler cannot know.
  const now = (): Stage => stage;
  const isOver = (): boolean => stage.at === 'settled';
  const log = (level: LogEntry['level'], name: string, details?: LogEntry['details']): void => {
    context.log(level, name, details, id);
  };
  /** Since pay() was called. */
  const ms = (): number => Math.round(env.elapsed() - begun);

  // ── towards createComponent ────────────────────────────────────────────────

  const begin = (): void => {
    const { session, force, signal } = request;
    clicked = focusedIn(env.document);
    believesHidden = env.document.visibilityState !== 'hidden';
    // Before the first call that can reach the merchant's code, which may end the attempt; after each it is asked whether it has.
    if (signal)
      scope.add(
        listen(signal, 'abort', () => {
          end('aborted');
        }),
      );
    navigation = watchNavigation(env, context.leave, {
      hide: () => {
        dispatch({ type: 'page-hidden' });
      },
      navigated: () => {
        end('navigated');
      },
    });
    scope.add(navigation.stop);
    scope.add(
      listen(env.window, 'pageshow', () => {
        // Back from the back/forward cache: the page that the buyer was on meanwhile may have paid the order.
        if (stage.at === 'open') endIfPaid();
      }),
    );
    log('info', 'attempt.started');
    // After a success that the SDK has not jumped from, and on a page that has just come back.
    request.clear();
    if (signal?.aborted) end('aborted');
    if (isOver()) return;
    const taken = acquireLock(lock, id);
    if (isOver()) {
      // By a listener of the form that made way, before the lock was taken.
      releaseLock(lock, id, null);
      return;
    }
    if (!taken) {
      fail(lockedError());
      return;
    }
    const earlier = guard.admit(order, session, force);
    if (isOver()) return;
    gathering.load();
    if (earlier) askAboutEarlier(earlier, session);
    else gathering.proceed(session);
  };

  /** `session`: what opens afterwards, unless the answer forbids it. */
  const askAboutEarlier = (earlier: UnconfirmedPayment, session: PaymentSession | string | undefined): void => {
    const { inquire, confirmations } = context;
    /* v8 ignore next -- the guard names an earlier payment only where there is inquiryPayment; the compiler cannot know */
    if (!inquire) throw new Error('An earlier payment is only asked about where there is inquiryPayment.');
    const parts = { env, inquire, guard, lock, patience: componentTimeout, order, session, pays, confirmations };
    const asking = askAboutUnconfirmed(parts, earlier, (ending) => {
      /* v8 ignore next -- a second ending comes only where the first one threw, which nothing is known to do */
      if (stage.at !== 'asking-earlier') return;
      stage = { at: 'preparing' };
      // By the merchant's storage, after the answer and before the next question.
      if (endedMeanwhile && isOwn(ending, 'session')) dispatch(endedMeanwhile);
      else if (isOwn(ending, 'error')) fail(ending.error);
      else if (isOwn(ending, 'decision')) finish(ending.decision, { about: ending.record });
      else gathering.proceed(ending.session);
    });
    stage = { at: 'asking-earlier', asking };
    enter('confirming');
  };

  const open = (driver: Driver, session: CachedSession, build: (params: Readonly<Record<string, unknown>>) => BuiltInstance): void => {
    const description = describeSession(session.session);
    const { paymentSessionData } = session.session;
    checkSurface(driver, description, container ? 'inline' : 'popup');
    const refusal = driver.refuse?.(paymentSessionData, config.environment) ?? null;
    if (refusal !== null) throw new CheckoutError('session-invalid', refusal);
    if (container) checkContainer(env, container);
    pays = driver.movesMoney;
    // Another page, or another controller of this one, may have paid the order or begun to since the press.
    endIfPaid();
    // The very form that is drawn again was admitted when it was drawn, and is once more when it is submitted.
    const earlier = isOver() || request.force || session === admitted ? null : guard.admit(order, session.session, false, pays);
    if (isOver()) return;
    if (earlier && !earlier.reopenable) {
      askAboutEarlier(earlier, session.session);
      return;
    }
    admitted = session;
    const wallet = driver.wallet(description);
    navigation?.arm();
    enter('opening');
    log('info', 'component.opening', { product: description.product, method: description.method });
    // A subscriber may have ended the attempt.
    if (isOver()) return;
    const params = { ...request.params, sessionData: paymentSessionData };
    // Before money can move. The merchant's storage may end the attempt as it is written to.
    const opening = container ? null : record(session);
    if (isOver()) {
      opening?.undo();
      return;
    }
    let instance: BuiltInstance;
    try {
      instance = build(params);
    } catch (thrown) {
      opening?.undo();
      throw thrown;
    }
    instance.hooks = config.sdkOptions;
    const component = createComponent({
      env,
      driver,
      instance,
      params,
      session: description,
      container,
      id,
      expiresIn: cache.expiresIn(session),
      believesHidden,
      sheet: wallet === 'sheet',
      clicked,
      hasUi: wallet === null,
      log,
      dispatch: (input) => {
        /* v8 ignore else -- what a form that was drawn anew still says is nobody's */
        if (openedIn(stage) === opened) dispatch(input);
      },
      emit: (event) => {
        /* v8 ignore else -- the same */
        if (openedIn(stage) === opened) listeners.event(event);
      },
      // The buyer may have closed it before it launched.
      opened: () => {
        log('info', 'component.opened', { ms: ms() });
        /* v8 ignore next -- the same */
        if (stage.at !== 'open' || stage.opened !== opened) return;
        if (container && driver.ownButton({ params, session: description })) {
          submission.submitted(opened);
          // Opened, as a popup is.
          opened.opening?.done();
        }
        /* v8 ignore else -- only a storage of the merchant's that ends the attempt as it is written gets there */
        if (now().at === 'open') enter('open');
      },
      ended: result.promise,
    });
    const opened: Opened = { driver, component, session, description, opening, declined: null, beside: null, cooldown: null };
    stage = { at: 'open', opened };
    scope.add(
      env.setTimer(() => {
        /* v8 ignore else -- the same */
        if (openedIn(stage) === opened) dispatch({ type: 'component-timeout', timeout: componentTimeout });
      }, componentTimeout),
    );
    component.open();
    opened.opening?.done();
  };

  const enter = (next: Phase, again = false): void => {
    if ((phase === next && !again) || isOver()) return;
    phase = next;
    // Not while money may be on its way.
    const isReplaceable = container && next !== 'submitting' && next !== 'confirming';
    lock.replace = isReplaceable
      ? () => {
          end('replaced');
        }
      : null;
    log('debug', 'attempt.phase', { phase });
    if (!isOver()) show();
  };

  const show = (): void => {
    const opened = openedIn(stage);
    const cashierVisible = opened ? opened.cooldown === null : phase === 'opening';
    const common = { phase, attemptId: id, ...orderOf(order), surface: container ? 'inline' : 'popup', cashierVisible };
    listeners.state(
      (container && phase === 'open'
        ? { ...common, busy: false, canPay: true, ...(opened?.declined ? { declined: opened.declined } : {}) }
        : { ...common, busy: true, canPay: false }) as CheckoutState,
    );
  };

  const record = ({ session }: CachedSession): Opening => guard.opening(recordOf(session), session.paymentSessionData, request.force);

  const recordOf = (session: PaymentSession): PendingRecord => ({
    attemptId: id,
    paymentRequestId: ownText(session, 'paymentRequestId') ?? '',
    paymentSessionId: ownText(session, 'paymentSessionId') ?? '',
    order,
    at: env.now(),
    ...kindOf(pays),
  });

  // ── towards the outcome ────────────────────────────────────────────────────

  const fail = (thrown: unknown): void => {
    const error = isCheckoutError(thrown)
      ? thrown
      : new CheckoutError('sdk-internal', `Something failed that should not: ${describeThrown(thrown)}`, { cause: thrown });
    dispatch({ type: 'failed-before', error });
  };

  const end = (reason: AbandonReason): void => {
    const opened = openedIn(stage);
    if (reason === 'navigated') {
      ownView = false;
      opened?.component.keepView();
    }
    opened?.component.concludeClose();
    dispatch({ type: 'ended', reason });
  };

  /** The first decision counts; everything later is only an event. */
  const dispatch = (input: Input): void => {
    if (submission.holds(input)) return;
    switch (stage.at) {
      case 'settled':
        // The buyer closed the cashier before the SDK jumped.
        if (input.type === 'closed') aftermath.unmount();
        break;
      case 'asking-earlier':
        // Before a cashier has opened there is nothing to wait for on another view.
        if (input.type !== 'ended') return;
        endedMeanwhile = input;
        stage.asking.conclude();
        break;
      case 'confirming':
        whileConfirming(input, stage);
        break;
      case 'open':
        submission.hear(input, stage.opened, whileOpen);
        break;
      case 'preparing':
        whileOpen(input);
    }
  };

  const whileOpen = (input: Input): void => {
    const decision = decide(input, facts());
    const opened = openedIn(stage);
    if (!decision) {
      if (opened) whileUndecided(input, opened);
      return;
    }
    const plan = questions.canAsk(opened) ? planAfter(input, decision) : null;
    if (opened && plan) askServer(opened, plan);
    else finish(decision, { decided: isDecided(decision) && !questions.canAsk(opened), pageHidden: input.type === 'page-hidden' });
  };

  /** What happens to a form that stays on the page. */
  const whileUndecided = (input: Input, opened: Opened): void => {
    if (!container) return;
    switch (input.type) {
      case 'event':
        form.onEvent(input.event, isDeclined(input.event, { inline: true }));
        break;
      case 'sheet':
        form.underWay();
        break;
      case 'not-ready':
        form.answer({ result: 'not-ready' });
        break;
      case 'session-stale':
      case 'slot-moved':
        form.renew(input.type === 'session-stale');
        break;
      case 'redirect-returned':
        // The buyer is back at the form: the same session once more cannot charge twice.
        form.answer({ result: 'declined' });
        askBeside(opened);
        break;
      case 'silent':
        askBeside(opened);
        break;
      default:
    }
  };

  /** The SDK has reported a result: only the server's answer counts now, and the page's wish not to wait for it. */
  const whileConfirming = (input: Input, { asking }: Stage & { at: 'confirming' }): void => {
    switch (input.type) {
      case 'ended':
        if (input.reason !== 'navigated') asking.conclude();
        break;
      case 'closed':
        takeAway();
        break;
      case 'page-hidden':
        aftermath.onReturn(takeAway);
        break;
      default:
    }
  };

  /** The component that waited for the SDK's jump goes; a question that is still open goes on. */
  const takeAway = (): void => {
    const opened = openedIn(stage);
    if (isOver()) {
      aftermath.unmount();
    } else if (opened && !opened.cooldown) {
      void close(opened);
      if (!isOver()) show();
    }
  };

  const askServer = (opened: Opened, plan: ConfirmationPlan): void => {
    opened.component.stopWatching();
    const asking = questions.ask(opened, plan, (verdict) => {
      finish(verdict.decision, verdict);
    });
    stage = { at: 'confirming', opened, asking };
    // What hears of the closing must not take its place.
    lock.replace = null;
    questions.stopBeside(opened);
    // Closing calls the logger and the page's focus listeners, which may end the attempt.
    if (!(plan.sdkDecision.status === 'succeeded' && redirects(opened))) void close(opened);
    enter('confirming');
  };

  const redirects = ({ driver }: Opened): boolean => request.redirectsAfterSuccess ?? driver.redirects;

  const askBeside = (opened: Opened): void => {
    questions.askBeside(opened, ({ decision }) => {
      // Nobody has announced a jump.
      finish(decision, { decided: true, jumps: false });
    });
  };

  const facts = (): Facts => {
    const opened = openedIn(stage);
    const session = opened?.session ?? gathering.session() ?? cache.peek(order);
    const wallet = opened && opened.driver.wallet(opened.description);
    return {
      submitted: opened !== null && opened.opening !== null,
      inline: container !== null,
      settled: opened?.component.settled ?? false,
      redirecting: opened?.component.redirecting ?? false,
      provisional: wallet === 'sheet' || opened?.driver.successIs === 'provisional',
      approvalIsLast: wallet === 'inline',
      sessionGood: session !== null && cache.isGood(session),
      sessionFault: opened?.description.faults[0]?.message,
    };
  };

  const finish = (given: Decision, ending: Partial<Ending>): void => {
    const { decided, pageHidden, jumps, about } = { ...PLAIN, ...ending };
    // While an earlier payment of the order is undecided a new session would be a second one: that which is kept alone may open again.
    const owes = given.status === 'error' && given.retry === 'new-session' && guard.owes(order, pays);
    // By the merchant's storage, as it was read.
    if (isOver()) return;
    const opened = openedIn(stage);
    const session = (opened?.session ?? gathering.session())?.session;
    const decision: Decision = owes ? { ...given, retry: 'after-confirmation' } : given;
    const outcome = identified(decision, about ?? (session ? recordOf(session) : { order }), id);
    const settled = { at: 'settled', outcome, since: env.elapsed(), opened, kept: null } as const;
    stage = settled;
    scope.close();
    if (opened) {
      questions.stopBeside(opened);
      opened.opening?.done();
    }
    guard.record(order, outcome, opened !== null && opened.opening !== null, decided, pays);
    const keeps = outcome.status === 'succeeded' && jumps && opened !== null && opened.cooldown === null && redirects(opened);
    if (keeps) stage = { ...settled, kept: aftermath.keepForRedirect(opened) };
    logOutcome(outcome);

    if (!keeps) {
      if (pageHidden) aftermath.onReturn(aftermath.clean);
      else aftermath.clean();
    }

    listeners.state(settledState(id, outcome, isKept()));
    form.answer({ result: 'ended', outcome });
    result.resolve(outcome);
  };

  /** On another page of this browser, while this one was in the back/forward cache or beside it. */
  const endIfPaid = (): void => {
    const paid = request.force || !pays ? null : guard.paid(order);
    if (paid?.status === 'succeeded' && !isOver())
      // What this form has submitted stays what it is.
      finish(
        { ...SUCCEEDED, confirmedBy: paid.confirmedBy },
        { decided: openedIn(stage)?.opening === null, jumps: false, about: { order } },
      );
  };

  const logOutcome = (outcome: PaymentOutcome): void => {
    const { status, retry, confirmedBy } = outcome;
    const code = outcome.status === 'error' ? outcome.error.code : undefined;
    const reason = outcome.status === 'abandoned' ? outcome.reason : undefined;
    log(code === undefined ? 'info' : 'warn', 'attempt.settled', { status, retry, confirmedBy, code, reason, ms: ms() });
  };

  const isKept = (): boolean => stage.at === 'settled' && stage.kept !== null;

  /** Resolves when the SDK is through with it. */
  const close = (opened: Opened): Promise<void> => {
    if (opened.cooldown) return opened.cooldown;
    const cooldown = opened.component.close(ownView);
    opened.cooldown = cooldown;
    log('debug', 'component.closing');
    void cooldown.then(() => {
      log('debug', 'component.closed', { ms: ms() });
    });
    return cooldown;
  };

  const submission = createSubmission(record, dispatch);

  const questions = createQuestions(context, recordOf);

  const gathering = createGathering(context, {
    order,
    scope,
    isPreparing: () => stage.at === 'preparing',
    enter,
    fail,
    ready: open,
  });

  const aftermath = createAftermath({
    env,
    lock,
    id,
    believesHidden: () => believesHidden,
    stage: now,
    to: (next) => {
      stage = next;
    },
    instance: gathering.instance,
    close,
    shown: listeners.state,
  });

  const form = createForm({
    env,
    scope,
    cache,
    order,
    endIfPaid,
    // One that was submitted is undecided itself.
    owes: (opened) => {
      if (request.force) return false;
      const own = opened ? recordOf(opened.session.session).paymentRequestId : '';
      // The same payment, which an earlier attempt began, is no other one.
      const isOther = (other: PendingRecord): boolean => own === '' || other.paymentRequestId !== own;
      if (opened?.opening)
        return (
          guard.newest((other) => isOf(other, order) && isPayment(other) === pays && other.attemptId !== id && isOther(other)) !== null
        );
      const earlier = guard.admit(order, opened?.session.session, false, pays);
      return earlier !== null && isOther(earlier.record);
    },
    opened: () => (container && stage.at === 'open' ? stage.opened : null),
    stopBeside: questions.stopBeside,
    submitted: submission.submitted,
    enter,
    fail,
    /** Draws once more, in a new place of its own. */
    redraw: (opened, session) => {
      // It cools from before it closes, and is no form any more: what hears of the closing may end the attempt, or press again.
      const cooling = deferred();
      coolDown(lock, cooling.promise);
      stage = { at: 'preparing' };
      void close(opened).then(cooling.resolve);
      gathering.again(session);
    },
  });

  return {
    id,
    order,
    container,
    result: result.promise,
    get outcome() {
      return stage.at === 'settled' ? stage.outcome : null;
    },
    get settledAt() {
      /* v8 ignore next -- asked only of an attempt that has ended; the compiler cannot know */
      return stage.at === 'settled' ? stage.since : 0;
    },
    get isKeptForRedirect() {
      return isKept();
    },
    get isForm() {
      return container !== null && stage.at !== 'settled';
    },
    paysWith: (session) => {
      const own = (openedIn(stage)?.session ?? gathering.session())?.session ?? request.session;
      return own !== undefined && dataOf(own) === dataOf(session);
    },
    start: () => {
      try {
        begin();
      } catch (thrown) {
        fail(thrown);
      }
    },
    submit: (data) =>
      container && stage.at === 'confirming' ? result.promise.then((outcome) => ({ result: 'ended', outcome })) : form.submit(data),
    validate: form.validate,
    end,
    unmount: aftermath.unmount,
  };
}
