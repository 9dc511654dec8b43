/** PayPal in a container: what AMSCashierPayment puts there, in which order, and what it says. PayPal's own script is played by the test. */
import { describe, expect, it } from 'vitest';
import { bring, promiseJobs, shops, SLOT, SLOT_2, type ComponentApi, type Shop } from '../support/product-players.ts';
import {
  applePaySession,
  autoDebitSession,
  easyPaySession,
  elementSession,
  payPalSession,
  vaultingSession,
} from '../support/product-sessions.ts';
import { SDK_VERSIONS, type SdkVersion } from '../support/real-sdk.ts';

const { open, rejections } = shops();

/** What the SDK passes to paypal.Buttons(). */
interface ButtonOptions {
  createOrder(): Promise<unknown>;
  onApprove(data: unknown): void;
  onCancel(data: unknown): void;
  onShippingChange(data: unknown): void;
}

interface Played {
  readonly shop: Shop;
  readonly api: ComponentApi;
  readonly buttons: ButtonOptions;
}

const scripts = (shop: Shop): HTMLScriptElement[] =>
  [...shop.document.scripts].filter(({ src }) => src.startsWith('https://www.paypal.com/'));
const children = (shop: Shop): string[] => [...shop.slot.children].map((element) => `${element.tagName} ${element.className}`.trim());

/** The newest script of PayPal's ends. */
function end(shop: Shop, how: 'load' | 'error'): void {
  const script = scripts(shop).at(-1);
  if (how === 'load') script?.onload?.(new shop.sdk.window.Event('load'));
  else script?.onerror?.(new shop.sdk.window.Event('error'));
}

/** Puts a paypal into the page whose render() appends a button, and hands out what Buttons() is given. */
function playPayPal(shop: Shop, log: string[] = []): () => ButtonOptions {
  let given: ButtonOptions | undefined;
  Object.assign(shop.sdk.window, {
    paypal: {
      FUNDING: {},
      Buttons: (options: ButtonOptions) => {
        given = options;
        log.push(`Buttons with ${children(shop).join()}`);
        return {
          render: (selector: unknown) => {
            log.push(`render ${String(selector)} with ${children(shop).join()}`);
            shop.document.querySelector(String(selector))?.append(shop.document.createElement('button'));
          },
        };
      },
    },
  });
  return () => {
    if (given === undefined) throw new Error('paypal.Buttons() was not called');
    return given;
  };
}

async function ready(version: SdkVersion): Promise<Played> {
  const shop = open({ version });
  const api = shop.build('AMSCashierPayment');
  void api.mountComponent({ sessionData: payPalSession() }, SLOT);
  await shop.advance();
  const given = playPayPal(shop);
  end(shop, 'load');
  await shop.advance();
  return { shop, api, buttons: given() };
}

