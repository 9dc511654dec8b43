/** "The page is left as it was found", through the controller: style, focus, scrolling, leftovers, and what the merchant made meanwhile. */
import { getByRole } from '@testing-library/dom';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeCashier } from '../../src/testing/sdk/ams-checkout';
import {
  flush,
  isCashierShowing,
  libraryTimers,
  liveListeners,
  openShop,
  outcomeOf,
  pagehide,
  pass,
  sdkNodes,
  styleBody,
  uniqueSession,
  useShop,
  type Shop,
} from '../support/shop';

useShop();
// Its listeners on the document are its own, and there from now on.
userEvent.setup();

const { body } = document;
const payButton = (): HTMLElement => getByRole(body, 'button', { name: 'Pay' });

const ends: [string, (shop: Shop, cashier: FakeCashier) => void | Promise<void>][] = [
  [
    'a close of the buyer',
    (_shop, cashier) => {
      cashier.close();
    },
  ],
  [
    'a close with a declared code',
    (_shop, cashier) => {
      cashier.close({ declared: 'SDK_PAYMENT_CANCEL' });
    },
  ],
  [
    '"Leave" in the dialog',
    (_shop, cashier) => {
      cashier.leave();
    },
  ],
  [
    'a failure',
    (_shop, cashier) => {
      cashier.emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'CARD_EXPIRED' } });
    },
  ],
  [
    'processing',
    (_shop, cashier) => {
      cashier.emit('SDK_PAYMENT_PROCESSING');
    },
  ],
  [
    'unmount()',
    (shop) => {
      shop.checkout.unmount();
    },
  ],
  [
    'dispose()',
    (shop) => {
      shop.checkout.dispose();
    },
  ],
  [
    'an SPA navigation',
    () => {
      history.pushState(null, '', '/elsewhere');
    },
  ],
  [
    'a redirect',
    async (_shop, cashier) => {
      cashier.redirect();
      await flush();
      pagehide();
    },
  ],
  [
    'a success, then unmount()',
    (shop, cashier) => {
      cashier.emit('SDK_PAYMENT_SUCCESSFUL');
      shop.checkout.unmount();
    },
  ],
];

describe.each(ends)('after %s', (_name, end) => {
  it("the body's style is what it was, value and priority, within 400 ms and for good", async () => {
    styleBody('color: red; overflow: scroll !important;');
    const shop = openShop();
    const { cashier } = await shop.open();
    expect(body.style.overflow).toBe('hidden');
    await end(shop, cashier);
    await pass(400);
    expect(body.style.getPropertyValue('overflow')).toBe('scroll');
    expect(body.style.getPropertyPriority('overflow')).toBe('important');
    expect(body.style.color).toBe('red');
    await pass(60_000);
    expect(body.style.cssText).toBe('color: red; overflow: scroll !important;');
  });

  it('a body without a style attribute has none again', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    await end(shop, cashier);
    await pass(400);
    expect(body.hasAttribute('style')).toBe(false);
  });

  it("nothing of the SDK's is left, no listener and no timer", async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    await end(shop, cashier);
    await pass(400);
    expect(sdkNodes()).toEqual([]);
    expect(liveListeners()).toEqual([]);
    expect(libraryTimers()).toBe(0);
    expect(body.innerHTML).toBe('<main><button id="pay">Pay</button></main>');
  });

  it('the focus is back on the button, unless the buyer is on another view', async () => {
    const shop = openShop();
    payButton().focus();
    const { cashier } = await shop.open();
    document.querySelector<HTMLElement>('#ams-checkout-component-desktop')?.focus();
    payButton().blur();
    await end(shop, cashier);
    await pass(400);
    expect(document.activeElement).toBe(_name === 'an SPA navigation' ? body : payButton());
  });
});

