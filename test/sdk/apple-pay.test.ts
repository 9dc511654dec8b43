/** Apple Pay goes past the SDK's own UI: a sheet of the browser, driven by a plugin. ApplePaySession is a stub here. */
import { afterEach, describe, expect, it } from 'vitest';
import { StubSheet } from '../support/apple-pay-sheet.ts';
import {
  linesWith,
  openSdkWindow,
  outline,
  sessionData,
  type Merchant,
  type SdkRequest,
  type SdkVersion,
  type SdkWindow,
} from '../support/real-sdk.ts';

const opened: SdkWindow[] = [];
function open(version: SdkVersion): SdkWindow {
  const sdk = openSdkWindow({
    version,
    before: (window) => {
      Object.assign(window, { ApplePaySession: StubSheet });
    },
  });
  opened.push(sdk);
  return sdk;
}
afterEach(() => {
  for (const sdk of opened.splice(0)) sdk.close();
  StubSheet.opened = [];
});

/** 1.12.0 knows Apple Pay by another name. */
const applePaySession = (version: SdkVersion, method = version === '1.47.2' ? 'APPLEPAY' : 'CARD_APPLE_PAY'): string =>
  sessionData({
    category: 'CARD',
    method,
    factor: {
      paymentMethodInfo: { paymentMethodType: method },
      merchantInfo: { registeredCountry: 'SG', merchantName: 'Shop', partnerId: 'merchant.shop' },
      extendInfo: { merchantCapabilities: ['supports3DS'], supportedNetworks: ['visa'] },
    },
  });

async function openSheet(sdk: SdkWindow, shop: Merchant): Promise<StubSheet> {
  expect(await shop.open(applePaySession(sdk.version))).toBe('resolved');
  const sheet = StubSheet.opened.at(-1);
  if (sheet === undefined) throw new Error('no ApplePaySession was made');
  shop.journal.length = 0;
  await sdk.settle();
  return sheet;
}

/** The buyer authorizes; the request that hands the token to Antom is returned, unanswered. */
async function authorize(sdk: SdkWindow, sheet: StubSheet): Promise<SdkRequest> {
  sheet.onpaymentauthorized?.({ payment: { token: { paymentData: 'token' } } });
  await sdk.clock.advance(1_000);
  const submit = sdk.requests.filter(({ operation }) => operation === 'com.ipay.iexpcashier.cashier.submitPayByPaymentSession').at(-1);
  if (submit === undefined) throw new Error('the SDK submitted nothing');
  return submit;
}

