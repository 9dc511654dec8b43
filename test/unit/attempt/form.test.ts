/** A form inside the page, as the part alone: who is answered, what is taken back, and when it is drawn anew. With an SDK: test/sdk/form-*.test.ts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createForm, type Form, type FormParts } from '../../../src/attempt/form';
import type { Opened } from '../../../src/attempt/stages';
import { createScope } from '../../../src/core/scope';
import { normalizeEvent } from '../../../src/events/normalize';
import type { CachedSession } from '../../../src/session/cache';
import type { SdkEvent, SubmitResult } from '../../../src/types';
import { testEnvironment } from '../../support/environment';
import { flush, pass, peek } from '../../support/shop';

const scopes: { close(): void }[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<main></main>';
});
afterEach(() => {
  scopes.splice(0).forEach((scope) => {
    scope.close();
  });
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const fail = (result?: object): SdkEvent => normalizeEvent({ code: 'SDK_PAYMENT_FAIL', ...(result ? { result } : {}) });
const INVALID = normalizeEvent({ code: 'SDK_FORM_VERIFICATION_FAILED' });
const NETWORK = normalizeEvent({ code: 'SDK_SUBMIT_NETWORK_ERROR' });

type Mock = ReturnType<typeof vi.fn<(...args: unknown[]) => void>>;
interface Drawn {
  readonly opened: Opened;
  readonly submit: Mock;
  readonly silence: Mock;
  readonly done: Mock;
  readonly undo: Mock;
  focus: boolean;
  settled: boolean;
}

function drawn(): Drawn {
  const it: Drawn = {
    submit: vi.fn(),
    silence: vi.fn(),
    done: vi.fn(),
    undo: vi.fn(),
    focus: false,
    settled: true,
    opened: undefined as unknown as Opened,
  };
  const component = {
    get settled() {
      return it.settled;
    },
    get hasFocus() {
      return it.focus;
    },
    submit: it.submit,
    submitted: it.silence,
    validate: () => new Promise<boolean>(() => undefined),
  };
  const opened = { component, driver: { submit: () => undefined }, session: { name: 'first' }, opening: null, declined: null };
  return Object.assign(it, { opened: opened as unknown as Opened });
}

interface World extends Form {
  readonly first: Drawn;
  /** What is open now. */
  open: Opened | null;
  left: number;
  owes: boolean;
  /** Called once the record is written. */
  recorded: () => void;
  /** Called with each phase. */
  heard: () => void;
  readonly entered: Mock;
  readonly failed: Mock;
  readonly stopped: Mock;
  readonly redrawn: Mock;
  readonly asked: ((session: CachedSession) => void)[];
  readonly refused: ((thrown: unknown) => void)[];
  /** submit(), and what it is answered with. */
  readonly press: () => SubmitResult[];
}

function world(): World {
  const first = drawn();
  const scope = createScope();
  scopes.push(scope);
  const asked: World['asked'] = [];
  const refused: World['refused'] = [];
  const nothing = (): void => undefined;
  const state = { open: first.opened as Opened | null, left: 60_000, owes: false, recorded: nothing, heard: nothing };
  const entered: Mock = vi.fn(() => {
    state.heard();
  });
  const [failed, stopped, redrawn] = [vi.fn(), vi.fn(), vi.fn()] as const;
  const parts: FormParts = {
    env: testEnvironment(),
    scope,
    cache: {
      canAsk: true,
      forget: () => undefined,
      expiresIn: () => state.left,
      get: () =>
        new Promise((resolve, reject) => {
          asked.push(resolve);
          refused.push(reject);
        }),
    } as unknown as FormParts['cache'],
    order: 'order',
    endIfPaid: () => undefined,
    owes: () => state.owes,
    opened: () => state.open,
    submitted: (form) => {
      form.opening ??= { again: () => undefined, done: first.done, undo: first.undo };
      state.recorded();
    },
    enter: entered,
    fail: failed,
    stopBeside: stopped,
    redraw: redrawn,
  };
  const form = createForm(parts);
  const press = (): SubmitResult[] => {
    const answers: SubmitResult[] = [];
    void form.submit({}).then((answer) => answers.push(answer));
    return answers;
  };
  return Object.assign(state, form, { first, entered, failed, stopped, redrawn, asked, refused, press });
}
const session = (name: string): CachedSession => ({ name }) as unknown as CachedSession;