describe("the body's style", () => {
  it('overflow-x and overflow-y are kept apart', async () => {
    styleBody('overflow-x: clip; overflow-y: scroll !important;');
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.close();
    await pass(400);
    expect(body.style.overflowX).toBe('clip');
    expect(body.style.overflowY).toBe('scroll');
    expect(body.style.getPropertyPriority('overflow-y')).toBe('important');
  });

  it.each(['hidden', 'auto', 'visible', 'clip'])("overflow: %s of the merchant's own is there again", async (value) => {
    styleBody(`overflow: ${value};`);
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.close();
    await pass(400);
    expect(body.style.overflow).toBe(value);
  });

  it('other properties that the merchant changes meanwhile stay changed', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    body.style.background = 'black';
    cashier.close();
    await pass(400);
    expect(body.style.background).toBe('black');
    styleBody('background: black;');
  });

  // CONTRACT "The page is left as it was found": "a style is restored only where its value is still the SDK's".
  it("overflow that the merchant changed while the cashier was open keeps the merchant's value", async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    body.style.overflow = 'scroll';
    cashier.emit('SDK_PAYMENT_PROCESSING');
    await pass(400);
    expect(body.style.overflow).toBe('scroll');
    styleBody('overflow: scroll;');
  });

  // The same sentence: the lock is the merchant's value, and it is this library's own further unmount() calls that take it away.
  it("a dialog of the merchant's that locks scrolling as soon as pay() has resolved keeps its lock", async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    void result.then(() => {
      body.style.overflow = 'hidden';
    });
    cashier.emit('SDK_PAYMENT_PROCESSING');
    await pass(400);
    expect(body.style.overflow).toBe('hidden');
    styleBody('overflow: hidden;');
  });

  // The SDK's own late clean-up, 300 ms after a close, must not bring back a lock that the merchant has lifted by then.
  it("a spinner of the merchant's that locks scrolling for 200 ms after pay() has resolved leaves no lock behind", async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    void result.then(() => {
      body.style.overflow = 'hidden';
      setTimeout(() => {
        body.style.removeProperty('overflow');
      }, 200);
    });
    cashier.close();
    await pass(400);
    expect(body.style.overflow).toBe('');
    await pass(5_000);
    expect(body.style.overflow).toBe('');
  });

  it('a dialog that locks scrolling 1 s later keeps its lock', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.close();
    await pass(1_000);
    body.style.overflow = 'hidden';
    await pass(60_000);
    expect(body.style.overflow).toBe('hidden');
    styleBody('overflow: hidden;');
  });

  it('a page that swaps its body while the cashier is open gets no overflow from the SDK', async () => {
    const shop = openShop();
    await shop.open();
    const swapped = document.createElement('body');
    swapped.innerHTML = '<main>another view</main>';
    document.documentElement.replaceChild(swapped, body);
    shop.checkout.unmount();
    await pass(400);
    const left = swapped.getAttribute('style');
    body.innerHTML = '';
    body.removeAttribute('style');
    document.documentElement.replaceChild(body, swapped);
    expect(left ?? '').toBe('');
  });

  it('is untouched by a pay() that never reaches createComponent', async () => {
    styleBody('overflow: auto;');
    const shop = openShop({ createPaymentSession: () => Promise.reject(new Error('down')) });
    void shop.checkout.pay();
    await pass(1_000);
    expect(body.style.cssText).toBe('overflow: auto;');
    expect(sdkNodes()).toEqual([]);
  });
});

describe('focus', () => {
  beforeEach(() => {
    body.innerHTML = '<main><button id="pay">Pay</button><input id="coupon"></main>';
  });

  it('goes back to a button that was disabled during the payment', async () => {
    const shop = openShop();
    const button = payButton();
    button.focus();
    const result = shop.checkout.pay();
    button.setAttribute('disabled', '');
    button.blur();
    await flush();
    shop.sdk.cashier().launch();
    await flush();
    shop.sdk.cashier().close();
    await outcomeOf(result);
    button.removeAttribute('disabled');
    await pass(400);
    expect(document.activeElement).toBe(button);
  });

  it('stays where the buyer or the merchant has put it meanwhile', async () => {
    const shop = openShop();
    payButton().focus();
    const { cashier } = await shop.open();
    document.getElementById('coupon')?.focus();
    cashier.close();
    await pass(400);
    expect(document.activeElement).toBe(document.getElementById('coupon'));
  });

  it('goes nowhere when the button is gone', async () => {
    const shop = openShop();
    payButton().focus();
    const { result, cashier } = await shop.open();
    payButton().remove();
    cashier.close();
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
    await pass(400);
    expect(document.activeElement).toBe(body);
  });

  it('of a buyer who uses the keyboard comes back to the button that was pressed', async () => {
    const shop = openShop();
    let result: Promise<unknown> = Promise.resolve();
    payButton().addEventListener('click', () => {
      result = shop.checkout.pay();
    });
    const user = userEvent.setup({
      advanceTimers: (ms) => {
        vi.advanceTimersByTime(ms);
      },
    });
    await user.tab();
    await user.keyboard('{Enter}');
    await flush();
    shop.sdk.cashier().launch();
    await flush();
    payButton().blur();
    shop.sdk.cashier().close();
    expect(await result).toMatchObject({ status: 'cancelled' });
    await pass(400);
    expect(document.activeElement).toBe(payButton());
  });

  // CONTRACT "Surface": pay() "always settles". A custom element may override focus().
  it('on an element whose focus() throws keeps no payment from settling', async () => {
    const shop = openShop();
    const button = payButton();
    button.focus();
    const { result, cashier } = await shop.open();
    button.blur();
    const focus = vi.spyOn(button, 'focus').mockImplementation(() => {
      throw new Error('thrown by the shop');
    });
    let thrown: unknown;
    try {
      cashier.emit('SDK_PAYMENT_PROCESSING');
    } catch (error) {
      thrown = error;
    }
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
    expect(thrown).toBeUndefined();
    await pass(400);
    expect(isCashierShowing()).toBe(false);
    // Nor is it asked again whenever the page changes.
    focus.mockClear();
    button.setAttribute('disabled', '');
    await flush();
    expect(focus).not.toHaveBeenCalled();
  });
});