describe.each(SDK_VERSIONS)('%s: PayPal in a container', (version) => {
  it('mountComponent changes nothing in the container before its first promise job', () => {
    const shop = open({ version });
    shop.slot.innerHTML = '<p>mine</p>';
    void shop.build('AMSCashierPayment').mountComponent({ sessionData: payPalSession() }, SLOT);
    expect(children(shop)).toEqual(['P']);
    expect(scripts(shop)).toEqual([]);
  });

  it("then, in this order: the container is emptied, a style goes into the head, .paypal-loading into the container, PayPal's script into the body, and the promise resolves", async () => {
    const shop = open({ version });
    shop.slot.innerHTML = '<p>mine</p>';
    const log: string[] = [];
    new shop.sdk.window.MutationObserver((records) => {
      for (const { target, addedNodes, removedNodes } of records) {
        const where = target === shop.slot ? 'slot' : target.nodeName;
        for (const node of removedNodes) if (node.nodeName !== 'IFRAME') log.push(`${where} -${node.nodeName}`);
        for (const node of addedNodes) log.push(`${where} +${node.nodeName}`);
      }
    }).observe(shop.document, { childList: true, subtree: true });
    const api = shop.build('AMSCashierPayment');
    await shop.advance();
    log.length = 0;
    void api.mountComponent({ sessionData: payPalSession() }, SLOT).then((value) => log.push(`resolved ${String(value)}`));
    await promiseJobs();
    expect(log).toEqual(['slot -P', 'HEAD +STYLE', 'slot +DIV', 'BODY +SCRIPT', 'resolved undefined']);
    expect(children(shop)).toEqual(['DIV paypal-loading']);
    expect(shop.said()).toEqual([]);
  });

  it('no event is sent, no iframe of an app is there, and the overflow of the body is left alone', async () => {
    const { shop } = await ready(version);
    expect(shop.said()).toEqual([]);
    expect(shop.sdk.apps()).toEqual([]);
    expect(shop.ids()).toEqual([]);
    expect(shop.document.body.style.overflow).toBe('');
  });

  it('when the script has loaded, a promise job later: Buttons(), render(selector) beside .paypal-loading, which goes only after that', async () => {
    const shop = open({ version });
    void shop.build('AMSCashierPayment').mountComponent({ sessionData: payPalSession() }, SLOT);
    await shop.advance();
    const log: string[] = [];
    const given = playPayPal(shop, log);
    end(shop, 'load');
    expect(log).toEqual([]);
    await promiseJobs();
    expect(log).toEqual(['Buttons with DIV paypal-loading', 'render #slot with DIV paypal-loading']);
    expect(children(shop)).toEqual(['BUTTON']);
    expect(Object.keys(given())).toEqual(['style', 'fundingSource', 'onShippingChange', 'createOrder', 'onApprove', 'onCancel']);
    expect(shop.said()).toEqual([]);
  });

  it('the script is asked for even when the page has a paypal, and once more for each mount', async () => {
    const shop = open({ version });
    playPayPal(shop);
    const api = shop.build('AMSCashierPayment');
    for (const selector of [SLOT, SLOT_2]) {
      void api.mountComponent({ sessionData: payPalSession() }, selector);
      await shop.advance();
    }
    expect(scripts(shop)).toHaveLength(2);
    expect(scripts(shop)[0]?.src).toBe(scripts(shop)[1]?.src);
    expect(scripts(shop)[0]?.src).toMatch(/^https:\/\/www\.paypal\.com\/sdk\/js\?currency=PHP&locale=en_US&client-id=/);
  });

  it('nothing refuses a second mount, or a popup, while the buttons are shown', async () => {
    const { shop, api } = await ready(version);
    shop.call('again', () => api.mountComponent({ sessionData: payPalSession() }, SLOT_2));
    await shop.advance();
    expect(shop.said()).toEqual(['again resolved']);
    expect(shop.slot2.firstElementChild?.className).toBe('paypal-loading');
    shop.call('popup', () => api.createComponent({ sessionData: payPalSession() }));
    await shop.advance();
    expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING']);
  });

  it('its words: SHIPPINGCHANGE, APPROVE, CANCEL with what PayPal gave, synchronously, and the buttons stay', async () => {
    const { shop, buttons } = await ready(version);
    buttons.onShippingChange({ a: 1 });
    buttons.onCancel({ orderID: 'O1' });
    buttons.onApprove({ orderID: 'O1' });
    expect(shop.journal).toEqual([
      { channel: 'onEventCallback', value: { code: 'SDK_PAYMENT_SHIPPINGCHANGE', result: { data: { a: 1 } } } },
      { channel: 'onEventCallback', value: { code: 'SDK_PAYMENT_CANCEL', result: { orderId: { orderID: 'O1' } } } },
      { channel: 'onEventCallback', value: { code: 'SDK_PAYMENT_APPROVE', result: { onApproveData: { orderID: 'O1' } } } },
    ]);
    await shop.advance(60_000);
    expect(shop.journal).toHaveLength(3);
    expect(children(shop)).toEqual(['BUTTON']);
  });

  it('createOrder() asks the query and answers with extendInfo.channelOrderId', async () => {
    const { shop, buttons } = await ready(version);
    shop.call('order', () => buttons.createOrder());
    await shop.advance();
    const query = shop.sdk.requests.at(-1);
    expect(query?.operation).toBe('com.ipay.iexpcashier.sdkAction.query');
    query?.respond({ success: true, extendInfo: { channelOrderId: 'O1' } });
    await shop.advance();
    expect(shop.journal).toEqual([{ channel: 'order resolved', value: 'O1' }]);
  });

  it.each([
    ['is refused', (shop: Shop) => shop.answer({ success: false })],
    ['comes without channelOrderId', (shop: Shop) => shop.answer({ success: true, extendInfo: {} })],
  ])('an order that %s: SDK_PAYMENT_FAIL with a message and no result, then createOrder() resolves with undefined', async (_, end) => {
    const { shop, buttons } = await ready(version);
    shop.call('order', () => buttons.createOrder());
    await shop.advance();
    end(shop);
    await shop.advance();
    expect(shop.journal).toEqual([
      { channel: 'onEventCallback', value: { code: 'SDK_PAYMENT_FAIL', message: 'Create order failed.' } },
      { channel: 'order resolved', value: undefined },
    ]);
  });

  it("PayPal's script blocked: the same code after mountComponent has resolved, an unhandled event, and .paypal-loading is gone", async () => {
    const shop = open({ version });
    shop.call('mount', () => shop.build('AMSCashierPayment').mountComponent({ sessionData: payPalSession() }, SLOT));
    await shop.advance();
    expect(children(shop)).toEqual(['DIV paypal-loading']);
    end(shop, 'error');
    await shop.advance();
    expect(shop.said()).toEqual(['mount resolved', 'onEventCallback SDK_PAYMENT_FAIL']);
    expect(shop.last()).toEqual({ code: 'SDK_PAYMENT_FAIL', message: 'Loading paypal sdk failed.' });
    expect(rejections).toEqual([expect.objectContaining({ type: 'error' })]);
    expect(children(shop)).toEqual([]);
  });

  it('no element for the selector: the same code and message before mountComponent resolves, an unhandled TypeError', async () => {
    const shop = open({ version });
    shop.call('mount', () => shop.build('AMSCashierPayment').mountComponent({ sessionData: payPalSession() }, '#nope'));
    await shop.advance();
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_FAIL', 'mount resolved']);
    expect(shop.journal[0]?.value).toEqual({ code: 'SDK_PAYMENT_FAIL', message: 'Loading paypal sdk failed.' });
    expect(rejections.map(String)).toEqual([expect.stringMatching(/^TypeError/)]);
  });

  it('an order that fails on the way: createOrder() rejects towards PayPal, and no event is sent', async () => {
    const { shop, buttons } = await ready(version);
    shop.call('order', () => buttons.createOrder());
    await shop.advance();
    shop.failQueries();
    await shop.advance();
    expect(shop.said()).toEqual(['order rejected']);
    expect(shop.last()).toMatchObject({ success: false, errorCode: 'SYSTEM' });
  });

  it('a script that neither loads nor fails: silence', async () => {
    const shop = open({ version });
    void shop.build('AMSCashierPayment').mountComponent({ sessionData: payPalSession() }, SLOT);
    await shop.advance(60_000);
    expect(shop.said()).toEqual([]);
    expect(children(shop)).toEqual(['DIV paypal-loading']);
  });

  it('a script that brings no paypal, or a render() that throws: two SDK_PAYMENT_FAIL with different messages, and an unhandled error', async () => {
    for (const throwing of [false, true]) {
      const shop = open({ version });
      void shop.build('AMSCashierPayment').mountComponent({ sessionData: payPalSession() }, SLOT);
      await shop.advance();
      if (throwing) {
        const error = new shop.sdk.window.DOMException('by PayPal');
        Object.assign(shop.sdk.window, {
          paypal: {
            Buttons: () => {
              throw error;
            },
          },
        });
      }
      end(shop, 'load');
      await shop.advance();
      expect(shop.journal).toEqual([
        { channel: 'onEventCallback', value: { code: 'SDK_PAYMENT_FAIL', message: 'Button render failed.' } },
        { channel: 'onEventCallback', value: { code: 'SDK_PAYMENT_FAIL', message: 'Loading paypal sdk failed.' } },
      ]);
      expect(rejections.splice(0)).toHaveLength(1);
      expect(children(shop)).toEqual([]);
    }
  });

  it('a render() whose promise rejects, as it does for a container that is gone: silence and an unhandled rejection', async () => {
    const shop = open({ version });
    void shop.build('AMSCashierPayment').mountComponent({ sessionData: payPalSession() }, SLOT);
    await shop.advance();
    Object.assign(shop.sdk.window, { paypal: { Buttons: () => ({ render: () => Promise.reject({ name: 'of PayPal' }) }) } });
    end(shop, 'load');
    await shop.advance(60_000);
    expect(shop.said()).toEqual([]);
    expect(rejections).toEqual([{ name: 'of PayPal' }]);
    expect(children(shop)).toEqual([]);
  });

  it('appearance.showLoading false: the container is neither emptied nor given anything before the buttons', async () => {
    const shop = open({ version });
    shop.slot.innerHTML = '<p>mine</p>';
    const api = shop.build('AMSCashierPayment');
    void api.mountComponent({ sessionData: payPalSession(), appearance: { showLoading: false } }, SLOT);
    await shop.advance();
    expect(children(shop)).toEqual(['P']);
    playPayPal(shop);
    end(shop, 'load');
    await shop.advance();
    expect(children(shop)).toEqual(['P', 'BUTTON']);
    api.unmount();
    expect(children(shop)).toEqual([]);
  });

  it('while another .paypal-loading is in the page, a second container is neither emptied nor given one', async () => {
    const shop = open({ version });
    const api = shop.build('AMSCashierPayment');
    void api.mountComponent({ sessionData: payPalSession() }, SLOT);
    await shop.advance();
    shop.slot2.innerHTML = '<p>mine</p>';
    void api.mountComponent({ sessionData: payPalSession() }, SLOT_2);
    await shop.advance();
    expect(shop.slot2.innerHTML).toBe('<p>mine</p>');
  });

  it('a stored PayPal account: SDK_PAYMENT_WARN besides', async () => {
    const shop = open({ version });
    const paymentMethodInfo = { paymentMethodType: 'PAYPAL_VAULT', paymentMethodMetaData: { boundPaymentMethod: true } };
    const sessionData = payPalSession({
      paymentSessionFactor: { paymentMethodInfo },
      paymentMethodInfoView: { paymentMethodType: 'PAYPAL_VAULT' },
    });
    void shop.build('AMSCashierPayment').mountComponent({ sessionData }, SLOT);
    await shop.advance();
    expect(shop.journal).toEqual([
      {
        channel: 'onEventCallback',
        value: { code: 'SDK_PAYMENT_WARN', message: 'You can directly request the server interface without antom-sdk.' },
      },
    ]);
    expect(children(shop)).toEqual(['DIV paypal-loading']);
  });

  it('submit() rejects, validateFields() is false', async () => {
    const { shop, api } = await ready(version);
    shop.call('submit', () => api.submit());
    if (version === '1.47.2') shop.call('validate', () => api.validateFields?.());
    await shop.advance();
    expect(shop.said().sort()).toEqual(['submit rejected', ...(version === '1.47.2' ? ['validate resolved'] : [])]);
    expect(String(shop.journal.find(({ channel }) => channel === 'submit rejected')?.value)).toBe(
      'Error: Component not created or current browser compatibility issue, not supported',
    );
    expect(shop.journal.find(({ channel }) => channel === 'validate resolved')?.value).toEqual(
      version === '1.47.2' ? { isValid: false } : undefined,
    );
  });

  it('unmount() empties the container synchronously, and leaves script and style', async () => {
    const { shop, api } = await ready(version);
    const styles = shop.document.querySelectorAll('style').length;
    api.unmount();
    expect(children(shop)).toEqual([]);
    await shop.advance(1_000);
    expect(scripts(shop)).toHaveLength(1);
    expect(shop.document.querySelectorAll('style')).toHaveLength(styles);
    expect(shop.document.body.style.overflow).toBe('auto');
  });

  it('after unmount() its callbacks are still heard, and a script that loads late still renders', async () => {
    const { shop, api, buttons } = await ready(version);
    api.unmount();
    buttons.onApprove({ late: true });
    expect(shop.journal).toEqual([
      { channel: 'onEventCallback', value: { code: 'SDK_PAYMENT_APPROVE', result: { onApproveData: { late: true } } } },
    ]);

    const other = open({ version });
    const second = other.build('AMSCashierPayment');
    void second.mountComponent({ sessionData: payPalSession() }, SLOT);
    await other.advance();
    second.unmount();
    expect(children(other)).toEqual([]);
    playPayPal(other);
    end(other, 'load');
    await other.advance();
    expect(children(other)).toEqual(['BUTTON']);
  });

  it('createComponent opens an app in a popup instead', async () => {
    const shop = open({ version });
    shop.call('create', () => shop.build('AMSCashierPayment').createComponent({ sessionData: payPalSession() }));
    await bring(shop);
    expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING', 'create resolved', 'onEventCallback SDK_END_OF_LOADING']);
    expect(scripts(shop)).toEqual([]);
  });
});

