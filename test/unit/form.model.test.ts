/**
 * Random lives of pages with a form, and with the popups of EasyPay and AutoDebit: mounts, presses, answers, declines, replacements,
 * containers that go, sessions that expire, late timers, leaving and coming back, in any order. Money and promises are looked at after
 * every step, the page at the end.
 *
 * MODEL_SEED and MODEL_RUNS choose other lives and more of them.
 */
import * as fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import type { CheckoutController } from '../../src/controller';
import { fromModule } from '../../src/sdk/sources/module';
import type { PaymentInquiry, PaymentOutcome, PaymentSession, StorageLike, SubmitResult } from '../../src/types';
import { moveForm, openForm } from '../support/form';
import {
  autoDebitPopups,
  cardForms,
  checkoutPageForms,
  easyPayPopups,
  elementForms,
  type Form,
  type Forms,
  type Reply,
} from '../support/model-forms';
import { memoryStorage, writeElsewhere } from '../support/server';
import { flush, pass, useShop } from '../support/shop';

type Status = 'PROCESSING' | 'SUCCESS' | 'FAIL' | 'PENDING';

type Step =
  /** mount() or pay(), until the UI is drawn. */
  | { readonly do: 'open'; readonly who: 0 | 1; readonly order: 'a' | 'b' }
  /** submit(), or the press of the app's own button, and the app's answer. */
  | { readonly do: 'press'; readonly who: 0 | 1; readonly reply: Reply }
  | { readonly do: 'mount'; readonly who: 0 | 1; readonly where: 'form' | 'other'; readonly order: 'a' | 'b' }
  | { readonly do: 'submit' | 'validate' | 'unmount' | 'resume'; readonly who: 0 | 1 }
  | {
      readonly do:
        'launch' | 'tap' | 'close' | 'refuse' | 'vanish' | 'reject' | 'expire' | 'remove' | 'move' | 'hide' | 'show' | 'navigate';
    }
  | { readonly do: 'reply'; readonly reply: Reply }
  | { readonly do: 'emit'; readonly code: string }
  | { readonly do: 'server'; readonly status: Status | 'down' }
  /** Another page of this browser has paid an order, or begun to. */
  | { readonly do: 'elsewhere'; readonly order: 'a' | 'b'; readonly what: 'paid' | 'begun' }
  | { readonly do: 'react'; readonly on: 'open' | 'submitting' | 'confirming' | 'settled'; readonly what: 'submit' | 'mount' | 'unmount' }
  | { readonly do: 'pass'; readonly ms: number };

interface Life {
  readonly inquiry: boolean;
  readonly stored: boolean;
  readonly soon: boolean;
  readonly steps: readonly Step[];
}

const from = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const who = from<0 | 1>(0, 0, 0, 1);
const reply = from(
  'paid',
  'declined',
  'declined',
  'declined',
  'dead',
  'invalid',
  'processing',
  'unknown',
  'nonsense',
  'not-ready',
  'cancelled',
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: from('open'), who, order: from('a', 'a', 'a', 'b') }) },
  { weight: 8, arbitrary: fc.record({ do: from('press'), who, reply }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('mount' as const), who, where: from('form', 'form', 'other'), order: from('a', 'a', 'b') }),
  },
  { weight: 6, arbitrary: fc.record({ do: from('submit', 'submit', 'submit', 'validate', 'unmount', 'resume'), who }) },
  { weight: 6, arbitrary: fc.record({ do: from('launch', 'launch', 'tap', 'close') }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: from('refuse', 'vanish', 'reject', 'expire', 'remove', 'move', 'move', 'hide', 'show', 'navigate') }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('reply' as const),
      reply,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('emit' as const),
      code: from(
        'SDK_PAYMENT_SUCCESSFUL',
        'SDK_PAYMENT_PROCESSING',
        'SDK_PAYMENT_CANCEL',
        'SDK_CALL_URL_SUCCESS',
        'SDK_SUBMIT_NETWORK_ERROR',
        'SDK_PAYMENT_CLICK_BACK_TO_MERCHANT',
        'SDK_INTERNAL_ERROR',
        'NOBODY_KNOWS',
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('server' as const),
      status: from<Status | 'down'>('PROCESSING', 'SUCCESS', 'FAIL', 'PENDING', 'down'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('elsewhere' as const), order: from('a', 'b'), what: from('paid', 'begun', 'begun') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('react' as const),
      on: from('open', 'submitting', 'confirming', 'settled'),
      what: from('submit', 'mount', 'unmount'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: from(0, 1, 50, 360, 3_100, 8_100, 10_000, 21_000, 61_000, 130_000) }),
  },
);
const life: fc.Arbitrary<Life> = fc.record({
  inquiry: fc.boolean(),
  stored: fc.boolean(),
  soon: fc.boolean(),
  steps: fc.array(step, { minLength: 3, maxLength: 30, size: 'max' }),
});