describe('a page that makes tidying fail', () => {
  // CONTRACT "Surface": pay() "always settles".
  it.each(ends.filter(([name]) => name !== 'a success, then unmount()'))(
    'has no body left: the payment settles after %s, and the next one opens',
    async (_name, end) => {
      const shop = openShop();
      const { result, cashier } = await shop.open();
      body.remove();
      let thrown: unknown;
      try {
        await end(shop, cashier);
      } catch (error) {
        thrown = error;
      }
      await flush();
      document.documentElement.appendChild(body);
      expect(thrown).toBeUndefined();
      expect((await outcomeOf(result)).status).not.toBe('succeeded');
      await pass(1_000);
      const next = openShop({ fake: shop.sdk });
      await next.open();
      expect(next.checkout.state.phase).toBe('open');
    },
  );

  it('has a scrollTo that throws', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    Object.defineProperty(window, 'pageYOffset', { configurable: true, get: () => 10 });
    vi.spyOn(window, 'scrollTo').mockImplementation(() => {
      throw new Error('thrown by the shop');
    });
    cashier.close();
    await flush();
    Reflect.deleteProperty(window, 'pageYOffset');
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
  });
});

describe('scrolling', () => {
  function scrollable(): { y: number } {
    const at = { y: 0 };
    Object.defineProperty(window, 'pageYOffset', { configurable: true, get: () => at.y });
    vi.spyOn(window, 'scrollTo').mockImplementation((_x: number, y: number) => {
      at.y = y;
    });
    return at;
  }

  it('is put back where it was, without jumping twice', async () => {
    const at = scrollable();
    at.y = 700;
    const shop = openShop();
    const { cashier } = await shop.open();
    at.y = 0;
    cashier.close();
    await pass(1);
    expect(at.y).toBe(700);
    at.y = 900;
    await pass(1_000);
    expect(at.y).toBe(900);
  });

  it('of another view is not touched', async () => {
    const at = scrollable();
    at.y = 700;
    const shop = openShop();
    await shop.open();
    history.pushState(null, '', '/elsewhere');
    at.y = 0;
    await pass(1_000);
    expect(at.y).toBe(0);
  });
});

describe('what the merchant made', () => {
  const make = (html: string): Element => {
    const holder = document.createElement('template');
    holder.innerHTML = html;
    return holder.content.firstElementChild!;
  };

  it.each([
    ['a <style> in the head', 'head', '<style data-merchant>.dialog { color: red }</style>'],
    [
      "a <style> that mentions the SDK's classes",
      'head',
      '<style data-merchant>/* cover */ .ams-component-container-mobile { z-index: 1 }</style>',
    ],
    ['an <iframe>', 'body', '<iframe id="chat"></iframe>'],
    ['a <script>', 'body', '<script id="analytics" type="text/plain"></script>'],
    ['a <div>', 'body', '<div id="dialog"></div>'],
  ] as const)('%s, made during the attempt, stays', async (_name, where, html) => {
    const shop = openShop();
    const { cashier } = await shop.open();
    const node = make(html);
    document[where].appendChild(node);
    cashier.close();
    await pass(60_000);
    expect(node.isConnected).toBe(true);
    node.remove();
  });

  it("a <style> that overrides the SDK's, made before the attempt, stays", async () => {
    const node = make('<style data-merchant>.ams-component-container-desktop { z-index: 2000 }</style>');
    document.head.appendChild(node);
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.close();
    await pass(400);
    expect(node.isConnected).toBe(true);
    node.remove();
  });

  it('an <iframe> and a <script> from before the instance stay', async () => {
    const iframe = make('<iframe id="chat"></iframe>');
    const script = make('<script type="text/plain"></script>');
    body.append(iframe, script);
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.close();
    await pass(400);
    expect([iframe.isConnected, script.isConnected]).toEqual([true, true]);
  });
});

