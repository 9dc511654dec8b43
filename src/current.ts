/**
 * What one controller has under way, an attempt or a resume(), and the state that it shows.
 */
import { admit } from './admission';
import { createAttempt, type Attempt } from './attempt/attempt';
import type { AttemptContext } from './attempt/context';
import { pendingPayment, resumePayment, type Resumption } from './confirmation/resume';
import type { Emitter } from './core/emitter';
import { CheckoutError, isCheckoutError } from './core/errors';
import { describeThrown, redact, type Log } from './core/log';
import { componentParameters, type ResolvedPay } from './options';
import { errorOutcome, UNKNOWN } from './outcome/decide';
import { orderOf } from './outcome/order';
import { identified, settledState } from './outcome/outcome';
import { isLockFree, lockedError } from './page/lock';
import { isGuessed, type PendingRecord } from './payments/records';
import { removeNodes } from './sdk/instance';
import type {
  AbandonReason,
  CheckoutEvent,
  CheckoutState,
  PaymentOutcome,
  ResumeOptions,
  SdkEvent,
  SubmitData,
  SubmitResult,
} from './types';

const IDLE: CheckoutState = Object.freeze({ phase: 'idle', busy: false, canPay: true, cashierVisible: false });
const DISPOSED: CheckoutState = Object.freeze({ phase: 'disposed', busy: false, canPay: false, cashierVisible: false });

export interface Current {
  readonly state: () => CheckoutState;
  /** An attempt is open. */
  readonly isPaying: () => boolean;
  /** A form in the page that a press of the page's button submits. */
  readonly isForm: (order?: unknown) => boolean;
  /** Never rejects. */
  readonly submit: (data: SubmitData) => Promise<SubmitResult>;
  /** Never rejects. */
  readonly validate: () => Promise<boolean>;
  /** @param open the services, as long as the controller may be used. @throws CheckoutError */
  readonly pay: (id: string, request: ResolvedPay, open: () => AttemptContext) => Promise<PaymentOutcome>;
  /** Null when nothing is pending. @throws CheckoutError */
  readonly resume: (id: string, request: ResumeOptions, open: () => AttemptContext) => Promise<PaymentOutcome | null>;
  /** An outcome without an attempt. While another attempt or a resume() is under way, `state` goes on showing that one. */
  readonly refuse: (id: string, thrown: unknown, order: string) => PaymentOutcome;
  /** Ends what is under way, and takes what is left of it off the page. */
  readonly leave: (reason: AbandonReason) => void;
  /** The last state; nothing follows. */
  readonly dispose: () => void;
}

