/**
 * The storm itself, in a process of its own: a page of jsdom's, the controller as it is published, and the scripted SDK of the unit tests.
 * Prints one line of JSON. bench/storm.ts starts it.
 */
import { JSDOM } from 'jsdom';
import type { CheckoutController, CheckoutEvent, PaymentOutcome } from '../../src/index.ts';
import { createFakeSdk, type FakeCashier } from '../../src/testing/sdk/ams-checkout.ts';
import { makeSession, makeSessionData } from '../../test/support/sessions.ts';

/** As published, not the sources. */
const library = (await import(new URL('../../dist/index.js', import.meta.url).href)) as typeof import('../../src/index.ts');

const EVENTS = 10_000;
const ROUNDS = 11;
const WARM_UP = 3;

/** What the cashier's frame posts to the SDK, which parses it and hands it on. */
interface Message {
  readonly code: string;
  readonly serial: number;
}

/** Events that end no payment, one that no version knows among them. */
const HARMLESS = [
  'SDK_START_OF_LOADING',
  'SDK_END_OF_LOADING',
  'SDK_PAYMENT_RETRY',
  'SDK_PAYMENT_AUTHORIZATION_SUCCESSFUL',
  'SDK_PAYMENT_CHALLENGE',
  'SDK_PAYMENT_APPROVE',
  'SDK_PAYMENT_WARN',
  'SDK_PAYMENT_SHIPPINGCHANGE',
  'SDK_FORM_VERIFICATION_FAILED',
  'SDK_DUPLICATE_SUBMISSION_BEHAVIOR',
  'SDK_SUBMIT_NETWORK_ERROR',
  'SDK_PAYMENT_CLICK_BACK_TO_MERCHANT',
  'SDK_INTERNAL_ERROR',
  'SDK_NOT_YET_INVENTED',
];
/** Events that contradict one another: the first one decides, the others must not. */
const RESULTS = [
  'SDK_PAYMENT_FAIL',
  'SDK_PAYMENT_SUCCESSFUL',
  'SDK_PAYMENT_PROCESSING',
  'SDK_PAYMENT_ERROR',
  'SDK_PAYMENT_CANCEL',
  'SDK_CALL_URL_SUCCESS',
];

const textOf = (code: string, serial: number): string =>
  JSON.stringify({
    code,
    message: '',
    result: { paymentResultCode: 'RISK_REJECT', paymentResultMessage: 'The payment was refused.' },
    serial,
  });
const stormOf = (codeAt: (serial: number) => string): string[] =>
  Array.from({ length: EVENTS }, (_, serial) => textOf(codeAt(serial), serial));
const oneOf = (codes: readonly string[], serial: number): string => codes[serial % codes.length] ?? '';

const harmless = stormOf((serial) => oneOf(HARMLESS, serial));
const contradicting = stormOf((serial) => oneOf([...HARMLESS, ...RESULTS], serial));
/** Half-way the first result. */
const deciding = stormOf((serial) => oneOf(serial < EVENTS / 2 ? HARMLESS : [...RESULTS, ...HARMLESS], serial));

const parse = (text: string): Message => JSON.parse(text) as Message;

// ── The page ─────────────────────────────────────────────────────────────────

const { window } = new JSDOM('<!doctype html><button id="pay">Pay</button>', { url: 'https://shop.example/cart', pretendToBeVisual: true });
Object.assign(globalThis, { window, document: window.document });

interface Payment {
  readonly cashier: FakeCashier;
  readonly checkout: CheckoutController;
  readonly result: Promise<PaymentOutcome>;
  /** What the merchant's listener heard; emptied by whoever reads it. */
  heard: CheckoutEvent[];
  /** How often the merchant was told of a new state. */
  states: number;
}

const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

async function openPayment(): Promise<Payment> {
  const sdk = createFakeSdk();
  const checkout = new library.CheckoutController({
    environment: 'sandbox',
    sdk: library.fromModule(() => Promise.resolve(sdk.module)),
    createPaymentSession: () => Promise.resolve(makeSession({ paymentSessionData: makeSessionData() })),
    prepare: 'manual',
    storage: 'none',
  });
  const created = new Promise<void>((resolve) => {
    sdk.duringCreate = () => {
      resolve();
    };
  });
  const opened = new Promise<void>((resolve) => {
    const stop = checkout.subscribe(() => {
      if (checkout.state.phase !== 'open') return;
      stop();
      resolve();
    });
  });
  const result = checkout.pay();
  await created;
  // The scripted SDK builds its UI in promise jobs.
  await nextTask();
  const cashier = sdk.cashier();
  cashier.launch();
  await opened;
  const payment: Payment = { cashier, checkout, result, heard: [], states: 0 };
  checkout.on((event) => {
    payment.heard.push(event);
  });
  checkout.subscribe(() => {
    payment.states += 1;
  });
  return payment;
}

// ── Proof ────────────────────────────────────────────────────────────────────

/**
 * How many events were told, each once, as it was sent and in its turn.
 * @throws where that does not hold for all of them
 */
function prove(sent: readonly Message[], heard: readonly CheckoutEvent[], during: string): number {
  const wrong = sent.findIndex((raw, i) => heard[i]?.raw !== raw || heard[i].code !== raw.code);
  if (wrong >= 0 || heard.length !== sent.length) {
    const at = wrong < 0 ? sent.length : wrong;
    throw new Error(
      `${during}: of ${String(sent.length)} events ${String(heard.length)} were told, and the first that differs is number ${String(at)}: ` +
        `sent ${JSON.stringify(sent[at])}, told ${JSON.stringify(heard[at]?.raw)}`,
    );
  }
  const attempts = new Set(heard.map(({ attemptId }) => attemptId)).size;
  if (attempts !== 1) throw new Error(`${during}: the events name ${String(attempts)} attempts`);
  return heard.length;
}

