/** <antom-checkout> with [data-antom="form"]: a form in the page, drawn when the element is there. */
import { describe, expect, it } from 'vitest';
import { CheckoutController, element as paymentElement } from 'antom-checkout-controller';
import type { AntomCheckoutElement } from '../../../src/custom-element';
import { paymentSession } from '../../../src/testing';
import { leftAlone } from '../../support/bind';
import { pass } from '../../support/shop';
import { $, BASE, click, element, flush, INQUIRY, open, page, posts, statuses, useElement } from '../../support/element';

useElement();

const INLINE = `<form><antom-checkout ${BASE} product="element" order="o1"><div data-antom="form"></div><button>Pay</button>
  <p data-when="declined">Declined</p><p data-when="failed">Failed</p></antom-checkout></form>`;
const isDrawn = (): boolean => $('[data-antom="form"]').childElementCount > 0;

/** A session of that product each time. */
function sells(product: 'element' | 'checkout-page' | 'cashier'): void {
  const { server, options } = page().antom;
  const { createPaymentSession } = options;
  options.createPaymentSession = (context) => {
    server.givesSession(paymentSession({ product, ...(product === 'cashier' ? { method: 'CARD' } : {}) }));
    return createPaymentSession!(context);
  };
}

async function drawn(html = INLINE): Promise<void> {
  await open(html);
  await page().antom.buyer.seesCashier();
  await flush();
}

