/** mount(), submit() and validate() on the scripted AMSElement: what is owed after which press, and who is answered. */
import { describe, expect, it, vi } from 'vitest';
import { cashier, easyPay, element } from '../../src/products';
import { elementDriver } from '../../src/sdk/drivers/element';
import type { Driver } from '../../src/sdk/driver';
import { fromModule } from '../../src/sdk/sources/module';
import { createImitation } from '../../src/testing/sdk/imitation';
import type { BindOptions, PaymentOutcome, PayOptions } from '../../src/types';
import { elementSession, openForm, type FormShop } from '../support/form';
import { easyPaySession } from '../support/product-sessions';
import { fakeServer, memoryStorage } from '../support/server';
import { flush, openShop, pass, slowSessions, uniqueSession, useShop } from '../support/shop';

useShop();

const PAID = { status: 'SUCCESS' };
const DECLINED = { status: 'FAIL', error: { code: 'RISK_REJECT', message: 'rejected' } };
const INVALID = { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } };
const SOON = (): ReturnType<typeof elementSession> =>
  elementSession({ paymentSessionExpiryTime: new Date(Date.now() + 60_000).toISOString() });
const records = (storage: { readonly length: number; key(i: number): string | null; getItem(key: string): string | null }): string =>
  Array.from({ length: storage.length }, (_, i) => storage.getItem(storage.key(i) ?? '') ?? '').join();

/** A first form of it is submitted, and the page takes it away before there is an answer. */
async function submitAndLeave(shop: FormShop): Promise<void> {
  await shop.drawn();
  shop.submit();
  shop.checkout.unmount();
  await pass(400);
}

describe('the record', () => {
  it('is written when the form is submitted, not when it is shown, and is gone again where there were fields to correct', async () => {
    const shop = openForm({ storage: 'session', inquiryPayment: fakeServer().inquiryPayment });
    const form = await shop.drawn();
    const id = shop.sessions[0]?.paymentRequestId ?? '';
    expect(records(sessionStorage)).not.toContain(id);
    shop.submit();
    expect(records(sessionStorage)).toContain(id);
    form.answer(INVALID);
    await flush();
    expect(shop.submits).toEqual([{ result: 'invalid' }]);
    expect(records(sessionStorage)).not.toContain(id);
  });

  it('stays after a try that was declined, also where the next one had fields to correct', async () => {
    const shop = openForm({ storage: 'session', inquiryPayment: fakeServer().inquiryPayment });
    const form = await shop.drawn();
    const id = shop.sessions[0]?.paymentRequestId ?? '';
    shop.submit();
    form.answer(DECLINED);
    await flush();
    shop.submit();
    form.answer(INVALID);
    await flush();
    expect(shop.submits).toMatchObject([{ result: 'declined' }, { result: 'invalid' }]);
    expect(records(sessionStorage)).toContain(id);
    shop.checkout.unmount();
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
  });

  it('is written before the app hears of the submit, and a storage that ends the attempt ends it unsubmitted', async () => {
    const storage = memoryStorage();
    const shop = openForm({ storage });
    const form = await shop.drawn();
    const write = storage.setItem.bind(storage);
    vi.spyOn(storage, 'setItem').mockImplementation((key, value) => {
      write(key, value);
      shop.checkout.unmount();
    });
    shop.submit();
    await flush();
    expect(form.submits).toBe(0);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'same-session' }]);
    expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status: 'abandoned' } }]);
    expect(storage.content).toEqual({});
  });

  // Only a second paymentRequestId can charge twice: the first submit is still undecided.
  it('of a payment that was submitted before stays where its form is opened again and cancelled without a submit', async () => {
    const shop = openForm();
    await submitAndLeave(shop);
    const again = await shop.drawn();
    expect(shop.sessions).toHaveLength(1);
    again.emit('SDK_PAYMENT_CANCEL');
    await pass(400);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned' }, { status: 'cancelled' }]);
    shop.mount({ session: elementSession() });
    await flush();
    expect(shop.outcomes[2]).toMatchObject({ status: 'error', error: { code: 'payment-unconfirmed' } });
  });

  it('of the same session without an id takes the place of the one before it, also where a redirect has stayed', async () => {
    const shop = openForm({ session: () => elementSession({ paymentRequestId: undefined }) });
    await submitAndLeave(shop);
    const again = await shop.drawn();
    expect(shop.sessions).toHaveLength(1);
    shop.submit();
    again.emit('SDK_CALL_URL_SUCCESS');
    await pass(3_100);
    shop.submit();
    await flush();
    expect(again.submits).toBe(2);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned' }]);
  });

  it.each(['SDK_CALL_URL_SUCCESS', 'SDK_PAYMENT_CHALLENGE'])(
    'of the same session without an id takes the place of the one before it where nobody called submit() and the app said %s',
    async (code) => {
      const shop = openForm({ session: () => elementSession({ paymentRequestId: undefined }) });
      await submitAndLeave(shop);
      const again = await shop.drawn();
      again.emit(code);
      await pass(3_100);
      shop.submit();
      await flush();
      expect(again.submits).toBe(1);
      expect(shop.outcomes).toMatchObject([{ status: 'abandoned' }]);
    },
  );

  it('of a form takes the place of those before it once it ends, where the merchant forced it', async () => {
    const storage = memoryStorage();
    const shop = openForm({ storage, notRedirectAfterComplete: true });
    await submitAndLeave(shop);
    const before = shop.outcomes[0]?.paymentRequestId ?? '';
    await shop.drawn({ force: true });
    shop.submit();
    expect(storage.content).not.toEqual({});
    expect(JSON.stringify(storage.content)).toContain(before);
    shop.forms.form().answer({ status: 'PROCESSING' });
    await flush();
    expect(shop.outcomes[1]).toMatchObject({ status: 'processing' });
    expect(JSON.stringify(storage.content)).not.toContain(before);
    expect(JSON.stringify(storage.content)).toContain(shop.outcomes[1]?.paymentRequestId);
  });
});

