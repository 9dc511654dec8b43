/** From createComponent to a cashier on the screen, and every way in which that fails. */
import { afterEach, describe, expect, it } from 'vitest';
import { code, openSdkWindow, outline, sessionData, SDK_VERSIONS, type OpenSdkWindowOptions, type SdkWindow } from '../support/real-sdk.ts';

const opened: SdkWindow[] = [];
function open(options: OpenSdkWindowOptions): SdkWindow {
  const sdk = openSdkWindow(options);
  opened.push(sdk);
  return sdk;
}
afterEach(() => {
  for (const sdk of opened.splice(0)) sdk.close();
});

/** Promise jobs until `done`, never a task: answers whether that was enough. */
async function inMicrotasks(done: () => boolean): Promise<boolean> {
  const tasks: string[] = [];
  setImmediate(() => {
    tasks.push('a task');
  });
  for (let tick = 0; tick < 100 && !done(); tick += 1) await Promise.resolve();
  return done() && tasks.length === 0;
}

describe.each(SDK_VERSIONS)('%s: opening', (version) => {
  it('sends SDK_START_OF_LOADING in a promise job after createComponent has returned, not inside it', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    void shop.open();
    expect(shop.journal).toEqual([]);
    expect(sdk.hasCashier()).toBe(false);
    expect(await inMicrotasks(() => shop.journal.length > 0)).toBe(true);
    expect(shop.journal).toEqual([{ channel: 'onEventCallback', value: { code: 'SDK_START_OF_LOADING' } }]);
  });

  it('has its UI in the page in the same promise job, right after SDK_START_OF_LOADING', async () => {
    const sdk = open({ version });
    const seen: boolean[] = [];
    const shop = sdk.merchant({
      onEventCallback: () => {
        seen.push(sdk.window.document.getElementById('ams-component-container') !== null);
      },
    });
    void shop.open();
    expect(await inMicrotasks(() => sdk.hasCashier())).toBe(true);
    expect(seen).toEqual([false]);
  });

  it('resolves, with undefined, when the cashier app says onLaunch', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const result = shop.open();
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING']);
    sdk.cashier().send('onLaunch');
    expect(await result).toBe('resolved');
    expect(shop.journal.at(-1)).toEqual({ channel: 'resolved', value: undefined });
  });

  it('sends SDK_END_OF_LOADING when the cashier app says dismissLoading, before or after it has launched', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    void shop.open();
    await sdk.settle();
    const cashier = sdk.cashier();
    cashier.send('dismissLoading');
    cashier.send('onLaunch');
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING', 'onEventCallback SDK_END_OF_LOADING', 'resolved']);
  });

  it('passes the codes of the cashier app on synchronously and untouched, whatever they are', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    void shop.open();
    await sdk.settle();
    const cashier = sdk.cashier();
    cashier.send('onLaunch');
    await sdk.settle();
    const event = { code: 'SDK_SOMETHING_NEW', message: 'm', result: { paymentResultCode: 'X' } };
    cashier.send('onEventCallback', event);
    expect(shop.journal.at(-1)).toEqual({ channel: 'onEventCallback', value: event });
    for (const odd of [null, 7, ['a'], 'text']) {
      cashier.send('onEventCallback', odd);
      expect(shop.journal.at(-1)).toEqual({ channel: 'onEventCallback', value: odd });
    }
  });

  it('sends renderComponent with the session to the cashier that has launched', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    void shop.open();
    await sdk.settle();
    const cashier = sdk.cashier();
    cashier.send('onLaunch');
    await sdk.settle();
    expect(cashier.received.map(({ event }) => event)).toEqual(['renderComponent', 'web-sdk-performance']);
  });

  it("listens only to messages from the cashier's origin with its own instanceId", async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    void shop.open();
    await sdk.settle();
    const cashier = sdk.cashier();
    const message = (instanceId: string): string =>
      JSON.stringify({ name: 'APP_TO_SDK', instanceId, context: { event: 'onEventCallback', data: { code: 'SDK_PAYMENT_SUCCESSFUL' } } });
    sdk.window.dispatchEvent(
      new sdk.window.MessageEvent('message', { data: message(cashier.instanceId), origin: 'http://evil.localhost' }),
    );
    cashier.post(message('another instance'));
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING']);
  });
});

