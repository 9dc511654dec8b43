/** The real SDK takes the gateway's session of each product and opens the local page that plays its app. In jsdom: nothing is loaded. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startDemo } from '../../demo/server/app.ts';
import type { Demo } from '../../demo/server/app.ts';
import { PRODUCTS, VAULTING } from '../../demo/shared/products.ts';
import { openSdkWindow } from '../support/real-sdk.ts';
import type { SdkWindow } from '../support/real-sdk.ts';
import type { Json } from './support/gateway.ts';

let demo: Demo;
let sdk: SdkWindow | null = null;
beforeAll(async () => {
  demo = await startDemo();
}, 30_000);
afterEach(() => sdk?.close());
afterAll(() => demo.close());

/** Whatever class it is of. */
interface Instance {
  createComponent(params: Json): unknown;
  mountComponent(params: Json, selector: string): unknown;
  mount(params: Json, selector: string): unknown;
}
interface Opened {
  readonly told: unknown[];
  /** Addresses of the frames that the SDK has put into the page, preloads aside. */
  readonly frames: () => string[];
  readonly navigations: () => number;
}

async function open(
  body: Json,
  className: string,
  options: Json,
  start: (instance: Instance, sessionData: string) => unknown,
): Promise<Opened> {
  const { vaulting = false, ...request } = body;
  const path = vaulting === true ? '/api/vaulting-sessions' : '/api/payment-sessions';
  const response = await fetch(`${demo.url}${path}`, { method: 'POST', body: JSON.stringify(request) });
  const sessionData = String(((await response.json()) as Json)['paymentSessionData']);
  sdk?.close();
  sdk = openSdkWindow({ url: `${demo.url}/?LOCAL_MOCK=1`, before: withoutFingerprints });
  const { window, clock } = sdk;
  // The journal of a cashier instance hears what jsdom says of navigations, whoever asked for them.
  const { journal } = sdk.merchant();
  window.document.body.innerHTML = '<div id="mount"></div>';
  const told: unknown[] = [];
  const Class = sdk.global(className) as new (options: Json) => Instance;
  const instance = new Class({
    environment: 'sandbox',
    locale: 'en_US',
    sessionData,
    onEventCallback: (value: unknown) => told.push(value),
    onError: (value: unknown) => told.push(value),
    ...options,
  });
  void Promise.resolve(start(instance, sessionData)).catch((error: unknown) => told.push(error));
  await clock.advance(100);
  return {
    told: told.filter((value) => (value as Json)['code'] !== 'SDK_START_OF_LOADING'),
    frames: () =>
      [...window.document.querySelectorAll('iframe')].map(({ src }) => src).filter((src) => src !== '' && !src.includes('isPreload=true')),
    navigations: () => journal.filter(({ channel }) => channel === 'navigation').length,
  };
}

/** Device fingerprinting, which jsdom cannot do: off, as in real-sdk.ts, for each product, and whatever the session says of it. */
function withoutFingerprints(window: Window & typeof globalThis): void {
  const scenes = [...Object.values(PRODUCTS).map(({ productScene }) => productScene), VAULTING.productScene];
  const off = scenes.map((product) => ({ product, platform: 'Web', enable: false }));
  window.localStorage.setItem('antomSDKConfigKey', JSON.stringify({ pl_sec: off }));
  const none = JSON.stringify({ appName: 'none', h5gateway: 'none' });
  for (const scene of scenes) window.localStorage.setItem(`AMSSDK_SECURITY_CONFIG_${scene}`, none);
  const storage = window.Storage.prototype as { setItem: (this: Storage, key: string, value: string) => void };
  const write = storage.setItem;
  storage.setItem = function (this: Storage, key, value) {
    if (!key.startsWith('AMSSDK_SECURITY_CONFIG_')) write.call(this, key, value);
  };
}

const linked = (sessionData: string, player: string): Json => ({
  sessionData,
  elementProps: { elementLink: `${demo.cashierOrigin}${player}` },
});

describe('the SDK opens', () => {
  it('the card form, in the page and as a popup', async () => {
    for (const start of [
      (instance: Instance, data: string) => instance.mountComponent(linked(data, '/players/card/'), '#mount'),
      (instance: Instance, data: string) => instance.createComponent(linked(data, '/players/card/')),
    ]) {
      const { frames, told } = await open({ product: 'card' }, 'AMSCashierPayment', {}, start);
      expect(frames()).toEqual([expect.stringContaining(`${demo.cashierOrigin}/players/card/?`)]);
      expect(told).toEqual([]);
    }
  });

  it('the form that saves a card', async () => {
    const { frames, told } = await open({ vaulting: true }, 'AMSVaulting', {}, (instance, data) =>
      instance.createComponent(linked(data, '/players/card/')),
    );
    expect(frames()).toEqual([expect.stringContaining(`${demo.cashierOrigin}/players/card/?`)]);
    expect(told).toEqual([]);
  });

  it('the Payment Element', async () => {
    const localLink = `${demo.cashierOrigin}/players/element/`;
    const { frames, told } = await open({ product: 'element' }, 'AMSElement', {}, (instance) =>
      instance.mount({ type: 'payment', debugProps: { isDebug: true, localLink, local_mock: true } }, '#mount'),
    );
    expect(frames()).toEqual([expect.stringContaining(localLink)]);
    expect(told).toEqual([]);
  });

  it('the Checkout Page, with the session in its address', async () => {
    const environment = `${demo.cashierOrigin}/players/checkout-page/`;
    const { frames, told } = await open({ product: 'checkoutPage' }, 'AMSCheckoutPage', { environment }, (instance, sessionData) =>
      instance.mountComponent({ sessionData }, '#mount'),
    );
    expect(frames()).toEqual([expect.stringContaining(environment)]);
    expect(new URL(frames()[0]!).searchParams.get('sessionData')).toContain('&&SG&&111&&');
    expect(told).toEqual([]);
  });

  it('EasyPay, at the address that the session names', async () => {
    const { frames, told } = await open({ product: 'easyPay', player: 'jump=0' }, 'AMSEasyPay', {}, (instance, sessionData) =>
      instance.createComponent({ sessionData }),
    );
    expect(frames()).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/players\/easypay\/\?.*jump=0/)]);
    expect(told).toEqual([]);
  });

  it('AutoDebit, at the address that this server answers in place of the missing one', async () => {
    const { frames, told } = await open({ product: 'autoDebit' }, 'AMSAutoDebit', { environment: 'local' }, (instance, sessionData) =>
      instance.createComponent({ sessionData }),
    );
    expect(frames()).toEqual([expect.stringContaining(`${demo.url}/undefined/AUTO_DEBIT_WALLET/`)]);
    expect(await (await fetch(frames()[0]!)).text()).toContain('data-player="autodebit"');
    expect(told).toEqual([]);
  });

  it("nothing for AUTO_DEBIT_PAY: the buyer goes to the wallet's page", async () => {
    const { frames, navigations, told } = await open({ product: 'autoDebitPay' }, 'AMSAutoDebitPay', {}, (instance, sessionData) =>
      instance.createComponent({ sessionData }),
    );
    expect(frames()).toEqual([]);
    expect(navigations()).toBe(1);
    expect(told).toEqual([expect.objectContaining({ code: 'SDK_CALL_URL_SUCCESS' })]);
  });
});
