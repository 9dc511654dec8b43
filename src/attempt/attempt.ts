/**
 * One payment attempt, from the click to its single outcome.
 *
 * Stepped, not awaited: when everything is prepared, `start` reaches the SDK's createComponent within the caller's task, so that
 * the click's user activation is still there.
 */
import { createComponent } from '../component/component';
import { isEnough, planAfter, verdictOn, type ConfirmationPlan } from '../confirmation/resolve';
import { confirm } from '../confirmation/poll';
import { askAboutUnconfirmed } from '../confirmation/unconfirmed';
import { deferred } from '../core/deferred';
import { listen } from '../core/environment';
import { CheckoutError, isCheckoutError } from '../core/errors';
import { describeThrown } from '../core/log';
import { ownText } from '../core/read';
import { createScope } from '../core/scope';
import { decide, type Decision } from '../outcome/decide';
import type { Facts, Input } from '../outcome/input';
import { orderOf } from '../outcome/order';
import { identified, isDecided, settledState } from '../outcome/outcome';
import { shownTimer } from '../page/activity';
import { focusedIn } from '../page/focus';
import { acquireLock, lockedError, notifyLock, releaseLock, stillAtWork } from '../page/lock';
import { watchNavigation, type NavigationWatch } from '../page/navigation';
import type { UnconfirmedPayment } from '../payments/guard';
import type { PendingRecord } from '../payments/records';
import { ensureInstance, removeNodes, type BuiltInstance } from '../sdk/instance';
import { describeSession } from '../session/describe';
import { dataOf, type CachedSession } from '../session/cache';
import type { AbandonReason, CheckoutState, LogEntry, PaymentOutcome, PaymentSession } from '../types';
import type { AttemptContext, AttemptListeners, AttemptRequest } from './context';
import { openedIn, type Gathered, type Opened, type Stage } from './stages';

/** How long an answer of PROCESSING is asked about after a close (visible, online ms). */
const AFTER_CLOSE = 6000;
/** Of visible time after `pagehide`: the page stays, and with the SDK's second wave it is still clean within 400 ms (ms). */
const STILL_HERE = 40;

export interface Attempt {
  readonly id: string;
  readonly order: string;
  readonly result: Promise<PaymentOutcome>;
  /** Null until the attempt has ended. */
  readonly outcome: PaymentOutcome | null;
  /** When that was, on the elapsed() clock. */
  readonly settledAt: number;
  /** Its component is still on the page: after a success the SDK has to jump. */
  readonly isKeptForRedirect: boolean;
  /** True when this attempt pays with that very session. */
  paysWith(session: PaymentSession | string): boolean;
  /** Never throws: what fails here is the outcome. */
  start(): void;
  /** The page ends the attempt: `abandoned`, unless the SDK has reported a result already. */
  end(reason: AbandonReason): void;
  /** Takes a component that is kept for the redirect off the page, and what the buyer's leaving has left on it. */
  unmount(): void;
}

interface Ending {
  /** The order is free for another payment. */
  readonly decided: boolean;
  /** This document is going away, and may come back from the back/forward cache. */
  readonly pageHidden?: boolean;
  /** The payment that the outcome is about; default: the session's. */
  readonly about?: PendingRecord;
}

