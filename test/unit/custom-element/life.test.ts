/** <antom-checkout>: it comes, moves and goes; the payment belongs to the controller. */
import { describe, expect, it, vi } from 'vitest';
import { CheckoutController } from 'antom-checkout-controller';
import type { AntomCheckoutElement } from '../../../src/custom-element';
import { isCashierShowing, pass } from '../../support/shop';
import { $, BASE, click, element, flush, INQUIRY, open, page, posts, statuses, useElement } from '../../support/element';

useElement();

const HTML = `<antom-checkout ${BASE} ${INQUIRY} order="o1"><button>Pay</button></antom-checkout>`;
const told = (pay: AntomCheckoutElement): string[] => {
  const seen: string[] = [];
  pay.addEventListener('antom-outcome', ({ detail }) => seen.push(detail.status));
  return seen;
};

describe('removed', () => {
  it('with nothing under way, it disposes of the controller that it has made, a task later', async () => {
    const pay = await open(HTML);
    const { checkout } = pay;
    pay.remove();
    await Promise.resolve();
    expect(checkout?.state.phase).toBe('idle');
    await flush();
    expect(checkout?.state.phase).toBe('disposed');
    expect(pay.checkout).toBeNull();
  });

  it('while the cashier is open, the payment goes on, its outcome is told on the element, and then the controller goes', async () => {
    const pay = await open(HTML);
    const seen = told(pay);
    const { checkout } = pay;
    await click();
    await page().antom.buyer.seesCashier();
    pay.remove();
    await flush();
    expect(isCashierShowing()).toBe(true);
    await page().antom.buyer.closes();
    await flush();
    expect(seen).toEqual(['cancelled']);
    expect(checkout?.state.phase).toBe('disposed');
  });

  it('while the server is asked, the question goes on: paid, and the page hears of it', async () => {
    const pay = await open(HTML.replace('order=', 'succeeded-url="/thanks" order='));
    const seen = told(pay);
    page().antom.server.answers('PROCESSING', 'SUCCESS');
    await click();
    await page().antom.buyer.pays();
    expect(pay.state.phase).toBe('confirming');
    pay.remove();
    await pass(2000);
    expect(seen).toEqual(['succeeded']);
    expect(page().visited).toHaveLength(1);
  });

  it('while it starts, nothing is left once the payment is over', async () => {
    const pay = await open(HTML);
    const { checkout } = pay;
    $('button').click();
    pay.remove();
    await page().antom.buyer.closes();
    await pass(1000);
    expect(checkout?.state.phase).toBe('disposed');
    expect(document.querySelector('[id^="ams-"]')).toBeNull();
    const add = vi.spyOn(MutationObserver.prototype, 'observe');
    pay.append('more');
    await flush();
    expect(add).not.toHaveBeenCalled();
  });

  it('with a controller of the page, it disposes of nothing and lets go of its buttons', async () => {
    const checkout = new CheckoutController({ ...page().antom.options });
    const pay = await open('<antom-checkout><button>Pay</button></antom-checkout>');
    pay.checkout = checkout;
    await click();
    await page().antom.buyer.closes();
    pay.remove();
    await flush();
    expect(checkout.state.phase).toBe('settled');
    document.body.append($('main'), ...pay.children);
    await click();
    expect(checkout.state.phase).toBe('settled');
  });

  it('and put back later, it begins anew', async () => {
    const pay = await open(HTML);
    pay.remove();
    await flush();
    $('main').append(pay);
    await flush();
    await click();
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['succeeded']);
  });

  it('and put back while its payment goes on, it has the same controller', async () => {
    const pay = await open(HTML);
    const { checkout } = pay;
    await click();
    pay.remove();
    await flush();
    $('main').append(pay);
    await flush();
    expect(pay.checkout).toBe(checkout);
    await page().antom.buyer.closes();
    expect(statuses()).toEqual(['cancelled']);
    await click();
    expect(pay.state.busy).toBe(true);
  });
});