describe('a Payment Element', () => {
  it('is drawn without a press, and paid by the button', async () => {
    sells('element');
    await drawn(INLINE.replace('order=', 'succeeded-url="/thanks" order='));
    expect(isDrawn()).toBe(true);
    expect(element().dataset['phase']).toBe('open');
    const seen = leftAlone();
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['succeeded']);
    expect(seen.count).toBe(0);
    expect(posts()).toHaveLength(1);
    await pass(1000);
    expect(isDrawn()).toBe(false);
  });

  it('that is declined stays, the page says so, and the buyer submits it again', async () => {
    sells('element');
    await drawn();
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.isDeclined();
    expect([$('[data-when="declined"]').hidden, statuses()]).toEqual([false, []]);
    expect(($('button') as HTMLButtonElement).disabled).toBe(false);
    await click();
    expect($('[data-when="declined"]').hidden).toBe(true);
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['succeeded']);
    expect(posts()).toHaveLength(1);
  });

  it('submit() submits it', async () => {
    sells('element');
    await drawn();
    await page().antom.buyer.fillsIn();
    const answer = element().submit();
    await page().antom.buyer.pays();
    expect(await answer).toMatchObject({ result: 'ended', outcome: { status: 'succeeded' } });
    expect(statuses()).toEqual(['succeeded']);
  });

  it('after a failure is drawn again, and what was said of the failure stays until the next try', async () => {
    sells('element');
    await drawn();
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.isDeclined('ORDER_IS_CLOSED');
    await page().antom.buyer.seesCashier();
    expect(statuses()).toEqual(['failed']);
    expect([element().dataset['phase'], $('[data-when="failed"]').hidden]).toEqual(['open', false]);
    expect(posts()).toHaveLength(2);
    await page().antom.buyer.fillsIn();
    await click();
    expect($('[data-when="failed"]').hidden).toBe(true);
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['failed', 'succeeded']);
  });

  it('that could not be drawn is drawn by a press of the button, which pays nothing', async () => {
    page().antom.server.isDown();
    await open(INLINE);
    await flush();
    expect(statuses()).toEqual(['error']);
    await page().antom.reset();
    sells('element');
    const seen = leftAlone();
    await click();
    await page().antom.buyer.seesCashier();
    expect(element().dataset['phase']).toBe('open');
    expect(seen.count).toBe(0);
  });

  it('that could not be drawn is drawn where script submits by the button, and opens no popup', async () => {
    page().antom.server.isDown();
    await open(INLINE);
    await page().antom.reset();
    sells('element');
    const seen = leftAlone();
    ($('form') as HTMLFormElement).requestSubmit($('button'));
    await page().antom.buyer.seesCashier();
    expect(element().state).toMatchObject({ phase: 'open', surface: 'inline' });
    expect(seen.count).toBe(0);
  });

  it.each(['order="o1"', ''])('once it is paid is not drawn again by a press (%s)', async (order) => {
    sells('element');
    await drawn(INLINE.replace('order="o1"', `succeeded-url="/thanks" ${order}`));
    element().addEventListener('antom-outcome', (event) => {
      event.preventDefault();
    });
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.pays();
    await pass(1000);
    const seen = leftAlone();
    await click();
    await pass(1000);
    expect([isDrawn(), posts().length, element().dataset['phase'], element().dataset['outcome'], seen.count]).toEqual([
      false,
      1,
      'settled',
      'succeeded',
      0,
    ]);
  });

  it('of an order that has changed is drawn anew, also when the press comes at once', async () => {
    sells('element');
    await drawn();
    element().setAttribute('order', 'o2');
    await flush();
    await page().antom.buyer.seesCashier();
    expect(statuses()).toEqual(['abandoned']);
    expect(element().state).toMatchObject({ phase: 'open', order: 'o2' });
    element().setAttribute('order', 'o3');
    $('button').click();
    await flush();
    await page().antom.buyer.seesCashier();
    expect(element().state).toMatchObject({ phase: 'open', order: 'o3' });
    expect(posts().map(({ body }) => body)).toEqual(['order=o1', 'order=o2', 'order=o3']);
  });

  it('of an order that has changed is not submitted by submit() in the same task', async () => {
    sells('element');
    await drawn();
    await page().antom.buyer.fillsIn();
    element().setAttribute('order', 'o2');
    expect(await element().submit()).toEqual({ result: 'not-ready' });
    await flush();
    await page().antom.buyer.seesCashier();
    expect(element().state).toMatchObject({ phase: 'open', order: 'o2' });
  });

  it('keeps its session when another field of the form changes: what was typed is not thrown away', async () => {
    sells('element');
    await drawn(INLINE.replace('<button>', '<input name="note"><button>'));
    await page().antom.buyer.fillsIn();
    ($('input') as HTMLInputElement).value = 'By the door';
    await click();
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['succeeded']);
    expect(posts()).toHaveLength(1);
  });

  it('that takes the place of another order’s has a session of what the form said then, also where the page disables its fields and the server is asked first', async () => {
    await open(
      `<form><fieldset><antom-checkout ${BASE} ${INQUIRY} product="cashier element" order="o2"><input name="n" value="1"><button>Pay</button></antom-checkout></fieldset></form>`,
    );
    await click();
    await page().antom.buyer.isRedirected();
    await page().antom.buyer.comesBack();
    sells('element');
    element().setAttribute('order', 'o1');
    element().insertAdjacentHTML('beforeend', '<div data-antom="form"></div>');
    await flush();
    await page().antom.buyer.fillsIn();
    page().antom.server.answers('FAIL');
    const fieldset = $('fieldset') as HTMLFieldSetElement;
    element().addEventListener('antom-state', ({ detail }) => {
      fieldset.disabled = detail.busy;
    });
    element().setAttribute('order', 'o2');
    await flush();
    await page().antom.buyer.seesCashier();
    await pass(1000);
    expect(posts().map(({ body }) => body)).toEqual(['n=1&order=o2', 'n=1&order=o1', 'n=1&order=o2']);
  });

  it('whose session is renewed after a pay() has joined it is renewed for what the form says now', async () => {
    const { server, options } = page().antom;
    const { createPaymentSession } = options;
    options.createPaymentSession = (context) => {
      server.givesSession(paymentSession({ product: 'element', expiresIn: 60_000 }));
      return createPaymentSession!(context);
    };
    await open(INLINE.replace('<button', '<input name="n" value="1"><button'));
    await page().antom.buyer.fillsIn();
    void element().pay();
    ($('input') as HTMLInputElement).value = '2';
    await pass(70_000);
    expect(posts().map(({ body }) => body)).toEqual(['n=1&order=o1', 'n=2&order=o1']);
  });

  it('that is gone is drawn by a press with a session of what the form says now', async () => {
    sells('element');
    await drawn(INLINE.replace('<button>', '<input name="n" value="1"><button>'));
    element().checkout?.unmount();
    await flush();
    expect(statuses()).toEqual(['abandoned']);
    ($('input') as HTMLInputElement).value = '2';
    await click();
    await page().antom.buyer.seesCashier();
    expect(posts().map(({ body }) => body)).toEqual(['n=1&order=o1', 'n=2&order=o1']);
  });

  it('goes with its container, and comes with a new one', async () => {
    sells('element');
    await drawn();
    $('[data-antom="form"]').outerHTML = '<div data-antom="form" id="new"></div>';
    await flush();
    await page().antom.buyer.seesCashier();
    expect($('#new').childElementCount).toBe(1);
  });

  it('goes with the element, whose controller goes then', async () => {
    sells('element');
    await drawn();
    const pay = element();
    const { checkout } = pay;
    pay.remove();
    await pass(1000);
    expect(checkout?.state.phase).toBe('disposed');
  });

  it('that was paid is drawn again for another order only, where its element comes back later', async () => {
    sells('element');
    await drawn(INLINE.replace('order=', 'succeeded-url="/checkout" order='));
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.pays();
    await pass(1000);
    const pay = element();
    for (const order of ['o1', 'o2']) {
      pay.remove();
      await flush();
      pay.setAttribute('order', order);
      $('form').append(pay);
      await flush();
      expect(posts()).toHaveLength(order === 'o1' ? 1 : 2);
    }
    await page().antom.buyer.seesCashier();
    expect(pay.state).toMatchObject({ phase: 'open', order: 'o2' });
  });

  it('is drawn by pay() too, which submits nothing', async () => {
    sells('element');
    await drawn();
    const result = element().pay();
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.pays();
    expect((await result).status).toBe('succeeded');
    expect(statuses()).toEqual(['succeeded']);
  });

  it("for the order that pay() names it stays until that is paid or the element's own order is another one", async () => {
    sells('element');
    await drawn();
    void element().pay({ order: 'o2' });
    await page().antom.buyer.seesCashier();
    await pass(5000);
    expect(element().state).toMatchObject({ phase: 'open', order: 'o2' });
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.says('SDK_PAYMENT_CANCEL');
    await flush();
    await page().antom.buyer.seesCashier();
    expect(element().state).toMatchObject({ phase: 'open', order: 'o2' });
    element().setAttribute('order', 'o3');
    await flush();
    await page().antom.buyer.seesCashier();
    expect(element().state).toMatchObject({ phase: 'open', order: 'o3' });
    void element().pay({ order: 'o2', notRedirectAfterComplete: true });
    await page().antom.buyer.seesCashier();
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.pays();
    expect(page().outcomes.slice(-1)).toMatchObject([{ status: 'succeeded', order: 'o2' }]);
    await pass(1_000);
    await click();
    await page().antom.buyer.seesCashier();
    expect(element().state).toMatchObject({ phase: 'open', order: 'o3' });
  });

  it('two pay() that are refused while it is submitted leave it alone', async () => {
    sells('element');
    await drawn();
    await page().antom.buyer.fillsIn();
    await click();
    void element().pay({ order: 'o2' });
    void element().pay({ order: 'o2' });
    await flush();
    await page().antom.buyer.isDeclined();
    await pass(1_000);
    expect(element().state).toMatchObject({ phase: 'open', order: 'o1' });
    expect(statuses()).not.toContain('abandoned');
  });

  it('two pay() of an order that is paid leave it to the button', async () => {
    sells('element');
    await drawn();
    void element().pay({ order: 'o2' });
    await page().antom.buyer.seesCashier();
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.pays();
    await pass(11_000);
    void element().pay();
    await page().antom.buyer.seesCashier();
    void element().pay({ order: 'o2' });
    void element().pay({ order: 'o2' });
    await flush();
    await page().antom.buyer.fillsIn();
    await click();
    expect(element().state).toMatchObject({ phase: 'submitting', order: 'o1' });
  });

  it('for no order, as pay({ order: "" }) asks, is submitted by the button', async () => {
    sells('element');
    await drawn(INLINE.replace('order="o1"', ''));
    void element().pay({ order: '' });
    await flush();
    await page().antom.buyer.seesCashier();
    await page().antom.buyer.fillsIn();
    await click();
    expect(element().state.phase).toBe('submitting');
  });

  it('waits until the page is parsed: its button may still be on its way', async () => {
    sells('element');
    Object.defineProperty(document, 'readyState', { value: 'loading', configurable: true });
    await open(INLINE);
    expect(isDrawn()).toBe(false);
    Reflect.deleteProperty(document, 'readyState');
    document.dispatchEvent(new Event('DOMContentLoaded'));
    await flush();
    await page().antom.buyer.seesCashier();
    expect(isDrawn()).toBe(true);
  });
});