describe('submit()', () => {
  it('twice is one submission, and both are answered', async () => {
    const { press, onEvent, first } = world();
    const [one, two] = [press(), press()];
    expect(first.submit).toHaveBeenCalledTimes(1);
    onEvent(INVALID, false);
    await flush();
    expect([one, two]).toEqual([[{ result: 'invalid' }], [{ result: 'invalid' }]]);
  });

  it('of a form that is not ready, or no longer there, reaches nobody', async () => {
    const shop = world();
    shop.first.settled = false;
    const one = shop.press();
    shop.open = null;
    const two = shop.press();
    await flush();
    expect([one, two]).toEqual([[{ result: 'not-ready' }], [{ result: 'not-ready' }]]);
    expect(shop.first.submit).not.toHaveBeenCalled();
    expect(shop.first.opened.opening).toBeNull();
  });

  it.each([
    ['the record is written', 'recorded', 0],
    ['the page hears of it', 'heard', 1],
  ] as const)('in an attempt that ends as %s reaches nobody', (_when, when, entered) => {
    const shop = world();
    shop[when] = () => {
      shop.open = null;
    };
    shop.press();
    expect(shop.entered).toHaveBeenCalledTimes(entered);
    expect(shop.first.submit).not.toHaveBeenCalled();
  });

  it.each<['invalid' | 'not-ready']>([['invalid'], ['not-ready']])(
    'that was %s the first time is undone: nothing is remembered, silence does not count, and nobody is asked',
    async (result) => {
      const { press, answer, first, stopped, entered } = world();
      const answers = press();
      answer({ result });
      await flush();
      expect(answers).toEqual([{ result }]);
      expect(first.undo).toHaveBeenCalledTimes(1);
      expect(first.opened.opening).toBeNull();
      expect(first.silence.mock.calls).toEqual([[false]]);
      expect(stopped.mock.calls).toEqual([[first.opened]]);
      expect(entered.mock.calls).toEqual([['submitting'], ['open']]);
    },
  );

  it('that was invalid after a try that was declined takes nothing back', async () => {
    const { press, onEvent, first } = world();
    press();
    onEvent(fail({ paymentResultCode: 'RISK_REJECT' }), true);
    press();
    onEvent(INVALID, false);
    await flush();
    expect(first.undo).not.toHaveBeenCalled();
    expect(first.opened.opening).not.toBeNull();
  });

  it('whose record ends the attempt as it is taken back is answered with that end alone', async () => {
    const { press, answer, first, entered } = world();
    first.undo.mockImplementation(() => {
      answer({ result: 'ended', outcome: {} } as SubmitResult);
    });
    const answers = press();
    answer({ result: 'invalid' });
    await flush();
    expect(answers).toEqual([{ result: 'ended', outcome: {} }]);
    expect(entered.mock.calls).toEqual([['submitting'], ['open']]);
  });
});

describe('a try that was declined', () => {
  it.each([
    [{ paymentResultCode: 'RISK_REJECT', paymentResultMessage: 'no' }],
    [{ paymentResultCode: 'RISK_REJECT' }],
    [{ paymentResultMessage: 'no' }],
    [{}],
  ])('says what Antom said of it: %o', async (said) => {
    const { press, onEvent, first, stopped } = world();
    const answers = press();
    onEvent(fail(said), true);
    await flush();
    expect(answers).toEqual([{ result: 'declined', ...said }]);
    expect(first.opened.declined).toEqual(said);
    expect(first.done).toHaveBeenCalledTimes(1);
    expect(first.silence.mock.calls).toEqual([[true]]);
    expect(stopped).toHaveBeenCalledWith(first.opened);
  });

  it('of a form that submitted itself is shown, and answers nobody', async () => {
    const { press, onEvent, first, entered } = world();
    onEvent(fail({ paymentResultCode: 'RISK_REJECT' }), true);
    expect(first.opened.declined).toEqual({ paymentResultCode: 'RISK_REJECT' });
    expect(entered.mock.calls).toEqual([['open', true]]);
    const answers = press();
    await flush();
    expect(answers).toEqual([]);
  });

  it('is a network error of a press as well, and none of a form that nobody has pressed', () => {
    const { press, onEvent, first } = world();
    onEvent(NETWORK, false);
    expect(first.opened.declined).toBeNull();
    press();
    onEvent(NETWORK, false);
    expect(first.opened.declined).toEqual({});
  });

  it('is forgotten as the next one is submitted', () => {
    const { press, onEvent, first } = world();
    press();
    onEvent(fail({ paymentResultCode: 'RISK_REJECT' }), true);
    press();
    expect(first.opened.declined).toBeNull();
  });
});

describe('validate()', () => {
  it('twice is one question', () => {
    const { validate } = world();
    const one = validate();
    expect(validate()).toBe(one);
    return pass(15_000);
  });

  it('of a form that is not ready, or no longer there, is false', async () => {
    const shop = world();
    shop.first.settled = false;
    expect(await peek(shop.validate())).toBe(false);
    shop.open = null;
    expect(await peek(shop.validate())).toBe(false);
  });

  it('is false at the end of the attempt, and not because a press was answered', async () => {
    const { validate, press, answer } = world();
    const valid: boolean[] = [];
    void validate().then((isValid) => valid.push(isValid));
    press();
    answer({ result: 'invalid' });
    await flush();
    expect(valid).toEqual([]);
    answer({ result: 'ended', outcome: {} } as SubmitResult);
    await flush();
    expect(valid).toEqual([false]);
  });

  it('is false where the form is drawn again, and the next one asks that form', async () => {
    const { renew, validate } = world();
    const valid: boolean[] = [];
    const before = validate();
    void before.then((isValid) => valid.push(isValid));
    renew(false);
    await flush();
    expect(valid).toEqual([false]);
    expect(validate()).not.toBe(before);
    await pass(15_000);
  });

  it('is false after 15 s without an answer', async () => {
    const { validate } = world();
    const valid: boolean[] = [];
    void validate().then((isValid) => valid.push(isValid));
    await pass(14_999);
    expect(valid).toEqual([]);
    await pass(1);
    expect(valid).toEqual([false]);
  });
});

