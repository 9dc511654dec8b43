/** The buyer closes the cashier: what is said, in which order, and what an instance remembers of it. */
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
  shop.journal.length = 0;
  return cashier;
}

const declare = (cashier: FakeCashier, eventName: string, eventResult: unknown = { paymentResultCode: 'USER_CANCELED' }): void => {
  cashier.send('declareEventCallbackInfo', { popWindowEventInfo: { enableCallback: true, eventName, eventResult } });
};
/** The cashier of a payment in which leaving needs no second question. */
const noRetention = (cashier: FakeCashier): void => {
  cashier.send('setAllowRetention', false);
};

/** The SDK's own cross, for the app that shows none. */
function clickCross(sdk: SdkWindow): void {
  sdk.window.document.getElementById('asm-component-close-block')?.click();
}

describe.each(SDK_VERSIONS)('%s: closing', (version) => {
  it('calls onClose with an empty object, then the declared code in the same task, its data nested as result.result', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    noRetention(cashier);
    declare(cashier, 'SDK_PAYMENT_CANCEL');
    cashier.send('onClose');
    expect(shop.journal).toEqual([
      { channel: 'onClose', value: {} },
      { channel: 'onEventCallback', value: { code: 'SDK_PAYMENT_CANCEL', result: { result: { paymentResultCode: 'USER_CANCELED' } } } },
    ]);
  });

  it('calls onClose and nothing else when nothing was declared', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    noRetention(cashier);
    cashier.send('onClose');
    await sdk.clock.advance(20_000);
    expect(shop.journal).toEqual([{ channel: 'onClose', value: {} }]);
  });

  it('sends whatever code was declared, and none with enableCallback false', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    noRetention(cashier);
    declare(cashier, 'SDK_PAYMENT_PROCESSING', null);
    cashier.send('onClose');
    expect(outline(shop.journal)).toEqual(['onClose', 'onEventCallback SDK_PAYMENT_PROCESSING']);
    expect(shop.journal[1]?.value).toEqual({ code: 'SDK_PAYMENT_PROCESSING', result: { result: {} } });

    await sdk.clock.advance(300);
    const again = await openCashier(sdk, shop);
    again.send('declareEventCallbackInfo', { popWindowEventInfo: { enableCallback: false, eventName: 'SDK_PAYMENT_CANCEL' } });
    again.send('onClose');
    expect(outline(shop.journal)).toEqual(['onClose']);
  });

  it("does the same for the SDK's own cross", async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    noRetention(cashier);
    declare(cashier, 'SDK_PAYMENT_CANCEL');
    clickCross(sdk);
    expect(outline(shop.journal)).toEqual(['onClose', 'onEventCallback SDK_PAYMENT_CANCEL']);
  });

  it('first asks "leave?" unless the cashier has switched that off, with no signal while it asks', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    declare(cashier, 'SDK_PAYMENT_CANCEL');
    cashier.send('onClose');
    await sdk.clock.advance(5_000);
    expect(shop.journal).toEqual([]);
    const dialog = sdk.window.document.getElementById('ams-component-retention');
    expect(dialog?.classList.contains('ams-component-retention-show')).toBe(true);
    expect(sdk.hasCashier()).toBe(true);

    sdk.window.document.getElementById('ams-component-retention-remain')?.click();
    await sdk.clock.advance(5_000);
    expect(shop.journal).toEqual([]);
    expect(sdk.hasCashier()).toBe(true);

    cashier.send('onClose');
    sdk.window.document.getElementById('ams-component-retention-leave')?.click();
    expect(outline(shop.journal)).toEqual(['onClose', 'onEventCallback SDK_PAYMENT_CANCEL']);
    await sdk.clock.advance(300);
    expect(sdk.window.document.querySelectorAll('[id^="ams-"], [id^="asm-"]')).toHaveLength(0);
  });

  it('leaving through the dialog calls onClose while the whole UI is still in the page', async () => {
    const sdk = open({ version });
    const present: boolean[] = [];
    const shop = sdk.merchant({
      onClose: () => {
        present.push(sdk.hasCashier());
      },
    });
    const cashier = await openCashier(sdk, shop);
    cashier.send('onClose');
    sdk.window.document.getElementById('ams-component-retention-leave')?.click();
    expect(present).toEqual([true]);
  });

  it('a callback that throws in onClose keeps the declared code from being sent', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant({
      onClose: () => {
        throw new Error('thrown by the shop');
      },
    });
    const cashier = await openCashier(sdk, shop);
    noRetention(cashier);
    declare(cashier, 'SDK_PAYMENT_CANCEL');
    cashier.send('onClose');
    await sdk.clock.advance(1_000);
    expect(shop.journal).toEqual([]);
  });
});

