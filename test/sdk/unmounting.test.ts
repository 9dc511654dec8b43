/** unmount(), at every moment of an attempt, and the SDK's own second clean-up. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  openSdkWindow,
  outline,
  SDK_VERSIONS,
  type FakeCashier,
  type Merchant,
  type OpenSdkWindowOptions,
  type SdkWindow,
} from '../support/real-sdk.ts';

const opened: SdkWindow[] = [];
function open(options: OpenSdkWindowOptions): SdkWindow {
  const sdk = openSdkWindow(options);
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
  return cashier;
}

/** Everything of the SDK's UI, by the ids it uses; preload iframes are not part of it. */
const ui = (sdk: SdkWindow): string[] =>
  [...sdk.window.document.querySelectorAll('body > :not(iframe)[id^="ams-"], body > :not(iframe)[id^="asm-"]')].map(
    (element) => element.id,
  );

describe.each(SDK_VERSIONS)('%s: unmount()', (version) => {
  it('removes the whole UI at once and emits nothing, then or later', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await openCashier(sdk, shop);
    shop.journal.length = 0;
    shop.instance.unmount();
    expect(ui(sdk)).toEqual([]);
    await sdk.clock.advance(60_000);
    expect(shop.journal).toEqual([]);
  });

  it('with nothing mounted does no harm', () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    expect(() => {
      shop.instance.unmount();
      shop.instance.unmount();
    }).not.toThrow();
  });

  it('during opening makes the pending createComponent resolve as if it had worked', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const result = shop.open();
    await sdk.settle();
    shop.instance.unmount();
    expect(await result).toBe('resolved');
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING', 'resolved']);
    expect(ui(sdk)).toEqual([]);
  });

  it('in the task that called createComponent comes too early: the SDK goes on, builds its UI and stays pending', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const result = shop.open();
    shop.instance.unmount();
    await sdk.settle();
    expect(sdk.hasCashier()).toBe(true);
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING']);

    // One task later it works, and createComponent resolves.
    shop.instance.unmount();
    expect(await result).toBe('resolved');
    expect(ui(sdk)).toEqual([]);
    await sdk.clock.advance(60_000);
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING', 'resolved']);
    expect(ui(sdk)).toEqual([]);
  });

  it('inside the SDK_START_OF_LOADING callback comes too early as well, and also frees the instance for a second component', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant({
      onEventCallback: () => {
        shop.instance.unmount();
      },
    });
    const result = shop.open();
    await sdk.settle();
    expect(sdk.hasCashier()).toBe(true);
    shop.instance.unmount();
    expect(await result).toBe('resolved');
    expect(ui(sdk)).toEqual([]);
    await sdk.clock.advance(60_000);
    expect(ui(sdk)).toEqual([]);
  });

  it('inside the SDK_START_OF_LOADING callback with no second one leaves a cashier that fails after 15 s', async () => {
    const sdk = open({ version });
    let mounted = true;
    const shop = sdk.merchant({
      onEventCallback: () => {
        if (mounted) {
          mounted = false;
          shop.instance.unmount();
        }
      },
    });
    const result = shop.open();
    await sdk.clock.advance(14_999);
    expect(sdk.hasCashier()).toBe(true);
    await sdk.clock.advance(1);
    expect(await result).toBe('rejected');
    expect(outline(shop.journal)).toEqual(['onError SDK_CREATECOMPONENT_ERROR', 'rejected SDK_CREATECOMPONENT_ERROR']);
  });

  it('is over when it returns: the next createComponent of the same task opens and keeps its UI', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await openCashier(sdk, shop);
    shop.instance.unmount();
    const again = shop.open();
    await sdk.clock.advance(5_000);
    sdk.cashier().send('onLaunch');
    expect(await again).toBe('resolved');
    expect(sdk.hasCashier()).toBe(true);
  });

  it('stops the messages of the cashier', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    shop.instance.unmount();
    shop.journal.length = 0;
    cashier.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    expect(shop.journal).toEqual([]);
  });

  it("of one instance removes the cashier of another, and leaves that one's createComponent pending", async () => {
    const sdk = open({ version });
    const one = sdk.merchant();
    const two = sdk.merchant();
    void two.open();
    await sdk.settle();
    one.instance.unmount();
    await sdk.settle();
    expect(ui(sdk)).toEqual([]);
    expect(outline(two.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING']);
  });
});