it('options that script sets before the page is parsed are those of the form', async () => {
  sells('element');
  Object.defineProperty(document, 'readyState', { value: 'loading', configurable: true });
  const pay = await open(INLINE.replace('product="element"', ''));
  pay.options = { product: paymentElement };
  await flush();
  Reflect.deleteProperty(document, 'readyState');
  document.dispatchEvent(new Event('DOMContentLoaded'));
  await flush();
  await page().antom.buyer.seesCashier();
  expect(statuses()).toEqual([]);
});

describe('a card form of the cashier', () => {
  const CARD = INLINE.replace('product="element"', '');

  it('is without its own button where the page has one, which then pays', async () => {
    sells('cashier');
    await drawn(CARD);
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['succeeded']);
  });

  it('has its own button where the page has none', async () => {
    sells('cashier');
    await drawn(`<antom-checkout ${BASE}><div data-antom="form"></div></antom-checkout>`);
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['succeeded']);
  });

  it('keeps what options.appearance says', async () => {
    sells('cashier');
    const pay = document.createElement('antom-checkout');
    pay.options = { appearance: { showSubmitButton: true } };
    for (const [name, value] of [
      ['environment', 'sandbox'],
      ['session-url', '/s'],
      ['prepare', 'manual'],
    ] as const)
      pay.setAttribute(name, value);
    pay.innerHTML = '<div data-antom="form"></div><button>Pay</button>';
    $('main').append(pay);
    await flush();
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['succeeded']);
  });
});