describe('a form that is drawn again after its payment was submitted and left undecided', () => {
  it.each([undefined, 'PROCESSING'] as const)(
    'and that the SDK refuses then owes a confirmation and keeps its session: no other one may be opened (the server: %s)',
    async (says) => {
      const shop = openForm({ inquiryPayment: says && fakeServer(says).inquiryPayment });
      await submitAndLeave(shop);
      for (const n of [1, 2]) {
        shop.mount();
        await flush();
        shop.forms.form().refuse('ORDER_IS_CLOSED');
        await pass(400);
        expect(shop.outcomes[n]).toMatchObject({ status: 'error', error: { code: 'component-failed' }, retry: 'after-confirmation' });
      }
      expect(shop.sessions).toHaveLength(1);
    },
  );

  it('and whose session expires then owes a confirmation: the next one only asks', async () => {
    const shop = openForm({ session: SOON, inquiryPayment: fakeServer('PROCESSING').inquiryPayment });
    await submitAndLeave(shop);
    await shop.drawn();
    await pass(60_000);
    expect(shop.outcomes[1]).toMatchObject({ status: 'error', error: { code: 'session-expired' }, retry: 'after-confirmation' });
    shop.mount();
    await flush();
    expect(shop.outcomes[2]).toMatchObject({ status: 'processing' });
  });

  it('and whose end the storage overtakes, as that is asked what is owed, has one outcome', async () => {
    const storage = memoryStorage();
    const shop = openForm({ storage });
    await submitAndLeave(shop);
    shop.mount();
    await flush();
    const read = storage.getItem.bind(storage);
    vi.spyOn(storage, 'getItem').mockImplementation((key) => {
      shop.checkout.unmount();
      return read(key);
    });
    shop.forms.form().refuse('ORDER_IS_CLOSED');
    await pass(400);
    expect(shop.outcomes.slice(1)).toMatchObject([{ status: 'abandoned', reason: 'unmounted' }]);
    expect(shop.states.filter(({ phase }) => phase === 'settled')).toHaveLength(2);
  });
});

describe('a component that the page does not submit alone', () => {
  const product = (more: Partial<Driver>): Driver => ({ ...elementDriver, ...more });

  it('with a button of its own counts as submitted from the moment it is open', async () => {
    const shop = openForm({ product: product({ ownButton: () => true }) });
    await shop.drawn();
    shop.checkout.unmount();
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
  });

  it.each([
    ['inline', 'processing'],
    [null, 'still open'],
  ] as const)('of the wallet %s: an approval is %s', async (wallet, end) => {
    const shop = openForm({ product: product({ wallet: () => wallet }) });
    (await shop.drawn()).emit('SDK_PAYMENT_APPROVE');
    await flush();
    expect(shop.outcomes[0]?.status ?? 'still open').toBe(end);
  });
});

