/** bind(): a form or a button that pays. */
import { fireEvent, getByLabelText, getByRole } from '@testing-library/dom';
import { describe, expect, it, vi } from 'vitest';
import type { BindOptions, PayOptions } from '../../src/types';
import { bound, el, html, isBusy, isDisabled, launched, leftAlone, setPage, type Bound } from '../support/bind';
import { fakeServer } from '../support/server';
import { flush, openShop, pageshow, pass, setVisibility, uniqueSession, useShop, type Shop } from '../support/shop';

useShop();

describe('a form', () => {
  it('submits as pay(): busy meanwhile, told of the outcome, exactly as it was afterwards', async () => {
    const shop = bound('#checkout');
    el('buy').focus();
    el('buy').click();
    expect(isBusy('checkout')).toBe(true);
    expect(['buy', 'buy2', 'outside'].map(isDisabled)).toEqual([true, true, true]);
    expect(['help', 'coupon'].map(isDisabled)).toEqual([false, false]);
    (await launched(shop)).close();
    await pass(400);
    expect(shop.outcomes).toMatchObject([{ status: 'cancelled' }]);
    expect(html()).toBe(shop.found);
    expect(document.activeElement).toBe(el('buy'));
  });

  it('that the browser finds invalid is not submitted, so nothing opens', async () => {
    const shop = bound('#checkout');
    getByLabelText<HTMLInputElement>(document.body, 'Name').value = '';
    el('buy').click();
    await flush();
    expect(shop.checkout.state.phase).toBe('idle');
    expect(isBusy('checkout')).toBe(false);
  });

  it('whose submit the page has prevented is left alone', async () => {
    setPage();
    const shop = openShop();
    el('checkout').addEventListener('submit', (event) => {
      event.preventDefault();
    });
    shop.checkout.bind(el('checkout'), {});
    el('buy').click();
    await flush();
    expect(shop.checkout.state.phase).toBe('idle');
  });

  it.each([true, false])(
    'submitted by a button with a formaction goes where that says; the browser names the button: %s',
    async (names) => {
      if (!names) vi.spyOn(SubmitEvent.prototype, 'submitter', 'get').mockReturnValue(undefined as unknown as null);
      const shop = bound('#checkout');
      const seen = leftAlone();
      el('coupon').click();
      await flush();
      expect(seen.count).toBe(1);
      expect(shop.checkout.state.phase).toBe('idle');
      el('buy').click();
      await launched(shop);
      expect(shop.sdk.cashiers).toHaveLength(1);
    },
  );

  it('submitted by the bound image of it is a payment, submitted by another button is not', async () => {
    setPage();
    el('buy').outerHTML = '<input type="image" id="image" alt="Buy">';
    const shop = openShop();
    shop.checkout.bind('#image');
    const seen = leftAlone();
    (el('checkout') as HTMLFormElement).requestSubmit(el('outside'));
    expect(seen.count).toBe(1);
    el('image').click();
    expect(isBusy('image')).toBe(true);
    await launched(shop);
    expect(seen.count).toBe(1);
  });

  it('has the focus again that its button lost by being disabled, and not one that the buyer has moved', async () => {
    for (const moves of [false, true]) {
      const shop = bound('#checkout', {}, { createPaymentSession: () => Promise.reject(new Error('down')) });
      el('buy').focus();
      el('buy').click();
      const given = vi.spyOn(el('buy'), 'focus');
      // Browsers take the focus from what is disabled, jsdom does not.
      const active = vi.spyOn(document, 'activeElement', 'get').mockReturnValue(moves ? el('link') : document.body);
      await flush();
      active.mockRestore();
      expect(shop.outcomes).toMatchObject([{ status: 'error' }]);
      expect(given).toHaveBeenCalledTimes(moves ? 0 : 1);
      shop.checkout.dispose();
    }
  });

  it('keeps what the page has set on it meanwhile', async () => {
    const shop = bound('#checkout');
    el('buy').click();
    const cashier = await launched(shop);
    el('checkout').setAttribute('aria-busy', 'false');
    cashier.close();
    await pass(400);
    expect(el('checkout').getAttribute('aria-busy')).toBe('false');
    expect(isDisabled('buy')).toBe(false);
  });

  it('submitted by script is submitted all the same', async () => {
    const shop = bound('#checkout');
    (el('checkout') as HTMLFormElement).requestSubmit();
    await launched(shop);
    expect(isBusy('checkout')).toBe(true);
  });
});