describe.each(SDK_VERSIONS)('%s: what is reported when opening fails', (version) => {
  /** Rejection values and onError values are this, never an Error. */
  function expectPlain(value: unknown): void {
    expect(value).not.toBeInstanceOf(Error);
    expect(Object.prototype.toString.call(value)).toBe('[object Object]');
  }

  it('a missing session: onError, then the rejection, one promise job apart, with the same object', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    expect(await shop.open('')).toBe('rejected');
    expect(outline(shop.journal)).toEqual(['onError SDK_CREATEPAYMENT_PARAMETER_ERROR', 'rejected SDK_CREATEPAYMENT_PARAMETER_ERROR']);
    const [error, rejection] = shop.journal;
    expect(error?.value).toBe(rejection?.value);
    expect(error?.value).toEqual({ code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR' });
    expectPlain(rejection?.value);
    expect(sdk.hasCashier()).toBe(false);
  });

  it('a session of three parts: onError, then the rejection', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    expect(await shop.open(sessionData().split('&&').slice(0, 3).join('&&'))).toBe('rejected');
    expect(outline(shop.journal)).toEqual(['onError SDK_CREATEPAYMENT_PARAMETER_ERROR', 'rejected SDK_CREATEPAYMENT_PARAMETER_ERROR']);
    expect(shop.journal.at(-1)?.value).toMatchObject({
      message: expect.stringMatching(/^Abnormal response data, interface failure, or unsupported payment method/) as unknown,
    });
    expectPlain(shop.journal.at(-1)?.value);
  });

  it('a session whose fourth part is not base64 JSON: the same', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    expect(await shop.open('a&&SG&&111&&not base64!')).toBe('rejected');
    expect(outline(shop.journal)).toEqual(['onError SDK_CREATEPAYMENT_PARAMETER_ERROR', 'rejected SDK_CREATEPAYMENT_PARAMETER_ERROR']);
  });

  it('a second createComponent while one is opening or open: onError and the rejection, and the first goes on', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const first = shop.open();
    await sdk.settle();
    const cashier = sdk.cashier();
    shop.journal.length = 0;
    expect(await shop.open()).toBe('rejected');
    expect(outline(shop.journal)).toEqual(['onError SDK_CREATECOMPONENT_ERROR', 'rejected SDK_CREATECOMPONENT_ERROR']);
    expect(shop.journal.at(-1)?.value).toMatchObject({ message: 'Only one component can be rendered simultaneously' });
    expectPlain(shop.journal.at(-1)?.value);
    expect(sdk.cashier().iframe).toBe(cashier.iframe);

    cashier.send('onLaunch');
    expect(await first).toBe('resolved');
    expect(await shop.open()).toBe('rejected');
    expect(sdk.cashier().iframe).toBe(cashier.iframe);
  });

  it('two createComponent calls in one task: the first opens, the second is refused', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    void shop.open();
    expect(await shop.open()).toBe('rejected');
    expect(outline(shop.journal)).toEqual([
      'onEventCallback SDK_START_OF_LOADING',
      'onError SDK_CREATECOMPONENT_ERROR',
      'rejected SDK_CREATECOMPONENT_ERROR',
    ]);
    expect(sdk.hasCashier()).toBe(true);
  });

  it('a second createComponent of another instance is not refused: both think they are alone, with one cashier in the page', async () => {
    const sdk = open({ version });
    const one = sdk.merchant();
    const two = sdk.merchant();
    void one.open();
    await sdk.settle();
    const first = sdk.cashier();
    void two.open();
    await sdk.settle();
    expect(outline(two.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING']);
    expect(sdk.window.document.querySelectorAll('#ams-component-section iframe')).toHaveLength(1);
    expect(sdk.cashier().instanceId).not.toBe(first.instanceId);
    expect(first.iframe.isConnected).toBe(false);
  });

  it('a cashier that does not launch in 15 s: onError, in 1.47.2 also an event, then the rejection; the UI goes 300 ms later', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    void shop.open();
    await sdk.clock.advance(14_999);
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING']);
    await sdk.clock.advance(1);
    expect(outline(shop.journal)).toEqual([
      'onEventCallback SDK_START_OF_LOADING',
      'onError SDK_CREATECOMPONENT_ERROR',
      ...(version === '1.47.2' ? ['onEventCallback SDK_CREATECOMPONENT_ERROR'] : []),
      'rejected SDK_CREATECOMPONENT_ERROR',
    ]);
    expect(shop.journal.at(-1)?.value).toEqual({ code: 'SDK_CREATECOMPONENT_ERROR', message: 'Load resource timeout' });
    expectPlain(shop.journal.at(-1)?.value);
    await sdk.clock.advance(299);
    expect(sdk.hasCashier()).toBe(true);
    await sdk.clock.advance(1);
    expect(sdk.window.document.querySelectorAll('[id^="ams-"], [id^="asm-"]')).toHaveLength(0);
  });

  it('a callback that throws on SDK_START_OF_LOADING: the rejection is that very error, on no other channel, and no UI is built', async () => {
    const sdk = open({ version });
    const mine = new Error('thrown by the shop');
    const shop = sdk.merchant({
      onEventCallback: () => {
        throw mine;
      },
    });
    expect(await shop.open()).toBe('rejected');
    expect(shop.journal).toEqual([{ channel: 'rejected', value: mine }]);
    expect(sdk.hasCashier()).toBe(false);
  });

  it('after such an error the instance is stuck until unmount()', async () => {
    const sdk = open({ version });
    let healthy = false;
    const shop = sdk.merchant({
      onEventCallback: () => {
        if (!healthy) throw new Error('thrown by the shop');
      },
    });
    await shop.open();
    healthy = true;
    expect(await shop.open()).toBe('rejected');
    expect(shop.journal.at(-1)?.value).toMatchObject({ message: 'Only one component can be rendered simultaneously' });
    shop.instance.unmount();
    void shop.open();
    await sdk.settle();
    expect(sdk.hasCashier()).toBe(true);
  });

  it("a message from the cashier's origin that is not JSON: onError and nothing else, and the payment goes on", async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const result = shop.open();
    await sdk.settle();
    const cashier = sdk.cashier();
    shop.journal.length = 0;
    cashier.post('not json');
    cashier.post({ an: 'object' });
    await sdk.settle();
    expect(shop.journal).toEqual(
      Array(2).fill({
        channel: 'onError',
        value: { code: 'SDK_INTERNAL_ERROR', message: 'The message string should conform to the json format' },
      }),
    );
    cashier.send('onLaunch');
    expect(await result).toBe('resolved');
    expect(sdk.hasCashier()).toBe(true);
  });

  it("a callback that throws on a later code never reaches createComponent's promise", async () => {
    const sdk = open({ version });
    let angry = false;
    const shop = sdk.merchant({
      onEventCallback: () => {
        if (angry) throw new Error('thrown by the shop');
      },
    });
    const result = shop.open();
    await sdk.settle();
    angry = true;
    sdk.cashier().send('onEventCallback', { code: 'SDK_PAYMENT_PROCESSING' });
    sdk.cashier().send('onLaunch');
    expect(await result).toBe('resolved');
    expect(code(shop.journal.at(-1)?.value)).toBeUndefined();
  });
});