export function createAttempt(context: AttemptContext, request: AttemptRequest, listeners: AttemptListeners): Attempt {
  const { env, lock, driver, loader, cache, guard, config, componentTimeout } = context;
  const { id, order } = request;
  const begun = env.elapsed();
  const result = deferred<PaymentOutcome>();
  /** Until the outcome. */
  const scope = createScope();
  const gathered: Gathered = { sdkClass: null, instance: null, session: null };
  let stage: Stage = { at: 'preparing' };
  let phase: CheckoutState['phase'] = 'idle';
  let clicked: Element | null = null;
  /** The buyer is still on the view that was paid from: focus and scrolling are its own. */
  let ownView = true;
  /** `visibilityState` can be believed: it was not `hidden` while the buyer pressed. */
  let believesHidden = true;
  let waitsForLock = false;
  /** The page has ended the attempt while the server was asked about an earlier payment. */
  let endedMeanwhile: Input | null = null;
  let navigation: NavigationWatch | null = null;
  /** What is cleaned once the page is back. */
  let dueOnReturn: (() => void) | null = null;

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
    log('info', 'attempt.started');
    // After a success that the SDK has not jumped from, and on a page that has just come back.
    request.clear();
    if (signal?.aborted) end('aborted');
    if (isOver()) return;
    const taken = acquireLock(lock, id);
    if (isOver()) return;
    if (!taken) {
      fail(lockedError());
      return;
    }
    const earlier = guard.admit(order, session, force);
    if (isOver()) return;
    // Side by side, so that the session request hides behind the SDK's download and fingerprinting.
    gathered.sdkClass = loader.peek(driver.className);
    if (!earlier) {
      proceed(session);
      return;
    }
    if (!gathered.sdkClass) loader.load(driver.className).catch(() => undefined);
    askAboutEarlier(earlier);
  };

  const askAboutEarlier = (earlier: UnconfirmedPayment): void => {
    const { inquire, confirmations } = context;
    /* v8 ignore next -- the guard names an earlier payment only where there is inquiryPayment; the compiler cannot know */
    if (!inquire) throw new Error('An earlier payment is only asked about where there is inquiryPayment.');
    const parts = { env, inquire, guard, lock, patience: componentTimeout, order, session: request.session, confirmations };
    const asking = askAboutUnconfirmed(parts, earlier, (ending) => {
      /* v8 ignore next -- a second ending comes only where the first one threw, which nothing is known to do */
      if (stage.at !== 'asking-earlier') return;
      stage = { at: 'preparing' };
      // By the merchant's storage, after the answer and before the next question.
      if (endedMeanwhile && 'session' in ending) dispatch(endedMeanwhile);
      else if ('error' in ending) fail(ending.error);
      else if ('decision' in ending) finish(ending.decision, { decided: false, about: ending.record });
      else proceed(ending.session);
    });
    stage = { at: 'asking-earlier', asking };
    enter('confirming');
  };

  const proceed = (session: PaymentSession | string | undefined): void => {
    if (!gathered.sdkClass) {
      loader.load(driver.className).then((found) => {
        gathered.sdkClass = found;
        step();
      }, fail);
    }
    findSession(session);
    step();
  };

  const findSession = (session: PaymentSession | string | undefined): void => {
    try {
      gathered.session = session === undefined ? cache.peek(order) : cache.accept(order, session);
    } catch (thrown) {
      fail(thrown);
      return;
    }
    if (!gathered.session) {
      cache.get(order).then((found) => {
        gathered.session = found;
        step();
      }, fail);
    }
  };

  /** Goes as far as it can; called again whenever something that was missing has come. */
  const step = (): void => {
    if (stage.at !== 'preparing') return;
    try {
      advance();
    } catch (thrown) {
      fail(thrown);
    }
  };

  const advance = (): void => {
    if (!gathered.sdkClass) {
      enter('preparing');
      return;
    }
    if (lock.cooldown) {
      enter('preparing');
      awaitLock(lock.cooldown);
      return;
    }
    if (!gathered.instance) {
      gathered.instance = ensureInstance(env, context.instances, driver, gathered.sdkClass, config);
      notifyLock(lock);
    }
    if (gathered.session) open(gathered.instance, gathered.session);
    else enter('creating-session');
  };

  const awaitLock = (cooldown: Promise<void>): void => {
    if (!waitsForLock) {
      waitsForLock = true;
      scope.add(
        env.setTimer(() => {
          if (lock.cooldown && stage.at === 'preparing') fail(stillAtWork());
        }, componentTimeout),
      );
    }
    void cooldown.then(step);
  };

  const open = (instance: BuiltInstance, session: CachedSession): void => {
    const description = describeSession(session.session);
    const wallet = driver.wallet(description);
    navigation?.arm();
    enter('opening');
    log('info', 'component.opening', { product: description.product, method: description.method });
    // A subscriber may have ended the attempt.
    if (isOver()) return;
    const opening = guard.opening(recordOf(session.session), session.session.paymentSessionData, request.force);
    if (isOver()) {
      // By the merchant's storage, as it was written to.
      opening.undo();
      return;
    }
    instance.hooks = config.sdkOptions;
    const component = createComponent({
      env,
      driver,
      instance,
      params: { ...request.params, sessionData: session.session.paymentSessionData },
      expiresIn: cache.expiresIn(session),
      believesHidden,
      sheet: wallet === 'sheet',
      clicked,
      hasUi: wallet === null,
      log,
      dispatch,
      emit: listeners.event,
      // The buyer may have closed it before it launched.
      opened: () => {
        log('info', 'component.opened', { ms: ms() });
        if (stage.at === 'open') enter('open');
      },
      ended: result.promise,
    });
    stage = { at: 'open', opened: { component, session, description, cooldown: null } };
    scope.add(
      env.setTimer(() => {
        dispatch({ type: 'component-timeout', timeout: componentTimeout });
      }, componentTimeout),
    );
    component.open();
    opening.done();
  };

  const enter = (next: 'preparing' | 'creating-session' | 'opening' | 'open' | 'confirming'): void => {
    if (phase === next || isOver()) return;
    phase = next;
    log('debug', 'attempt.phase', { phase });
    if (!isOver()) show();
  };

  const show = (): void => {
    const opened = openedIn(stage);
    const cashierVisible = opened ? opened.cooldown === null : phase === 'opening';
    listeners.state({ phase, attemptId: id, ...orderOf(order), busy: true, canPay: false, cashierVisible } as CheckoutState);
  };

  const recordOf = (session: PaymentSession): PendingRecord => ({
    attemptId: id,
    paymentRequestId: ownText(session, 'paymentRequestId') ?? '',
    paymentSessionId: ownText(session, 'paymentSessionId') ?? '',
    order,
    at: env.now(),
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
    switch (stage.at) {
      case 'settled':
        // The buyer closed the cashier before the SDK jumped.
        if (input.type === 'closed') unmount();
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
      case 'preparing':
      case 'open': {
        const decision = decide(input, facts());
        if (!decision) return;
        const opened = openedIn(stage);
        const plan = opened && context.inquire ? planAfter(input, decision) : null;
        if (opened && plan) askServer(opened, plan);
        else finish(decision, { decided: isDecided(decision) && context.inquire === null, pageHidden: input.type === 'page-hidden' });
      }
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
        onReturn(takeAway);
        break;
      default:
    }
  };

  /** The component that waited for the SDK's jump goes; a question that is still open goes on. */
  const takeAway = (): void => {
    const opened = openedIn(stage);
    if (isOver()) {
      unmount();
    } else if (opened && !opened.cooldown) {
      close(opened);
      if (!isOver()) show();
    }
  };

  const askServer = (opened: Opened, plan: ConfirmationPlan): void => {
    const { inquire, cadence } = context;
    /* v8 ignore next -- dispatch() asks only where there is inquiryPayment; the compiler cannot know */
    if (!inquire) return;
    const { mode, sdkDecision } = plan;
    const { session } = opened.session;
    const record = recordOf(session);
    opened.component.stopWatching();
    const asking = confirm(
      env,
      inquire(record, session),
      mode === 'poll' ? cadence : { ...cadence, timeout: AFTER_CLOSE },
      (answer) => isEnough(answer, mode),
      (answer) => {
        const { decision, decided } = verdictOn(answer, plan);
        // Whatever the outcome is called: the payment is over, and its session with it.
        if (decided && answer.kind !== 'not-found') cache.spent(record.paymentRequestId);
        finish(decision, { decided });
      },
    );
    stage = { at: 'confirming', opened, asking };
    // Closing calls the logger and the page's focus listeners, which may end the attempt.
    if (!(sdkDecision.status === 'succeeded' && request.redirectsAfterSuccess)) close(opened);
    enter('confirming');
  };

  const facts = (): Facts => {
    const opened = openedIn(stage);
    const session = opened?.session ?? gathered.session ?? cache.peek(order);
    return {
      created: opened !== null,
      settled: opened?.component.settled ?? false,
      redirecting: opened?.component.redirecting ?? false,
      provisional: driver.successIs === 'provisional' || (opened !== null && driver.wallet(opened.description) === 'sheet'),
      sessionGood: session !== null && cache.isGood(session),
      sessionFault: opened?.description.faults[0]?.message,
    };
  };

  const finish = (decision: Decision, { decided, pageHidden = false, about }: Ending): void => {
    const opened = openedIn(stage);
    const session = (opened?.session ?? gathered.session)?.session;
    const outcome = identified(decision, about ?? (session ? recordOf(session) : { order }), id);
    const settled = { at: 'settled', outcome, since: env.elapsed(), opened, kept: null } as const;
    stage = settled;
    scope.close();
    guard.record(order, outcome, opened !== null, decided);
    const keeps = outcome.status === 'succeeded' && request.redirectsAfterSuccess && opened !== null && opened.cooldown === null;
    if (keeps) stage = { ...settled, kept: keepForRedirect(opened) };
    logOutcome(outcome);

    if (!keeps) {
      if (pageHidden) onReturn(clean);
      else clean();
    }

    listeners.state(settledState(id, outcome, isKept()));
    result.resolve(outcome);
  };

  const logOutcome = (outcome: PaymentOutcome): void => {
    const { status, retry, confirmedBy } = outcome;
    const code = outcome.status === 'error' ? outcome.error.code : undefined;
    const reason = outcome.status === 'abandoned' ? outcome.reason : undefined;
    log(code === undefined ? 'info' : 'warn', 'attempt.settled', { status, retry, confirmedBy, code, reason, ms: ms() });
  };

  // ── the page afterwards ────────────────────────────────────────────────────

  const isKept = (): boolean => stage.at === 'settled' && stage.kept !== null;

  /** Returns what ends it. */
  const keepForRedirect = ({ component }: Opened): (() => void) => {
    component.stopWatching();
    lock.keptForRedirect = unmount;
    // Back from paymentRedirectUrl must not show the old cashier.
    const stop = listen(env.window, 'pagehide', () => {
      onReturn(unmount);
    });
    releaseLock(lock, id, null);
    return stop;
  };

  const unmount = (): void => {
    dueOnReturn?.();
    const ended = now();
    if (ended.at !== 'settled' || !ended.kept) return;
    stage = { ...ended, kept: null };
    lock.keptForRedirect = null;
    // It cools from before the focus comes back: a listener of the page's may pay, and waits then.
    const cooling = deferred();
    releaseLock(lock, id, cooling.promise);
    ended.kept();
    clean();
    cooling.resolve();
    listeners.state(settledState(id, ended.outcome, false));
  };

  /**
   * What is to be cleaned when the buyer leaves is cleaned when the page is back: an iframe that goes away in `pagehide`, or later but
   * before the page is frozen, makes Chrome (156) evict it from the back/forward cache and drop what its listeners still had to do.
   * A page that goes is hidden right after `pagehide`; one that is not, stays.
   */
  const onReturn = (work: () => void): void => {
    openedIn(stage)?.component.stopWatching();
    const waiting = createScope();
    const run = (): void => {
      waiting.close();
      dueOnReturn = null;
      work();
    };
    // Capturing: the merchant's own pageshow finds a clean page.
    waiting.add(listen(env.window, 'pageshow', run, true));
    waiting.add(shownTimer(env, STILL_HERE, run, believesHidden));
    dueOnReturn = run;
  };

  const clean = (): void => {
    const opened = openedIn(stage);
    if (opened) close(opened);
    // Built for this attempt but never opened: its preload iframes would stay for 10 s.
    else if (gathered.instance) removeNodes(gathered.instance);
    releaseLock(lock, id, opened && opened.cooldown);
  };

  const close = (opened: Opened): void => {
    if (opened.cooldown) return;
    opened.cooldown = opened.component.close(ownView);
    log('debug', 'component.closing');
    void opened.cooldown.then(() => {
      log('debug', 'component.closed', { ms: ms() });
    });
  };

  return {
    id,
    order,
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
    paysWith: (session) => {
      const own = (openedIn(stage)?.session ?? gathered.session)?.session ?? request.session;
      return own !== undefined && dataOf(own) === dataOf(session);
    },
    start: () => {
      try {
        begin();
      } catch (thrown) {
        fail(thrown);
      }
    },
    end,
    unmount,
  };
}