describe('an order that was paid or begun elsewhere since its form was drawn', () => {
  const KEY = 'antom-checkout-controller.pending';
  const ORDER = { order: 'cart1' };
  /** As another page of this browser leaves it, while this one was in the back/forward cache. */
  const paid = (storage: ReturnType<typeof memoryStorage>): void => {
    storage.setItem(
      KEY,
      JSON.stringify({ version: 1, records: [], paid: [{ attemptId: 'a', order: 'cart1', confirmedBy: 'server', at: Date.now() }] }),
    );
  };
  const begun = (storage: ReturnType<typeof memoryStorage>, paymentRequestId = 'other'): void => {
    const record = { attemptId: 'a', paymentRequestId, paymentSessionId: '', order: 'cart1', at: Date.now() };
    storage.setItem(KEY, JSON.stringify({ version: 1, records: [record], paid: [] }));
  };

  it('paid: a press submits nothing and ends as succeeded, without the form’s own payment', async () => {
    const storage = memoryStorage();
    const shop = openForm({ storage, inquiryPayment: fakeServer().inquiryPayment });
    const form = await shop.drawn(ORDER);
    paid(storage);
    shop.submit();
    await flush();
    expect(form.submits).toBe(0);
    expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status: 'succeeded', confirmedBy: 'server', order: 'cart1' } }]);
    expect(shop.outcomes).toHaveLength(1);
    expect(shop.outcomes[0]).not.toHaveProperty('paymentRequestId');
    await pass(1_000);
    expect(form.isDrawn).toBe(false);
  });

  it('paid: no new session is drawn in the place of one that has expired', async () => {
    const storage = memoryStorage();
    const shop = openForm({ session: SOON, storage });
    await shop.drawn(ORDER);
    paid(storage);
    await pass(61_000);
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
    expect(shop.sessions).toHaveLength(1);
  });

  it('begun, and nobody knows how it ended: a press submits nothing, with or without inquiryPayment', async () => {
    for (const inquiryPayment of [fakeServer('PROCESSING').inquiryPayment, undefined]) {
      const storage = memoryStorage();
      const shop = openForm({ storage, inquiryPayment });
      const form = await shop.drawn(ORDER);
      begun(storage);
      shop.submit();
      await flush();
      expect(form.submits).toBe(0);
      expect(shop.submits).toMatchObject([
        { result: 'ended', outcome: { status: 'error', error: { code: 'payment-unconfirmed' }, retry: 'after-confirmation' } },
      ]);
      shop.checkout.dispose();
      await pass(1_000);
    }
  });

  it('begun, where no session has a paymentRequestId: a press submits nothing', async () => {
    const storage = memoryStorage();
    const shop = openForm({ storage, session: () => elementSession({ paymentRequestId: undefined }) });
    const form = await shop.drawn(ORDER);
    begun(storage, '');
    shop.submit();
    await flush();
    expect(form.submits).toBe(0);
    expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status: 'error', error: { code: 'payment-unconfirmed' } } }]);
  });

  it('with `force` nothing of it counts', async () => {
    const storage = memoryStorage();
    const shop = openForm({ storage });
    const form = await shop.drawn({ ...ORDER, force: true });
    paid(storage);
    shop.submit();
    await flush();
    expect(form.submits).toBe(1);
    form.answer(DECLINED);
    await flush();
    begun(storage);
    shop.submit();
    await flush();
    expect(form.submits).toBe(2);
  });

  it('a second try in the same form is held to it too, and its own first one is no other payment', async () => {
    for (const [change, outcome] of [
      [null, null],
      [paid, { status: 'succeeded' }],
      [begun, { status: 'error', error: { code: 'payment-unconfirmed' } }],
    ] as const) {
      const storage = memoryStorage();
      const shop = openForm({ storage });
      const form = await shop.drawn(ORDER);
      const id = shop.sessions[0]?.paymentRequestId;
      shop.submit();
      form.answer(DECLINED);
      await flush();
      const before = storage.content[KEY] ?? '';
      if (change) {
        change(storage);
        // Beside the form's own.
        const own = (JSON.parse(before) as { records: object[] }).records;
        const content = JSON.parse(storage.content[KEY] ?? '') as { records: object[] };
        storage.setItem(KEY, JSON.stringify({ ...content, records: [...own, ...content.records] }));
      }
      shop.submit();
      await flush();
      expect(form.submits).toBe(change ? 1 : 2);
      expect(shop.outcomes).toMatchObject(outcome ? [outcome] : []);
      // Nobody knows for sure how the first try ended.
      expect(storage.content[KEY]).toContain(id);
      shop.checkout.dispose();
      await pass(1_000);
    }
  });

  it('a storage that ends the attempt as it is read ends it unsubmitted', async () => {
    const storage = memoryStorage();
    const shop = openForm({ storage });
    const form = await shop.drawn(ORDER);
    vi.spyOn(storage, 'getItem').mockImplementation(() => {
      shop.checkout.unmount();
      return null;
    });
    shop.submit();
    await flush();
    expect(form.submits).toBe(0);
    expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status: 'abandoned' } }]);
  });
});

