/**
 * Plays a scenario against the real controller and the scripted SDK, and watches from outside: an oracle of its own, which reads the
 * contract and none of the library's code, notes everything that breaks a rule.
 */
import { vi } from 'vitest';
import type { CheckoutController } from '../../src/controller';
import type {
  CheckoutEvent,
  CheckoutState,
  InquiryContext,
  PaymentInquiry,
  PaymentOutcome,
  PaymentSession,
  PayOptions,
  SessionContext,
  StorageLike,
} from '../../src/types';
import {
  createFakeSdk,
  LOAD_TIMEOUT,
  NOT_JSON,
  type FakeCashier,
  type FakeInstance,
  type FakeSdk,
  APPLE_PAY,
} from '../../src/testing/sdk/ams-checkout';
import { libraryIn, type Library } from './hostile';
import type { Action, Config, LoadMood, Order, Reflex, Scenario, SdkMood, ServerSay, SessionMood, Step } from './model-actions';
import { freshPage, listenersLeft, watchSignal } from './model-page';
import { inquiryOf, memoryStorage, setOnline, writeElsewhere } from './server';
import { makeSessionData } from './sessions';
import { flush, jobs, pagehide, pageshow, pass, sdkNodes, setVisibility, uniqueSession } from './shop';

type PayAction = Omit<Extract<Action, { do: 'pay' }>, 'do' | 'order' | 'who'> & { readonly order?: string };
type ResumeAction = Omit<Extract<Action, { do: 'resume' }>, 'do' | 'who'>;

/** One call of pay() or resume(). */
interface Call {
  readonly name: string;
  readonly kind: 'pay' | 'resume';
  readonly seller: Seller;
  readonly order: string;
  readonly force: boolean;
  readonly given: boolean;
  readonly at: number;
  promise: Promise<PaymentOutcome | null> | null;
  settled: boolean;
  outcome: PaymentOutcome | null;
  text: string;
}

/** What `state` has shown under one attemptId. */
interface Attempt {
  readonly id: string;
  readonly call: Call;
  component: Component | null;
  settled: PaymentOutcome | null;
  /** What the SDK's first deciding word makes of it. */
  expected: Word | null;
  /** The server is being asked about it, so that the SDK's words decide nothing any more. */
  asking: boolean;
}

/** The table of the contract, rows of result codes: `poll` and `close` say how the server is asked. */
interface Word {
  readonly status: PaymentOutcome['status'];
  readonly mode: 'poll' | 'close' | 'never';
}

interface Component {
  readonly instance: FakeInstance;
  readonly attempt: Attempt;
  readonly session: Made;
  state: 'pending' | 'resolved' | 'rejected';
  /** In the task of an onClose; whether a result code has come in it. */
  closing: { decided: boolean } | null;
  redirecting: boolean;
  closed: boolean;
  /** Apple Pay: the sheet has reported. */
  answered: boolean;
  told: string[];
}

interface Made {
  readonly order: string;
  readonly id: string;
  readonly session: PaymentSession;
  readonly at: number;
  readonly lifetime: number;
}

interface Ask {
  readonly seller: Seller;
  readonly context: InquiryContext;
  readonly poll: boolean;
  done: boolean;
  readonly resolve: (answer: unknown) => void;
}
interface SessionAsk {
  readonly seller: Seller;
  readonly order: string;
  readonly context: SessionContext;
  done: boolean;
  readonly settle: (mood: SessionMood) => void;
}

/** A controller and what was seen of it. */
interface Seller {
  readonly name: string;
  readonly checkout: CheckoutController;
  readonly calls: Call[];
  readonly running: Call[];
  state: CheckoutState;
  reflex: Reflex | null;
  loads: ((mood: LoadMood) => void)[];
}

/** The last payment of an order whose createComponent was called. */
interface Last {
  readonly id: string;
  decided: boolean;
  final: boolean;
}

/** One page load. */
interface Visit {
  readonly sdk: FakeSdk;
  readonly sellers: Seller[];
  readonly components: Component[];
  readonly attempts: Map<string, Attempt>;
  readonly raws: Map<unknown, Component>;
  dead: boolean;
  /** It has gone away, and has not come back. */
  gone: boolean;
  /** When the SDK's UI was last taken off the page. */
  lastClosed: number;
  lastSettled: number;
  dirtySince: number;
}

const RANK: Readonly<Record<string, number>> = {
  idle: 0,
  preparing: 1,
  'creating-session': 2,
  opening: 3,
  open: 4,
  confirming: 5,
  settled: 6,
  disposed: 7,
};
const CONTAINER = 'ams-component-container';
const SAME_TASK_CODES: Readonly<Record<string, Word>> = {
  SDK_PAYMENT_SUCCESSFUL: { status: 'succeeded', mode: 'poll' },
  SDK_PAYMENT_PROCESSING: { status: 'processing', mode: 'poll' },
  SDK_PAYMENT_ERROR: { status: 'unknown', mode: 'poll' },
  SDK_PAYMENT_CANCEL: { status: 'cancelled', mode: 'close' },
};
const SETUP = [
  'SDK_INTERNAL_ERROR',
  'SDK_CREATECOMPONENT_ERROR',
  'SDK_CREATEPAYMENT_PARAMETER_ERROR',
  'SDK_INIT_PARAMETER_ERROR',
  'SDK_CREATE_COMPONENT_ERROR',
];

export async function play({ config, steps }: Scenario): Promise<void> {
  vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') });
  const world = createWorld(config);
  try {
    for (const step of steps) await world.take(step);
    await world.end();
  } finally {
    world.close();
    vi.restoreAllMocks();
    Reflect.deleteProperty(document, 'visibilityState');
    Reflect.deleteProperty(document, 'hasFocus');
    vi.useRealTimers();
  }
}

const libraries = new Map<string, Library>();

/** One for all lives on such a page. */
function libraryOf(page: string): Library {
  const library = libraries.get(page) ?? libraryIn(page);
  libraries.set(page, library);
  return library;
}

interface World {
  take(step: Step): Promise<void>;
  end(): Promise<void>;
  close(): void;
}