describe('a submit button of a form', () => {
  it("pays by its own submit, and leaves another button's alone", async () => {
    const shop = bound('#outside');
    const seen = leftAlone();
    el('buy').click();
    await flush();
    expect(seen.count).toBe(1);
    expect(shop.checkout.state.phase).toBe('idle');
    el('outside').click();
    await launched(shop);
    expect(isBusy('outside')).toBe(true);
    expect(['outside', 'buy', 'buy2'].map(isDisabled)).toEqual([true, false, true]);
  });

  it('pays no invalid form', async () => {
    const shop = bound('#buy');
    getByLabelText<HTMLInputElement>(document.body, 'Name').value = '';
    el('buy').click();
    await flush();
    expect(shop.checkout.state.phase).toBe('idle');
  });
});

describe('a button or a link', () => {
  it('pays by its click', async () => {
    const shop = bound('#alone');
    fireEvent.click(getByRole(document.body, 'button', { name: 'Pay' }));
    expect([isBusy('alone'), isDisabled('alone')]).toEqual([true, true]);
    (await launched(shop)).emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'RISK_REJECT' } });
    await pass(400);
    expect(shop.outcomes).toMatchObject([{ status: 'failed' }]);
    expect(html()).toBe(shop.found);
  });

  it('a link does not navigate, and is aria-disabled meanwhile', async () => {
    const shop = bound('#link');
    expect(fireEvent.click(el('link'))).toBe(false);
    expect(el('link').getAttribute('aria-disabled')).toBe('true');
    // A link cannot be disabled.
    expect(fireEvent.click(el('link'))).toBe(false);
    (await launched(shop)).close();
    await pass(400);
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(html()).toBe(shop.found);
  });

  it('a click that the page has prevented is left alone', async () => {
    const shop = bound('#alone');
    document.querySelector('main')?.addEventListener(
      'click',
      (event) => {
        event.preventDefault();
      },
      { capture: true },
    );
    el('alone').click();
    await flush();
    expect(shop.checkout.state.phase).toBe('idle');
  });
});

describe('clicks', () => {
  it('however many are one payment and one outcome', async () => {
    const shop = bound('#checkout');
    for (let i = 0; i < 5; i += 1) fireEvent.submit(el('checkout'));
    (await launched(shop)).close();
    await pass(400);
    expect(shop.sessions).toHaveLength(1);
    expect(shop.outcomes).toHaveLength(1);
  });

  it('pay() is called with what the page says at the click', async () => {
    let order = 'cart1';
    const shop = bound('#alone', { pay: () => ({ order, notRedirectAfterComplete: true }) });
    order = 'cart2';
    el('alone').click();
    const cashier = await launched(shop);
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(400);
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
    expect(isDisabled('alone')).toBe(false);
  });

  it('an async pay function is invalid-options: it would pay without its order', async () => {
    const shop = bound('#alone', { pay: (() => Promise.resolve({ order: 'cart1' })) as unknown as () => PayOptions });
    el('alone').click();
    await pass(400);
    expect(shop.outcomes).toMatchObject([
      { status: 'error', error: { code: 'invalid-options', message: expect.stringContaining('a promise') as string } },
    ]);
    expect(shop.sessions).toHaveLength(0);
  });

  it('a pay function that throws leaves the trigger usable', async () => {
    const shop = bound('#alone', {
      pay: () => {
        throw new Error('no cart');
      },
    });
    const thrown: unknown[] = [];
    const note = (event: ErrorEvent): void => {
      event.preventDefault();
      thrown.push(event.error);
    };
    window.addEventListener('error', note);
    el('alone').click();
    window.removeEventListener('error', note);
    await flush();
    expect(thrown).toMatchObject([{ message: 'no cart' }]);
    expect(html()).toBe(shop.found);
  });

  it('an outcome without an attempt is told too', async () => {
    const shop = bound('#alone', { pay: { order: 1 as unknown as string } });
    el('alone').click();
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'invalid-options' } }]);
    expect(html()).toBe(shop.found);
  });

  it('onOutcome finds the trigger as it was, and what it throws goes to the logger', async () => {
    let busy: boolean | null = null;
    const shop = bound('#alone', {
      onOutcome: () => {
        busy = isDisabled('alone');
        throw new Error('from the merchant');
      },
    });
    el('alone').click();
    (await launched(shop)).close();
    await pass(400);
    expect(busy).toBe(false);
    expect(shop.logs.filter(({ name }) => name === 'listener.threw')).toHaveLength(1);
  });

  it("onEvent hears the SDK's events", async () => {
    const onEvent = vi.fn();
    const shop = bound('#alone', { onEvent });
    el('alone').click();
    await launched(shop);
    expect(onEvent).toHaveBeenCalledWith(expect.objectContaining({ type: 'loading-started' }));
  });

  it('what the page itself changes meanwhile stays', async () => {
    const shop = bound('#alone');
    el('alone').click();
    const cashier = await launched(shop);
    el('alone').setAttribute('disabled', 'sold-out');
    el('alone').setAttribute('aria-busy', 'false');
    cashier.close();
    await pass(400);
    expect(el('alone').getAttribute('disabled')).toBe('sold-out');
    expect(el('alone').getAttribute('aria-busy')).toBe('false');
  });
});

