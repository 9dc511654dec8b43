/** What a run of the model is made of: a merchant's configuration and a list of things that happen, as plain data that fast-check can shrink. */
import * as fc from 'fast-check';
import type { Say } from './server';

/** What the server may say besides: a success of another payment, and one in an answer that says the call itself failed. */
export type ServerSay = Say | 'foreign' | 'refused';
export type SessionMood = 'now' | 'slow' | 'fails' | 'refuses' | 'broken';
export type LoadMood = 'now' | 'slow' | 'fails';
/** How createComponent behaves. */
export type SdkMood = 'well' | 'throws' | 'stuck' | 'delayed' | 'query-held' | 'fails-at-once' | 'constructor-throws' | 'unmount-throws';

/** What a listener or a callback of the merchant's does, once, in the middle of the library's work. */
export interface Reflex {
  readonly on: 'opening' | 'open' | 'confirming' | 'settled' | 'event' | 'result-event' | 'createPaymentSession' | 'inquiryPayment';
  readonly does: 'unmount' | 'dispose' | 'pay' | 'pay-b' | 'resume' | 'navigate' | 'throw';
}

export interface Config {
  readonly inquiry: boolean;
  readonly stays: boolean;
  readonly leave: 'auto' | 'manual' | 'always';
  readonly storage: 'none' | 'memory' | 'throwing' | 'full';
  readonly applePay: boolean;
  readonly version: '1.47.2' | '1.12.0';
  readonly prepare: 'manual' | 'idle' | 'script';
  readonly expiry: 'hour' | 'short' | 'past' | 'none';
  /** Sessions without a paymentRequestId, as Antom's own answer is; only without inquiry. */
  readonly anonymous: boolean;
  readonly bodyStyle: '' | 'overflow: scroll' | 'color: red; overflow: clip !important';
  /** A second controller on the page. */
  readonly second: 'none' | 'alike' | 'other-locale';
  readonly reflex: Reflex | null;
  /** What the page has done to the language's built-ins: a name of HOSTILE_PAGES. */
  readonly page: string;
  /** What the browser says for good, though it is not so. */
  readonly hints: 'true' | 'hidden' | 'offline' | 'both';
  /** How the buyer leaves in the end. */
  readonly ending: 'unmount' | 'close' | 'dispose' | 'abandon';
}

export type Order = 'a' | 'b';
/** The first controller of the page or its second. */
type Who = 0 | 1;

export type Action =
  | {
      readonly do: 'pay';
      readonly who?: Who;
      readonly order?: Order;
      readonly force?: true;
      readonly session?: 'fresh' | 'again';
      readonly signal?: 'own' | 'aborted';
      readonly twice?: true;
      readonly stays?: boolean;
    }
  /** pay() until the cashier has launched. */
  | { readonly do: 'open'; readonly who?: Who; readonly order?: Order; readonly force?: true }
  | { readonly do: 'prepare'; readonly who?: Who; readonly order?: Order; readonly session?: true }
  | {
      readonly do: 'resume';
      readonly who?: Who;
      readonly order?: Order;
      readonly id?: 'first' | 'last' | 'elsewhere';
      readonly signal?: 'own' | 'aborted';
    }
  | { readonly do: 'unmount' | 'remount'; readonly who?: Who }
  | {
      readonly do:
        | 'abort'
        | 'launch'
        | 'answer-query'
        | 'fail-query'
        | 'cross'
        | 'leave-dialog'
        | 'app-opened'
        | 'app-missing'
        | 'call-app'
        | 'vanish'
        | 'not-json';
    }
  | { readonly do: 'say' | 'stray' | 'sheet' | 'old-instance'; readonly code: string; readonly result?: string }
  | { readonly do: 'error'; readonly code: string }
  | { readonly do: 'declare'; readonly code: string }
  | { readonly do: 'close'; readonly declared?: string }
  | { readonly do: 'redirect'; readonly how: 'desktop' | 'new-tab' | 'with-errors' }
  | { readonly do: 'server'; readonly say: ServerSay }
  | { readonly do: 'answer'; readonly say: ServerSay; readonly which: 'oldest' | 'newest' }
  | { readonly do: 'sessions'; readonly mood: SessionMood }
  | { readonly do: 'session-answer'; readonly mood: Exclude<SessionMood, 'slow'> }
  | { readonly do: 'loads'; readonly mood: LoadMood }
  | { readonly do: 'load-answer'; readonly mood: Exclude<LoadMood, 'slow'> }
  | { readonly do: 'sdk'; readonly mood: SdkMood }
  /** Another page of this browser has paid an order, or begun to: it has written so into the storage that both share. */
  | { readonly do: 'elsewhere'; readonly order: Order; readonly what: 'paid' | 'begun' }
  | { readonly do: 'navigate'; readonly to: '/cart' | '/other' | '/cart#/step' | '/cart?x=1' }
  | { readonly do: 'hide' | 'show' | 'offline' | 'online' | 'focus' | 'pageshow' }
  | { readonly do: 'pagehide'; readonly persisted: boolean }
  | { readonly do: 'reload'; readonly query?: 'last' | 'elsewhere' }
  | { readonly do: 'pass'; readonly ms: number };

