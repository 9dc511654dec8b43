/** How the kit's buyer reaches each product of the imitation: one App for all of them, whose words take the way that the product gives them. */
import { afterEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/testing/sdk/app.ts';
import { openImitation, type ImitatedWindow } from '../support/imitated-sdk.ts';
import { shopIn, SLOT, type ElementApi, type Shop } from '../support/product-players.ts';
import {
  applePaySession,
  autoDebitPaySession,
  cardSession,
  cashierSession,
  checkoutPageSession,
  easyPaySession,
  elementSession,
  payPalSession,
  redirecting,
} from '../support/product-sessions.ts';

const opened: ImitatedWindow[] = [];
afterEach(() => {
  for (const sdk of opened.splice(0)) sdk.close();
});

function open(): Shop<ImitatedWindow> {
  const sdk = openImitation('1.47.2');
  opened.push(sdk);
  return shopIn(sdk);
}

/** The newest opening, started. */
async function started(shop: Shop<ImitatedWindow>): Promise<App> {
  await shop.advance();
  const app = shop.sdk.opened.at(-1);
  if (app === undefined) throw new Error('nothing was opened');
  app.start();
  await shop.advance();
  await shop.advance();
  shop.said();
  return app;
}

async function element(): Promise<{ shop: Shop<ImitatedWindow>; api: ElementApi; app: App }> {
  const shop = open();
  const api = shop.build('AMSElement', { sessionData: elementSession() });
  shop.call('mount', () => api.mount({ type: 'payment' }, SLOT));
  return { shop, api, app: await started(shop) };
}

describe('a Payment Element', () => {
  it.each([
    ['SDK_PAYMENT_SUCCESSFUL', undefined, { status: 'SUCCESS' }],
    ['SDK_PAYMENT_PROCESSING', undefined, { status: 'PROCESSING' }],
    ['SDK_PAYMENT_PENDING', undefined, { status: 'PENDING' }],
    ['SDK_PAYMENT_CANCEL', undefined, { status: 'CANCELLED' }],
    [
      'SDK_PAYMENT_FAIL',
      { paymentResultCode: 'ORDER_IS_CLOSED', paymentResultMessage: 'closed' },
      { status: 'FAIL', error: { code: 'ORDER_IS_CLOSED', message: 'closed' } },
    ],
    ['SDK_PAYMENT_FAIL', undefined, { status: 'FAIL', error: { code: 'PROCESS_FAIL', message: '' } }],
    ['SDK_FORM_VERIFICATION_FAILED', undefined, { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } }],
  ])('says %s with %j as the answer to a submit, and by no event', async (code, result, answer) => {
    const { shop, api, app } = await element();
    shop.call('submit', () => api.submitPayment());
    expect(app.awaitsAnswer).toBe(true);
    app.says(code, result);
    await shop.advance();
    expect(shop.said()).toEqual(['submit resolved']);
    expect(shop.last()).toEqual(answer);
    expect(app.awaitsAnswer).toBe(false);
  });

  it('answers an abnormal end as the SDK answers what it cannot read', async () => {
    const { shop, api, app } = await element();
    shop.call('submit', () => api.submitPayment());
    app.says('SDK_PAYMENT_ERROR');
    await shop.advance();
    expect(shop.last()).toMatchObject({ status: 'FAIL', error: { code: 'ERR_DATA_STRUCT_UNRECOGNIZED' } });
  });

  it('says everything as an event when nothing was submitted, and other codes always', async () => {
    const { shop, api, app } = await element();
    app.says('SDK_PAYMENT_SUCCESSFUL');
    shop.call('submit', () => api.submitPayment());
    app.says('SDK_CALL_URL_SUCCESS');
    await shop.advance();
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL', 'onEventCallback SDK_CALL_URL_SUCCESS']);
    expect(app.awaitsAnswer).toBe(true);
  });

  it('tells the buyer of a submit of a complete form, and answers that of an incomplete one itself', async () => {
    const { shop, api, app } = await element();
    let submits = 0;
    app.submitted = () => {
      submits += 1;
    };
    app.fill(false);
    shop.call('submit', () => api.submitPayment());
    shop.call('validate', () => api.validateFields());
    await shop.advance();
    expect(submits).toBe(0);
    expect(shop.journal.slice(-2).map(({ value }) => value)).toEqual(
      expect.arrayContaining([{ isValid: false }, expect.objectContaining({ status: 'FAIL' })]),
    );
    app.fill(true);
    shop.call('submit', () => api.submitPayment());
    expect(submits).toBe(1);
  });

  it('is starting, drawn, gone; is in its container; pays by the page’s button and has no way out of its own', async () => {
    const shop = open();
    const api = shop.build('AMSElement', { sessionData: elementSession() });
    void api.mount({ type: 'payment' }, SLOT);
    const app = shop.sdk.opened[0] as App;
    expect([app.surface, app.ownButton, app.closes, app.phase]).toEqual(['inline', false, null, 'starting']);
    await started(shop);
    expect(app.phase).toBe('drawn');
    expect(app.place?.parentElement).toBe(shop.slot);
    api.destroy();
    expect([app.phase, app.place]).toEqual(['gone', null]);
  });

  it('of a session that Antom refuses: mount() resolves with the error, and the UI stays', async () => {
    const shop = open();
    const api = shop.build('AMSElement', { sessionData: elementSession({ extendInfo: '{"refusedByAntom":true}' }) });
    shop.call('mount', () => api.mount({ type: 'payment' }, SLOT));
    await shop.advance();
    shop.sdk.opened[0]?.start();
    await shop.advance();
    expect(shop.last()).toMatchObject({ error: { code: 'ORDER_IS_CLOSED' } });
    expect(shop.slot.childElementCount).toBe(1);
  });
});