describe('an event that only a submitted form sends', () => {
  it.each(['SDK_PAYMENT_SUCCESSFUL', 'SDK_PAYMENT_PROCESSING', 'SDK_PAYMENT_ERROR'])(
    '%s counts as submitted, whoever pressed',
    async (code) => {
      const server = fakeServer();
      server.says('PROCESSING');
      const shop = openForm({ inquiryPayment: server.inquiryPayment });
      const form = await shop.drawn();
      form.emit(code);
      await flush();
      expect(shop.checkout.state.phase).toBe('confirming');
      shop.checkout.unmount();
      await flush();
      expect(shop.outcomes[0]?.retry).toBe('after-confirmation');
    },
  );

  it('a cancel does not: nothing is owed', async () => {
    const server = fakeServer();
    const shop = openForm({ inquiryPayment: server.inquiryPayment });
    (await shop.drawn()).emit('SDK_PAYMENT_CANCEL');
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'cancelled', confirmedBy: 'sdk', retry: 'same-session' }]);
    expect(server.asked).toEqual([]);
  });
});

describe('calls from within callbacks', () => {
  it('a listener that submits again as it hears of the decline submits once more', async () => {
    const shop = openForm();
    const form = await shop.drawn();
    let again = 0;
    shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase === 'open' && again === 0 && 'declined' in shop.checkout.state) {
        again += 1;
        shop.submit();
      }
    });
    shop.submit();
    form.answer(DECLINED);
    await flush();
    expect(form.submits).toBe(2);
    form.answer(PAID);
    await flush();
    expect(shop.submits).toMatchObject([{ result: 'declined' }, { result: 'ended', outcome: { status: 'succeeded' } }]);
  });

  it.each(['unmount', 'dispose'] as const)(
    'a subscriber that calls %s as the form is submitted ends it before the app hears of it',
    async (method) => {
      const shop = openForm();
      const form = await shop.drawn();
      shop.checkout.subscribe(() => {
        if (shop.checkout.state.phase === 'submitting') shop.checkout[method]();
      });
      shop.submit();
      await flush();
      expect(form.submits).toBe(0);
      expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status: 'abandoned' } }]);
    },
  );

  it('a listener that pays with a popup on the page replaces nothing while the form is submitted', async () => {
    const shop = openForm();
    await shop.drawn();
    shop.submit();
    const other = openForm({ forms: shop.forms });
    other.mount({ container: '#other' });
    await flush();
    expect(other.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-busy' } }]);
    expect(shop.checkout.state.phase).toBe('submitting');
  });

  it('nor while the server is asked about it', async () => {
    const shop = openForm({ inquiryPayment: fakeServer('PROCESSING').inquiryPayment });
    const form = await shop.drawn();
    shop.submit();
    form.answer({ status: 'PROCESSING' });
    await flush();
    expect(shop.checkout.state).toMatchObject({ phase: 'confirming', surface: 'inline' });
    const other = openForm({ forms: shop.forms });
    other.mount({ container: '#other' });
    await pass(400);
    expect(other.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-busy' } }]);
    expect(shop.outcomes).toEqual([]);
  });

  it('a second controller replaces a form that is not being paid', async () => {
    const shop = openForm();
    const first = await shop.drawn();
    const other = openForm({ forms: shop.forms });
    other.mount({ container: '#other' });
    await pass(400);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced' }]);
    expect(first.isDrawn).toBe(false);
    shop.forms.form().launch();
    await flush();
    expect(other.checkout.state.phase).toBe('open');
  });
});