describe('a session that has expired', () => {
  it('is renewed: the new one takes the form its place once', async () => {
    const { renew, asked, redrawn, first } = world();
    renew(true);
    expect(redrawn).not.toHaveBeenCalled();
    asked[0]?.(session('second'));
    await flush();
    expect(redrawn.mock.calls).toEqual([[first.opened, session('second')]]);
  });

  it.each<[string, () => void]>([
    ['the window gets the focus', () => window.dispatchEvent(new Event('focus'))],
    ['an element gets it', () => document.body.dispatchEvent(new Event('focusin', { bubbles: true }))],
    ['the buyer points elsewhere', () => document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }))],
  ])('is not renewed under the buyer, but once %s', async (_what, leave) => {
    const { renew, asked, redrawn, first } = world();
    first.focus = true;
    renew(true);
    asked[0]?.(session('second'));
    await flush();
    leave();
    await pass(0);
    expect(redrawn).not.toHaveBeenCalled();
    first.focus = false;
    leave();
    await pass(0);
    expect(redrawn).toHaveBeenCalledTimes(1);
  });

  it('of a form that was submitted meanwhile, or is another one by now, is not renewed', async () => {
    for (const change of [
      (shop: World) => {
        shop.first.opened.opening = { again: () => undefined, done: () => undefined, undo: () => undefined };
      },
      (shop: World) => {
        shop.open = drawn().opened;
      },
      (shop: World) => {
        shop.open = null;
      },
    ]) {
      const shop = world();
      shop.renew(true);
      change(shop);
      shop.asked[0]?.(session('second'));
      await flush();
      window.dispatchEvent(new Event('focus'));
      expect(shop.redrawn).not.toHaveBeenCalled();
    }
  });

  it('ends the attempt where no other one can be had, and not that of a form which is another one by now', async () => {
    const shop = world();
    shop.renew(true);
    shop.refused[0]?.('down');
    await flush();
    expect(shop.failed.mock.calls).toEqual([['down']]);
    const other = world();
    other.renew(true);
    other.open = drawn().opened;
    other.refused[0]?.('down');
    await flush();
    expect(other.failed).not.toHaveBeenCalled();
  });

  it('ends it with session-expired where none may be asked for', () => {
    const shop = world();
    shop.owes = true;
    shop.renew(true);
    expect(shop.failed.mock.calls).toMatchObject([[{ code: 'session-expired' }]]);
    expect(shop.asked).toHaveLength(0);
  });

  it('is renewed at once by a press, which is not-ready', async () => {
    const { renew, asked, press, redrawn, first } = world();
    first.focus = true;
    renew(true);
    const early = press();
    asked[0]?.(session('second'));
    await flush();
    expect(early).toEqual([{ result: 'not-ready' }]);
    expect(redrawn).toHaveBeenCalledTimes(1);
    expect(first.submit).not.toHaveBeenCalled();
  });

  it.each([
    [1, 0],
    [0, 1],
    [-1, 1],
  ])('while it was submitted, which turned out invalid, %i ms before its end is renewed %i times', async (left, renewals) => {
    const shop = world();
    shop.press();
    shop.left = left;
    shop.onEvent(INVALID, false);
    await flush();
    expect(shop.asked).toHaveLength(renewals);
  });

  it('is not renewed after a try that was declined', async () => {
    const shop = world();
    shop.press();
    shop.left = 0;
    shop.onEvent(fail({ paymentResultCode: 'RISK_REJECT' }), true);
    await flush();
    expect(shop.asked).toHaveLength(0);
  });
});

describe('a form that the page has moved', () => {
  it('is drawn again with the same session, under the buyer too', () => {
    const { renew, redrawn, first, asked } = world();
    first.focus = true;
    renew(false);
    expect(redrawn.mock.calls).toEqual([[first.opened, session('first')]]);
    expect(asked).toHaveLength(0);
  });

  it('while a new session is awaited is drawn with that one, as soon as it is there', async () => {
    const { renew, redrawn, first, asked } = world();
    first.focus = true;
    renew(true);
    renew(false);
    expect(redrawn).not.toHaveBeenCalled();
    asked[0]?.(session('second'));
    await flush();
    expect(redrawn.mock.calls).toEqual([[first.opened, session('second')]]);
    expect(asked).toHaveLength(1);
  });

  it('is left where it was submitted', () => {
    const { renew, redrawn, press } = world();
    press();
    renew(false);
    expect(redrawn).not.toHaveBeenCalled();
  });
});