describe('while the page is about to go', () => {
  async function succeeded(): Promise<Bound & { cashier: ReturnType<Shop['sdk']['cashier']> }> {
    const shop = bound('#alone');
    el('alone').click();
    const cashier = await launched(shop);
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
    expect(isDisabled('alone')).toBe(true);
    return { ...shop, cashier };
  }
  async function redirected(): Promise<Bound> {
    const shop = bound('#alone');
    el('alone').click();
    const cashier = await launched(shop);
    cashier.emit('SDK_CALL_URL_SUCCESS', { message: 'x' });
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'redirected' }]);
    expect(isDisabled('alone')).toBe(true);
    return shop;
  }

  it.each<[string, (shop: Bound) => void]>([
    [
      'the page is back from the back/forward cache',
      () => {
        pageshow();
      },
    ],
    [
      'unmount()',
      ({ checkout }) => {
        checkout.unmount();
      },
    ],
    [
      'the returned function',
      ({ unbind }) => {
        unbind();
      },
    ],
    [
      'dispose()',
      ({ checkout }) => {
        checkout.dispose();
      },
    ],
  ])('the trigger stays disabled until %s', async (_what, end) => {
    for (const arrange of [succeeded, redirected]) {
      const shop = await arrange();
      setVisibility('hidden');
      await pass(60_000);
      expect(isDisabled('alone')).toBe(true);
      end(shop);
      expect(isDisabled('alone')).toBe(false);
      expect(isBusy('alone')).toBe(false);
      shop.checkout.dispose();
      setVisibility('visible');
      await pass(1_000);
    }
  });

  it('after a redirect the trigger is usable again once the page has been visible for 3 s in all, and a press is a payment', async () => {
    const shop = await redirected();
    await pass(2_000);
    setVisibility('hidden');
    await pass(60_000);
    setVisibility('visible');
    await pass(999);
    expect(isDisabled('alone')).toBe(true);
    await pass(1);
    expect([isDisabled('alone'), isBusy('alone')]).toEqual([false, false]);
    expect(html()).toBe(shop.found);
    el('alone').click();
    await launched(shop);
    // The first payment is undecided, so it is its session that opens again.
    expect([shop.sdk.cashiers.length, shop.sessions.length]).toEqual([2, 1]);
  });

  it('in a page that says it is hidden while the buyer presses, all time counts', async () => {
    setVisibility('hidden');
    await redirected();
    await pass(2_999);
    expect(isDisabled('alone')).toBe(true);
    await pass(1);
    expect(isDisabled('alone')).toBe(false);
  });

  it('after a success the trigger stays as it is however long the page is visible', async () => {
    await succeeded();
    await pass(60_000);
    expect(isDisabled('alone')).toBe(true);
  });

  it('the trigger is usable again when the buyer closes the cashier before the jump', async () => {
    const { cashier } = await succeeded();
    cashier.close();
    await pass(400);
    expect(isDisabled('alone')).toBe(false);
  });

  it('a page that is shown for the first time changes nothing', async () => {
    await succeeded();
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    expect(isDisabled('alone')).toBe(true);
  });
});