describe.each(['1.47.2', '1.12.0'] as const)('%s: Apple Pay', (version) => {
  it("createComponent resolves at once, with a sheet, no SDK UI, no event and the body's style untouched", async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const result = shop.open(applePaySession(sdk.version));
    expect(await result).toBe('resolved');
    expect(outline(shop.journal)).toEqual(['resolved']);
    expect(StubSheet.opened.map(({ calls }) => calls)).toEqual([['begin']]);
    expect(sdk.window.document.getElementById('ams-component-container')).toBeNull();
    expect(sdk.window.document.body.hasAttribute('style')).toBe(false);
  });

  it('prints the first three parts of its session in a promise job of createComponent, and never later', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const data = applePaySession(sdk.version);
    const leaks = (): string[] => linesWith(data, sdk).map(({ method }) => method);
    const result = shop.open(data);
    expect(leaks()).toEqual([]);
    await result;
    expect(leaks()).toEqual(['log']);
    expect(sdk.console.filter(({ text }) => text.includes(data))).toEqual([]);
    const sheet = StubSheet.opened.at(-1) as StubSheet;
    (await authorize(sdk, sheet)).respond({ success: true });
    await sdk.settle();
    shop.instance.unmount();
    await sdk.clock.advance(60_000);
    expect(leaks()).toEqual(['log']);
  });

  it('begins the sheet in a promise job of the task that called createComponent', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    let task = false;
    setImmediate(() => {
      task = true;
    });
    await shop.open(applePaySession(sdk.version));
    expect(task).toBe(false);
    expect(StubSheet.opened).toHaveLength(1);
  });

  it('a server that answers U, unknown, becomes SDK_PAYMENT_SUCCESSFUL', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const sheet = await openSheet(sdk, shop);
    const submit = await authorize(sdk, sheet);
    submit.respond({ success: false, errorStatus: 'U', errorCode: 'UNKNOWN_EXCEPTION' });
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL']);
    expect(sheet.calls).toEqual(['begin', 'completePayment 0']);
  });

  it.each([
    [
      'a network failure',
      'SYSTEM',
      (request: SdkRequest): void => {
        request.fail('network');
      },
    ],
    [
      'a timeout',
      'SYSTEM',
      (request: SdkRequest): void => {
        request.fail('timeout');
      },
    ],
    [
      'HTTP 503',
      'SYSTEM',
      (request: SdkRequest): void => {
        request.respond({}, { status: 503 });
      },
    ],
    [
      "a timeout of Antom's gateway",
      'TIMEOUT',
      (request: SdkRequest): void => {
        request.respond({}, { headers: { 'Result-Status': '4001' } });
      },
    ],
    [
      "a failure of Antom's gateway",
      'GATEWAY',
      (request: SdkRequest): void => {
        request.respond({}, { headers: { 'Result-Status': '5000' } });
      },
    ],
  ])('a submit lost to %s becomes SDK_PAYMENT_FAIL with result.errorCode %s, though money may have moved', async (_, errorCode, lose) => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const sheet = await openSheet(sdk, shop);
    lose(await authorize(sdk, sheet));
    await sdk.settle();
    expect(shop.journal.map(({ value }) => value)).toMatchObject([
      { code: 'SDK_PAYMENT_FAIL', message: 'PaymentAuthorizedError', result: { errorCode } },
    ]);
  });

  it('an answer with neither success nor a code becomes SDK_PAYMENT_FAIL without a result', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const sheet = await openSheet(sdk, shop);
    (await authorize(sdk, sheet)).respond({});
    await sdk.settle();
    expect(shop.journal.map(({ value }) => value)).toEqual([{ code: 'SDK_PAYMENT_FAIL', message: 'PaymentAuthorizedError' }]);
  });

  it('a refused payment becomes SDK_PAYMENT_FAIL with the code as result.errorCode', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const sheet = await openSheet(sdk, shop);
    const submit = await authorize(sdk, sheet);
    submit.respond({ success: false, errorStatus: 'F', errorCode: 'RISK_REJECT', errorMessage: 'no' });
    await sdk.settle();
    expect(shop.journal.map(({ value }) => value)).toEqual([
      { code: 'SDK_PAYMENT_FAIL', message: 'PaymentAuthorizedError', result: { errorCode: 'RISK_REJECT', errorMessage: 'no' } },
    ]);
  });

  it('a dismissed sheet becomes SDK_PAYMENT_CANCEL with no onClose; after authorizing, SDK_PAYMENT_PROCESSING', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    (await openSheet(sdk, shop)).oncancel?.();
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_PAYMENT_CANCEL']);

    const again = await openSheet(sdk, shop);
    await authorize(sdk, again);
    again.oncancel?.();
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_PAYMENT_PROCESSING']);
  });

  it('unmount() leaves the sheet open, and its late result still comes through the instance', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const sheet = await openSheet(sdk, shop);
    shop.instance.unmount();
    expect(sheet.calls).toEqual(['begin']);
    const submit = await authorize(sdk, sheet);
    submit.respond({ success: true });
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });

  it('its late result lands in the middle of the next attempt', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const sheet = await openSheet(sdk, shop);
    const submit = await authorize(sdk, sheet);
    shop.instance.unmount();
    void shop.open();
    await sdk.settle();
    submit.respond({ success: true });
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING', 'onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });

  it('building another instance cuts the first one off: the result reaches the new one', async () => {
    const sdk = open(version);
    const one = sdk.merchant();
    const sheet = await openSheet(sdk, one);
    const submit = await authorize(sdk, sheet);
    const two = sdk.merchant();
    submit.respond({ success: true });
    await sdk.settle();
    expect(one.journal).toEqual([]);
    expect(outline(two.journal)).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });

  it('building another instance before the buyer authorizes leaves the sheet with no way to report', async () => {
    const sdk = open(version);
    const one = sdk.merchant();
    const sheet = await openSheet(sdk, one);
    sdk.merchant();
    sheet.oncancel?.();
    await sdk.settle();
    expect(one.journal).toEqual([]);
  });

  it('a createComponent while a sheet is open is not refused', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    await openSheet(sdk, shop);
    expect(await shop.open(applePaySession(sdk.version))).toBe('resolved');
    expect(StubSheet.opened).toHaveLength(2);
  });

  it('a browser without ApplePaySession: SDK_PAYMENT_ERROR, and createComponent resolves', async () => {
    const sdk = open(version);
    Object.assign(sdk.window, { ApplePaySession: undefined });
    const shop = sdk.merchant();
    expect(await shop.open(applePaySession(sdk.version))).toBe('resolved');
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_PAYMENT_ERROR', 'resolved']);
  });
});

it('1.12.0 does not know the method name APPLEPAY: it opens its card form instead of a sheet', async () => {
  const sdk = open('1.12.0');
  const shop = sdk.merchant();
  void shop.open(applePaySession('1.12.0', 'APPLEPAY'));
  await sdk.settle();
  expect(StubSheet.opened).toEqual([]);
  expect(sdk.cashier().url.pathname).toContain('CASHIER_PAYMENT_CARD');
});

it('1.47.2 does not know the method name CARD_APPLE_PAY', async () => {
  const sdk = open('1.47.2');
  const shop = sdk.merchant();
  void shop.open(applePaySession('1.47.2', 'CARD_APPLE_PAY'));
  await sdk.settle();
  expect(StubSheet.opened).toEqual([]);
  expect(sdk.hasCashier()).toBe(true);
});