describe("with storage: 'none', removed and put back later", () => {
  const memory = async (order: string, inquiry = ''): Promise<AntomCheckoutElement> => {
    const pay = await open(`<antom-checkout ${BASE} succeeded-url="/checkout" ${inquiry} ${order}><button>Pay</button></antom-checkout>`);
    pay.options = { storage: 'none' };
    return pay;
  };
  const away = async (pay: AntomCheckoutElement): Promise<void> => {
    pay.remove();
    await pass(1000);
    $('main').append(pay);
    await flush();
  };

  it.each(['order="o1"', 'order="o2"'])('a paid order is not paid again (%s)', async (order) => {
    const pay = await memory(order);
    void pay.pay({ order: 'o1' });
    await page().antom.buyer.pays();
    expect(isCashierShowing()).toBe(false);
    await away(pay);
    void pay.pay({ order: 'o1' });
    await pass(1000);
    expect(statuses()).toEqual(['succeeded', 'succeeded']);
    expect([posts().length, isCashierShowing()]).toEqual([1, false]);
  });

  it('an undecided payment is asked about first, and its button was let go of meanwhile', async () => {
    const pay = await memory('order="o1"', INQUIRY);
    page().antom.server.answers('PROCESSING');
    await click();
    await page().antom.buyer.isRedirected();
    await page().antom.buyer.comesBack();
    expect(statuses()).toEqual(['redirected']);
    const { checkout } = pay;
    pay.remove();
    await flush();
    document.body.append(...pay.children);
    await click();
    expect(checkout?.state).toMatchObject({ phase: 'settled' });
    pay.append($('button'));
    $('main').append(pay);
    await flush();
    expect(pay.checkout).toBe(checkout);
    const asked = page().antom.server.inquiries.length;
    await click();
    expect(page().antom.server.inquiries.length).toBeGreaterThan(asked);
    expect(posts()).toHaveLength(1);
  });

  it('its next order is paid by another controller', async () => {
    const pay = await memory('order="o1"');
    await click();
    await page().antom.buyer.pays();
    await away(pay);
    pay.setAttribute('order', 'o2');
    pay.setAttribute('locale', 'de_DE');
    const { checkout } = pay;
    await click();
    await page().antom.buyer.pays();
    expect(page().outcomes).toMatchObject([{ order: 'o1' }, { order: 'o2', status: 'succeeded' }]);
    expect(checkout?.state.phase).toBe('disposed');
  });
});

describe('moved', () => {
  it('in one task, it goes on as if nothing had happened', async () => {
    const pay = await open(`${HTML}<section></section>`);
    const { checkout } = pay;
    await click();
    $('section').append(pay);
    await flush();
    expect(pay.checkout).toBe(checkout);
    await page().antom.buyer.closes();
    await click();
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['cancelled', 'succeeded']);
  });

  it('into a shadow tree, its form pays there', async () => {
    const pay = await open(`<antom-checkout ${BASE}><form><button>Pay</button></form></antom-checkout><section></section>`);
    $('section').attachShadow({ mode: 'open' }).append(pay);
    await flush();
    pay.querySelector('button')!.click();
    await flush();
    expect(pay.state.busy).toBe(true);
  });
});