describe('a session that expires before anything was submitted', () => {
  it('is renewed in place; while the buyer types, not before the focus has left the form', async () => {
    const shop = openForm({ session: SOON });
    const form = await shop.drawn();
    const inside = document.querySelector('#form > div')?.appendChild(document.createElement('input')) as HTMLInputElement;
    inside.focus();
    await pass(61_000);
    expect(shop.sessions).toHaveLength(2);
    expect(form.destroyed).toBe(false);
    document.getElementById('pay')?.focus();
    await pass(400);
    expect(form.destroyed).toBe(true);
    shop.forms.form().launch();
    await flush();
    expect(shop.forms.form().session).toBe(shop.sessions[1]?.paymentSessionData);
    expect(shop.checkout.state.phase).toBe('open');
  });

  it('is renewed as well when the buyer points at the page beside it', async () => {
    const shop = openForm({ session: SOON });
    const form = await shop.drawn();
    const inside = document.querySelector('#form > div')?.appendChild(document.createElement('input')) as HTMLInputElement;
    inside.focus();
    await pass(61_000);
    inside.blur();
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    await pass(400);
    expect(form.destroyed).toBe(true);
  });

  it('a press of the button meanwhile is not-ready, and draws it at once', async () => {
    const shop = openForm({ session: SOON });
    const form = await shop.drawn();
    const inside = document.querySelector('#form > div')?.appendChild(document.createElement('input')) as HTMLInputElement;
    inside.focus();
    await pass(61_000);
    shop.submit();
    await pass(400);
    expect(shop.submits).toEqual([{ result: 'not-ready' }]);
    expect(form.submits).toBe(0);
    expect(form.destroyed).toBe(true);
  });

  it('by another one where the new session has expired itself while the buyer was typing', async () => {
    const shop = openForm({ session: SOON });
    await shop.drawn();
    const inside = document.querySelector('#form > div')?.appendChild(document.createElement('input')) as HTMLInputElement;
    inside.focus();
    await pass(61_000);
    expect(shop.sessions).toHaveLength(2);
    await pass(120_000);
    document.getElementById('pay')?.focus();
    await pass(400);
    expect(shop.forms.forms.map(({ session }) => session)).toEqual(
      [shop.sessions[0], shop.sessions[2]].map((session) => session?.paymentSessionData),
    );
  });

  it('that came already expired, by the buyer’s clock, is renewed after an hour', async () => {
    const shop = openForm({ session: () => elementSession({ paymentSessionExpiryTime: new Date(Date.now() - 1_000).toISOString() }) });
    await shop.drawn();
    await pass(3_590_000);
    expect(shop.sessions).toHaveLength(1);
    await pass(20_000);
    expect(shop.sessions).toHaveLength(2);
  });

  it('without createPaymentSession it is session-expired, with a new session to try', async () => {
    const shop = openForm({ createPaymentSession: undefined });
    await shop.drawn({ session: SOON() });
    await pass(61_000);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'session-expired' }, retry: 'new-session' }]);
  });

  it('is not renewed while an earlier payment of the order is undecided', async () => {
    const server = fakeServer();
    server.says('PROCESSING');
    const shop = openForm({ session: SOON, inquiryPayment: server.inquiryPayment });
    const form = await shop.drawn();
    shop.submit();
    form.answer(DECLINED);
    await flush();
    shop.checkout.unmount();
    await pass(400);
    // The same session may open again.
    await shop.drawn();
    expect(shop.sessions).toHaveLength(1);
    await pass(61_000);
    expect(shop.sessions).toHaveLength(1);
    expect(shop.outcomes.at(-1)).toMatchObject({ status: 'error', error: { code: 'session-expired' } });
  });

  it('one that was submitted is unknown a minute after the expiry, or what the server says', async () => {
    const shop = openForm({ session: SOON });
    await shop.drawn();
    shop.submit();
    await pass(121_000);
    expect(shop.outcomes).toMatchObject([{ status: 'unknown' }]);
    const server = fakeServer();
    server.says('SUCCESS');
    const asking = openForm({ session: SOON, inquiryPayment: server.inquiryPayment, polling: { slowInterval: 1_000_000 } });
    await asking.drawn();
    asking.submit();
    server.says('PROCESSING');
    await pass(100_000);
    server.says('SUCCESS');
    await pass(21_000);
    expect(asking.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server' }]);
  });
});

describe('a redirect that does not leave the page', () => {
  it('gives the button back after 3 s; a page that goes later has been redirected all the same', async () => {
    const shop = openForm();
    const form = await shop.drawn();
    shop.submit();
    form.emit('SDK_CALL_URL_SUCCESS');
    await pass(3_100);
    expect(shop.submits).toEqual([{ result: 'declined' }]);
    expect(shop.checkout.state).toMatchObject({ phase: 'open', canPay: true });
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'redirected', retry: 'after-confirmation' }]);
  });

  it('does not answer the press after the one that it belongs to', async () => {
    const shop = openForm();
    const form = await shop.drawn();
    shop.submit();
    form.emit('SDK_CALL_URL_SUCCESS');
    await pass(1_000);
    form.answer(DECLINED);
    await flush();
    shop.submit();
    await pass(2_500);
    expect(shop.submits).toHaveLength(1);
    expect(shop.checkout.state.phase).toBe('submitting');
  });

  it('with a server it is asked about, and stays open', async () => {
    const server = fakeServer();
    server.says('PROCESSING');
    const shop = openForm({ inquiryPayment: server.inquiryPayment });
    const form = await shop.drawn();
    shop.submit();
    form.emit('SDK_CALL_URL_SUCCESS');
    await pass(3_100);
    expect(server.asked).toHaveLength(1);
    server.says('SUCCESS');
    await pass(10_000);
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
  });

  it('a page that goes within them is redirected', async () => {
    const shop = openForm();
    const form = await shop.drawn();
    shop.submit();
    form.emit('SDK_CALL_URL_SUCCESS');
    await flush();
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'redirected', retry: 'after-confirmation' }]);
  });
});