it('a Checkout Page, which has no button in the page, is drawn again after it was cancelled', async () => {
  sells('checkout-page');
  await drawn(`<antom-checkout ${BASE} product="checkout-page"><div data-antom="form"></div></antom-checkout>`);
  await page().antom.buyer.says('SDK_PAYMENT_CANCEL');
  await page().antom.buyer.seesCashier();
  expect(statuses()).toEqual(['cancelled']);
  expect(element().dataset['phase']).toBe('open');
});

it("with the page's own controller the form is drawn by that", async () => {
  sells('element');
  const { createPaymentSession, inquiryPayment } = page().antom.options;
  const checkout = new CheckoutController({ ...page().antom.options, createPaymentSession, inquiryPayment, product: paymentElement });
  const pay = document.createElement('antom-checkout');
  pay.checkout = checkout;
  pay.innerHTML = '<div data-antom="form"></div><button>Pay</button>';
  $('main').append(pay);
  await flush();
  await page().antom.buyer.fillsIn();
  await click();
  await page().antom.buyer.pays();
  expect(statuses()).toEqual(['succeeded']);
  expect(page().requests).toEqual([]);
});

describe('two elements with forms of two orders on one controller', () => {
  const places = (): number[] => Array.from(document.querySelectorAll('[data-antom="form"]'), (place) => place.childElementCount);
  const both = async (): Promise<CheckoutController> => {
    sells('element');
    const checkout = new CheckoutController({ ...page().antom.options, product: paymentElement });
    $('main').innerHTML = ['o1', 'o2']
      .map((order) => `<antom-checkout order="${order}"><div data-antom="form"></div><button id="${order}">Pay</button></antom-checkout>`)
      .join('');
    document.querySelectorAll('antom-checkout').forEach((pay) => {
      pay.checkout = checkout;
    });
    await flush();
    await page().antom.buyer.seesCashier();
    await pass(5000);
    await page().antom.buyer.seesCashier();
    return checkout;
  };

  it('show the one that was asked for last, and a press of the other draws that', async () => {
    const checkout = await both();
    expect(statuses()).toEqual(['abandoned']);
    expect([checkout.state, places()]).toMatchObject([{ phase: 'open', order: 'o2' }, [0, 1]]);
    await click('#o1');
    await page().antom.buyer.seesCashier();
    await pass(5000);
    expect([checkout.state, places()]).toMatchObject([{ phase: 'open', order: 'o1' }, [1, 0]]);
    expect(statuses()).toEqual(['abandoned', 'abandoned']);
  });

  it('submit() of the other submits nothing', async () => {
    const checkout = await both();
    await page().antom.buyer.fillsIn();
    expect(await element().submit()).toEqual({ result: 'not-ready' });
    expect(checkout.state).toMatchObject({ phase: 'open', order: 'o2' });
  });

  it('“it said ‘Thank you’ for the wrong cart”: submit() of the other is not ready either while the form is being paid', async () => {
    await both();
    await page().antom.buyer.fillsIn();
    await click('#o2');
    const answer = element().submit();
    await page().antom.buyer.pays();
    expect(await answer).toEqual({ result: 'not-ready' });
  });

  it('while one is being paid, pay() of the other is refused, and does not take the form for its own', async () => {
    const checkout = await both();
    await page().antom.buyer.fillsIn();
    await click('#o2');
    expect(await element().pay()).toMatchObject({ status: 'error', error: { code: 'component-busy' } });
    await page().antom.buyer.isDeclined();
    expect(checkout.state).toMatchObject({ phase: 'open', order: 'o2' });
    await flush();
    await click('#o1');
    await page().antom.buyer.seesCashier();
    expect(checkout.state).toMatchObject({ phase: 'open', order: 'o1' });
  });
});

