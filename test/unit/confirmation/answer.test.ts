/** The server's word: how it is read, and the decision table of claim × answers × deadline, generated. */
import { afterEach, describe, expect, it } from 'vitest';
import { decide, type Decision } from '../../../src/outcome/decide';
import type { Facts, Input } from '../../../src/outcome/input';
import { NO_ANSWER, readInquiry, type Answer } from '../../../src/confirmation/answer';
import { afterUnconfirmed, isEnough, planAfter, verdictOn, verdictOnReturn } from '../../../src/confirmation/resolve';
import { CheckoutError } from '../../../src/core/errors';
import { normalizeEvent } from '../../../src/events/normalize';
import type { PaymentOutcome } from '../../../src/types';
import { OPEN } from '../../support/facts';

const ID = 'request-1';

describe('an answer of the server', () => {
  it.each<[string, Answer['kind']]>([
    ['SUCCESS', 'success'],
    ['FAIL', 'fail'],
    ['CANCELLED', 'cancelled'],
    ['PROCESSING', 'processing'],
    ['PENDING', 'pending'],
  ])('with paymentStatus %s is %s, with or without result and paymentRequestId', (paymentStatus, kind) => {
    for (const raw of [
      { paymentStatus },
      { paymentStatus, result: { resultStatus: 'S' } },
      { paymentStatus, paymentRequestId: ID },
      { paymentStatus, paymentRequestId: ID, result: { resultStatus: 'S', resultCode: 'SUCCESS' }, extra: 1 },
      { paymentStatus, paymentRequestId: undefined, result: undefined },
    ]) {
      expect(readInquiry(raw, ID)).toEqual({ kind, inquiry: raw });
      expect((readInquiry(raw, ID) as { inquiry: unknown }).inquiry).toBe(raw);
    }
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a number', 1],
    ['true', true],
    ['a text', 'SUCCESS'],
    ['its own JSON', '{"paymentStatus":"SUCCESS"}'],
    ['an array', ['SUCCESS']],
    ['an array of answers', [{ paymentStatus: 'SUCCESS' }]],
    ['a function', Object.assign(() => undefined, { paymentStatus: 'SUCCESS' })],
    ['empty', {}],
    ['nested too deep', { payment: { paymentStatus: 'SUCCESS' } }],
    ['a symbol', Symbol('SUCCESS')],
    ['lower case', { paymentStatus: 'success' }],
    ['padded', { paymentStatus: ' SUCCESS' }],
    ['another word', { paymentStatus: 'SUCCEEDED' }],
    ['PAID', { paymentStatus: 'PAID' }],
    ['a status in an array', { paymentStatus: ['SUCCESS'] }],
    ['a status that says SUCCESS as text', { paymentStatus: { toString: () => 'SUCCESS' } }],
    ['a boxed status', { paymentStatus: Object('SUCCESS') as unknown }],
    ['true as status', { paymentStatus: true }],
    ['no status, result S', { result: { resultStatus: 'S', resultCode: 'SUCCESS' } }],
    ['a name of Object.prototype', { paymentStatus: 'toString' }],
    ['__proto__', { paymentStatus: '__proto__' }],
    ['result F', { result: { resultStatus: 'F' }, paymentStatus: 'SUCCESS' }],
    ['result U', { result: { resultStatus: 'U' }, paymentStatus: 'SUCCESS' }],
    ['a result of nobody knows what', { result: { resultStatus: 'X' }, paymentStatus: 'SUCCESS' }],
    ['a result without status', { result: {}, paymentStatus: 'SUCCESS' }],
    ['result as a text', { result: 'S', paymentStatus: 'SUCCESS' }],
    ['result null', { result: null, paymentStatus: 'SUCCESS' }],
    ['resultStatus s', { result: { resultStatus: 's' }, paymentStatus: 'SUCCESS' }],
    ['an inherited resultStatus', { result: Object.create({ resultStatus: 'S' }) as unknown, paymentStatus: 'SUCCESS' }],
    ["another payment's", { paymentRequestId: 'request-2', paymentStatus: 'SUCCESS' }],
    ['an id that is a number', { paymentRequestId: 1, paymentStatus: 'SUCCESS' }],
    ['an empty id', { paymentRequestId: '', paymentStatus: 'SUCCESS' }],
    ['our id in an array', { paymentRequestId: [ID], paymentStatus: 'SUCCESS' }],
    ["another payment's ORDER_NOT_EXIST", { paymentRequestId: 'request-2', result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' } }],
    ['inherited', Object.create({ paymentStatus: 'SUCCESS' })],
    [
      'a status whose getter throws',
      {
        get paymentStatus(): string {
          throw new Error('no');
        },
      },
    ],
    ['ORDER_NOT_EXIST as status', { paymentStatus: 'ORDER_NOT_EXIST' }],
    ['another failure', { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXISTS' } }],
    [
      'a function that says ORDER_NOT_EXIST',
      Object.assign(() => undefined, { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' } }),
    ],
  ])('that is %s is no answer', (_name, raw) => {
    expect(readInquiry(raw, ID)).toEqual(NO_ANSWER);
  });

  it('that is a revoked proxy is no answer', () => {
    const { proxy, revoke } = Proxy.revocable({ paymentStatus: 'SUCCESS' }, {});
    revoke();
    expect(readInquiry(proxy, ID)).toEqual(NO_ANSWER);
  });

  // CONTRACT "Asking the server": "It has answered only if `result` is absent or its `resultStatus` is `S`, and its `paymentRequestId` is absent or ours."
  it.each(['result', 'paymentRequestId'])('whose %s cannot be read is no success', (name) => {
    const raw: unknown = Object.defineProperty({ paymentStatus: 'SUCCESS' }, name, {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(readInquiry(raw, ID).kind).toBe('none');
  });

  it('ORDER_NOT_EXIST says that nothing was submitted, whatever else is there', () => {
    for (const raw of [
      { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' } },
      { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' }, paymentRequestId: ID },
      { result: { resultStatus: 'U', resultCode: 'ORDER_NOT_EXIST' }, paymentStatus: 'SUCCESS' },
    ])
      expect(readInquiry(raw, ID).kind).toBe('not-found');
  });

  describe('with a polluted Object.prototype', () => {
    const prototype = Object.prototype as Record<string, unknown>;
    afterEach(() => {
      for (const name of ['paymentStatus', 'resultStatus', 'paymentRequestId', 'resultCode']) Reflect.deleteProperty(prototype, name);
    });

    it('is no success', () => {
      Object.assign(prototype, { paymentStatus: 'SUCCESS', resultStatus: 'S', resultCode: 'ORDER_NOT_EXIST' });
      for (const raw of [{}, { result: {} }, [], { paymentRequestId: ID }]) expect(readInquiry(raw, ID).kind).toBe('none');
    });
  });
});

// ── The table ────────────────────────────────────────────────────────────────

const says = (code: string, resultCode?: string, untrusted = false): Input => ({
  type: 'event',
  untrusted,
  event: normalizeEvent({ code, ...(resultCode === undefined ? {} : { result: { paymentResultCode: resultCode } }) }),
});

/** CONTRACT "How an attempt ends", as a reader would copy it: which row, and what the outcome is when the server decides nothing. */
interface Row {
  readonly input: Input;
  readonly facts?: Partial<Facts>;
  readonly asks: 'poll' | 'as after a close';
  readonly undecided: PaymentOutcome['status'];
}

const CLAIMS: Record<string, Row> = {
  SDK_PAYMENT_SUCCESSFUL: { input: says('SDK_PAYMENT_SUCCESSFUL'), asks: 'poll', undecided: 'processing' },
  'SDK_PAYMENT_SUCCESSFUL of Apple Pay': {
    input: says('SDK_PAYMENT_SUCCESSFUL'),
    facts: { provisional: true },
    asks: 'poll',
    undecided: 'processing',
  },
  'SDK_PAYMENT_SUCCESSFUL at a close': { input: says('SDK_PAYMENT_SUCCESSFUL', undefined, true), asks: 'poll', undecided: 'processing' },
  SDK_PAYMENT_PROCESSING: { input: says('SDK_PAYMENT_PROCESSING'), asks: 'poll', undecided: 'processing' },
  SDK_PAYMENT_ERROR: { input: says('SDK_PAYMENT_ERROR'), asks: 'poll', undecided: 'unknown' },
  'SDK_PAYMENT_FAIL without a code': { input: says('SDK_PAYMENT_FAIL'), asks: 'poll', undecided: 'unknown' },
  'a redirect that the page outlived': {
    input: { type: 'redirect-stayed' },
    facts: { redirecting: true },
    asks: 'poll',
    undecided: 'processing',
  },
  SDK_PAYMENT_CANCEL: { input: says('SDK_PAYMENT_CANCEL'), asks: 'as after a close', undecided: 'cancelled' },
  'SDK_PAYMENT_CANCEL, session gone': {
    input: says('SDK_PAYMENT_CANCEL'),
    facts: { sessionGood: false },
    asks: 'as after a close',
    undecided: 'cancelled',
  },
  onClose: { input: { type: 'closed' }, asks: 'as after a close', undecided: 'cancelled' },
  'launch errors': {
    input: { type: 'launch-failed', failure: { code: 'SDK_CALL_URL_ERROR', message: '' } },
    asks: 'as after a close',
    undecided: 'error',
  },
  'a vanished cashier': { input: { type: 'vanished' }, asks: 'as after a close', undecided: 'error' },
  'an expired session': { input: { type: 'session-expired' }, asks: 'as after a close', undecided: 'error' },
  'a component that the SDK gave up': {
    input: { type: 'broken', failure: { code: 'SDK_INTERNAL_ERROR', message: '' } },
    asks: 'as after a close',
    undecided: 'error',
  },
  'a form that the page took away': {
    input: { type: 'slot-removed' },
    facts: { inline: true },
    asks: 'as after a close',
    undecided: 'error',
  },
  'a form that the page moved': { input: { type: 'slot-moved' }, facts: { inline: true }, asks: 'as after a close', undecided: 'error' },
};
for (const code of ['PAYMENT_IN_PROCESS', 'UNKNOWN_EXCEPTION', 'SYSTEM_ERROR', 'SUBMIT_PAYMENT_TIMEOUT', 'PAYMENT_RESULT_TIMEOUT']) {
  CLAIMS[`SDK_PAYMENT_FAIL with ${code}`] = { input: says('SDK_PAYMENT_FAIL', code), asks: 'poll', undecided: 'unknown' };
}
for (const code of ['RISK_REJECT', 'ORDER_IS_CLOSED', 'ORDER_NOT_EXIST', 'NOBODY_KNOWS', 'toString']) {
  CLAIMS[`SDK_PAYMENT_FAIL with ${code}`] = { input: says('SDK_PAYMENT_FAIL', code), asks: 'as after a close', undecided: 'failed' };
}

const ok = (paymentStatus: string): unknown => ({ result: { resultStatus: 'S' }, paymentStatus, paymentResultCode: 'X' });
const SERVER: Record<string, unknown> = {
  SUCCESS: ok('SUCCESS'),
  FAIL: ok('FAIL'),
  CANCELLED: ok('CANCELLED'),
  PROCESSING: ok('PROCESSING'),
  PENDING: ok('PENDING'),
  ORDER_NOT_EXIST: { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' } },
  failure: undefined,
  unknown: ok('SUCCEEDED'),
};
const WORDS = Object.keys(SERVER);

/** All sequences of up to three answers; after them the deadline falls. */
const SEQUENCES: string[][] = [[]];
for (let from = 0, length = 1; length <= 3; length += 1) {
  const longer = SEQUENCES.slice(from).flatMap((sequence) => WORDS.map((word) => [...sequence, word]));
  from = SEQUENCES.length;
  SEQUENCES.push(...longer);
}

interface End {
  readonly status: string;
  readonly confirmedBy: string | null;
  readonly asked: number;
  readonly decided: boolean;
  readonly retry: string;
}

/** The oracle: knows the contract and nothing of the code. */
function contractSays({ asks, undecided, facts }: Row, answers: readonly string[], sdkDecision: { retry: string }): End {
  for (let i = 0; i < answers.length; i += 1) {
    const word = answers[i];
    const byServer = { confirmedBy: 'server', asked: i + 1, decided: true };
    const retry = 'new-session';
    if (word === 'SUCCESS') return { status: 'succeeded', ...byServer, retry: 'none' };
    if (word === 'FAIL') return { status: 'failed', ...byServer, retry };
    if (word === 'CANCELLED') return { status: asks === 'poll' ? 'cancelled' : undecided, ...byServer, retry };
    if (asks === 'poll' || word === 'PROCESSING') continue;
    if (word === 'PENDING') return { status: 'processing', confirmedBy: null, asked: i + 1, decided: false, retry: 'after-confirmation' };
    return close(i + 1, word === 'ORDER_NOT_EXIST');
  }
  if (asks === 'as after a close') return close(answers.length, false);
  return { status: undecided, confirmedBy: null, asked: answers.length, decided: false, retry: 'after-confirmation' };

  function close(asked: number, decided: boolean): End {
    const confirmedBy = undecided === 'error' ? null : 'sdk';
    // "same-session while the session is kept, else new-session; after-confirmation if the server left it undecided"
    const cancelled = decided ? (facts?.sessionGood === false ? 'new-session' : 'same-session') : 'after-confirmation';
    const retry = undecided === 'cancelled' ? cancelled : undecided === 'error' ? 'after-confirmation' : sdkDecision.retry;
    return { status: undecided, confirmedBy, asked, decided, retry };
  }
}

/** What the code does: as the attempt joins the parts, the deadline falling when the answers are used up. */
function codeSays(row: Row, answers: readonly string[]): { end: End; sdkDecision: { retry: string }; inquiry: unknown } {
  const sdkDecision = decide(row.input, { ...OPEN, ...row.facts });
  if (!sdkDecision) throw new Error('decides nothing');
  const plan = planAfter(row.input, sdkDecision);
  if (!plan) throw new Error('asks nothing');
  let last: Answer = NO_ANSWER;
  let asked = 0;
  for (const word of answers) {
    const answer = readInquiry(SERVER[word], ID);
    asked += 1;
    if (answer.kind !== 'none') last = answer;
    if (isEnough(answer, plan.mode)) break;
  }
  const { decision, decided } = verdictOn(last, plan);
  return {
    end: { status: decision.status, confirmedBy: decision.confirmedBy, asked, decided, retry: decision.retry },
    sdkDecision,
    inquiry: 'inquiry' in decision ? decision.inquiry : undefined,
  };
}

/** CANCELLED after an error of ours has a test of its own below. */
const isErrorCancelled = (row: Row, answers: readonly string[]): boolean => {
  if (row.undecided !== 'error') return false;
  return answers.find((word) => word !== 'PROCESSING') === 'CANCELLED';
};

describe.each(Object.keys(CLAIMS))('%s, then every sequence of up to three answers', (claim) => {
  const row = CLAIMS[claim] as Row;

  it('asks the server as the contract says', () => {
    const sdkDecision = decide(row.input, { ...OPEN, ...row.facts });
    expect(sdkDecision && planAfter(row.input, sdkDecision)).toMatchObject({ mode: row.asks === 'poll' ? 'poll' : 'close', sdkDecision });
  });

  it('ends as the contract says', () => {
    const wrong: unknown[] = [];
    for (const answers of SEQUENCES) {
      if (isErrorCancelled(row, answers)) continue;
      const { end, sdkDecision } = codeSays(row, answers);
      const wanted = contractSays(row, answers, sdkDecision);
      if (JSON.stringify(Object.entries(end).sort()) !== JSON.stringify(Object.entries(wanted).sort()))
        wrong.push({ answers, end, wanted });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('is succeeded only by a SUCCESS of the server, and confirmed by the server only where it decided', () => {
    for (const answers of SEQUENCES) {
      const { end, inquiry } = codeSays(row, answers);
      const heard = answers.slice(0, end.asked);
      if (end.status === 'succeeded') expect(heard).toContain('SUCCESS');
      if (end.status === 'succeeded') expect(end.confirmedBy).toBe('server');
      const final = heard.some((word) => word === 'SUCCESS' || word === 'FAIL' || word === 'CANCELLED');
      // A cashier that could not be opened or kept stays an error when the order was cancelled.
      const sdkDecision = final && end.status !== 'error';
      expect(end.confirmedBy === 'server', answers.join()).toBe(sdkDecision);
      if (sdkDecision) expect(inquiry).toBe(SERVER[heard[heard.length - 1] as string]);
      // Nobody forgets a payment that the server has not decided.
      if (end.decided) expect(final || heard[heard.length - 1] === 'ORDER_NOT_EXIST').toBe(true);
    }
  });
});

// CONTRACT "How an attempt ends", launch errors: "SUCCESS, FAIL, PENDING as there, else the same error, record kept"; the cashier that
// vanished and the expired session: "ask as after a close, else the same error". But a record "goes on a server CANCELLED".
it.each(['launch errors', 'a vanished cashier', 'an expired session'])(
  'after %s CANCELLED is the same error, and the order is free',
  (claim) => {
    expect(codeSays(CLAIMS[claim] as Row, ['CANCELLED']).end).toMatchObject({ status: 'error', decided: true });
  },
);

// CONTRACT "How an attempt ends", launch errors: "else the same error, record kept". But "Asking the server" has ORDER_NOT_EXIST take the record away.
it('after launch errors silence keeps the record', () => {
  expect(codeSays(CLAIMS['launch errors'] as Row, ['failure']).end).toMatchObject({ status: 'error', decided: false });
});

it('the server is asked nothing where nothing can have been submitted or the page is leaving', () => {
  const happenings: Input[] = [
    { type: 'setup-failed', failure: { code: 'SDK_INTERNAL_ERROR', message: '' }, cause: null },
    { type: 'page-hidden' },
    { type: 'component-timeout', timeout: 1 },
    { type: 'ended', reason: 'unmounted' },
    { type: 'ended', reason: 'navigated' },
    { type: 'failed-before', error: new CheckoutError('component-busy', 'x') },
  ];
  for (const input of happenings) {
    const decision = decide(input, { ...OPEN, settled: false, redirecting: true });
    if (!decision) throw new Error(input.type);
    expect(planAfter(input, decision), input.type).toBeNull();
  }
});

describe('failed by the server', () => {
  it("has the server's result code, else the SDK's, and the SDK's message", () => {
    const sdkDecision = decide(says('SDK_PAYMENT_FAIL', 'RISK_REJECT'), OPEN);
    if (!sdkDecision) throw new Error('decides nothing');
    const plan = planAfter(says('SDK_PAYMENT_FAIL', 'RISK_REJECT'), sdkDecision);
    if (!plan) throw new Error('asks nothing');
    expect(verdictOn(readInquiry({ paymentStatus: 'FAIL', paymentResultCode: 'CARD_EXPIRED' }, ID), plan).decision).toMatchObject({
      paymentResultCode: 'CARD_EXPIRED',
      retry: 'new-session',
    });
    expect(verdictOn(readInquiry({ paymentStatus: 'FAIL' }, ID), plan).decision).toMatchObject({ paymentResultCode: 'RISK_REJECT' });
    expect(verdictOn(readInquiry({ paymentStatus: 'FAIL', paymentResultCode: 7 }, ID), plan).decision).toMatchObject({
      paymentResultCode: 'RISK_REJECT',
    });
  });
});

it("failed by the server keeps the SDK's message, and has neither code nor message where nobody gave one", () => {
  const failed = (sdkDecision: Decision): Decision =>
    verdictOn(readInquiry({ paymentStatus: 'FAIL' }, ID), { mode: 'close', sdkDecision, fallback: sdkDecision }).decision;
  const sdkDecision = { status: 'failed', confirmedBy: 'sdk', retry: 'new-session' } as const;
  expect(failed({ ...sdkDecision, paymentResultMessage: 'The card expired.' })).toMatchObject({
    paymentResultMessage: 'The card expired.',
  });
  for (const claim of [sdkDecision, { ...sdkDecision, status: 'cancelled' } as const]) {
    for (const name of ['paymentResultCode', 'paymentResultMessage']) expect(failed(claim)).not.toHaveProperty(name);
  }
});

it("failed by the server with a code of its own has the message of that code, and never the SDK's", () => {
  const sdkDecision = {
    status: 'failed',
    confirmedBy: 'sdk',
    retry: 'new-session',
    paymentResultCode: 'CARD_EXPIRED',
    paymentResultMessage: 'The card expired.',
  } as const;
  const failed = (answer: Record<string, unknown>): Decision =>
    verdictOn(readInquiry({ paymentStatus: 'FAIL', ...answer }, ID), { mode: 'close', sdkDecision, fallback: sdkDecision }).decision;
  expect(failed({ paymentResultCode: 'RISK_REJECT', paymentResultMessage: 'Rejected.' })).toMatchObject({
    paymentResultCode: 'RISK_REJECT',
    paymentResultMessage: 'Rejected.',
  });
  for (const paymentResultMessage of [undefined, 7, ''])
    expect(failed({ paymentResultCode: 'RISK_REJECT', paymentResultMessage })).not.toHaveProperty('paymentResultMessage');
  for (const paymentResultCode of [undefined, 7, ''])
    expect(failed({ paymentResultCode, paymentResultMessage: 'Rejected.' })).toMatchObject({
      paymentResultCode: 'CARD_EXPIRED',
      paymentResultMessage: 'The card expired.',
    });
});

it('what the types do not know throws instead of passing for an outcome', () => {
  const strange = { kind: 'something-new', type: 'something-new' } as unknown as Answer & Input;
  const sdkDecision = { status: 'cancelled', confirmedBy: 'sdk', retry: 'new-session' } as const;
  for (const call of [
    () => planAfter(strange, sdkDecision),
    () => isEnough(strange, 'poll'),
    () => verdictOn(strange, { mode: 'poll', sdkDecision, fallback: sdkDecision }),
    () => afterUnconfirmed(strange, false),
    () => verdictOnReturn(strange),
  ])
    expect(call).toThrow('something-new');
});

describe('before another payment of the order', () => {
  it.each<[string, boolean, unknown]>([
    ['SUCCESS', true, 'succeeded'],
    ['SUCCESS', false, 'succeeded'],
    ['FAIL', true, 'new'],
    ['FAIL', false, 'new'],
    ['CANCELLED', true, 'new'],
    ['CANCELLED', false, 'new'],
    ['ORDER_NOT_EXIST', true, 'any'],
    ['ORDER_NOT_EXIST', false, 'any'],
    ['PROCESSING', true, 'same'],
    ['PROCESSING', false, 'processing'],
    ['PENDING', true, 'processing'],
    ['PENDING', false, 'processing'],
    ['failure', true, 'unknown'],
    ['failure', false, 'unknown'],
    ['unknown', true, 'unknown'],
    ['unknown', false, 'unknown'],
  ])('%s, the same session reopenable: %s, gives %s', (word, reopenable, wanted) => {
    const next = afterUnconfirmed(readInquiry(SERVER[word], ID), reopenable);
    expect('open' in next ? next.open : next.decision.status).toBe(wanted);
    if ('decision' in next) expect(next.decided).toBe(word === 'SUCCESS');
  });

  it('SUCCESS is confirmed by the server, with its answer and nothing left to try', () => {
    const inquiry = SERVER['SUCCESS'];
    expect(afterUnconfirmed(readInquiry(inquiry, ID), true)).toEqual({
      decided: true,
      decision: { status: 'succeeded', confirmedBy: 'server', retry: 'none', inquiry },
    });
  });
});

describe('on the page the buyer comes back to', () => {
  it.each<[string, string, string | null, boolean]>([
    ['SUCCESS', 'succeeded', 'server', true],
    ['FAIL', 'failed', 'server', true],
    ['CANCELLED', 'cancelled', 'server', true],
    ['ORDER_NOT_EXIST', 'cancelled', 'server', true],
    ['PROCESSING', 'processing', null, false],
    ['PENDING', 'processing', null, false],
    ['failure', 'processing', null, false],
    ['unknown', 'processing', null, false],
  ])('%s is %s', (word, status, confirmedBy, decided) => {
    const verdict = verdictOnReturn(readInquiry(SERVER[word], ID));
    expect(verdict).toMatchObject({ decision: { status, confirmedBy }, decided });
  });

  it('a payment that was never submitted leaves the order to a new session', () => {
    const inquiry = SERVER['ORDER_NOT_EXIST'];
    expect(verdictOnReturn(readInquiry(inquiry, ID)).decision).toEqual({
      status: 'cancelled',
      confirmedBy: 'server',
      retry: 'new-session',
      inquiry,
    });
  });
});