it('a launch error of a press that was declined ends neither the form nor the next press', async () => {
  const shop = openForm();
  const form = await shop.drawn();
  shop.submit();
  form.emit('SDK_LAUNCH_PAYMENT_APP_ERROR');
  form.answer(DECLINED);
  await pass(7_000);
  shop.submit();
  await pass(2_000);
  expect(shop.submits).toMatchObject([{ result: 'declined' }]);
  expect(shop.checkout.state.phase).toBe('submitting');
  form.answer(PAID);
  await flush();
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
});

it('a form that the SDK could not submit is not-ready, and owes nothing', async () => {
  const storage = memoryStorage();
  const shop = openForm({ storage });
  const form = await shop.drawn();
  shop.submit();
  form.answer({ status: 'FAIL', error: { code: 'UI_STATE_ERROR', message: '' } });
  await flush();
  expect(shop.submits).toEqual([{ result: 'not-ready' }]);
  expect(shop.checkout.state).toMatchObject({ phase: 'open', canPay: true });
  expect(storage.content).toEqual({});
});

it('a form that is silent for a minute after it was submitted is asked about; a success of the server ends it, and takes it away', async () => {
  const storage = memoryStorage();
  const server = fakeServer('PROCESSING', 'SUCCESS');
  const shop = openForm({ storage, inquiryPayment: server.inquiryPayment, notRedirectAfterComplete: false });
  const form = await shop.drawn();
  shop.submit();
  await pass(59_999);
  expect(server.asked).toHaveLength(0);
  await pass(1);
  expect(server.asked).toHaveLength(1);
  await pass(10_000);
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server' }]);
  // Nobody has announced a jump, and nothing is owed.
  expect(form.destroyed).toBe(true);
  expect(JSON.stringify(storage.content)).not.toContain(shop.sessions[0]?.paymentRequestId);
});

it('a submitted form that the page takes away is what the server says, else component-failed', async () => {
  for (const [says, status] of [
    ['SUCCESS', 'succeeded'],
    ['PROCESSING', 'error'],
  ] as const) {
    const server = fakeServer();
    server.says(says);
    const shop = openForm({ inquiryPayment: server.inquiryPayment });
    await shop.drawn();
    shop.submit();
    document.querySelector('#form > div')?.remove();
    await flush();
    await pass(7_000);
    expect(shop.outcomes).toMatchObject([{ status, ...(status === 'error' ? { error: { details: { reason: 'removed' } } } : {}) }]);
    expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status } }]);
  }
});

it('a form that the page moves is drawn again, with the same session', async () => {
  const shop = openForm();
  const form = await shop.drawn();
  const container = document.getElementById('form') as HTMLElement;
  document.body.appendChild(container);
  // Browsers give a frame that was moved another page; jsdom does not.
  Object.defineProperty(container.querySelector('iframe'), 'contentWindow', { value: {} });
  await pass(400);
  expect(form.destroyed).toBe(true);
  expect(shop.forms.forms).toHaveLength(2);
  expect(shop.forms.form().session).toBe(form.session);
  expect(shop.sessions).toHaveLength(1);
});

it('a network error of a submit is declined: the same session once more', async () => {
  const shop = openForm();
  const form = await shop.drawn();
  shop.submit();
  form.emit('SDK_SUBMIT_NETWORK_ERROR');
  await flush();
  expect(shop.submits).toEqual([{ result: 'declined' }]);
  expect(shop.checkout.state).toMatchObject({ phase: 'open' });
});

it('a submitPayment() that rejects is unknown', async () => {
  const shop = openForm();
  const form = await shop.drawn();
  shop.submit();
  form.reject(new Error('of a callback'));
  await flush();
  expect(shop.outcomes).toMatchObject([{ status: 'unknown' }]);
});

it('a validateFields() that rejects is not valid', async () => {
  const shop = openForm();
  const form = await shop.drawn();
  const valid = shop.checkout.validate();
  const again = shop.checkout.validate();
  form.refuseValidation();
  expect(await valid).toEqual({ isValid: false });
  expect(await again).toEqual({ isValid: false });
});

it("an answer that comes after validate() has given up is nobody's", async () => {
  const shop = openForm();
  const form = await shop.drawn();
  const valid = shop.checkout.validate();
  await pass(15_000);
  expect(await valid).toEqual({ isValid: false });
  form.valid(true);
  await flush();
  const next = shop.checkout.validate();
  form.valid(true);
  expect(await next).toEqual({ isValid: true });
});