/** @param services null where there is no browser */
export function createCurrent(
  services: AttemptContext | null,
  log: Log,
  states: Emitter<undefined>,
  events: Emitter<CheckoutEvent>,
): Current {
  let snapshot: CheckoutState = IDLE;
  let attempt: Attempt | null = null;
  let resumption: Resumption | null = null;
  /** The attempt before, until the next one has begun: each that held its own would keep all of them. */
  let previous: Attempt | null = null;
  /** dispose() has begun: what is refused from now on is not shown. */
  let disposed = false;

  // Functions, not comparisons: every call of the merchant's code may have moved on, which the compiler cannot know.
  const isPaying = (): boolean => attempt?.outcome === null;
  const resumes = (one: Resumption): boolean => resumption === one;

  const setState = (state: CheckoutState): void => {
    if (snapshot.phase === 'disposed') return;
    snapshot = Object.freeze(state);
    states.emit(undefined);
  };

  /** An outcome without an attempt of its own, unless there is something to go on showing. */
  const show = (outcome: PaymentOutcome): void => {
    const isShown = snapshot.phase === 'settled' && snapshot.outcome === outcome;
    if (!isShown && !isPaying() && !attempt?.isKeptForRedirect && !resumption && !disposed)
      setState(settledState(outcome.attemptId, outcome, false));
  };

  const start = (context: AttemptContext, id: string, request: ResolvedPay, open: () => AttemptContext): Promise<PaymentOutcome> => {
    const { env } = context;
    const before = attempt;
    previous = before;
    const params = componentParameters(request.component);
    const stays = params['notRedirectAfterComplete'] ?? undefined;
    const started = createAttempt(
      context,
      {
        id,
        container: request.container,
        order: request.order ?? '',
        session: request.session,
        signal: request.signal,
        force: request.force,
        params,
        redirectsAfterSuccess: stays === undefined ? stays : stays !== true,
        clear: () => {
          previous?.unmount();
          previous = null;
        },
      },
      {
        state: (state) => {
          if (attempt === started) setState(state);
        },
        event: (event: SdkEvent) => {
          log('info', 'sdk.event', { type: event.type, code: redact(event.code), paymentResultCode: event.paymentResultCode }, id);
          events.emit(Object.freeze({ ...event, attemptId: id, at: env.now() }));
        },
      },
    );
    if (before?.outcome === null) {
      // One that ends before it begins takes the place of nothing.
      if (request.signal?.aborted) {
        started.start();
        return started.result;
      }
      before.end('replaced');
      // A listener of that end has begun another payment.
      if (attempt !== before) throw lockedError();
      // Or has disposed of the controller.
      open();
    }
    attempt = started;
    started.start();
    return started.result;
  };

  const startResume = (
    { env, inquire, cadence, guard, lock, confirmations }: AttemptContext,
    record: PendingRecord,
    id: string,
    signal: AbortSignal | undefined,
  ): Promise<PaymentOutcome> => {
    const before = attempt;
    // A payment that began since, or whose cashier is still there, has its own state.
    const state = (next: CheckoutState): void => {
      if (attempt === before && !before?.isKeptForRedirect) setState(next);
    };
    if (!inquire || record.paymentRequestId === '') {
      const outcome = identified(UNKNOWN, isGuessed(record) ? { ...record, order: '' } : record, id);
      state(settledState(id, outcome, false));
      return Promise.resolve(outcome);
    }
    const ended = ({ status, retry }: PaymentOutcome): void => {
      resumption = null;
      log('info', 'resume.settled', { status, retry }, id);
    };
    const started = resumePayment(record, id, { env, inquire, cadence, guard, lock, confirmations, signal, state, ended });
    resumption = started;
    // So that a pay() meanwhile or afterwards knows of it too. The merchant's storage may end it, as it is written to.
    guard.noted(record, false);
    if (signal?.aborted) started.conclude();
    if (resumes(started))
      state({
        phase: 'confirming',
        attemptId: id,
        ...orderOf(record.order),
        surface: 'popup',
        busy: true,
        canPay: false,
        cashierVisible: false,
      });
    return started.result;
  };

  return {
    state: () => snapshot,
    isPaying,
    // What is without an order may be any.
    isForm: (order) => attempt !== null && attempt.isForm && (!order || attempt.order === '' || order === attempt.order),
    submit: (data) => attempt?.submit(data) ?? Promise.resolve({ result: 'not-ready' }),
    validate: () => attempt?.validate() ?? Promise.resolve(false),
    pay: (id, request, open) => {
      const admission = admit(open(), attempt, request);
      // The merchant's storage may have disposed of the controller, as it was read.
      const context = open();
      switch (admission.kind) {
        case 'join':
          return admission.result;
        case 'paid':
          log('info', 'pay.already-paid', {}, admission.outcome.attemptId);
          show(admission.outcome);
          return Promise.resolve(admission.outcome);
        case 'start':
          return start(context, id, request, open);
      }
    },
    resume: (id, request, open) => {
      const { env, guard } = open();
      if (attempt && attempt.outcome === null) return attempt.result;
      if (resumption) return resumption.result;
      const payment = pendingPayment(env, guard, request, id);
      // By the merchant's storage, as it was read.
      const context = open();
      return payment ? startResume(context, payment, id, request.signal) : Promise.resolve(null);
    },
    refuse: (id, thrown, order) => {
      const error = isCheckoutError(thrown)
        ? thrown
        : new CheckoutError('sdk-internal', `pay() failed: ${describeThrown(thrown)}`, { cause: thrown });
      const cache = services?.cache;
      const kept = cache?.peek(order);
      const sessionGood = cache !== undefined && kept !== null && kept !== undefined && cache.isGood(kept);
      const outcome = identified(errorOutcome(error, { submitted: false, sessionGood }), { order }, id);
      log('warn', 'pay.refused', { code: error.code }, id);
      show(outcome);
      return outcome;
    },
    leave: (reason) => {
      disposed ||= reason === 'disposed';
      resumption?.conclude();
      attempt?.end(reason);
      attempt?.unmount();
      const { instances, lock } = services ?? {};
      if (instances?.instance && lock && isLockFree(lock)) removeNodes(instances.instance);
    },
    dispose: () => {
      setState(DISPOSED);
    },
  };
}