/** `gap`: what runs before the next step; nothing, so that both are in one task, a microtask, or all that is due. */
export type Step = Action & { readonly gap?: 'none' | 'microtask' };

export interface Scenario {
  readonly config: Config;
  readonly steps: readonly Step[];
}

/** Not those whose promises answer later: the oracle counts in promise jobs. */
const PAGES = [
  'nothing special',
  'nothing special',
  'nothing special',
  'Prototype.js 1.6',
  'every method of Array.prototype broken',
  'Array.prototype extended',
  'Object.prototype extended',
  'JSON.stringify replaced',
  'timers that hand over how late they are',
];

const CODES = [
  'SDK_PAYMENT_SUCCESSFUL',
  'SDK_PAYMENT_PROCESSING',
  'SDK_PAYMENT_ERROR',
  'SDK_PAYMENT_FAIL',
  'SDK_PAYMENT_CANCEL',
  'SDK_END_OF_LOADING',
  'SDK_CALL_URL_SUCCESS',
  'SDK_LAUNCH_PAYMENT_APP_ERROR',
  'SDK_REDIRECT',
  'SDK_PAYMENT_RETRY',
  'SDK_INTERNAL_ERROR',
  'SDK_CREATECOMPONENT_ERROR',
  'SDK_PAYMENT_SUCCESSFUL_',
  'sdk_payment_successful',
  'constructor',
  '',
];
/** What comes by onError. */
const FAILURES = ['SDK_CREATECOMPONENT_ERROR', 'SDK_INTERNAL_ERROR', 'SOMETHING_ELSE'];
const RESULTS = ['RISK_REJECT', 'ORDER_IS_CLOSED', 'UNKNOWN_EXCEPTION', 'PAYMENT_IN_PROCESS', 'SUCCESS'];
const SAYS: readonly ServerSay[] = [
  'SUCCESS',
  'FAIL',
  'CANCELLED',
  'PROCESSING',
  'PENDING',
  'ORDER_NOT_EXIST',
  'down',
  'throws',
  'unknown',
  'silent',
  'foreign',
  'refused',
];
const ANSWERS = SAYS.filter((say) => say !== 'silent' && say !== 'throws');

const from = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
/** Members other than `needed` are mostly missing, which is what they shrink to: the plain case has to come often enough to come twice. */
const act = (what: string, members: Record<string, fc.Arbitrary<unknown>> = {}, needed: readonly string[] = []): fc.Arbitrary<Action> => {
  const model: Record<string, fc.Arbitrary<unknown>> = { do: fc.constant(what) };
  Object.entries(members).forEach(([name, member]) => {
    model[name] = needed.includes(name)
      ? member
      : fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: member });
  });
  return fc
    .record(model, { noNullPrototype: true })
    .map((found) => Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as unknown as Action);
};

