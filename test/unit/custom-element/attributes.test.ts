/** <antom-checkout>: what is wrong with its attributes is said when somebody wants to pay, every fault at once; nothing opens, nothing is printed. */
import { describe, expect, it, vi } from 'vitest';
import { CheckoutController, CheckoutError, isCheckoutError } from 'antom-checkout-controller';
import { paymentSession } from '../../../src/testing';
import type { AntomCheckoutElement } from '../../../src/custom-element';
import { leftAlone } from '../../support/bind';
import { $, BASE, click, element, faultOf, flush, open, page, posts, statuses, useElement } from '../../support/element';
import { pass } from '../../support/shop';

useElement();

describe('the message', () => {
  it.each([
    ['', 'environment must be "sandbox" or "prod", not undefined'],
    ['environment="production"', 'environment must be "sandbox" or "prod", not "production"'],
    ['environment=""', 'environment must be "sandbox" or "prod", not undefined'],
    ['environment="sandbox"', 'session-url is missing: write the address on your server that answers with a payment session'],
    [
      `${BASE} product="easyPay"`,
      'product must be one or more of cashier vaulting easy-pay auto-debit auto-debit-pay element checkout-page, not "easyPay"',
    ],
    [`${BASE} product="constructor"`, 'product must be one or more of cashier'],
    [`${BASE} locale="english"`, 'locale must be "auto" or one of en_US,'],
    [`environment="sandbox" session-url="/s" prepare="now"`, 'prepare must be "idle", "script" or "manual", not "now"'],
    [`${BASE} leave="never"`, 'leave must be "auto", "manual" or a function, not "never"'],
    [`${BASE} credentials="yes"`, 'credentials must be omit, same-origin or include, not "yes"'],
    [`${BASE} inquiry-url="/pay/42"`, 'inquiry-url must be an address with {paymentRequestId} in it, not "/pay/42"'],
    [`${BASE} csrf-meta="csrf-token"`, 'csrf-meta must be the name of a <meta> with content, beside csrf-header, not "csrf-token"'],
    [`${BASE} csrf-header="X-CSRF-Token"`, 'csrf-header must be the name of a header, beside csrf-meta, not "X-CSRF-Token"'],
    [`${BASE} csrf-meta="csrf-token" csrf-header="X"`, 'csrf-meta must be the name of a <meta> with content, beside csrf-header'],
    [`${BASE} succeeded-url="javascript:alert(1)"`, 'succeeded-url must be an http: or https: address, not "javascript:alert(1)"'],
    [`${BASE} succeeded-url="data:text/html,x"`, 'succeeded-url must be an http: or https: address'],
    [`${BASE} succeeded-url="https://[no"`, 'succeeded-url must be an http: or https: address'],
  ])('of %s', async (attributes, text) => {
    const print = vi.spyOn(console, 'error');
    await open(`<antom-checkout ${attributes}><form><button>Pay</button></form></antom-checkout>`);
    expect(statuses()).toEqual([]);
    const seen = leftAlone();
    await click();
    expect(faultOf()).toContain(text);
    expect(faultOf()).toMatch(/^<antom-checkout>: .*\.$/);
    expect([element().state.phase, element().outcome, element().dataset['outcome']]).toMatchObject(['idle', { retry: 'none' }, 'error']);
    expect([seen.count, page().visited, posts(), print.mock.calls]).toEqual([0, [], [], []]);
  });

  it('has every fault, and details.faults has them one by one', async () => {
    await open('<antom-checkout environment="live" credentials="yes" product="card" locale="x"><button>Pay</button></antom-checkout>');
    await click();
    const [outcome] = page().outcomes;
    if (outcome?.status !== 'error') throw new Error('no error');
    expect(outcome.error).toBeInstanceOf(CheckoutError);
    expect((outcome.error.details['faults'] as string[]).map((fault) => fault.replace(/ .*/, ''))).toEqual([
      'environment',
      'locale',
      'product',
      'credentials',
      'session-url',
    ]);
  });

  it('of properties: options that are no object, a controller that is none, one that was disposed of', async () => {
    const pay = await open(`<antom-checkout ${BASE}><button>Pay</button></antom-checkout>`);
    Object.assign(pay, { options: 'prod' });
    await click();
    expect(faultOf()).toContain('the property options must be an object');
    Object.assign(pay, { checkout: {} });
    await click();
    expect(faultOf()).toContain('the property checkout must be a CheckoutController');
    const checkout = new CheckoutController({ ...page().antom.options });
    checkout.dispose();
    pay.checkout = checkout;
    await click();
    expect(faultOf()).toContain('the property checkout must be a CheckoutController that was not disposed of');
  });

  it('is told by pay() and prepare() too', async () => {
    const pay = await open('<antom-checkout></antom-checkout>');
    expect(await pay.pay()).toMatchObject({ status: 'error', error: { code: 'invalid-options' } });
    const reason: unknown = await pay.prepare().catch((thrown: unknown) => thrown);
    expect(isCheckoutError(reason) && reason.code).toBe('invalid-options');
  });

  it('is told without a press where nobody would press: a form to be drawn, resume; and once', async () => {
    await open('<antom-checkout environment="live" resume></antom-checkout>');
    expect(faultOf()).toContain('environment');
    const pay = await open(
      `<antom-checkout environment="sandbox" prepare="manual" product="element"><div data-antom="form"></div></antom-checkout>`,
    );
    expect(faultOf()).toContain('session-url is missing');
    pay.append('more');
    await flush();
    expect(statuses()).toEqual(['error', 'error']);
    page().antom.server.givesSession(paymentSession({ product: 'element' }));
    pay.setAttribute('session-url', '/s');
    await flush();
    await page().antom.buyer.seesCashier();
  });
});

