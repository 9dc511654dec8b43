/** The cashier sends the buyer to the payment method: which codes come, in which order, and when the UI goes. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  DESKTOP,
  IPHONE,
  openSdkWindow,
  outline,
  SDK_VERSIONS,
  type FakeCashier,
  type Merchant,
  type SdkVersion,
  type SdkWindow,
} from '../support/real-sdk.ts';

const opened: SdkWindow[] = [];
function open(version: SdkVersion, userAgent: string): SdkWindow {
  const sdk = openSdkWindow({ version, userAgent });
  opened.push(sdk);
  return sdk;
}
afterEach(() => {
  for (const sdk of opened.splice(0)) sdk.close();
});

async function openCashier(sdk: SdkWindow, shop: Merchant): Promise<FakeCashier> {
  void shop.open();
  await sdk.settle();
  const cashier = sdk.cashier();
  cashier.send('onLaunch');
  await sdk.settle();
  shop.journal.length = 0;
  return cashier;
}

const NORMAL = 'https://method.localhost/pay';
const APP = { applinkUrl: 'https://method.localhost/applink', schemeUrl: 'method://pay', normalUrl: NORMAL };
const failure = (version: SdkVersion): string =>
  `onEventCallback ${version === '1.47.2' ? 'SDK_LAUNCH_PAYMENT_APP_ERROR' : 'SDK_CALL_URL_ERROR'}`;
const SUCCESS = 'onEventCallback SDK_CALL_URL_SUCCESS';

describe.each(SDK_VERSIONS)('%s: on a desktop', (version) => {
  it('normalUrl alone: the page is sent off, then one SDK_CALL_URL_SUCCESS; the UI stays until 300 ms later', async () => {
    const sdk = open(version, DESKTOP);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', { normalUrl: NORMAL });
    expect(shop.journal).toEqual([]);
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['navigation', SUCCESS]);
    expect(shop.journal[1]?.value).toMatchObject({ message: `Successfully opened the app,NormalUrl: ${NORMAL}` });
    await sdk.clock.advance(299);
    expect(sdk.hasCashier()).toBe(true);
    await sdk.clock.advance(1);
    expect(sdk.hasCashier()).toBe(false);
    await sdk.clock.advance(60_000);
    expect(shop.journal).toHaveLength(2);
  });

  it('a plain string is a normalUrl, but keeps the UI', async () => {
    const sdk = open(version, DESKTOP);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', NORMAL);
    await sdk.clock.advance(1_000);
    expect(outline(shop.journal)).toEqual(['navigation', SUCCESS]);
    expect(sdk.hasCashier()).toBe(true);
  });

  it('applinkUrl, schemeUrl and normalUrl: two launch errors, then the page is sent off, then SDK_CALL_URL_SUCCESS, all without a timer', async () => {
    const sdk = open(version, DESKTOP);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', APP);
    await sdk.settle();
    expect(outline(shop.journal)).toEqual([failure(version), failure(version), 'navigation', SUCCESS]);
  });

  it('no URL at all: one launch error and no UI', async () => {
    const sdk = open(version, DESKTOP);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', {});
    await sdk.clock.advance(300);
    expect(outline(shop.journal)).toEqual([failure(version)]);
    expect(sdk.hasCashier()).toBe(false);
  });

  it('target _blank: the code, then the new tab, and the UI stays', async () => {
    const sdk = open(version, DESKTOP);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', { normalUrl: NORMAL, target: '_blank' });
    expect(outline(shop.journal)).toEqual([SUCCESS, 'window.open']);
    await sdk.clock.advance(60_000);
    expect(shop.journal).toHaveLength(2);
    expect(sdk.hasCashier()).toBe(true);
    cashier.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    expect(outline(shop.journal).at(-1)).toBe('onEventCallback SDK_PAYMENT_SUCCESSFUL');
  });

  it('target _blank that the browser blocks is reported as a success all the same', async () => {
    const sdk = open(version, DESKTOP);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    sdk.window.open = () => null;
    cashier.send('onRedirect', { normalUrl: NORMAL, target: '_blank' });
    await sdk.clock.advance(10_000);
    expect(outline(shop.journal)).toEqual([SUCCESS]);
  });

  it('target _replace: the code, then the page is sent off, and the UI stays', async () => {
    const sdk = open(version, DESKTOP);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', { normalUrl: NORMAL, target: '_replace' });
    await sdk.clock.advance(1_000);
    expect(outline(shop.journal)).toEqual([SUCCESS, 'navigation']);
    expect(sdk.hasCashier()).toBe(true);
  });

  it('isDestroy false keeps the UI', async () => {
    const sdk = open(version, DESKTOP);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', { normalUrl: NORMAL, isDestroy: false });
    await sdk.clock.advance(1_000);
    expect(outline(shop.journal)).toEqual(['navigation', SUCCESS]);
    expect(sdk.hasCashier()).toBe(true);
  });

  it('frees the instance at once: createComponent is not refused, and the late clean-up removes its UI', async () => {
    const sdk = open(version, DESKTOP);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', { normalUrl: NORMAL });
    await sdk.settle();
    void shop.open();
    await sdk.settle();
    expect(outline(shop.journal).at(-1)).toBe('onEventCallback SDK_START_OF_LOADING');
    await sdk.clock.advance(300);
    expect(sdk.hasCashier()).toBe(false);
  });
});

describe.each(SDK_VERSIONS)('%s: on a phone', (version) => {
  it('normalUrl alone: as on a desktop', async () => {
    const sdk = open(version, IPHONE);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', { normalUrl: NORMAL });
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['navigation', SUCCESS]);
    await sdk.clock.advance(300);
    expect(sdk.hasCashier()).toBe(false);
  });

  /** The browser puts the page in the background, as it does when an app opens. */
  function hidePage(sdk: SdkWindow): void {
    Object.defineProperty(sdk.window.document, 'hidden', { value: true, configurable: true });
    sdk.window.document.dispatchEvent(new sdk.window.Event('visibilitychange'));
  }

  it('with an app that does not open: a launch error after 5 s, another after 10 s, and only then the page is sent off', async () => {
    const sdk = open(version, IPHONE);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', APP);
    await sdk.clock.advance(4_999);
    // The app link is tried by navigating to it.
    expect(outline(shop.journal)).toEqual(['navigation']);
    await sdk.clock.advance(1);
    expect(outline(shop.journal)).toEqual(['navigation', failure(version)]);
    await sdk.clock.advance(4_999);
    expect(shop.journal).toHaveLength(2);
    await sdk.clock.advance(1);
    expect(outline(shop.journal)).toEqual(['navigation', failure(version), failure(version), 'navigation', SUCCESS]);
  });

  it('with an app that opens: up to three SDK_CALL_URL_SUCCESS at once when the page is hidden, then silence', async () => {
    const sdk = open(version, IPHONE);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', APP);
    await sdk.clock.advance(300);
    expect(sdk.hasCashier()).toBe(false);
    hidePage(sdk);
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['navigation', SUCCESS, SUCCESS, SUCCESS]);
    await sdk.clock.advance(60_000);
    expect(shop.journal).toHaveLength(4);
  });

  it('a scheme alone: nothing until the page is hidden, then two SDK_CALL_URL_SUCCESS, the second with no URL', async () => {
    const sdk = open(version, IPHONE);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', { schemeUrl: APP.schemeUrl });
    await sdk.clock.advance(500);
    expect(shop.journal).toEqual([]);
    hidePage(sdk);
    await sdk.settle();
    expect(outline(shop.journal)).toEqual([SUCCESS, SUCCESS]);
    expect(shop.journal[1]?.value).toMatchObject({ message: 'Successfully opened the app,NormalUrl: ' });
  });

  it('leaves the iframe and the link that opened the scheme in the page, and a visibilitychange listener per try', async () => {
    const sdk = open(version, IPHONE);
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    const before = sdk.listeners().length;
    cashier.send('onRedirect', APP);
    await sdk.clock.advance(60_000);
    expect(sdk.window.document.querySelectorAll('body > iframe[id^="callapp_iframe_"]')).toHaveLength(1);
    expect(sdk.window.document.querySelectorAll('body > a[href="method://pay"]')).toHaveLength(1);
    // The open cashier's own two listeners went.
    expect(sdk.listeners()).toHaveLength(before - 2 + 2);
    expect(
      sdk
        .listeners()
        .slice(-2)
        .map(({ target, type }) => `${target} ${type}`),
    ).toEqual(['document visibilitychange', 'document visibilitychange']);
  });
});