const who = from<Who>(0, 0, 0, 1);
const order = from<Order>('a', 'b');
const yes = fc.constant(true);
const code = fc.oneof({ weight: 3, arbitrary: from(...CODES.slice(0, 5)) }, { weight: 1, arbitrary: from(...CODES) });
const spoken = { code, result: from(...RESULTS) };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 14, arbitrary: act('open', { who, order, force: fc.constant(true) }) },
  {
    weight: 12,
    arbitrary: act('pay', {
      who,
      order,
      force: yes,
      session: from('fresh', 'again'),
      signal: from('own', 'own', 'aborted'),
      twice: yes,
      stays: fc.boolean(),
    }),
  },
  {
    weight: 16,
    arbitrary: act('pass', { ms: from(1, 30, 100, 300, 360, 1_000, 1_500, 3_100, 6_500, 8_100, 10_000, 20_500, 31_000) }, ['ms']),
  },
  { weight: 12, arbitrary: act('say', spoken, ['code']) },
  { weight: 4, arbitrary: act('launch') },
  { weight: 3, arbitrary: act('prepare', { who, order, session: yes }) },
  { weight: 6, arbitrary: act('resume', { who, order, id: from('first', 'last', 'elsewhere'), signal: from('own', 'aborted') }) },
  { weight: 4, arbitrary: act('unmount', { who }) },
  { weight: 2, arbitrary: act('remount', { who }) },
  { weight: 2, arbitrary: act('abort') },
  {
    weight: 2,
    arbitrary: from(
      'answer-query',
      'fail-query',
      'cross',
      'leave-dialog',
      'app-opened',
      'app-missing',
      'call-app',
      'vanish',
      'not-json',
    ).chain((what) => act(what)),
  },
  { weight: 2, arbitrary: act('vanish') },
  { weight: 2, arbitrary: from('stray', 'sheet', 'old-instance').chain((what) => act(what, spoken, ['code'])) },
  { weight: 2, arbitrary: act('sheet', spoken, ['code']) },
  { weight: 1, arbitrary: act('error', { code: from(...FAILURES) }, ['code']) },
  { weight: 1, arbitrary: act('declare', { code }, ['code']) },
  { weight: 6, arbitrary: act('close', { declared: code }) },
  { weight: 4, arbitrary: act('redirect', { how: from('desktop', 'new-tab', 'with-errors') }, ['how']) },
  { weight: 10, arbitrary: act('server', { say: from(...SAYS) }, ['say']) },
  { weight: 5, arbitrary: act('answer', { say: from(...ANSWERS), which: from('oldest', 'newest') }, ['say', 'which']) },
  { weight: 3, arbitrary: act('sessions', { mood: from('now', 'slow', 'fails', 'refuses', 'broken') }, ['mood']) },
  { weight: 2, arbitrary: act('session-answer', { mood: from('now', 'fails', 'refuses', 'broken') }, ['mood']) },
  { weight: 1, arbitrary: act('loads', { mood: from('now', 'slow', 'fails') }, ['mood']) },
  { weight: 1, arbitrary: act('load-answer', { mood: from('now', 'fails') }, ['mood']) },
  {
    weight: 3,
    arbitrary: act(
      'sdk',
      { mood: from('well', 'well', 'throws', 'stuck', 'delayed', 'query-held', 'fails-at-once', 'constructor-throws', 'unmount-throws') },
      ['mood'],
    ),
  },
  { weight: 2, arbitrary: act('elsewhere', { order, what: from('paid', 'begun', 'begun') }, ['order', 'what']) },
  { weight: 3, arbitrary: act('navigate', { to: from('/cart', '/other', '/cart#/step', '/cart?x=1') }, ['to']) },
  { weight: 4, arbitrary: from('hide', 'show', 'offline', 'online', 'focus', 'pageshow').chain((what) => act(what)) },
  { weight: 3, arbitrary: act('pagehide', { persisted: fc.boolean() }, ['persisted']) },
  { weight: 4, arbitrary: act('reload', { query: from('last', 'elsewhere') }) },
);

const step: fc.Arbitrary<Step> = fc
  .tuple(action, fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: from('none', 'microtask') }))
  .map(([what, gap]) => (gap === undefined ? what : { ...what, gap })) as fc.Arbitrary<Step>;

const reflex: fc.Arbitrary<Reflex> = fc.record({
  on: from('opening', 'open', 'confirming', 'settled', 'event', 'result-event', 'createPaymentSession', 'inquiryPayment'),
  does: from('unmount', 'dispose', 'pay', 'pay-b', 'resume', 'navigate', 'throw'),
});

const config: fc.Arbitrary<Config> = fc.record({
  inquiry: from(true, true, false),
  stays: fc.boolean(),
  leave: from('auto', 'auto', 'manual', 'always'),
  storage: from('memory', 'memory', 'none', 'throwing', 'full'),
  applePay: from(false, false, false, false, true),
  version: from('1.47.2', '1.47.2', '1.12.0'),
  prepare: from('manual', 'manual', 'idle', 'script'),
  expiry: from('hour', 'hour', 'short', 'past', 'none'),
  anonymous: from(false, false, false, true),
  bodyStyle: from('', 'overflow: scroll', 'color: red; overflow: clip !important'),
  second: from('none', 'none', 'none', 'alike', 'other-locale'),
  reflex: fc.option(reflex, { freq: 2 }).map((value) => value ?? null),
  page: from(...PAGES),
  hints: from('true', 'true', 'true', 'true', 'hidden', 'offline', 'both'),
  ending: from('unmount', 'close', 'dispose', 'abandon'),
});

export const scenario: fc.Arbitrary<Scenario> = fc.record({ config, steps: fc.array(step, { minLength: 2, maxLength: 30, size: 'max' }) });