it('a new session that cannot be had ends the form whose session has expired', async () => {
  let asked = 0;
  const shop = openForm({
    createPaymentSession: () => {
      asked += 1;
      return asked === 1 ? Promise.resolve(SOON()) : Promise.reject(new Error('down'));
    },
  });
  await shop.drawn();
  await pass(61_000);
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'session-request-failed' } }]);
});

it('a container that goes while the session is on its way is container-missing, and nothing is drawn or kept', async () => {
  const slow = slowSessions();
  const shop = openForm({ createPaymentSession: slow.create });
  shop.mount();
  await flush();
  const place = document.getElementById('form');
  place?.remove();
  slow.asked[0]?.(elementSession());
  await flush();
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'container-missing' }, retry: 'same-session' }]);
  expect([shop.forms.forms, place?.innerHTML]).toEqual([[], '']);
});

it('a form whose app asks for a sheet has been submitted', async () => {
  const storage = memoryStorage();
  const shop = openForm({ storage });
  await shop.drawn();
  const source = document.querySelector('#form iframe') as HTMLIFrameElement;
  window.dispatchEvent(new MessageEvent('message', { data: '{"event":"getApplePayToken"}', source: source.contentWindow }));
  expect(JSON.stringify(storage.content)).toContain(String(shop.sessions[0]?.paymentRequestId));
  shop.checkout.unmount();
  await flush();
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
});

it('a session that its driver must not open in production is session-invalid, with the reason', async () => {
  const { module } = createImitation('1.47.2');
  const foreign = easyPaySession({ extendInfo: JSON.stringify({ checkoutInfo: [{ url: 'https://elsewhere.example/app' }] }) });
  const shop = openForm({ environment: 'prod', product: easyPay, sdk: fromModule(() => Promise.resolve(module)) });
  const result = shop.checkout.pay({ session: uniqueSession({ paymentSessionData: foreign }) });
  await flush();
  expect(await result).toMatchObject({
    status: 'error',
    error: { code: 'session-invalid', message: expect.stringContaining("outside of Antom's hosts") as string },
  });
  expect(document.getElementById('ams-component-container')).toBeNull();
});

it('a container of another document is container-missing', async () => {
  const shop = openForm();
  const inert = new DOMParser().parseFromString('<div></div>', 'text/html').body;
  shop.mount({ container: inert });
  await flush();
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'container-missing', details: { reason: 'detached' } } }]);
  expect(inert.innerHTML).toBe('<div></div>');
  expect(shop.sessions).toHaveLength(0);
});

it('nothing mounted: submit() is not-ready, validate() false, canMakePayment() false', async () => {
  const shop = openForm();
  shop.submit();
  expect(await shop.checkout.validate()).toEqual({ isValid: false });
  await flush();
  expect(shop.submits).toEqual([{ result: 'not-ready' }]);
  expect(await shop.checkout.canMakePayment('ApplePay')).toBe(false);
  shop.checkout.dispose();
  expect(await shop.checkout.submit()).toEqual({ result: 'not-ready' });
  expect(await shop.checkout.canMakePayment('ApplePay')).toBe(false);
});

it('after the attempt submit() is not-ready again', async () => {
  const shop = openForm();
  const form = await shop.drawn();
  shop.submit();
  form.answer(PAID);
  await flush();
  shop.submit();
  await flush();
  expect(shop.submits).toMatchObject([{ result: 'ended' }, { result: 'not-ready' }]);
});

it("a navigation of the page's ends a form; while the server is asked, submit() is answered with the outcome", async () => {
  const server = fakeServer();
  server.says('PROCESSING');
  const shop = openForm({ inquiryPayment: server.inquiryPayment });
  const form = await shop.drawn();
  shop.submit();
  form.answer({ status: 'PROCESSING' });
  await flush();
  shop.submit();
  server.says('SUCCESS');
  await pass(2_000);
  expect(shop.submits).toMatchObject([{ result: 'ended' }, { result: 'ended', outcome: { status: 'succeeded' } }]);
  await shop.drawn({ order: 'b' });
  history.pushState(null, '', '/thanks');
  await flush();
  expect(shop.outcomes.at(-1)).toMatchObject({ status: 'abandoned', reason: 'navigated' });
});