function createWorld(config: Config): World {
  const journal: string[] = [];
  const broken: string[] = [];
  const storage = storageOf(config);
  const { CheckoutController, fromModule } = libraryOf(config.page);
  const made = new Map<unknown, Made>();
  /** Who confirmed the orders that were paid. */
  const paid = new Map<string, string | null>();
  /** Orders that another page has paid. */
  const paidElsewhere = new Set<string>();
  const lasts = new Map<string, Last>();
  /** Payments that the server has decided: their sessions are spent. */
  const spent = new Set<string>();
  /** Every word of the server's that reached somebody who waited, by payment. */
  const words = new Map<string, ServerSay[]>();
  const asks: Ask[] = [];
  const sessionAsks: SessionAsk[] = [];
  const ids: string[] = [];
  let serverSays: ServerSay = 'PROCESSING';
  let sessionMood: SessionMood = 'now';
  let loadMood: LoadMood = 'now';
  let sdkMood: SdkMood = 'well';
  let unmountThrew = false;
  let aborter: AbortController | null = null;
  let called = 0;
  let sellers = 0;
  /** Of other pages. */
  let payments = 0;
  const begun = Date.now();
  const liesHidden = config.hints === 'hidden' || config.hints === 'both';
  const liesOffline = config.hints === 'offline' || config.hints === 'both';
  let visit: Visit;

  const note = (text: string): void => {
    journal.push(`${String(Date.now() - begun).padStart(8)}  ${text}`);
  };
  const wrong = (rule: string): void => {
    note(`✗ ${rule}`);
    broken.push(rule);
  };
  const must = (holds: boolean, rule: string): void => {
    if (!holds) wrong(rule);
  };

  // ── the merchant's server ──────────────────────────────────────────────────

  const newSession = (order: string): PaymentSession => {
    const expiry = { hour: 3_600_000, short: 40_000, past: -60_000, none: null }[config.expiry];
    const base = config.applePay
      ? uniqueSession({ paymentSessionData: applePayData(made.size, APPLE_PAY[config.version]) })
      : uniqueSession();
    const session: PaymentSession = {
      ...base,
      paymentSessionExpiryTime: expiry === null ? undefined : new Date(Date.now() + expiry).toISOString(),
      paymentRequestId: config.anonymous && !config.inquiry ? undefined : base.paymentRequestId,
    };
    const id = session.paymentRequestId ?? session.paymentSessionData;
    made.set(session.paymentSessionData, {
      order,
      id,
      session,
      at: Date.now(),
      lifetime: expiry === null ? 3_600_000 : expiry < 0 ? 0 : Math.min(expiry, 3_600_000),
    });
    return session;
  };

  const createPaymentSession = (seller: Seller, context: SessionContext): Promise<PaymentSession> => {
    const order = own(context, 'order') ?? '';
    note(`${seller.name} createPaymentSession(${order}), the server ${sessionMood}`);
    must(
      !sessionAsks.some((ask) => ask.seller === seller && ask.order === order && !ask.done && !ask.context.signal.aborted),
      'c: two session requests of one order at once',
    );
    return new Promise((resolve, reject) => {
      const ask: SessionAsk = {
        seller,
        order,
        context,
        done: false,
        settle: (mood) => {
          ask.done = true;
          switch (mood) {
            case 'fails':
              reject(new Error('503'));
              break;
            case 'refuses':
              resolve({ result: { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL' } } as unknown as PaymentSession);
              break;
            case 'broken':
              resolve({ paymentSessionData: 'A&&B&&C' });
              break;
            default:
              resolve(newSession(order));
          }
        },
      };
      sessionAsks.push(ask);
      try {
        react(seller, 'createPaymentSession');
      } catch (thrown) {
        ask.done = true;
        throw thrown;
      }
      if (sessionMood !== 'slow') ask.settle(sessionMood);
    });
  };

  const inquiryPayment = (seller: Seller, context: InquiryContext): Promise<PaymentInquiry> => {
    const about = context.paymentRequestId;
    note(`${seller.name} inquiryPayment(${about}), the server says ${serverSays}`);
    const open = asks.filter((ask) => ask.seller === seller && !ask.done && !ask.context.signal.aborted);
    // A resume() and a pay() of two payments ask side by side: each of them one at a time.
    const sideBySide =
      seller.calls.some(({ kind, settled }) => kind === 'resume' && !settled) &&
      open.length === 1 &&
      open[0]?.context.paymentRequestId !== about;
    must(open.length === 0 || sideBySide, 'c: two inquiries of one controller at once');
    const own = visit.components.find(
      ({ attempt, session }) => attempt.call.seller === seller && attempt.settled === null && session.id === about,
    );
    return new Promise((resolve) => {
      const poll = own !== undefined && (own.attempt.expected ? own.attempt.expected.mode === 'poll' : own.redirecting);
      const ask: Ask = {
        seller,
        context,
        poll,
        done: false,
        resolve: (answer) => {
          resolve(answer as PaymentInquiry);
        },
      };
      asks.push(ask);
      const say = serverSays;
      try {
        react(seller, 'inquiryPayment');
        if (say === 'throws') throw new Error('inquiryPayment threw');
      } catch (thrown) {
        ask.done = true;
        throw thrown;
      }
      if (say !== 'silent') answer(ask, say);
    });
  };

  const answer = (ask: Ask, say: ServerSay): void => {
    if (ask.done) return;
    ask.done = true;
    const heard = !ask.context.signal.aborted && !visit.dead;
    const about = ask.context.paymentRequestId;
    note(`the server answers ${about}: ${say}${heard ? '' : ', which nobody waits for'}`);
    if (heard) {
      words.set(about, (words.get(about) ?? []).concat(say));
      const final = say === 'SUCCESS' || say === 'FAIL' || say === 'CANCELLED';
      if (final) spent.add(about);
      // While a result is awaited, ORDER_NOT_EXIST is only early.
      if (final || (say === 'ORDER_NOT_EXIST' && !ask.poll))
        lasts.forEach((last) => {
          if (last.id === about) last.decided = true;
        });
    }
    switch (say) {
      case 'foreign':
        ask.resolve({ ...inquiryOf('SUCCESS'), paymentRequestId: 'somebody-else' });
        break;
      case 'refused':
        ask.resolve({ result: { resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' }, paymentStatus: 'SUCCESS' });
        break;
      case 'down':
        ask.resolve(Promise.reject(new Error('the server is down')));
        break;
      case 'silent':
      case 'throws':
        break;
      default:
        ask.resolve(inquiryOf(say));
    }
  };
  const hasSaid = (id: string | undefined, ...says: ServerSay[]): boolean =>
    (words.get(id ?? '') ?? []).some((word) => says.includes(word));

  // ── the SDK, watched ───────────────────────────────────────────────────────

  const watchSdk = (here: () => Visit): FakeSdk => {
    const sdk = createFakeSdk(config.version);
    const Base = sdk.module.AMSCashierPayment;
    class Watched extends Base {
      constructor(options: Record<string, unknown>) {
        const self: { instance: FakeInstance | null } = { instance: null };
        const wrap = (name: string, channel: 'event' | 'error' | 'close'): unknown => {
          const callback = options[name] as (raw: unknown) => void;
          return (raw: unknown) => {
            if (self.instance) hear(here(), self.instance, channel, raw);
            callback(raw);
          };
        };
        must(
          ![...here().attempts.values()].some(({ component, settled }) => component && !settled),
          'c: an instance is built while an attempt is open',
        );
        super({
          ...options,
          onEventCallback: wrap('onEventCallback', 'event'),
          onError: wrap('onError', 'error'),
          onClose: wrap('onClose', 'close'),
        });
        self.instance = this;
      }

      override createComponent(params: Readonly<Record<string, unknown>>): unknown {
        if (here().dead) return new Promise(() => undefined);
        const component = onCreate(here(), this, params);
        const settle = (state: Component['state']) => (): void => {
          if (!component) return;
          component.state = state;
          if (state === 'rejected') expect_(component, { status: 'error', mode: 'never' });
        };
        try {
          const work = super.createComponent(params) as Promise<unknown>;
          work.then(settle('resolved'), settle('rejected'));
          return work;
        } catch (thrown) {
          settle('rejected')();
          throw thrown;
        }
      }

      /** The fake's own, by which every close goes. */
      cleanContainer(atOnce: boolean): void {
        if (isUiThere()) here().lastClosed = Date.now();
        (Base.prototype as unknown as { cleanContainer(this: unknown, atOnce: boolean): void }).cleanContainer.call(this, atOnce);
      }
    }
    return Object.assign(sdk, { module: { AMSCashierPayment: Watched } });
  };

  const onCreate = (page: Visit, instance: FakeInstance, params: Readonly<Record<string, unknown>>): Component | null => {
    const session = made.get(params['sessionData']);
    const seller = page.sellers.find(({ state }) => state.phase === 'opening');
    const attempt = seller && hasAttempt(seller.state) ? page.attempts.get(seller.state.attemptId) : undefined;
    if (!session || !seller || !attempt) {
      wrong(`createComponent by nobody, or with a session that no server made`);
      return null;
    }
    const { call } = attempt;
    note(`${seller.name} createComponent(${session.id}) for ${call.name}`);
    page.components.forEach((other) => {
      must(other.state !== 'pending', 'c: createComponent while an earlier one has not settled');
      must(
        !config.applePay || other.answered || other.state === 'rejected',
        'c: createComponent while an Apple Pay sheet has not answered',
      );
    });
    must(!isUiThere(), 'c: createComponent while another cashier is on the page');
    must(Date.now() - page.lastClosed >= 350, 'c: createComponent less than 350 ms after the last cashier closed');
    must(attempt.component === null, 'c: createComponent twice in one attempt');
    must(session.order === call.order, `g: a session of order "${session.order}" pays for order "${call.order}"`);
    if (!call.given && session.at < call.at)
      must(session.lifetime - (call.at - session.at) >= 30_000, 'a kept session with less than 30 s left is opened');
    const key = keyOf(seller, call.order);
    must(call.order === '' || call.force || !paid.has(key), `p: order "${call.order}" is paid, and is paid again`);
    const last = lasts.get(key);
    if (last && !last.decided && !call.force) {
      must(last.id === session.id, `e: ${session.id} is opened while ${last.id} of the same order is undecided`);
      must(
        last.id !== session.id || !last.final,
        `e: ${session.id} is opened again after processing or unknown, with no word of the server's`,
      );
    }
    must(call.given || !spent.has(session.id), `e: ${session.id} is opened again after the server decided it`);
    lasts.set(key, { id: session.id, decided: false, final: false });
    if (session.session.paymentRequestId !== undefined) ids.push(session.session.paymentRequestId);
    const component: Component = {
      instance,
      attempt,
      session,
      state: 'pending',
      closing: null,
      redirecting: false,
      closed: false,
      answered: false,
      told: [],
    };
    attempt.component = component;
    page.components.push(component);
    return component;
  };

  /** Where storage works, all controllers and page loads know of one another. */
  const keyOf = (seller: Seller, order: string): string => `${config.storage === 'memory' ? '' : seller.name}:${order}`;

  const hear = (page: Visit, instance: FakeInstance, channel: 'event' | 'error' | 'close', raw: unknown): void => {
    if (page.dead) return;
    const component = page.components.filter((other) => other.instance === instance).pop();
    const code = (raw as { code?: string } | null)?.code ?? '';
    note(`the SDK says ${channel === 'close' ? 'onClose' : `${code} (${channel})`}`);
    if (!component) return;
    if (typeof raw === 'object' && raw !== null) page.raws.set(raw, component);
    if (channel === 'close') {
      component.closed = true;
      if (component.closing) return;
      const closing = { decided: false };
      component.closing = closing;
      void Promise.resolve().then(() => {
        component.closing = null;
        if (!closing.decided) expect_(component, { status: 'cancelled', mode: 'close' });
      });
      return;
    }
    component.told.push(code);
    if (channel === 'error') {
      if (component.state === 'pending' && raw !== NOT_JSON && !isBenign(raw)) expect_(component, { status: 'error', mode: 'never' });
      return;
    }
    if (code === 'SDK_CALL_URL_SUCCESS' || code === 'SDK_REDIRECT') component.redirecting = true;
    if (SETUP.includes(code)) {
      if (component.state === 'pending' && !component.closing) expect_(component, { status: 'error', mode: 'never' });
      return;
    }
    const word = wordOf(code, raw);
    if (!word) return;
    component.answered = true;
    if (component.closing) component.closing.decided = true;
    const untrusted = word.status === 'succeeded' && (config.applePay || component.closing !== null);
    expect_(component, untrusted ? { status: 'processing', mode: 'poll' } : word);
  };

  /** The first deciding word counts. */
  const expect_ = ({ attempt }: Component, word: Word): void => {
    if (attempt.settled === null && attempt.expected === null && !attempt.asking) attempt.expected = word;
  };

  // ── the merchant's page ────────────────────────────────────────────────────

  const newSeller = (): Seller => {
    sellers += 1;
    const page = visit;
    const nth = page.sellers.length;
    const shared = storage;
    const store: StorageLike | 'none' =
      shared === 'none'
        ? 'none'
        : {
            getItem: (key) => (page.dead ? null : shared.getItem(key)),
            setItem: (key, value) => {
              if (!page.dead) shared.setItem(key, value);
            },
            removeItem: (key) => {
              if (!page.dead) shared.removeItem(key);
            },
          };
    const loads: Seller['loads'] = [];
    const load = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const settle = (mood: LoadMood): void => {
          if (mood === 'fails') reject(new Error('404'));
          else resolve(page.sdk.module);
        };
        if (loadMood === 'slow') loads.push(settle);
        else settle(loadMood);
      });
    const checkout: CheckoutController = new CheckoutController({
      environment: 'sandbox',
      sdk: fromModule(load),
      createPaymentSession: (context) => createPaymentSession(seller, context),
      ...(config.inquiry ? { inquiryPayment: (context: InquiryContext) => inquiryPayment(seller, context) } : {}),
      notRedirectAfterComplete: config.stays,
      leave: config.leave === 'always' ? () => true : config.leave,
      storage: store,
      prepare: config.prepare,
      locale: config.second === 'other-locale' && nth === 1 ? 'fr_FR' : 'en_US',
      polling: { interval: 2_000, slowAfter: 6_000, slowInterval: 5_000, timeout: 15_000 },
    });
    const seller: Seller = {
      name: `shop${String(sellers)}`,
      checkout,
      calls: [],
      running: [],
      state: checkout.state,
      reflex: config.reflex,
      loads,
    };
    checkout.subscribe(() => {
      onState(page, seller, checkout.state);
    });
    checkout.on((event) => {
      onEvent(page, seller, event);
    });
    return seller;
  };

  const onState = (page: Visit, seller: Seller, next: CheckoutState): void => {
    if (page.dead) return;
    const before = seller.state;
    seller.state = next;
    note(
      `${seller.name} ${next.phase}${hasAttempt(next) ? ` ${next.attemptId.split('-')[1] ?? ''}` : ''}${next.phase === 'settled' ? `: ${show(next.outcome)}${next.cashierVisible ? ', the cashier stays' : ''}` : ''}`,
    );
    must(Object.isFrozen(next), 'f: a state is not frozen');
    const { busy, canPay, cashierVisible, phase } = next;
    const flags = `${String(busy)} ${String(canPay)} ${String(cashierVisible)}`;
    const right: Readonly<Record<string, readonly string[]>> = {
      idle: ['false true false'],
      preparing: ['true false false'],
      'creating-session': ['true false false'],
      opening: ['true false true'],
      open: ['true false true'],
      confirming: ['true false true', 'true false false'],
      settled: ['false true true', 'false true false'],
      disposed: ['false false false'],
    };
    must(right[phase]?.includes(flags) === true, `f: ${phase} with busy, canPay, cashierVisible ${flags}`);
    if (hasAttempt(next) && !page.attempts.has(next.attemptId)) {
      const call = seller.running[seller.running.length - 1];
      if (!call) wrong(`f: attempt ${next.attemptId} without a call`);
      else page.attempts.set(next.attemptId, { id: next.attemptId, call, component: null, settled: null, expected: null, asking: false });
    }
    const attempt = hasAttempt(next) ? page.attempts.get(next.attemptId) : undefined;
    if (attempt && phase === 'confirming') attempt.asking = attempt.component !== null;
    must(isLegal(page, before, next), `f: from ${before.phase} to ${phase}`);
    if (next.phase === 'settled') onSettled(page, seller, next.attemptId, next.outcome);
    react(seller, phase);
  };

  const isLegal = (page: Visit, before: CheckoutState, next: CheckoutState): boolean => {
    if (before.phase === 'disposed' || next.phase === 'idle') return false;
    if (next.phase === 'disposed' || before.phase === 'idle') return true;
    const attempt = page.attempts.get(before.attemptId);
    if (before.attemptId !== next.attemptId) return before.phase === 'settled' || attempt?.call.kind === 'resume';
    // The question about an earlier payment comes first.
    if (before.phase === 'confirming' && attempt?.component === null) return true;
    // The buyer closes the cashier of a success that is still being confirmed.
    if (before.phase === 'confirming' && next.phase === 'confirming') return before.cashierVisible && !next.cashierVisible;
    if (before.phase === 'settled' && next.phase === 'settled')
      return before.cashierVisible && !next.cashierVisible && before.outcome === next.outcome;
    return (RANK[next.phase] ?? 0) > (RANK[before.phase] ?? 0);
  };

  const onSettled = (page: Visit, seller: Seller, id: string, outcome: PaymentOutcome): void => {
    const attempt = page.attempts.get(id);
    if (!attempt) return;
    const order = own(outcome, 'order');
    const key = keyOf(seller, order ?? '');
    // The answer of a paid order, from whichever page it was paid on: it names no payment.
    if (
      order !== undefined &&
      outcome.status === 'succeeded' &&
      own(outcome, 'paymentRequestId') === undefined &&
      paid.get(key) === outcome.confirmedBy &&
      // A cashier that is open when the page comes back from the back/forward cache ends with it too.
      (attempt.component === null || paidElsewhere.has(key))
    ) {
      attempt.settled ??= outcome;
      return;
    }
    if (order !== undefined && outcome.status === 'succeeded') paid.set(key, outcome.confirmedBy);
    if (attempt.settled) {
      must(attempt.settled === outcome, 'a: an outcome has changed');
      return;
    }
    attempt.settled = outcome;
    page.lastSettled = Date.now();
    must(outcome.attemptId === id, "f: the state of a settled attempt has another's outcome");
    must(Object.isFrozen(outcome), 'a: an outcome is not frozen');
    justify(attempt, outcome);
    const { component, call } = attempt;
    if (!component) return;
    const last = lasts.get(keyOf(seller, call.order));
    if (last?.id !== component.session.id) return;
    if (!config.inquiry && ['succeeded', 'failed', 'cancelled'].includes(outcome.status)) last.decided = true;
    if (outcome.status === 'processing' || outcome.status === 'unknown') last.final = true;
    if (outcome.status === 'succeeded') spent.add(component.session.id);
  };

  /** Whether what was heard allows this outcome. */
  const justify = (attempt: Attempt, outcome: PaymentOutcome): void => {
    const { component, expected, call } = attempt;
    const says = `${show(outcome)} after ${expected?.status ?? 'no word'} of the SDK's`;
    const id = own(outcome, 'paymentRequestId');
    const byServer = outcome.confirmedBy === 'server';
    if (byServer) must(config.inquiry, `b: ${says}, confirmed by a server that cannot be asked`);
    if (component) must(id === component.session.session.paymentRequestId, `b: ${says} is about another payment`);
    switch (outcome.status) {
      case 'succeeded':
        must(byServer === config.inquiry, `b: succeeded by ${outcome.confirmedBy}`);
        must(byServer ? hasSaid(id, 'SUCCESS') : expected?.status === 'succeeded', `b: ${says}`);
        break;
      case 'failed':
        must(byServer ? hasSaid(id, 'FAIL', 'CANCELLED') : expected?.status === 'failed', `b: ${says}`);
        break;
      case 'cancelled':
        must(
          byServer
            ? hasSaid(id, 'CANCELLED') || (hasSaid(id, 'ORDER_NOT_EXIST') && !component)
            : expected?.status === 'cancelled' || component?.closed === true,
          `b: ${says}`,
        );
        break;
      case 'processing':
        must(
          expected?.status === 'processing' ||
            (config.inquiry && (expected?.status === 'succeeded' || hasSaid(id, 'PENDING') || !component || component.redirecting)),
          `b: ${says}`,
        );
        break;
      case 'unknown':
        must(expected?.status === 'unknown' || (!component && (config.inquiry || call.kind === 'resume')), `b: ${says}`);
        break;
      case 'redirected':
        must(component?.redirecting === true && !expected, `b: ${says}`);
        break;
      case 'abandoned':
        must(!expected, `b: ${says}`);
        must((outcome.retry === 'after-confirmation') === (component !== null), `retry: ${says}`);
        break;
      case 'error':
        must(!expected || expected.status === 'error', `b: ${says}`);
        if (component) must(outcome.retry === 'after-confirmation', `retry: ${says}`);
        break;
    }
    const told = expected?.status;
    if (told === 'failed')
      must(outcome.status === 'failed' || byServer || (outcome.status === 'processing' && hasSaid(id, 'PENDING')), `b: ${says}`);
    if (told === 'cancelled')
      must(outcome.status === 'cancelled' || byServer || (outcome.status === 'processing' && hasSaid(id, 'PENDING')), `b: ${says}`);
    if (told === 'succeeded' || told === 'processing')
      must(byServer || outcome.status === (config.inquiry ? 'processing' : told), `b: ${says}`);
    if (told === 'unknown') must(byServer || outcome.status === 'unknown', `b: ${says}`);
    if (told === 'error') must(outcome.status === 'error', `b: ${says}`);
  };

  const onEvent = (page: Visit, seller: Seller, event: CheckoutEvent): void => {
    if (page.dead) return;
    must(seller.state.phase !== 'disposed', 'h: an event after dispose()');
    const attempt = page.attempts.get(event.attemptId);
    must(
      attempt !== undefined && attempt.component !== null && attempt.call.seller === seller,
      `h: ${event.type} of an attempt that has no component`,
    );
    const component = page.raws.get(event.raw);
    if (component) must(component.attempt.id === event.attemptId, `h: ${event.type} of another attempt`);
    react(seller, 'event');
    if (wordOf(event.code, event.raw)) react(seller, 'result-event');
  };

  const react = (seller: Seller, on: string): void => {
    const { reflex } = seller;
    if (reflex?.on !== on) return;
    seller.reflex = null;
    note(`${seller.name}: a listener of ${on} does ${reflex.does}`);
    switch (reflex.does) {
      case 'unmount':
        seller.checkout.unmount();
        break;
      // May be inside of dispose() already.
      case 'dispose':
        seller.checkout.dispose();
        break;
      case 'pay':
        pay(seller, { order: 'a' });
        break;
      case 'pay-b':
        pay(seller, { order: 'b' });
        break;
      case 'resume':
        resume(seller, {});
        break;
      case 'navigate':
        history.pushState(null, '', '/elsewhere');
        break;
      case 'throw':
        throw new Error('a listener threw');
    }
  };

  const dispose = (seller: Seller): void => {
    seller.checkout.dispose();
    must(seller.checkout.state.phase === 'disposed', 'f: disposed of, but the phase is another');
  };

  const begin = (
    seller: Seller,
    kind: Call['kind'],
    order: string,
    force: boolean,
    given: boolean,
    run: () => Promise<PaymentOutcome | null>,
  ): Call => {
    called += 1;
    const call: Call = {
      name: `${kind}#${String(called)}`,
      kind,
      seller,
      order,
      force,
      given,
      at: Date.now(),
      promise: null,
      settled: false,
      outcome: null,
      text: '',
    };
    note(`${seller.name} ${call.name}(${order})${force ? ' force' : ''}${given ? ' with a session' : ''}`);
    const page = visit;
    const wasPaid = kind === 'pay' && order !== '' && !force && paid.has(keyOf(seller, order));
    seller.running.push(call);
    seller.calls.push(call);
    try {
      call.promise = run();
    } catch (thrown) {
      wrong(`a: ${kind}() threw ${String(thrown)}`);
      call.settled = true;
    }
    seller.running.pop();
    call.promise?.then(
      (outcome) => {
        if (page.dead) return;
        note(`${call.name} → ${outcome ? show(outcome) : 'null'}`);
        must(!call.settled, 'a: a call has settled twice');
        call.settled = true;
        call.outcome = outcome;
        call.text = outcome ? textOf(outcome) : '';
        if (outcome === null) must(kind === 'resume', 'a: pay() gave null');
        else if (kind === 'resume' && outcome.status === 'succeeded' && own(outcome, 'order') !== undefined)
          // Told by the promise alone where a pay() is under way.
          paid.set(keyOf(seller, own(outcome, 'order') ?? ''), outcome.confirmedBy);
        else if (wasPaid) {
          must(
            outcome.status === 'succeeded' || outcome.status === 'error' || joined(call),
            `p: pay() of a paid order gave ${show(outcome)}`,
          );
        } else {
          must(Object.isFrozen(outcome), 'a: an outcome is not frozen');
          const attempt = page.attempts.get(outcome.attemptId);
          if (attempt?.settled) must(attempt.settled === outcome, 'f: the state had another outcome than the promise');
        }
      },
      (thrown: unknown) => {
        wrong(`a: ${kind}() rejected with ${String(thrown)}`);
        call.settled = true;
      },
    );
    return call;
  };

  /** It got the promise of an earlier call. */
  const joined = (call: Call): boolean => {
    const { calls } = call.seller;
    return calls.slice(0, calls.indexOf(call)).some(({ promise }) => promise !== null && promise === call.promise);
  };

  const pay = (seller: Seller, { order, force, session, signal, stays, twice }: PayAction): void => {
    const mine = [...made.values()].filter((other) => other.order === (order ?? ''));
    const given = session === 'fresh' ? newSession(order ?? '') : session === 'again' ? mine[mine.length - 1]?.session : undefined;
    // Handed over once more after it was spent: the page's own doing, and no second paymentRequestId.
    if (session === 'again') spent.delete(mine[mine.length - 1]?.id ?? '');
    const options: PayOptions = { order, force, session: given, signal: signalOf(signal), notRedirectAfterComplete: stays };
    const first = begin(seller, 'pay', order ?? '', force === true, given !== undefined, () => seller.checkout.pay(options));
    if (twice !== true) return;
    const second = begin(seller, 'pay', order ?? '', force === true, given !== undefined, () => seller.checkout.pay(options));
    if (seller.checkout.state.busy && page(seller)?.call === first)
      must(second.promise === first.promise, 'a: a second click got another promise');
  };
  const page = (seller: Seller): Attempt | undefined => (hasAttempt(seller.state) ? visit.attempts.get(seller.state.attemptId) : undefined);

  const resume = (seller: Seller, { order, id, signal }: ResumeAction): void => {
    const paymentRequestId =
      id === undefined ? undefined : id === 'elsewhere' ? 'paid-elsewhere' : id === 'first' ? ids[0] : ids[ids.length - 1];
    begin(seller, 'resume', order ?? '', false, false, () => seller.checkout.resume({ order, paymentRequestId, signal: signalOf(signal) }));
  };

  const signalOf = (signal: 'own' | 'aborted' | undefined): AbortSignal | undefined => {
    if (signal === undefined) return undefined;
    if (signal === 'aborted') return AbortSignal.abort();
    aborter = new AbortController();
    return watchSignal(aborter.signal);
  };

  // ── what happens ───────────────────────────────────────────────────────────

  const arrive = (url: string): void => {
    freshPage(url, config.bodyStyle);
    if (liesHidden) setVisibility('hidden');
    if (liesOffline) setOnline(false);
    const page: Visit = {
      sdk: watchSdk(() => page),
      sellers: [],
      components: [],
      attempts: new Map(),
      raws: new Map(),
      dead: false,
      gone: false,
      lastClosed: -Infinity,
      lastSettled: -Infinity,
      dirtySince: -1,
    };
    visit = page;
    page.sellers.push(newSeller());
    if (config.second !== 'none') page.sellers.push(newSeller());
    setMood(sdkMood);
  };

  const setMood = (mood: SdkMood): void => {
    sdkMood = mood;
    unmountThrew ||= mood === 'unmount-throws';
    const { sdk } = visit;
    sdk.createError = mood === 'throws' ? { code: 'SDK_CREATECOMPONENT_ERROR', message: 'thrown' } : undefined;
    sdk.stuck = mood === 'stuck';
    sdk.buildDelay = mood === 'delayed' ? 1_200 : 0;
    sdk.holdQuery = mood === 'query-held';
    sdk.duringCreate =
      mood === 'fails-at-once'
        ? (instance) => {
            instance.error(LOAD_TIMEOUT);
          }
        : null;
    sdk.constructorError = mood === 'constructor-throws' ? new DOMException('denied', 'SecurityError') : undefined;
    sdk.unmountError = mood === 'unmount-throws' ? new Error('unmount threw') : undefined;
  };

  const act = async (action: Action): Promise<void> => {
    const seller = visit.sellers['who' in action && action.who === 1 ? 1 : 0] ?? visit.sellers[0];
    if (!seller) return;
    const cashier: FakeCashier | undefined = visit.sdk.cashiers[visit.sdk.cashiers.length - 1];
    // Nobody clicks, and no frame speaks, where the SDK has no UI.
    const shown = isUiThere() ? cashier : undefined;
    switch (action.do) {
      case 'pay':
        pay(seller, action);
        break;
      case 'open':
        pay(seller, action);
        await flush();
        visit.sdk.cashiers[visit.sdk.cashiers.length - 1]?.launch();
        await flush();
        break;
      case 'prepare':
        seller.checkout.prepare({ order: action.order, session: action.session }).catch(() => undefined);
        break;
      case 'resume':
        resume(seller, action);
        break;
      case 'unmount':
        seller.checkout.unmount();
        break;
      case 'remount':
        dispose(seller);
        visit.sellers[visit.sellers.indexOf(seller)] = newSeller();
        break;
      case 'abort':
        aborter?.abort();
        break;
      case 'launch':
        cashier?.launch();
        break;
      case 'answer-query':
        cashier?.answerQuery();
        break;
      case 'fail-query':
        cashier?.failQuery();
        break;
      case 'cross':
        shown?.cross();
        break;
      case 'leave-dialog':
        shown?.leave();
        break;
      case 'app-opened':
        cashier?.appOpened();
        break;
      case 'app-missing':
        cashier?.appMissing();
        break;
      case 'call-app':
        shown?.callApp('app://pay');
        break;
      case 'vanish':
        if (isUiThere()) visit.lastClosed = Date.now();
        document.querySelectorAll('[id^="ams-component"]').forEach((node) => {
          node.remove();
        });
        break;
      case 'not-json':
        cashier?.instance.error({ ...NOT_JSON });
        break;
      case 'say':
        cashier?.post(spoken(action));
        break;
      case 'stray':
        cashier?.instance.emit(spoken(action));
        break;
      case 'sheet':
        if (config.applePay) cashier?.sheet(action.code, spoken(action));
        break;
      case 'old-instance':
        visit.sdk.instances[0]?.emit(spoken(action));
        break;
      case 'error':
        cashier?.instance.error({ code: action.code, message: 'said by onError' });
        break;
      case 'declare':
        cashier?.declare(action.code);
        break;
      case 'close':
        shown?.close(action.declared === undefined ? {} : { declared: action.declared });
        break;
      case 'redirect':
        shown?.redirect(
          action.how === 'new-tab'
            ? { target: '_blank' }
            : action.how === 'with-errors'
              ? { applinkUrl: 'https://app.example', schemeUrl: 'app://pay' }
              : {},
        );
        break;
      case 'server':
        serverSays = action.say;
        break;
      case 'answer': {
        const open = asks.filter(({ done }) => !done);
        const ask = action.which === 'oldest' ? open[0] : open[open.length - 1];
        if (ask) answer(ask, action.say);
        break;
      }
      case 'sessions':
        sessionMood = action.mood;
        break;
      case 'session-answer':
        sessionAsks.find(({ done }) => !done)?.settle(action.mood);
        break;
      case 'loads':
        loadMood = action.mood;
        break;
      case 'load-answer':
        seller.loads.shift()?.(action.mood);
        break;
      case 'sdk':
        setMood(action.mood);
        break;
      case 'elsewhere':
        elsewhere(action.order, action.what);
        break;
      case 'navigate':
        history.pushState(null, '', action.to);
        break;
      case 'hide':
      case 'show':
        if (!liesHidden) setVisibility(action.do === 'show' ? 'visible' : 'hidden');
        break;
      case 'offline':
      case 'online':
        if (!liesOffline) setOnline(action.do === 'online');
        break;
      case 'focus':
        window.dispatchEvent(new Event('focus'));
        break;
      case 'pagehide':
        visit.gone = true;
        pagehide(action.persisted);
        break;
      case 'pageshow':
        visit.gone = false;
        pageshow();
        break;
      case 'reload':
        await reload(action.query);
        break;
      case 'pass':
        await pass(action.ms);
        break;
    }
  };

  const elsewhere = (order: Order, what: 'paid' | 'begun'): void => {
    if (config.storage !== 'memory' || storage === 'none') return;
    payments += 1;
    const id = `elsewhere-${String(payments)}`;
    if (what === 'paid') {
      paidElsewhere.add(`:${order}`);
      paid.set(`:${order}`, 'server');
    } else lasts.set(`:${order}`, { id, decided: false, final: false });
    writeElsewhere(storage, order, what, id);
  };

  const reload = async (query: 'last' | 'elsewhere' | undefined): Promise<void> => {
    pagehide();
    visit.dead = true;
    aborter = null;
    await jobs();
    asks.forEach((ask) => {
      ask.done = true;
    });
    sessionAsks.forEach((ask) => {
      ask.done = true;
    });
    const id = query === 'elsewhere' ? 'paid-elsewhere' : ids[ids.length - 1];
    arrive(query === undefined || id === undefined ? '/cart' : `/result?paymentRequestId=${id}`);
  };

  /** What must hold whenever everything that is due has run. */
  const look = (): void => {
    visit.sellers.forEach((seller) => {
      must(seller.checkout.state === seller.state, 'f: the state changed without a word to its subscribers');
      const open = seller.calls.filter((call) => !call.settled && !joined(call));
      const paying = open.filter(({ kind }) => kind === 'pay');
      const { state } = seller;
      must(paying.length < 2, 'c: two attempts of one controller at once');
      if (paying[0]) must(state.busy && page(seller)?.call === paying[0], `f: ${state.phase} while ${paying[0].name} is under way`);
      else if (open.length === 0) must(!state.busy, `f: ${state.phase} while nothing is under way`);
      seller.calls.forEach(({ outcome, text }) => {
        if (outcome) must(textOf(outcome) === text, 'a: an outcome has changed');
      });
    });
    const visible = visit.sellers.some(({ state }) => state.cashierVisible);
    const dirty = isUiThere() || bodyStyle() !== config.bodyStyle;
    // What the buyer's leaving has left is cleaned once the page is back: sooner, it would cost the page its place in the back/forward cache.
    visit.gone &&= document.visibilityState === 'hidden';
    if (visible || !dirty || visit.gone || sdkMood === 'unmount-throws') visit.dirtySince = -1;
    else if (visit.dirtySince < 0) visit.dirtySince = Date.now();
    must(
      visit.dirtySince < 0 || Date.now() - visit.dirtySince < 400,
      `d: 400 ms after the end the page has ${sdkNodes().join() || 'another body style'}`,
    );
  };

  const check = (): void => {
    if (broken.length > 0) throw new Error(`${[...new Set(broken)].join('\n')}\n\n${journal.slice(-80).join('\n')}\n`);
  };

  const take = async (step: Step): Promise<void> => {
    note(`· ${JSON.stringify(step)}`);
    await act(step);
    if (step.gap === 'microtask') await Promise.resolve();
    else if (step.gap === undefined) {
      await flush();
      look();
    }
    check();
  };

  const end = async (): Promise<void> => {
    note('· the end');
    if (!liesHidden) setVisibility('visible');
    if (!liesOffline) setOnline(true);
    await flush();
    if (config.ending === 'abandon') await pass(3_700_000);
    // A reflex may begin one more payment, which has to end as well.
    const isOpen = (): boolean => visit.sellers.some(({ calls }) => calls.some(({ settled }) => !settled));
    for (let round = 0; round < 2 || (round < 5 && isOpen()); round += 1) {
      if (config.ending === 'unmount')
        visit.sellers.forEach(({ checkout }) => {
          checkout.unmount();
        });
      if (config.ending === 'dispose') visit.sellers.forEach(dispose);
      if (config.ending === 'close') {
        const { cashiers } = visit.sdk;
        if (config.applePay) cashiers[cashiers.length - 1]?.sheet('SDK_PAYMENT_CANCEL');
        else if (isUiThere()) cashiers[cashiers.length - 1]?.close();
      }
      await pass(config.ending === 'abandon' && round > 1 ? 3_700_000 : 130_000);
    }
    visit.sellers.forEach((seller) => {
      seller.calls.forEach((call) => {
        must(call.settled, `a: ${call.name} has never settled`);
      });
    });
    look();
    check();
    note('· everything is unmounted');
    visit.sellers.forEach((seller) => {
      seller.reflex = null;
    });
    visit.sellers.forEach(({ checkout }) => {
      checkout.unmount();
    });
    setMood('well');
    visit.sdk.cashiers.forEach((cashier) => {
      cashier.answerQuery();
    });
    if (config.applePay)
      visit.components.forEach(({ instance }) => {
        instance.emit({ code: 'SDK_PAYMENT_CANCEL' });
      });
    await pass(60_000);
    nothingLeft(
      'unmount()',
      sdkNodes().filter((node) => node !== 'script' && node !== 'ams-checkout-component'),
    );
    check();
    await payOnce();
    visit.sellers.forEach(dispose);
    await pass(60_000);
    visit.sdk.instances.forEach((instance) => {
      instance.emit({ code: 'SDK_PAYMENT_SUCCESSFUL' });
    });
    await pass(1_000);
    const blocked = visit.components.some(({ state }) => state === 'pending');
    nothingLeft('dispose()', blocked ? [] : sdkNodes());
    check();
  };

  const nothingLeft = (after: string, nodes: readonly string[]): void => {
    must(nodes.length === 0, `d: after ${after} the page has ${nodes.join()}`);
    must(bodyStyle() === config.bodyStyle, `d: after ${after} the body's style is "${bodyStyle()}"`);
    must(listenersLeft().length === 0, `d: after ${after} these listeners are left: ${listenersLeft().join()}`);
    const timers = vi.getTimerCount() - visit.sdk.timers;
    must(timers === 0, `d: after ${after} ${String(timers)} timers are left`);
  };

  /** Whatever has happened, the next buyer can pay; and once everything is prepared, within the click. */
  const payOnce = async (): Promise<void> => {
    // A createComponent that never settles blocks the page, which the contract says; an SDK whose unmount() threw blocks itself.
    if (unmountThrew || visit.components.some(({ state }) => state === 'pending')) return;
    note('· one more payment');
    serverSays = 'ORDER_NOT_EXIST';
    sessionMood = 'now';
    loadMood = 'now';
    visit.sellers.forEach((seller, i) => {
      if (seller.state.phase === 'disposed') visit.sellers[i] = newSeller();
    });
    visit.sellers.forEach((seller) => {
      seller.reflex = null;
    });
    const seller = visit.sellers[0];
    if (!seller) return;
    let failure: unknown = null;
    seller.checkout.prepare({ session: true, order: 'z' }).catch((thrown: unknown) => {
      failure = thrown;
    });
    await pass(1_000);
    must(failure === null, `prepare() failed: ${String(failure)}`);
    const before = visit.components.length;
    pay(seller, { order: 'z' });
    // A session that came already expired by the buyer's clock opens once, for whoever waits for it, and is not kept.
    must(
      config.expiry === 'past' || visit.components.length === before + 1,
      'a prepared pay() did not reach createComponent within the click',
    );
    await flush();
    const { sdk } = visit;
    if (sdk.cashiers.length > 0) sdk.cashier().launch();
    await flush();
    const { phase } = seller.checkout.state;
    must(phase === 'open', `the next payment is ${phase} instead of open`);
    if (phase !== 'open') return;
    if (config.applePay) sdk.cashier().sheet('SDK_PAYMENT_CANCEL');
    else sdk.cashier().close();
    await pass(1_000);
    const call = seller.calls[seller.calls.length - 1];
    must(call?.outcome?.status === 'cancelled', `the next payment, closed, is ${call?.outcome?.status ?? 'open'}`);
  };

  const close = (): void => {
    visit.dead = true;
    freshPage('/cart', '');
  };

  arrive('/cart');
  return { take, end, close };
}

/** Not what a page has put on Object.prototype. */
function hasAttempt(state: CheckoutState): state is Extract<CheckoutState, { attemptId: string }> {
  return Object.prototype.hasOwnProperty.call(state, 'attemptId');
}

/** Likewise. */
function own<Name extends string>(holder: Partial<Readonly<Record<Name, string | undefined>>>, name: Name): string | undefined {
  return Object.prototype.hasOwnProperty.call(holder, name) ? holder[name] : undefined;
}

function isUiThere(): boolean {
  return document.getElementById(CONTAINER) !== null;
}

/** Sessions are told apart by their data. */
function applePayData(n: number, paymentMethodType: string): string {
  return makeSessionData({
    extendInfo: `{"sheet":${String(n)}}`,
    paymentSessionConfig: { paymentMethodCategoryType: 'CARD' },
    paymentSessionFactor: { paymentMethodInfo: { paymentMethodType } },
  });
}

function bodyStyle(): string {
  return (document.body.getAttribute('style') ?? '').replace(/;$/, '');
}

function isBenign(raw: unknown): boolean {
  return (raw as { message?: unknown } | null)?.message === NOT_JSON.message;
}

/** The contract's rows for result codes. */
function wordOf(code: string, raw: unknown): Word | null {
  if (code !== 'SDK_PAYMENT_FAIL')
    return Object.prototype.hasOwnProperty.call(SAME_TASK_CODES, code) ? (SAME_TASK_CODES[code] ?? null) : null;
  const { result } = raw as { result?: { paymentResultCode?: string; result?: { paymentResultCode?: string } } };
  const resultCode = result?.paymentResultCode ?? result?.result?.paymentResultCode;
  const undecided = resultCode === undefined || resultCode === 'UNKNOWN_EXCEPTION' || resultCode === 'PAYMENT_IN_PROCESS';
  return undecided ? { status: 'unknown', mode: 'poll' } : { status: 'failed', mode: 'close' };
}

function spoken({ code, result }: { readonly code: string; readonly result?: string }): Record<string, unknown> {
  return { code, ...(result === undefined ? {} : { result: { paymentResultCode: result } }) };
}

function show(outcome: PaymentOutcome): string {
  const more = outcome.status === 'error' ? ` ${outcome.error.code}` : outcome.status === 'abandoned' ? ` ${outcome.reason}` : '';
  return `${outcome.status}${more}${outcome.confirmedBy === null ? '' : ` by ${outcome.confirmedBy}`} (${outcome.retry})`;
}

function textOf(outcome: PaymentOutcome): string {
  return JSON.stringify(outcome);
}

function storageOf({ storage }: Config): StorageLike | 'none' {
  const denied = (): never => {
    throw new DOMException('denied', 'SecurityError');
  };
  switch (storage) {
    case 'none':
      return 'none';
    case 'memory':
      return memoryStorage();
    case 'throwing':
      return { getItem: denied, setItem: denied, removeItem: denied };
    case 'full':
      return { getItem: () => null, setItem: denied, removeItem: () => undefined };
  }
}