describe("whom PayPal's callbacks reach when another instance is built", () => {
  const stealing = [
    ['1.47.2', 'AMSCashierPayment'],
    ['1.47.2', 'AMSVaulting'],
    ['1.47.2', 'AMSAutoDebitPay'],
    ['1.12.0', 'AMSCashierPayment'],
    ['1.12.0', 'AMSVaulting'],
    ['1.12.0', 'AMSEasyPay'],
    ['1.12.0', 'AMSAutoDebit'],
  ] as const;
  const harmless = ['AMSEasyPay', 'AMSAutoDebit', 'AMSElement', 'AMSCheckoutPage'] as const;

  it.each(stealing)('%s: any new %s takes them, though it opens nothing', async (version, className) => {
    const { shop, buttons } = await ready(version);
    shop.component(className, { onEventCallback: shop.note('second') });
    buttons.onApprove({});
    expect(shop.said()).toEqual(['second SDK_PAYMENT_APPROVE']);
  });

  it.each(harmless)('1.47.2: %s does not, neither built nor opened', async (className) => {
    const { shop, buttons } = await ready('1.47.2');
    const sessions = {
      AMSEasyPay: easyPaySession,
      AMSAutoDebit: autoDebitSession,
      AMSElement: elementSession,
      AMSCheckoutPage: vaultingSession,
    };
    const sessionData = sessions[className]();
    const options = { onEventCallback: shop.note('second'), sessionData };
    buttons.onApprove({});
    if (className === 'AMSElement') void shop.build(className, options).mount({ type: 'payment' }, SLOT_2);
    else if (className === 'AMSCheckoutPage') void shop.build(className, options).mountComponent({ sessionData }, SLOT_2);
    else void shop.build(className, options).createComponent({ sessionData });
    buttons.onApprove({});
    await shop.advance();
    buttons.onApprove({});
    expect(shop.said()).toEqual(Array(3).fill('onEventCallback SDK_PAYMENT_APPROVE'));
  });
});

describe('an Apple Pay session in a container', () => {
  it.each(SDK_VERSIONS)('%s: mountComponent opens the card app, no sheet', async (version) => {
    const shop = open({ version });
    const api = shop.build('AMSCashierPayment');
    shop.call('mount', () => api.mountComponent({ sessionData: applePaySession() }, SLOT));
    const app = await bring(shop);
    expect(app.url.pathname).toContain('CASHIER_PAYMENT_CARD');
    expect(shop.slot.contains(app.iframe)).toBe(true);
  });
});