/** The owner of what another page has begun. */
const ELSEWHERE = 2;

/** What one session has come to, as the world knows it. */
interface Payment {
  readonly id: string;
  readonly order: string;
  /** The buyer's press has reached Antom's app, as often as that. */
  submits: number;
  /** The controller that asked for its session. */
  readonly owner: number;
  /** What Antom's server says of it from now on. */
  status: Status | null;
  /** The library may take a new session for the order: a server has said how this one ended, or, without one, the SDK. */
  decided: boolean;
  /** The app has said to the page that it is paid. */
  saidPaid: boolean;
}

useShop();
afterEach(() => {
  vi.restoreAllMocks();
});

async function live({ inquiry, stored, soon, steps }: Life, open: () => Forms): Promise<void> {
  const forms = open();
  const isPopup = forms.surface === 'popup';
  const asks = inquiry && forms.pays;
  const payments = new Map<string, Payment>();
  const byData = new Map<string, Payment>();
  const promises: Promise<unknown>[] = [];
  const outcomes: PaymentOutcome[] = [];
  const ends: SubmitResult[] = [];
  /** Said in promises, which nobody would hear throw. */
  const faults: string[] = [];
  const demand = (fact: boolean, fault: string): void => {
    if (!fact) faults.push(fault);
  };
  const seen = new Map<Form, number>();
  let down = false;
  const storage: StorageLike | 'none' = stored ? memoryStorage() : 'none';
  const paidElsewhere = new Set<string>();
  const settled = new Set<Promise<unknown>>();
  const track = <T>(promise: Promise<T>, then: (value: T) => void): void => {
    promises.push(promise);
    void promise.then((value) => {
      settled.add(promise);
      then(value);
    });
  };

  const make = (owner: number, order: string): PaymentSession => {
    const session = forms.session(soon ? { paymentSessionExpiryTime: new Date(Date.now() + 60_000).toISOString() } : {});
    const payment: Payment = {
      id: session.paymentRequestId ?? session.paymentSessionId ?? '',
      order,
      owner,
      submits: 0,
      status: null,
      decided: false,
      saidPaid: false,
    };
    payments.set(payment.id, payment);
    byData.set(session.paymentSessionData, payment);
    return session;
  };
  const inquiryPayment = ({ paymentRequestId }: { paymentRequestId: string }): Promise<PaymentInquiry> => {
    const payment = payments.get(paymentRequestId);
    if (down || !payment) return Promise.reject(new Error('down'));
    if (payment.status === 'SUCCESS' || payment.status === 'FAIL') payment.decided = true;
    // Nothing was submitted: the order is as if it had not been.
    if (payment.status === null) {
      payment.decided = payment.submits === 0;
      return Promise.resolve(
        payment.submits === 0 ? { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' } } : { paymentStatus: 'PROCESSING' },
      );
    }
    return Promise.resolve({ paymentStatus: payment.status });
  };
  const shops = [0, 1].map((owner) =>
    openForm({
      product: forms.product,
      sdk: fromModule(() => Promise.resolve(forms.module)),
      storage,
      createPaymentSession: ({ order = '' }) => Promise.resolve(make(owner, order)),
      inquiryPayment: inquiry ? inquiryPayment : undefined,
    }),
  );
  const controllers = shops.map(({ checkout }) => checkout);
  const of = (index: 0 | 1): CheckoutController => controllers[index] as CheckoutController;

  const onOutcome = (outcome: PaymentOutcome): void => {
    outcomes.push(outcome);
    const payment = payments.get(outcome.paymentRequestId ?? outcome.paymentSessionId ?? '');
    const { status } = outcome;
    if (status === 'succeeded') {
      // A paid order is remembered without its payment's id.
      const about = payment ? [payment] : [...payments.values()].filter(({ order }) => order === outcome.order);
      if (outcome.confirmedBy === 'server')
        demand(
          about.some((one) => one.status === 'SUCCESS') || paidElsewhere.has(outcome.order ?? ''),
          `succeeded by a server that did not say so`,
        );
      else
        demand(
          about.some(({ saidPaid }) => saidPaid),
          `succeeded although no form said so`,
        );
    }
    if (payment && !asks && (status === 'succeeded' || status === 'failed' || status === 'cancelled')) payment.decided = true;
  };
  const mount = (index: 0 | 1, where: string, order: string): void => {
    const options = { ...forms.options, order };
    track(isPopup ? of(index).pay(options) : of(index).mount(`#${where}`, options), onOutcome);
  };
  const submit = (index: 0 | 1): void => {
    track(of(index).submit(), (result) => {
      ends.push(result);
      if (result.result === 'ended') demand(outcomes.length === 0 || Object.isFrozen(result.outcome), 'an outcome that can be changed');
    });
  };

  /**
   * Where the buyer can charge, by a press that has reached the app or by a button of the app's own, no other payment of the order is
   * undecided. Of a press of the app's own button the library does not hear, so what has begun elsewhere since is beyond it.
   */
  const lookAtMoney = (): void => {
    forms.forms().forEach((form) => {
      const payment = byData.get(form.session);
      if (!payment) return;
      const before = seen.get(form);
      const isNew = before === undefined && forms.ownButton && form.isDrawn;
      if (!isNew && (before ?? 0) === form.submits) return;
      seen.set(form, form.submits);
      payment.submits += form.submits - (before ?? 0);
      // An agreement pays no order, and waits for no payment.
      const knowsElsewhere = forms.pays && (isNew || !forms.ownButton);
      const others = [...payments.values()].filter(
        // Without a storage one controller knows nothing of another's payments.
        (other) =>
          other !== payment &&
          other.order === payment.order &&
          (stored || other.owner === payment.owner) &&
          (knowsElsewhere || other.owner !== ELSEWHERE) &&
          other.submits > 0 &&
          !other.decided,
      );
      expect(others.map(({ id }) => id)).toEqual([]);
      expect(knowsElsewhere && paidElsewhere.has(payment.order)).toBe(false);
    });
    expect(forms.forms().filter(({ isDrawn }) => isDrawn).length).toBeLessThanOrEqual(1);
    controllers.forEach(({ state }) => {
      if (state.phase === 'open') expect(state).toMatchObject({ surface: forms.surface, busy: isPopup, canPay: !isPopup });
      if (state.phase === 'submitting') expect(state).toMatchObject({ busy: true, canPay: false });
    });
  };

  const newest = (): Form | undefined => forms.forms().at(-1);
  const act = (one: Step): void => {
    const form = newest();
    const payment = form && byData.get(form.session);
    switch (one.do) {
      case 'open':
        mount(one.who, 'form', one.order);
        break;
      case 'press':
        if (forms.ownButton) form?.press();
        else submit(one.who);
        break;
      case 'tap':
        form?.press();
        break;
      case 'close':
        form?.close();
        break;
      case 'mount':
        mount(one.who, one.where, one.order);
        break;
      case 'submit':
        submit(one.who);
        break;
      case 'validate':
        track(of(one.who).validate(), () => undefined);
        break;
      case 'unmount':
        of(one.who).unmount();
        break;
      case 'resume':
        track(of(one.who).resume(), (outcome) => {
          if (outcome?.status === 'succeeded') onOutcome(outcome);
        });
        break;
      case 'launch':
        form?.launch();
        break;
      case 'refuse':
        form?.refuse();
        break;
      case 'vanish':
        form?.vanish();
        break;
      case 'reject':
        form?.reject();
        break;
      case 'expire':
        vi.setSystemTime(Date.now() + 3_600_000);
        break;
      case 'remove':
        document.querySelector('[id^="antom-checkout-"]')?.remove();
        break;
      case 'move':
        moveForm();
        break;
      case 'hide':
        window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
        break;
      case 'show':
        window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
        break;
      case 'navigate':
        history.pushState(null, '', `/view-${String(Math.floor(Date.now() / 1000))}`);
        break;
      case 'reply':
        if (!form?.isDrawn || form.submits === 0 || !payment) return;
        if (one.reply === 'paid') {
          payment.status = 'SUCCESS';
          payment.saidPaid = true;
        }
        // The app has submitted nothing.
        if ((one.reply === 'invalid' || one.reply === 'not-ready') && form.awaits) payment.submits -= 1;
        if (one.reply === 'dead' && payment.status === null) payment.status = 'FAIL';
        form.answer(one.reply);
        break;
      case 'emit':
        if (!form?.isDrawn || !payment) return;
        if (one.code === 'SDK_PAYMENT_SUCCESSFUL') {
          payment.status = 'SUCCESS';
          payment.saidPaid = true;
          payment.submits = Math.max(1, payment.submits);
        }
        if (one.code === 'SDK_PAYMENT_PROCESSING' || one.code === 'SDK_CALL_URL_SUCCESS') payment.submits = Math.max(1, payment.submits);
        form.emit(one.code);
        break;
      case 'server':
        down = one.status === 'down';
        if (payment && payment.submits > 0 && one.status !== 'down' && payment.status !== 'SUCCESS' && payment.status !== 'FAIL')
          payment.status = one.status;
        break;
      case 'elsewhere': {
        if (storage === 'none') return;
        const id = `elsewhere-${String(payments.size)}`;
        if (one.what === 'paid') paidElsewhere.add(one.order);
        else payments.set(id, { id, order: one.order, owner: ELSEWHERE, submits: 1, status: null, decided: false, saidPaid: false });
        writeElsewhere(storage, one.order, one.what, id);
        break;
      }
      case 'react': {
        const checkout = of(0);
        const stop = checkout.subscribe(() => {
          if (checkout.state.phase !== one.on) return;
          stop();
          if (one.what === 'submit') submit(0);
          else if (one.what === 'mount') mount(0, 'other', 'a');
          else checkout.unmount();
        });
        break;
      }
      default:
    }
  };

  for (const one of steps) {
    act(one);
    lookAtMoney();
    expect(faults).toEqual([]);
    if (one.do === 'pass') await pass(one.ms);
    // The SDK is through with what was there before.
    else if (one.do === 'open') await pass(400);
    else await flush();
    // What has to follow for the plain case to come often.
    if (one.do === 'open') act({ do: 'launch' });
    if (one.do === 'press') act({ do: 'reply', reply: one.reply });
    lookAtMoney();
    await flush();
    lookAtMoney();
  }
  // The end: what is open is left, and every promise has its answer within the longest of the limits.
  controllers.forEach((checkout) => {
    checkout.dispose();
  });
  await pass(40_000);
  expect(promises.filter((promise) => !settled.has(promise))).toHaveLength(0);
  expect(forms.forms().filter(({ isDrawn }) => isDrawn)).toEqual([]);
  expect(document.querySelectorAll('[id^="antom-checkout-"]')).toHaveLength(0);
  const byAttempt = new Map<string, string>();
  outcomes.forEach(({ attemptId, status }) => {
    expect(byAttempt.get(attemptId) ?? status).toBe(status);
    byAttempt.set(attemptId, status);
  });
  expect(faults).toEqual([]);
}

it.each([
  ['the Payment Element', elementForms],
  ['a card form with the page’s own button', cardForms],
  ['the Checkout Page', checkoutPageForms],
  ['the popup of EasyPay', easyPayPopups],
  ['the popup of AutoDebit, whose sessions have no paymentRequestId,', autoDebitPopups],
])(
  '%s neither charges twice nor believes what nobody said, answers every call and leaves the page as it was',
  async (_what, open) => {
    const seed = Number(process.env['MODEL_SEED'] ?? 20_261_129);
    const numRuns = Number(process.env['MODEL_RUNS'] ?? 400);
    await fc.assert(
      fc.asyncProperty(life, async (one) => {
        document.body.innerHTML = '<main><button id="pay">Pay</button></main>';
        sessionStorage.clear();
        history.replaceState(null, '', '/cart');
        await live(one, open);
      }),
      { seed, numRuns },
    );
  },
  240_000,
);