function proveStates(payment: Payment, expected: number, during: string): void {
  if (payment.states !== expected)
    throw new Error(`${during}: the merchant was told of ${String(payment.states)} new states, not ${String(expected)}`);
}

// ── Time ─────────────────────────────────────────────────────────────────────

const clean = (): void => {
  (globalThis as { gc?: () => void }).gc?.();
};
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** µs per event that `run` takes. */
function time(run: () => void): number {
  clean();
  const start = performance.now();
  run();
  return rounded(((performance.now() - start) * 1000) / EVENTS);
}

export interface Proof {
  readonly sent: number;
  /** Each once, as it was sent and in its turn. */
  readonly told: number;
}

export interface Cost extends Proof {
  /** µs per event, round by round. */
  readonly raw: readonly number[];
  readonly ours: readonly number[];
  /** Medians. */
  readonly rawMedian: number;
  readonly oursMedian: number;
  /** The median of each round's quotient. */
  readonly ratio: number;
}

/**
 * The same messages, parsed as the SDK parses them, once straight to a merchant's callback and once through the controller to a
 * merchant's listener; turn by turn, so that both meet the same weather. Each round is proved.
 */
function weigh(texts: readonly string[], send: (raw: Message) => void, payment: Payment, during: string): Cost {
  const raw: number[] = [];
  const ours: number[] = [];
  let total = 0;
  let told = 0;
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const direct: Message[] = [];
    const callback = (message: Message): void => {
      direct.push(message);
    };
    const rawTime = time(() => {
      for (const text of texts) callback(parse(text));
    });

    const sent: Message[] = [];
    payment.heard = [];
    payment.states = 0;
    const oursTime = time(() => {
      for (const text of texts) {
        const message = parse(text);
        sent.push(message);
        send(message);
      }
    });
    total += sent.length;
    told += prove(sent, payment.heard, during);
    proveStates(payment, 0, during);
    if (round >= WARM_UP) {
      raw.push(rawTime);
      ours.push(oursTime);
    }
  }
  return {
    sent: total,
    told,
    raw,
    ours,
    rawMedian: median(raw),
    oursMedian: median(ours),
    ratio: rounded(median(ours.map((value, i) => value / (raw[i] ?? NaN)))),
  };
}

// ── The storms ───────────────────────────────────────────────────────────────

async function whileOpen(): Promise<Cost> {
  const payment = await openPayment();
  const cost = weigh(
    harmless,
    (raw) => {
      payment.cashier.post(raw);
    },
    payment,
    'while the cashier is open',
  );
  if (payment.checkout.state.phase !== 'open') throw new Error('events that end no payment ended it');
  await end(payment);
  return cost;
}

/** The SDK still has to jump to the merchant's page, so its component stays. */
async function afterSuccess(): Promise<Cost> {
  const payment = await openPayment();
  payment.cashier.emit('SDK_PAYMENT_SUCCESSFUL');
  const { status } = await payment.result;
  if (status !== 'succeeded') throw new Error(`the payment ended as ${status}`);
  const cost = weigh(
    contradicting,
    (raw) => {
      payment.cashier.instance.emit(raw);
    },
    payment,
    'after a success',
  );
  await proveOutcome(payment, 'succeeded');
  await end(payment);
  return cost;
}

/** The component is being taken off the page. */
async function afterFailure(): Promise<Cost> {
  const payment = await openPayment();
  payment.cashier.emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'RISK_REJECT' } });
  await payment.result;
  const cost = weigh(
    contradicting,
    (raw) => {
      payment.cashier.instance.emit(raw);
    },
    payment,
    'after a failure',
  );
  await proveOutcome(payment, 'failed');
  await end(payment);
  return cost;
}

/** Proof only: a task for each event, as when messages come from the cashier's frame, and the payment's end in their midst. */
async function acrossTheEnd(): Promise<Proof> {
  const payment = await openPayment();
  const sent: Message[] = [];
  for (const text of deciding) {
    const message = parse(text);
    sent.push(message);
    payment.cashier.instance.emit(message);
    await nextTask();
  }
  const told = prove(sent, payment.heard, 'around the end of a payment');
  proveStates(payment, 1, 'around the end of a payment');
  await proveOutcome(payment, 'failed');
  await end(payment);
  return { sent: sent.length, told };
}

async function proveOutcome({ checkout, result }: Payment, expected: string): Promise<void> {
  const { state } = checkout;
  const outcome = await result;
  if (outcome.status !== expected || state.phase !== 'settled' || state.outcome !== outcome) {
    throw new Error(`the outcome is ${outcome.status} where the first result said ${expected}, and the state is ${state.phase}`);
  }
}

async function end({ checkout, result }: Payment): Promise<void> {
  checkout.dispose();
  await result;
}

export interface StormReport {
  readonly open: Cost;
  readonly success: Cost;
  readonly failure: Cost;
  readonly across: Proof;
}

const report: StormReport = {
  open: await whileOpen(),
  success: await afterSuccess(),
  failure: await afterFailure(),
  across: await acrossTheEnd(),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
// The scripted SDK and the controller still have timers.
process.exit(0);