describe("the page's own controller", () => {
  it('is used in place of the attributes', async () => {
    const checkout = new CheckoutController({ ...page().antom.options });
    const pay = await open('<antom-checkout order="o1"><button>Pay</button></antom-checkout>');
    expect(pay.checkout).toBeNull();
    pay.checkout = checkout;
    await flush();
    expect(pay.checkout).toBe(checkout);
    await click();
    await page().antom.buyer.pays();
    expect(page().outcomes).toMatchObject([{ status: 'succeeded', order: 'o1' }]);
    expect(page().requests).toEqual([]);
  });

  it('takes the place of the one that the element has made once its payment is over', async () => {
    const checkout = new CheckoutController({ ...page().antom.options });
    const pay = await open(HTML);
    const ours = pay.checkout;
    await click();
    pay.checkout = checkout;
    await flush();
    expect(pay.checkout).toBe(ours);
    await page().antom.buyer.closes();
    await flush();
    expect(pay.checkout).toBe(checkout);
    expect(ours?.state.phase).toBe('disposed');
    expect(statuses()).toEqual(['cancelled']);
    pay.checkout = null;
    await flush();
    expect(pay.checkout).not.toBe(checkout);
    expect(checkout.state.phase).not.toBe('disposed');
  });

  it('two elements share: while one pays, the other one opens nothing, and only the first tells the outcome', async () => {
    const checkout = new CheckoutController({ ...page().antom.options });
    await open(
      ['o1', 'o2'].map((order) => `<antom-checkout order="${order}"><button id="${order}">Pay</button></antom-checkout>`).join(''),
    );
    document.querySelectorAll('antom-checkout').forEach((pay) => {
      pay.checkout = checkout;
    });
    await click('#o1');
    await click('#o2');
    await page().antom.buyer.pays();
    expect(page().outcomes).toMatchObject([{ order: 'o1', status: 'succeeded' }]);
    expect(page().antom.server.sessions).toHaveLength(1);
  });

  it('“‘Thank you’ beside what nobody has bought”: of two elements only the one of the order has its message', async () => {
    const checkout = new CheckoutController({ ...page().antom.options, notRedirectAfterComplete: true });
    await open(
      ['o1', 'o2']
        .map(
          (order) =>
            `<antom-checkout order="${order}"><button id="${order}">Pay</button><p data-when="succeeded failed">Ended</p></antom-checkout>`,
        )
        .join(''),
    );
    document.querySelectorAll('antom-checkout').forEach((pay) => {
      pay.checkout = checkout;
    });
    const shown = (): boolean[] => Array.from(document.querySelectorAll('p'), ({ hidden }) => !hidden);
    await click('#o1');
    await page().antom.buyer.pays();
    expect([shown(), element().nextElementSibling!.hasAttribute('data-outcome')]).toEqual([[true, false], false]);
    await click('#o2');
    await page().antom.buyer.isDeclined();
    expect(shown()).toEqual([false, true]);
    void element().pay({ order: 'o3' });
    await page().antom.buyer.pays();
    expect(shown()).toEqual([true, false]);
    await click('#o2');
    await page().antom.buyer.pays();
    expect(shown()).toEqual([false, true]);
    await click('#o1');
    expect(shown()).toEqual([true, false]);
  });
});

describe('defined', () => {
  it('twice, by two copies of the file: once, and nothing is thrown', async () => {
    const first = await import('../../../src/custom-element');
    vi.resetModules();
    const second = await import('../../../src/custom-element');
    expect(second).not.toBe(first);
    expect(second.AntomCheckoutElement).toBe(customElements.get('antom-checkout'));
    expect(document.createElement('antom-checkout')).toBeInstanceOf(second.AntomCheckoutElement);
  });

  it('where a page has no registry, nowhere, and nothing is thrown', async () => {
    vi.resetModules();
    vi.stubGlobal('customElements', null);
    const { AntomCheckoutElement } = await import('../../../src/custom-element');
    expect(AntomCheckoutElement.observedAttributes).toContain('environment');
  });
});

describe('outside of the page', () => {
  it('it makes no controller and binds nothing until it is put there; pay() pays', async () => {
    const pay = document.createElement('antom-checkout');
    pay.setAttribute('environment', 'sandbox');
    pay.setAttribute('session-url', '/pay/session');
    pay.setAttribute('prepare', 'manual');
    await flush();
    expect(pay.checkout).toBeNull();
    const seen = told(pay);
    void pay.pay();
    await page().antom.buyer.closes();
    expect(seen).toEqual(['cancelled']);
    pay.checkout?.dispose();
  });
});

it('a second press while the buyer is at the payment method, after Back, opens no second payment', async () => {
  await open(HTML);
  await click();
  await page().antom.buyer.isRedirected();
  await page().antom.buyer.comesBack();
  expect(($('button') as HTMLButtonElement).disabled).toBe(false);
  await click();
  await page().antom.buyer.seesCashier();
  expect(posts()).toHaveLength(1);
  expect(element().dataset['outcome']).toBeUndefined();
});