describe('bind() on a page with an open form', () => {
  it('a press before it is drawn gives the button back, one while the server is asked waits for the outcome', async () => {
    const server = fakeServer();
    server.says('PROCESSING');
    const shop = openForm({ inquiryPayment: server.inquiryPayment });
    const told: string[] = [];
    shop.checkout.bind('#pay', { onOutcome: ({ status }) => told.push(status) });
    const button = document.getElementById('pay') as HTMLButtonElement;
    shop.mount();
    await flush();
    button.click();
    await flush();
    expect(button.disabled).toBe(false);
    const form = shop.forms.form();
    form.launch();
    await flush();
    form.emit('SDK_PAYMENT_PROCESSING');
    await flush();
    button.click();
    expect(button.disabled).toBe(true);
    server.says('SUCCESS');
    await pass(2_000);
    expect(told).toEqual(['succeeded']);
  });

  it('a press submits it; declined makes the button usable again, the outcome is told once', async () => {
    const shop = openForm();
    const told: string[] = [];
    shop.checkout.bind('#pay', { onOutcome: ({ status }) => told.push(status) });
    const button = document.getElementById('pay') as HTMLButtonElement;
    const form = await shop.drawn();
    button.click();
    expect(form.submits).toBe(1);
    expect(button.disabled).toBe(true);
    button.click();
    form.answer(DECLINED);
    await flush();
    expect(button.disabled).toBe(false);
    button.click();
    expect(form.submits).toBe(2);
    form.answer(PAID);
    await flush();
    expect(told).toEqual(['succeeded']);
    expect(button.disabled).toBe(false);
  });

  const press = async (): Promise<void> => {
    document.getElementById('pay')?.click();
    await flush();
  };

  it.each<[string, BindOptions['pay']]>([
    ['names the same order', { order: 'a' }],
    ['names none', undefined],
    ['names it as it is pressed', () => ({ order: 'a' })],
    ['says that there is none', { order: '' }],
  ])('a press of a button that %s submits it', async (_what, pay) => {
    const shop = openForm();
    shop.checkout.bind('#pay', { pay });
    const form = await shop.drawn({ order: 'a' });
    await press();
    expect(form.submits).toBe(1);
  });

  it('without an order is submitted by a button of any order', async () => {
    const shop = openForm();
    shop.checkout.bind('#pay', { pay: { order: 'b' } });
    const form = await shop.drawn();
    await press();
    expect(form.submits).toBe(1);
  });

  it('a press of a button of another order submits nothing: it is a payment of its own, in the place of the form', async () => {
    const sdk = createImitation('1.47.2');
    const told: PaymentOutcome[] = [];
    const shop = openForm({
      product: [element, cashier],
      sdk: fromModule(() => Promise.resolve(sdk.module)),
      createPaymentSession: ({ order }) => Promise.resolve(order === 'a' ? elementSession() : uniqueSession()),
    });
    shop.checkout.bind('#pay', { pay: { order: 'b' }, onOutcome: (outcome) => told.push(outcome) });
    shop.mount({ order: 'a' });
    await flush();
    sdk.element.form().launch();
    await flush();
    await press();
    await pass(400);
    sdk.family.cashier().launch();
    await flush();
    expect(sdk.element.form().submits).toBe(0);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced', order: 'a' }]);
    expect(shop.checkout.state).toMatchObject({ phase: 'open', surface: 'popup', order: 'b' });
    sdk.family.cashier().emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    expect(told).toMatchObject([{ status: 'succeeded', order: 'b' }]);
  });

  it('a press of a button of another order does nothing while it is being paid', async () => {
    const shop = openForm();
    const told: PaymentOutcome[] = [];
    shop.checkout.bind('#pay', { pay: { order: 'b' }, onOutcome: (outcome) => told.push(outcome) });
    const form = await shop.drawn({ order: 'a' });
    shop.submit();
    await press();
    expect([form.submits, told]).toEqual([1, []]);
    form.answer(PAID);
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded', order: 'a' }]);
  });

  it('while a popup is being paid, the function of options of another button is not called', async () => {
    const pay = vi.fn(() => ({ order: 'b' }));
    const shop = openShop();
    shop.checkout.bind('#pay', { pay });
    await shop.open({ order: 'a' });
    await press();
    expect(pay).not.toHaveBeenCalled();
  });

  it('a press whose function of options is async pays and submits nothing', async () => {
    const shop = openForm();
    const told: PaymentOutcome[] = [];
    const pay = (): PayOptions => Promise.resolve({ order: 'b' }) as unknown as PayOptions;
    shop.checkout.bind('#pay', { pay, onOutcome: (outcome) => told.push(outcome) });
    const form = await shop.drawn({ order: 'a' });
    await press();
    expect(form.submits).toBe(0);
    expect(told).toMatchObject([{ status: 'error', error: { code: 'invalid-options' } }]);
  });
});