describe.each(SDK_VERSIONS)('%s: what a reused instance remembers', (version) => {
  it('replays the declared code of an earlier cashier when a later one that declared nothing is closed', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const first = await openCashier(sdk, shop);
    noRetention(first);
    declare(first, 'SDK_PAYMENT_SUCCESSFUL');
    first.send('onClose');
    await sdk.clock.advance(300);

    const second = await openCashier(sdk, shop);
    second.send('onClose');
    expect(outline(shop.journal)).toEqual(['onClose', 'onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });

  it('keeps the "leave?" question switched off for later cashiers', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    noRetention(await openCashier(sdk, shop));
    shop.instance.unmount();
    const second = await openCashier(sdk, shop);
    second.send('onClose');
    expect(outline(shop.journal)).toEqual(['onClose']);
  });

  it('unmount() does not make it forget', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const first = await openCashier(sdk, shop);
    noRetention(first);
    declare(first, 'SDK_PAYMENT_SUCCESSFUL');
    shop.instance.unmount();
    const second = await openCashier(sdk, shop);
    second.send('onClose');
    expect(outline(shop.journal)).toEqual(['onClose', 'onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });

  it('holds it in _componentApp._multipleCallbackEvents and _isRetention, which begin as undefined and true', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const app = shop.instance._componentApp;
    expect(Object.prototype.hasOwnProperty.call(app, '_multipleCallbackEvents')).toBe(true);
    expect(app._multipleCallbackEvents).toBeUndefined();
    expect(app._isRetention).toBe(true);

    const cashier = await openCashier(sdk, shop);
    noRetention(cashier);
    declare(cashier, 'SDK_PAYMENT_CANCEL');
    expect(app._multipleCallbackEvents).toMatchObject({ popWindowEventInfo: { eventName: 'SDK_PAYMENT_CANCEL' } });
    expect(app._isRetention).toBe(false);
  });

  it.each([undefined, null])('forgets when those two fields are set to %s and true before createComponent', async (empty) => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const first = await openCashier(sdk, shop);
    noRetention(first);
    declare(first, 'SDK_PAYMENT_SUCCESSFUL');
    first.send('onClose');
    await sdk.clock.advance(300);

    shop.instance._componentApp._multipleCallbackEvents = empty;
    shop.instance._componentApp._isRetention = true;
    const second = await openCashier(sdk, shop);
    second.send('onClose');
    expect(shop.journal).toEqual([]);
    sdk.window.document.getElementById('ams-component-retention-leave')?.click();
    await sdk.clock.advance(1_000);
    expect(shop.journal).toEqual([{ channel: 'onClose', value: {} }]);

    await sdk.clock.advance(300);
    const third = await openCashier(sdk, shop);
    noRetention(third);
    declare(third, 'SDK_PAYMENT_CANCEL');
    third.send('onClose');
    expect(outline(shop.journal)).toEqual(['onClose', 'onEventCallback SDK_PAYMENT_CANCEL']);
  });

  it("a late message of a closed cashier is heard until the second clean-up 300 ms later, and by the next cashier's listener after that", async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const first = await openCashier(sdk, shop);
    noRetention(first);
    first.send('onClose');
    first.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL' });
    expect(outline(shop.journal)).toEqual(['onClose', 'onEventCallback SDK_PAYMENT_FAIL']);
    await sdk.clock.advance(300);
    first.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL' });
    expect(outline(shop.journal)).toHaveLength(2);

    // The instanceId belongs to the instance, not to the attempt: the old iframe's words count for the new one.
    await openCashier(sdk, shop);
    first.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });
});