describe('leftovers', () => {
  it('preload frames of an instance that no cashier used go when the attempt ends', async () => {
    const shop = openShop({
      createPaymentSession: () =>
        new Promise((_, reject) => {
          setTimeout(() => {
            reject(new Error('down'));
          }, 100);
        }),
    });
    const result = shop.checkout.pay();
    await pass(500);
    expect(await outcomeOf(result)).toMatchObject({ status: 'error' });
    expect(shop.sdk.instances).toHaveLength(1);
    expect(sdkNodes()).toEqual([]);
  });

  it('preload frames and tracker of a prepared instance go with dispose()', async () => {
    const shop = openShop();
    await shop.checkout.prepare();
    expect(sdkNodes()).not.toEqual([]);
    shop.checkout.dispose();
    expect(sdkNodes()).toEqual([]);
  });

  it('nothing grows over twenty payments that end in every way', { timeout: 30_000 }, async () => {
    const shop = openShop();
    let order = 0;
    const counts = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      const [, end] = ends[round % ends.length]!;
      if (end === ends[6]![1]) continue;
      order += 1;
      history.replaceState(null, '', '/cart');
      const { cashier } = await shop.open({ order: `cart${String(order)}`, session: uniqueSession() });
      await end(shop, cashier);
      await pass(400);
      const windowKeys = Object.getOwnPropertyNames(window).length;
      counts.add(JSON.stringify([document.querySelectorAll('*').length, liveListeners(), libraryTimers(), windowKeys]));
    }
    expect(counts.size).toBe(1);
    expect(shop.sdk.instances).toHaveLength(1);
  });

  it('a createComponent that goes on after unmount() and settles seconds later leaves nothing', async () => {
    const shop = openShop();
    shop.sdk.holdQuery = true;
    void shop.checkout.pay();
    await flush();
    shop.checkout.unmount();
    await pass(5_000);
    expect(sdkNodes()).toEqual([]);
    shop.sdk.cashier().failQuery();
    await pass(400);
    expect(sdkNodes()).toEqual([]);
    expect(body.hasAttribute('style')).toBe(false);
  });
});

describe('session data', () => {
  it('appears in no log, no error, no storage and not in the DOM outside the SDK', async () => {
    const session = uniqueSession();
    const data = session.paymentSessionData;
    const part4 = data.split('&&')[3]!;
    const shop = openShop();
    const leaky = `failed for ${data} (see https://shop.example/?s=${data})`;
    shop.sdk.duringCreate = (instance) => {
      instance.log({ code: 'x', message: leaky });
      instance.error({ code: 'SDK_CREATECOMPONENT_ERROR', message: leaky });
    };
    shop.checkout.on(() => {
      throw new Error(leaky);
    });
    const result = shop.checkout.pay({ session });
    await flush();
    const outcome = await outcomeOf(result);
    if (outcome.status !== 'error') throw new Error('expected an error');
    const { error } = outcome;
    expect(shop.logs.map(({ name }) => name)).toEqual(expect.arrayContaining(['sdk.log', 'listener.threw', 'attempt.settled']));
    const said = [
      JSON.stringify(shop.logs),
      JSON.stringify(error),
      error.message,
      error.hint,
      JSON.stringify(error.details),
      JSON.stringify(error.sdk),
      error.stack ?? '',
    ];
    for (const text of said) expect(text).not.toContain(part4);
    expect(document.documentElement.outerHTML).not.toContain(part4);
    expect(JSON.stringify([localStorage, sessionStorage].map((storage) => Object.entries(storage)))).not.toContain(part4);
    shop.sdk.cashier().launch();
  });
});