describe('after a correction', () => {
  it('the next press pays', async () => {
    const pay = await open('<antom-checkout prepare="manual"><form><button>Pay</button></form></antom-checkout>');
    await click();
    faultOf();
    pay.setAttribute('environment', 'sandbox');
    pay.setAttribute('session-url', '/pay/session');
    await click();
    expect(pay.dataset['outcome']).toBeUndefined();
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['error', 'succeeded']);
  });

  it('an attribute that has become wrong since keeps the next payment from opening, and what is under way goes on', async () => {
    const pay = await open(`<antom-checkout ${BASE}><button>Pay</button></antom-checkout>`);
    await click();
    pay.setAttribute('credentials', 'yes');
    await page().antom.buyer.closes();
    await click();
    expect(statuses()).toEqual(['cancelled', 'error']);
  });
});

describe('attributes are read at the press', () => {
  it('another environment makes another controller, once nothing is under way', async () => {
    const pay = await open(`<antom-checkout ${BASE}><button>Pay</button></antom-checkout>`);
    const { checkout } = pay;
    await click();
    pay.setAttribute('locale', 'de_DE');
    await flush();
    expect(pay.checkout).toBe(checkout);
    await page().antom.buyer.closes();
    expect(pay.checkout).toBe(checkout);
    await click();
    expect(pay.checkout).not.toBe(checkout);
    expect(checkout?.state.phase).toBe('disposed');
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['cancelled', 'succeeded']);
  });

  it('not while a payment is undecided, so that nothing is paid twice: the same session opens again', async () => {
    const pay = await open(`<antom-checkout ${BASE}><button>Pay</button></antom-checkout>`);
    const { checkout } = pay;
    await click();
    await page().antom.buyer.isRedirected();
    await page().antom.buyer.comesBack();
    pay.setAttribute('locale', 'de_DE');
    await click();
    expect(pay.checkout).toBe(checkout);
    expect(posts()).toHaveLength(1);
  });

  it.each(['none', 'session'] as const)(
    'a payment that is undecided stays so after a press that was refused: its session alone is opened again (storage: %s)',
    async (storage) => {
      const pay = await open(
        `<form><antom-checkout ${BASE} order="o1"><input name="n" value="1"><button>Pay</button></antom-checkout></form>
        <antom-checkout ${BASE} order="o2" id="other"><button id="another">Pay</button></antom-checkout>`,
      );
      pay.options = { storage };
      await click();
      await page().antom.buyer.isRedirected();
      await page().antom.buyer.comesBack();
      await click('#another');
      await page().antom.buyer.seesCashier();
      void pay.pay();
      await flush();
      expect(page().outcomes.at(-1)).toMatchObject({ error: { code: 'component-busy' }, retry: 'same-session' });
      ($('#other') as AntomCheckoutElement).checkout?.unmount();
      await pass(1000);
      ($('input') as HTMLInputElement).value = '2';
      await click();
      await page().antom.buyer.seesCashier();
      expect(posts().map(({ body }) => body)).toEqual(['n=1&order=o1', '{"order":"o2"}']);
    },
  );

  it('an order that is paid stays paid, whatever else is changed', async () => {
    const pay = await open(`<antom-checkout ${BASE} order="o1"><button>Pay</button></antom-checkout>`);
    pay.options = { storage: 'none', notRedirectAfterComplete: true };
    await click();
    await page().antom.buyer.pays();
    pay.options = { storage: 'none', locale: 'de_DE' };
    await click();
    expect(statuses()).toEqual(['succeeded', 'succeeded']);
    expect(posts()).toHaveLength(1);
    pay.setAttribute('order', 'o2');
    await click();
    expect(posts()).toHaveLength(2);
  });

  it('a controller of its own that the page has disposed of is made anew at the press', async () => {
    const pay = await open(`<antom-checkout ${BASE}><form><button>Pay</button></form></antom-checkout>`);
    pay.checkout?.dispose();
    await flush();
    expect(pay.dataset['phase']).toBe('disposed');
    await click();
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['succeeded']);
  });

  it('sdk-url and sdk-integrity say where the SDK is', async () => {
    Reflect.deleteProperty(window, 'AMSCashierPayment');
    const pay = await open(
      '<antom-checkout environment="sandbox" session-url="/s" sdk-url="https://cdn.example/sdk.js" sdk-integrity="sha384-x" prepare="manual"></antom-checkout>',
    );
    void pay.pay();
    await flush();
    const tag = document.querySelector<HTMLScriptElement>('script[src^="https://cdn.example/sdk.js"]');
    expect(tag?.integrity).toBe('sha384-x');
  });
});

it('a nested element keeps its own button', async () => {
  await open(`<antom-checkout><antom-checkout id="inner" ${BASE}><button>Pay</button></antom-checkout></antom-checkout>`);
  await click();
  await page().antom.buyer.pays();
  expect(statuses()).toEqual(['succeeded']);
  expect($('#inner').dataset['outcome']).toBe('succeeded');
});