describe.each(SDK_VERSIONS)('%s: the second clean-up, 300 ms after the SDK has closed its UI itself', (version) => {
  async function closed(sdk: SdkWindow, shop: Merchant): Promise<void> {
    const cashier = await openCashier(sdk, shop);
    cashier.send('setAllowRetention', false);
    cashier.send('onClose');
    shop.journal.length = 0;
  }

  it('is when the container goes; until then only its looks have changed', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await closed(sdk, shop);
    await sdk.clock.advance(299);
    expect(sdk.window.document.getElementById('ams-component-container')).not.toBeNull();
    await sdk.clock.advance(1);
    expect(ui(sdk)).toEqual([]);
  });

  it('removes the UI of a component that was opened in between, whose createComponent never hears its cashier and fails after 15 s', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await closed(sdk, shop);
    void shop.open();
    await sdk.clock.advance(299);
    const cashier = sdk.cashier();
    await sdk.clock.advance(1);
    expect(sdk.hasCashier()).toBe(false);
    cashier.send('onLaunch');
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING']);
    await sdk.clock.advance(15_000);
    expect(outline(shop.journal).at(-1)).toBe(version === '1.47.2' ? 'rejected SDK_CREATECOMPONENT_ERROR' : 'rejected');
  });

  it('makes such a component resolve with no UI when its cashier launched before the 300 ms were over', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await closed(sdk, shop);
    const result = shop.open();
    await sdk.settle();
    sdk.cashier().send('onLaunch');
    expect(await result).toBe('resolved');
    await sdk.clock.advance(300);
    expect(sdk.hasCashier()).toBe(false);
    await sdk.clock.advance(60_000);
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING', 'resolved']);
  });

  it('leaves the loading animation and the dialogs of such a component in the page', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await closed(sdk, shop);
    void shop.open();
    await sdk.clock.advance(300);
    expect(ui(sdk)).toEqual([
      'ams-component-retention',
      'ams-component-mockup',
      ...(version === '1.47.2' ? ['ams-component-mask-close-block'] : []),
      'ams-component-loading',
    ]);
    // It also counts as open.
    expect(await shop.open()).toBe('rejected');
  });

  it('of one instance also removes the component of another', async () => {
    const sdk = open({ version });
    const one = sdk.merchant();
    const two = sdk.merchant();
    await closed(sdk, one);
    const result = two.open();
    await sdk.settle();
    sdk.cashier().send('onLaunch');
    await result;
    await sdk.clock.advance(300);
    expect(sdk.hasCashier()).toBe(false);
  });

  it('leaves a component alone that opens 300 ms after the close', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await closed(sdk, shop);
    await sdk.clock.advance(300);
    const result = shop.open();
    await sdk.clock.advance(5_000);
    sdk.cashier().send('onLaunch');
    expect(await result).toBe('resolved');
    expect(sdk.hasCashier()).toBe(true);
  });

  it('still comes when unmount() has cleaned up before it', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await closed(sdk, shop);
    shop.instance.unmount();
    expect(ui(sdk)).toEqual([]);
    void shop.open();
    await sdk.clock.advance(299);
    expect(sdk.hasCashier()).toBe(true);
    await sdk.clock.advance(1);
    expect(sdk.hasCashier()).toBe(false);
  });
});

describe("a page that has removed the cashier's container", () => {
  async function swapped(sdk: SdkWindow, shop: Merchant): Promise<void> {
    await openCashier(sdk, shop);
    sdk.window.document.getElementById('ams-component-container')?.remove();
    shop.journal.length = 0;
  }

  it.each(SDK_VERSIONS)('%s: hears nothing of it', async (version) => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await swapped(sdk, shop);
    await sdk.clock.advance(60_000);
    expect(shop.journal).toEqual([]);
  });

  it('1.47.2: is cleaned by unmount(), and the instance opens the next component', async () => {
    const sdk = open({ version: '1.47.2' });
    const shop = sdk.merchant();
    await swapped(sdk, shop);
    shop.instance.unmount();
    expect(ui(sdk)).toEqual([]);
    void shop.open();
    await sdk.settle();
    expect(sdk.hasCashier()).toBe(true);
  });

  it('1.12.0: is not cleaned by unmount(), however often, and the instance refuses every further component', async () => {
    const sdk = open({ version: '1.12.0' });
    const shop = sdk.merchant();
    await swapped(sdk, shop);
    shop.instance.unmount();
    shop.instance.unmount();
    expect(ui(sdk)).toEqual(['ams-component-retention', 'ams-component-mockup']);
    expect(sdk.window.document.body.style.overflow).toBe('hidden');
    expect(await shop.open()).toBe('rejected');
    expect(shop.journal.at(-1)?.value).toMatchObject({ message: 'Only one component can be rendered simultaneously' });
  });

  it('1.12.0: is cleaned by unmount() after _componentApp.app was set to null, and the instance is usable again', async () => {
    const sdk = open({ version: '1.12.0' });
    const shop = sdk.merchant();
    await swapped(sdk, shop);
    Object.assign(shop.instance._componentApp, { app: null });
    shop.instance.unmount();
    expect(ui(sdk)).toEqual([]);
    void shop.open();
    await sdk.settle();
    expect(sdk.hasCashier()).toBe(true);
  });

  it('1.12.0: while opening keeps createComponent pending through unmount(); after 15 s it rejects with a TypeError', async () => {
    const sdk = open({ version: '1.12.0' });
    const shop = sdk.merchant();
    const result = shop.open();
    await sdk.settle();
    sdk.window.document.getElementById('ams-component-container')?.remove();
    shop.instance.unmount();
    await sdk.clock.advance(14_999);
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING']);
    await sdk.clock.advance(1);
    expect(await result).toBe('rejected');
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING', 'onError SDK_CREATECOMPONENT_ERROR', 'rejected']);
    expect(shop.journal.at(-1)?.value).toHaveProperty('name', 'TypeError');
  });
});