describe('“paid, and the page stayed on the cart”: the jump of the SDK is due', () => {
  const add = (checkout: CheckoutController, order: string): AntomCheckoutElement => {
    const one = document.createElement('antom-checkout');
    one.checkout = checkout;
    one.setAttribute('order', order);
    one.innerHTML = `<div data-antom="form"></div><button id="${order}">Pay</button>`;
    $('main').append(one);
    return one;
  };
  const beside = async (): Promise<[CheckoutController, AntomCheckoutElement]> => {
    sells('element');
    const checkout = new CheckoutController({ ...page().antom.options, product: paymentElement });
    const first = add(checkout, 'o1');
    await flush();
    await page().antom.buyer.fillsIn();
    await click('#o1');
    add(checkout, 'o2');
    await page().antom.buyer.pays();
    await flush();
    return [checkout, first];
  };

  it('the form of another element at this controller waits', async () => {
    const [checkout] = await beside();
    expect(checkout.state).toMatchObject({ phase: 'settled', order: 'o1', cashierVisible: true });
  });

  it.each(['element', 'place'])('that goes with its %s, and then the form is drawn', async (what) => {
    const [checkout, first] = await beside();
    (what === 'element' ? first : (first.firstElementChild as Element)).remove();
    await flush();
    await page().antom.buyer.seesCashier();
    expect(checkout.state).toMatchObject({ phase: 'open', order: 'o2' });
  });
});

it('that is paid without an order, and whose place the page swaps while the jump of the SDK is due, is not drawn again', async () => {
  sells('element');
  await open(INLINE.replace('order="o1"', ''));
  element().addEventListener('antom-outcome', () => {
    $('[data-antom="form"]').replaceWith($('[data-antom="form"]').cloneNode());
  });
  await page().antom.buyer.fillsIn();
  await click();
  await page().antom.buyer.pays();
  await pass(20_000);
  expect([statuses(), posts().length, element().state.phase]).toEqual([['succeeded'], 1, 'settled']);
});