describe('AMSEasyPay', () => {
  it('is starting, drawn, gone; says events, and closes by its button', async () => {
    const shop = open();
    const api = shop.build('AMSEasyPay');
    api.createComponent({ sessionData: easyPaySession() });
    await shop.advance();
    const app = shop.sdk.opened[0] as App;
    expect([app.className, app.surface, app.ownButton, app.phase]).toEqual(['AMSEasyPay', 'popup', true, 'starting']);
    await started(shop);
    expect(app.phase).toBe('drawn');
    expect(app.place?.id).toBe('ams-component-section');
    app.says('SDK_PAYMENT_SUCCESSFUL', { paymentResultCode: 'SUCCESS' });
    expect(shop.last()).toEqual({ code: 'SDK_PAYMENT_SUCCESSFUL', result: { paymentResultCode: 'SUCCESS' } });
    app.closes?.();
    await shop.advance(300);
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL', 'onClose']);
    expect([app.phase, app.place]).toEqual(['gone', null]);
  });

  it('of a session that only redirects has nothing in the page', async () => {
    const shop = open();
    shop.build('AMSEasyPay').createComponent({ sessionData: easyPaySession(redirecting('https://bank.test/')) });
    await shop.advance();
    const [app] = shop.sdk.opened;
    expect([app?.surface, app?.phase, app?.place]).toEqual(['redirect', 'gone', null]);
  });
});

describe('AMSCheckoutPage', () => {
  it('reaches the page by messages of its frame, from its origin; its way out is the way back to the shop', async () => {
    const shop = open();
    const api = shop.build('AMSCheckoutPage');
    const sources: unknown[] = [];
    const told = api.eventListenerWrapper;
    api.eventListenerWrapper = (event) => {
      sources.push([event.source === api.iframe?.contentWindow, event.origin === new URL(api.iframe?.src ?? '').origin]);
      told(event);
    };
    void api.mountComponent({ sessionData: checkoutPageSession() }, SLOT);
    const app = await started(shop);
    expect([app.phase, app.surface, app.place]).toEqual(['drawn', 'inline', shop.slot]);
    app.says('SDK_PAYMENT_PROCESSING');
    app.closes?.();
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_PROCESSING', 'onEventCallback SDK_PAYMENT_CLICK_BACK_TO_MERCHANT']);
    expect(sources).toEqual(Array(2).fill([true, true]));
    app.vanishes();
    expect(app.phase).toBe('gone');
  });
});

describe('the AMSCheckout family', () => {
  it('has Apple Pay’s sheet, a redirect without UI, and no PayPal buttons', async () => {
    const shop = open();
    void shop.build('AMSCashierPayment').createComponent({ sessionData: applePaySession() });
    void shop.build('AMSAutoDebitPay').createComponent({ sessionData: autoDebitPaySession() });
    await shop.advance();
    expect(shop.sdk.opened.map(({ surface }) => surface)).toEqual(['redirect', 'sheet']);
    shop.call('mount', () => shop.build('AMSCashierPayment').mountComponent({ sessionData: payPalSession() }, SLOT));
    await shop.advance();
    expect(String(shop.last())).toContain("does not play PayPal's buttons");
  });

  it('a form in the page pays by the page’s button when it was told to show none', async () => {
    const shop = open();
    const api = shop.build('AMSCashierPayment');
    const appearance = { showSubmitButton: false };
    void api.mountComponent({ sessionData: cardSession(), appearance }, SLOT);
    const app = await started(shop);
    expect([app.ownButton, app.closes]).toEqual([false, null]);
    shop.call('submit', () => api.submit());
    app.says('SDK_PAYMENT_SUCCESSFUL');
    await shop.advance();
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL', 'submit resolved SDK_PAYMENT_SUCCESSFUL']);
  });
});

describe('the module', () => {
  it('a closing that is refused is refused by every class, until it is not', () => {
    const shop = open();
    const { imitation } = shop.sdk;
    const apis = [
      shop.build('AMSCashierPayment'),
      shop.build('AMSEasyPay'),
      shop.build('AMSCheckoutPage'),
      shop.build('AMSElement', { sessionData: elementSession() }),
    ];
    const end = (api: (typeof apis)[number]): void => {
      if ('destroy' in api) api.destroy();
      else api.unmount();
    };
    imitation.refuseToClose(new Error('no'));
    for (const api of apis) expect(() => end(api)).toThrow('no');
    imitation.refuseToClose(undefined);
    for (const api of apis) end(api);
  });

  it('its timers can be counted and cancelled', async () => {
    const shop = open();
    const { imitation } = shop.sdk;
    void shop.build('AMSCashierPayment').createComponent({ sessionData: cashierSession() });
    void shop.build('AMSElement', { sessionData: elementSession() }).mount({ type: 'payment' }, SLOT);
    await shop.advance();
    expect(imitation.timers).toBeGreaterThan(1);
    imitation.cancelTimers();
    expect(imitation.timers).toBe(0);
    shop.said();
    await shop.advance(60_000);
    expect(shop.said()).toEqual([]);
  });
});