describe('getting ready', () => {
  it.each(['pointerenter', 'mouseenter', 'focusin', 'touchstart'])('on %s the SDK is loaded and its instance built, once', async (type) => {
    const shop = bound('#checkout');
    for (let i = 0; i < 3; i += 1) el('checkout').dispatchEvent(new Event(type));
    await flush();
    expect(shop.sdk.instances).toHaveLength(1);
    expect(shop.sessions).toHaveLength(0);
    expect(shop.checkout.state.phase).toBe('idle');
  });

  it('while the trigger pays nothing more is prepared', async () => {
    const createPaymentSession = vi.fn(() => Promise.resolve(uniqueSession()));
    let order = 'cart1';
    const shop = bound('#alone', { session: true, pay: () => ({ order }) }, { createPaymentSession });
    el('alone').click();
    await launched(shop);
    order = 'cart2';
    el('alone').dispatchEvent(new Event('pointerenter'));
    await flush();
    expect(createPaymentSession).toHaveBeenCalledTimes(1);
  });

  it('session: true fetches the session of the order as well, which the click then uses', async () => {
    const shop = bound('#alone', { session: true, pay: () => ({ order: 'cart1' }) });
    el('alone').dispatchEvent(new Event('focusin'));
    await flush();
    expect(shop.sessions).toHaveLength(1);
    el('alone').click();
    await launched(shop);
    expect(shop.sessions).toHaveLength(1);
  });

  it('a failure is told by pay() alone, and the next intent tries again', async () => {
    const createPaymentSession = vi.fn(() => Promise.reject(new Error('down')));
    const shop = bound('#alone', { session: true }, { createPaymentSession });
    el('alone').dispatchEvent(new Event('focusin'));
    await flush();
    el('alone').dispatchEvent(new Event('pointerenter'));
    await flush();
    expect(createPaymentSession).toHaveBeenCalledTimes(2);
    expect(shop.outcomes).toEqual([]);
    expect(shop.checkout.state.phase).toBe('idle');
  });

  it('an unconfirmed payment is asked about by the click, not by the intent', async () => {
    const server = fakeServer('PROCESSING');
    const shop = bound('#alone', { session: true }, { inquiryPayment: server.inquiryPayment });
    el('alone').click();
    (await launched(shop)).emit('SDK_PAYMENT_PROCESSING');
    await pass(121_000);
    const before = server.asked.length;
    el('alone').dispatchEvent(new Event('pointerenter'));
    await flush();
    expect(server.asked).toHaveLength(before);
    expect(shop.sessions).toHaveLength(1);
  });
});

describe('the returned function', () => {
  it('ends everything but the payment: the trigger is as it was, and nothing more is told', async () => {
    const shop = bound('#checkout');
    el('buy').click();
    const cashier = await launched(shop);
    shop.unbind();
    expect(html()).toBe(shop.found);
    expect(shop.checkout.state.phase).toBe('open');
    cashier.close();
    await pass(400);
    expect(shop.outcomes).toEqual([]);
    const seen = leftAlone();
    el('buy').click();
    expect(seen.count).toBe(1);
    shop.unbind();
  });
});

describe('bad input', () => {
  it.each<[string, unknown, RegExp]>([
    ['a selector that matches nothing', '#nowhere', /no element of the page matches "#nowhere"/],
    ['a selector that is none', '!!', /no element of the page matches/],
    ['null', null, /must be an element or a selector/],
    ['an object', {}, /must be an element or a selector/],
  ])('%s throws invalid-options', (_what, trigger, message) => {
    const shop = openShop();
    expect(() => shop.checkout.bind(trigger as string, {})).toThrow(message);
    expect(() => shop.checkout.bind(trigger as string, {})).toThrow(expect.objectContaining({ code: 'invalid-options' }) as Error);
  });

  it('all wrong options are named at once', () => {
    const shop = openShop();
    setPage();
    const options = { onOutcome: 1, onEvent: 'x', pay: true, session: 'yes' } as unknown as BindOptions;
    expect(() => shop.checkout.bind('#alone', options)).toThrow(/onOutcome.*onEvent.*pay.*session/);
  });

  it('a disposed controller throws', () => {
    const shop = openShop();
    shop.checkout.dispose();
    expect(() => shop.checkout.bind('#pay', {})).toThrow(expect.objectContaining({ code: 'disposed' }) as Error);
  });

  it('works without options', async () => {
    setPage();
    const shop = openShop();
    shop.checkout.bind('#alone');
    el('alone').click();
    await launched(shop);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });
});