describe('a button without a place, beside a form on its controller', () => {
  const beside = async (product: 'cashier' | 'element', order: string): Promise<CheckoutController> => {
    sells(product);
    const checkout = new CheckoutController({ ...page().antom.options, ...(product === 'element' && { product: paymentElement }) });
    $('main').innerHTML = `<antom-checkout order="o1"><div data-antom="form"></div></antom-checkout>
      <antom-checkout order="${order}"><button>Pay</button></antom-checkout>`;
    document.querySelectorAll('antom-checkout').forEach((pay) => {
      pay.checkout = checkout;
    });
    await flush();
    await page().antom.buyer.seesCashier();
    await page().antom.buyer.fillsIn();
    await click();
    return checkout;
  };

  it('submits that form where it is of the same order', async () => {
    expect((await beside('element', 'o1')).state).toMatchObject({ phase: 'submitting', order: 'o1' });
  });

  it.each(['element', 'cashier'] as const)('submits it where it names no order itself: %s', async (product) => {
    sells(product);
    const checkout = new CheckoutController({ ...page().antom.options, ...(product === 'element' && { product: paymentElement }) });
    $('main').innerHTML = '<div id="card"></div><antom-checkout><button>Pay</button></antom-checkout>';
    element().checkout = checkout;
    await flush();
    void checkout.mount('#card', { order: 'o1', appearance: { showSubmitButton: false } });
    await page().antom.buyer.seesCashier();
    await page().antom.buyer.fillsIn();
    await click();
    expect(checkout.state).toMatchObject({ phase: 'submitting', order: 'o1' });
    checkout.dispose();
  });

  it('pays its own order, never that of the form', async () => {
    const checkout = await beside('cashier', 'o2');
    expect(checkout.state).toMatchObject({ busy: true, order: 'o2' });
    await page().antom.buyer.pays();
    expect(page().outcomes).toMatchObject([
      { status: 'abandoned', order: 'o1' },
      { status: 'succeeded', order: 'o2' },
    ]);
  });

  it('is told so where its controller has no popup for it', async () => {
    const checkout = await beside('element', 'o2');
    expect(checkout.state).toMatchObject({ phase: 'open', order: 'o1' });
    expect(page().outcomes).toMatchObject([{ status: 'error', error: { code: 'invalid-options' } }]);
  });
});

describe('with resume', () => {
  const RESUME = INLINE.replace('order="o1"', 'order="o1" resume inquiry-url="/pay/{paymentRequestId}"');

  it('the form is drawn once nothing is pending', async () => {
    sells('element');
    await drawn(RESUME);
    expect(isDrawn()).toBe(true);
  });

  it('a payment that has succeeded meanwhile is told, and no form offers another', async () => {
    sells('element');
    await drawn(RESUME);
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.isRedirected();
    await page().antom.buyer.pays();
    await page().antom.buyer.comesBack();
    page().outcomes.length = 0;
    const { checkout } = element();
    $('main').innerHTML = '';
    await flush();
    checkout?.dispose();
    await open(RESUME);
    await pass(3000);
    expect(statuses()).toEqual(['succeeded']);
    expect(isDrawn()).toBe(false);
  });

  it('a press while the server is asked opens nothing', async () => {
    sells('element');
    await drawn(RESUME);
    await page().antom.buyer.fillsIn();
    await click();
    await page().antom.buyer.isRedirected();
    await page().antom.buyer.comesBack();
    const { checkout } = element();
    $('main').innerHTML = '';
    checkout?.dispose();
    await flush();
    const asked = posts().length;
    await open(RESUME);
    expect(element().state.phase).toBe('confirming');
    await click();
    expect([element().state.phase, posts().length]).toEqual(['confirming', asked]);
  });
});
