/** "How an attempt ends", column without inquiryPayment: every signal and channel, through the controller and a scripted SDK. */
import { describe, expect, it, vi } from 'vitest';
import type { PaymentOutcome } from '../../src/types';
import { createFakeSdk, LOAD_TIMEOUT, NOT_JSON } from '../../src/testing/sdk/ams-checkout';
import { easyPayDriver } from '../../src/sdk/drivers/easy-pay';
import { fromModule } from '../../src/sdk/sources/module';
import { memoryStorage } from '../support/server';
import { makeSessionData } from '../support/sessions';
import {
  applePaySession,
  errorOf,
  flush,
  isCashierShowing,
  openShop,
  outcomeOf,
  pagehide,
  pageshow,
  pass,
  peek,
  setVisibility,
  uniqueSession,
  useShop,
} from '../support/shop';

useShop();

const AFTER = { confirmedBy: null, retry: 'after-confirmation' };

describe('a result code', () => {
  it("SDK_PAYMENT_SUCCESSFUL: succeeded by the SDK, with the attempt's and the session's ids", async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    const outcome = await outcomeOf(result);
    expect(outcome).toEqual({
      status: 'succeeded',
      confirmedBy: 'sdk',
      retry: 'none',
      attemptId: shop.events[0]?.attemptId,
      paymentRequestId: shop.sessions[0]?.paymentRequestId,
      paymentSessionId: shop.sessions[0]?.paymentSessionId,
    });
  });

  it('an outcome without ids of the session has none', async () => {
    const shop = openShop();
    const { paymentSessionData } = uniqueSession();
    const { result, cashier } = await shop.open({ session: paymentSessionData });
    cashier.emit('SDK_PAYMENT_PROCESSING');
    expect(Object.keys(await outcomeOf(result)).sort()).toEqual(['attemptId', 'confirmedBy', 'retry', 'status']);
  });

  it.each<[string, Record<string, unknown>, Partial<PaymentOutcome>]>([
    ['SDK_PAYMENT_PROCESSING', {}, { status: 'processing', ...AFTER } as Partial<PaymentOutcome>],
    ['SDK_PAYMENT_ERROR', {}, { status: 'unknown', ...AFTER } as Partial<PaymentOutcome>],
    ['SDK_PAYMENT_FAIL', {}, { status: 'unknown', ...AFTER } as Partial<PaymentOutcome>],
    [
      'SDK_PAYMENT_FAIL',
      { result: { paymentResultCode: 'UNKNOWN_EXCEPTION' } },
      { status: 'unknown', ...AFTER } as Partial<PaymentOutcome>,
    ],
    [
      'SDK_PAYMENT_FAIL',
      { result: { paymentResultCode: 'CARD_EXPIRED' } },
      { status: 'failed', confirmedBy: 'sdk', retry: 'same-session' },
    ],
    ['SDK_PAYMENT_FAIL', { result: { result: { paymentResultCode: 'RISK_REJECT' } } }, { status: 'failed', retry: 'same-session' }],
    ['SDK_PAYMENT_FAIL', { result: { errorCode: 'RISK_REJECT', errorMessage: 'no' } }, { status: 'failed', retry: 'same-session' }],
    [
      'SDK_PAYMENT_FAIL',
      { result: { paymentResultCode: 'ORDER_IS_CLOSED' } },
      { status: 'failed', confirmedBy: 'sdk', retry: 'new-session' },
    ],
    ['SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'NEVER_SEEN' } }, { status: 'failed', confirmedBy: 'sdk', retry: 'new-session' }],
    ['SDK_PAYMENT_CANCEL', {}, { status: 'cancelled', confirmedBy: 'sdk', retry: 'same-session' }],
  ])('%s %o ends it once, and the page is clean 400 ms later', async (code, fields, expected) => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit(code, fields);
    expect(await outcomeOf(result)).toMatchObject(expected);
    await pass(400);
    expect(isCashierShowing()).toBe(false);
    expect(document.body.style.overflow).toBe('');
    expect(shop.states.filter(({ phase }) => phase === 'settled')).toHaveLength(1);
  });

  it('an approval in a cashier is only an event: the result is still to come', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_APPROVE');
    expect(await peek(result)).toBe('pending');
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });

  it('an attempt that the page ends as its cashier is about to open names the session it had, and owes nothing', async () => {
    const storage = memoryStorage();
    const shop = openShop({ storage });
    shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase === 'opening') shop.checkout.unmount();
    });
    const result = shop.checkout.pay();
    await flush();
    expect(await outcomeOf(result)).toMatchObject({
      status: 'abandoned',
      retry: 'same-session',
      paymentRequestId: shop.sessions[0]?.paymentRequestId,
    });
    expect(storage.content).toEqual({});
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it('counts while createComponent is still pending', async () => {
    const shop = openShop();
    const result = shop.checkout.pay();
    await flush();
    shop.sdk.cashier().emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    shop.sdk.cashier().launch();
  });

  it('the first one decides; what follows is only an event', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_PROCESSING');
    cashier.instance.emit({ code: 'SDK_PAYMENT_SUCCESSFUL' });
    cashier.instance.emit({ code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'CARD_EXPIRED' } });
    await pass(10_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
    expect(shop.events.map(({ type }) => type)).toEqual(['loading-started', 'payment-processing', 'payment-succeeded', 'payment-failed']);
    expect(new Set(shop.events.map(({ attemptId }) => attemptId)).size).toBe(1);
  });

  it('a failure after a success changes nothing', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    cashier.emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'CARD_EXPIRED' } });
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome: { status: 'succeeded' } });
  });

  it('the outcome is frozen, and the state holds the very same one', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_CANCEL');
    const outcome = await outcomeOf(result);
    expect(Object.isFrozen(outcome)).toBe(true);
    expect(shop.checkout.state).toMatchObject({ outcome });
    expect((shop.checkout.state as { outcome: PaymentOutcome }).outcome).toBe(outcome);
  });
});

describe('a code is decided on before any listener hears of it', () => {
  it('the state has the outcome when the listener is called', async () => {
    const shop = openShop();
    const phases: string[] = [];
    shop.checkout.on((event) => {
      if (event.type === 'payment-failed') phases.push(shop.checkout.state.phase);
    });
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'CARD_EXPIRED' } });
    expect(phases).toEqual(['settled']);
  });

  it.each<[string, (shop: ReturnType<typeof openShop>) => void]>([
    [
      'unmounts',
      (shop) => {
        shop.checkout.unmount();
      },
    ],
    [
      'disposes',
      (shop) => {
        shop.checkout.dispose();
      },
    ],
    [
      'navigates',
      () => {
        history.pushState(null, '', '/thanks');
      },
    ],
    [
      'throws',
      () => {
        throw new Error('thrown by the shop');
      },
    ],
    [
      'aborts',
      (shop) => {
        abort.get(shop)?.abort();
      },
    ],
  ])('a listener that %s there does not change it', async (_name, react) => {
    const shop = openShop();
    const controller = new AbortController();
    abort.set(shop, controller);
    shop.checkout.on((event) => {
      if (event.type === 'payment-succeeded') react(shop);
    });
    const { result, cashier } = await shop.open({ signal: controller.signal });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'sdk' });
  });
  const abort = new WeakMap<object, AbortController>();

  it('a listener that pays again at a failure opens the next cashier, after the first is gone', async () => {
    const shop = openShop();
    let again: Promise<PaymentOutcome> | undefined;
    shop.checkout.on((event) => {
      if (event.type === 'payment-failed') again ??= shop.checkout.pay();
    });
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'CARD_EXPIRED' } });
    expect(await outcomeOf(result)).toMatchObject({ status: 'failed' });
    if (again === undefined) throw new Error('the listener was not called');
    expect(again).not.toBe(result);
    await pass(400);
    expect(shop.sdk.cashiers).toHaveLength(2);
    shop.sdk.cashier().launch();
    await flush();
    shop.sdk.cashier().emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(again)).toMatchObject({ status: 'succeeded' });
    expect(await outcomeOf(result)).toMatchObject({ status: 'failed' });
  });
});

describe('the buyer closes', () => {
  it('onClose with no code in the same task: cancelled, once, and one closed event', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.close();
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled', confirmedBy: 'sdk', retry: 'same-session' });
    expect(shop.events.map(({ type }) => type)).toEqual(['loading-started', 'closed']);
    expect(shop.states.filter(({ phase }) => phase === 'settled')).toHaveLength(1);
  });

  it('onClose and the declared SDK_PAYMENT_CANCEL: cancelled once, both events after the decision', async () => {
    const shop = openShop();
    const phases: string[] = [];
    shop.checkout.on((event) => {
      phases.push(`${event.type} ${shop.checkout.state.phase}`);
    });
    const { result, cashier } = await shop.open();
    cashier.close({ declared: 'SDK_PAYMENT_CANCEL' });
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
    expect(phases).toEqual(['loading-started opening', 'closed settled', 'payment-cancelled settled']);
  });

  it.each<[string, unknown, string]>([
    ['SDK_PAYMENT_SUCCESSFUL', undefined, 'processing'],
    ['SDK_PAYMENT_PROCESSING', undefined, 'processing'],
    ['SDK_PAYMENT_ERROR', undefined, 'unknown'],
    ['SDK_PAYMENT_FAIL', undefined, 'unknown'],
    ['SDK_PAYMENT_FAIL', { paymentResultCode: 'CARD_EXPIRED' }, 'failed'],
    ['SDK_PAYMENT_CANCEL', { paymentResultCode: 'USER_CANCELED' }, 'cancelled'],
    ['SDK_SOMETHING_NEW', undefined, 'cancelled'],
    ['SDK_CALL_URL_SUCCESS', undefined, 'cancelled'],
    ['SDK_INTERNAL_ERROR', undefined, 'cancelled'],
  ])('onClose with %s %o declared: %s', async (declared, data, status) => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.close({ declared, result: data });
    expect(await outcomeOf(result)).toMatchObject({ status });
    expect(shop.events.slice(1).map(({ type }) => type)[0]).toBe('closed');
    expect(shop.events).toHaveLength(3);
  });

  it('the cross with the "leave?" dialog says nothing; "Leave" then cancels', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.cross();
    await pass(20_000);
    expect(await peek(result)).toBe('pending');
    document.getElementById('ams-component-retention-leave')?.click();
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
    await pass(400);
    expect(isCashierShowing()).toBe(false);
  });

  it('closing while createComponent is still pending is cancelled too', async () => {
    const shop = openShop();
    const result = shop.checkout.pay();
    await flush();
    shop.sdk.cashier().close();
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled', retry: 'same-session' });
    await flush();
    expect(shop.sdk.cashier().promise).toBe('resolved');
  });

  it('SDK_PAYMENT_CANCEL and an onClose later are one cancelled', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_CANCEL');
    const outcome = await outcomeOf(result);
    cashier.instance.hooks().onClose?.({});
    await flush();
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome });
    expect(shop.events.map(({ type }) => type)).toEqual(['loading-started', 'payment-cancelled', 'closed']);
  });

  it('unmount() in the very task of onClose does not turn cancelled into abandoned', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.close();
    shop.checkout.unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
    expect(shop.events.map(({ type }) => type)).toEqual(['loading-started', 'closed']);
  });
});

describe('Apple Pay', () => {
  it('opens a sheet with no SDK UI, and the attempt stays open however long that takes', async () => {
    const shop = openShop();
    const { result } = await shop.open({ session: applePaySession() });
    expect(isCashierShowing()).toBe(false);
    await pass(120_000);
    expect(await peek(result)).toBe('pending');
  });

  it('SDK_PAYMENT_SUCCESSFUL is processing, since the plugin says it of an unknown answer too', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open({ session: applePaySession() });
    cashier.sheet('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing', ...AFTER });
  });

  it('a lost submit, SDK_PAYMENT_FAIL without a code, is unknown', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open({ session: applePaySession() });
    cashier.sheet('SDK_PAYMENT_FAIL', { message: 'PaymentAuthorizedError' });
    expect(await outcomeOf(result)).toMatchObject({ status: 'unknown', ...AFTER });
  });

  it('a dismissed sheet is cancelled', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open({ session: applePaySession() });
    cashier.sheet('SDK_PAYMENT_CANCEL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
  });
});

describe('a redirect', () => {
  it('SDK_CALL_URL_SUCCESS, then pagehide: redirected', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.redirect();
    await flush();
    expect(await peek(result)).toBe('pending');
    pagehide();
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected', ...AFTER });
  });

  it('SDK_REDIRECT, where the merchant opens the URLs, then pagehide: redirected', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_REDIRECT', { result: { redirectUrls: { normalUrl: 'https://method.example/pay' } } });
    expect(shop.events.at(-1)).toMatchObject({ type: 'redirect-requested', normalUrl: 'https://method.example/pay' });
    pagehide();
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected' });
  });

  it("leaves the cashier in a page that goes, since Chrome would not keep one that loses an iframe before it is frozen, and takes it away before the merchant's own pageshow", async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.emit('SDK_REDIRECT', { result: { redirectUrls: { normalUrl: 'https://method.example/pay' } } });
    const found: boolean[] = [];
    const look = (): void => {
      found.push(isCashierShowing());
    };
    window.addEventListener('pageshow', look);
    pagehide(true);
    setVisibility('hidden');
    await pass(60_000);
    expect(isCashierShowing()).toBe(true);
    pageshow();
    window.removeEventListener('pageshow', look);
    expect(found).toEqual([false]);
  });

  it('takes the cashier away 40 ms after a pagehide of a page that stays visible', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.emit('SDK_REDIRECT', { result: { redirectUrls: { normalUrl: 'https://method.example/pay' } } });
    pagehide();
    await pass(39);
    expect(isCashierShowing()).toBe(true);
    await pass(1);
    expect(isCashierShowing()).toBe(false);
  });

  it('takes the cashier away once, and no later one', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.redirect();
    await flush();
    pagehide(true);
    pageshow();
    await pass(500);
    const later = await shop.open();
    pageshow();
    await pass(500);
    expect(isCashierShowing()).toBe(true);
    later.cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(later.result)).toMatchObject({ status: 'succeeded' });
  });

  it('a page that is still here and visible 3 s after the UI went: redirected, and not sooner', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.redirect();
    await pass(300 + 2_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected', ...AFTER });
  });

  it('hidden time does not count towards the 3 s', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.redirect();
    await pass(1_300);
    setVisibility('hidden');
    await pass(600_000);
    expect(await peek(result)).toBe('pending');
    setVisibility('visible');
    await pass(1_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected' });
  });

  it('to a new tab leaves the attempt open, and the result that comes decides', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.redirect({ target: '_blank' });
    await pass(60_000);
    expect(await peek(result)).toBe('pending');
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });

  it('up to three SDK_CALL_URL_SUCCESS for one redirect are one redirected', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.callApp('method://pay');
    await pass(300);
    setVisibility('hidden');
    cashier.appOpened();
    expect(await peek(result)).toBe('pending');
    await pass(300_000);
    setVisibility('visible');
    await pass(3_100);
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected' });
    expect(shop.states.filter(({ phase }) => phase === 'settled')).toHaveLength(1);
  });

  it('launch errors before the success are not the end', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.redirect({ applinkUrl: 'https://method.example/app', schemeUrl: 'method://pay' });
    await flush();
    expect(shop.events.slice(1).map(({ type }) => type)).toEqual(['redirect-failed', 'redirect-failed', 'redirect-started']);
    pagehide();
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected' });
  });

  it.each(['1.47.2', '1.12.0'] as const)('launch errors of %s with no success within 8 s: error redirect-failed', async (version) => {
    const shop = openShop({ fake: createFakeSdk(version) });
    const { result, cashier } = await shop.open();
    cashier.callApp('method://pay');
    await pass(5_000);
    cashier.appMissing();
    await pass(7_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    const { error, retry } = await errorOf(result);
    expect(error.code).toBe('redirect-failed');
    expect(error.sdk?.code).toBe(version === '1.47.2' ? 'SDK_LAUNCH_PAYMENT_APP_ERROR' : 'SDK_CALL_URL_ERROR');
    expect(retry).toBe('after-confirmation');
    document.querySelectorAll('#callapp_iframe_1').forEach((node) => {
      node.remove();
    });
  });

  it('a launch error in a cashier that stays counts as well, and only visible time', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.appMissing();
    await pass(7_000);
    setVisibility('hidden');
    await pass(300_000);
    setVisibility('visible');
    expect(await peek(result)).toBe('pending');
    await pass(1_000);
    expect((await errorOf(result)).error.code).toBe('redirect-failed');
  });

  it('a success within 8 s of a launch error takes the error back', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.appMissing();
    await pass(7_000);
    cashier.redirect({ target: '_blank' });
    await pass(60_000);
    expect(await peek(result)).toBe('pending');
  });

  it('a result code after a launch error decides', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.appMissing();
    await pass(5_000);
    cashier.emit('SDK_PAYMENT_PROCESSING');
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
  });
});

describe('the page goes away with no redirect code', () => {
  it('nothing settles, and restored from bfcache the attempt is open again', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    pagehide(true);
    expect(await peek(result)).toBe('pending');
    expect(shop.checkout.state.phase).toBe('open');
    pageshow();
    expect(isCashierShowing()).toBe(true);
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });

  it('the same while the session is still being fetched', async () => {
    const shop = openShop({ createPaymentSession: () => new Promise(() => undefined) });
    const result = shop.checkout.pay();
    await flush();
    pagehide(true);
    expect(await peek(result)).toBe('pending');
  });

  it('a launch error alone is no redirect', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.appMissing();
    pagehide(true);
    expect(await peek(result)).toBe('pending');
  });
});

describe("the SDK's UI is gone with no signal", () => {
  it('for 8 s of visible time: error component-failed, and not sooner', async () => {
    const shop = openShop();
    const { result } = await shop.open();
    document.getElementById('ams-component-container')?.remove();
    await pass(7_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    const outcome = await errorOf(result);
    expect(outcome.error.code).toBe('component-failed');
    expect(outcome.retry).toBe('after-confirmation');
    await pass(400);
    expect(document.querySelectorAll('[id^="ams-"]')).toHaveLength(0);
  });

  it('a page that said it was hidden while the buyer pressed is not believed, and all time counts', async () => {
    setVisibility('hidden');
    const shop = openShop();
    const { result } = await shop.open();
    document.getElementById('ams-component-container')?.remove();
    await pass(7_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    expect((await errorOf(result)).error.code).toBe('component-failed');
  });

  it('a hidden tab does not count', async () => {
    const shop = openShop();
    const { result } = await shop.open();
    setVisibility('hidden');
    document.getElementById('ams-component-container')?.remove();
    await pass(3_600_000);
    expect(await peek(result)).toBe('pending');
    setVisibility('visible');
    await pass(7_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    expect((await errorOf(result)).error.code).toBe('component-failed');
  });

  it('a UI that comes back is no end', async () => {
    const shop = openShop();
    const { result } = await shop.open();
    const container = document.getElementById('ams-component-container');
    container?.remove();
    await pass(5_000);
    if (container) document.body.appendChild(container);
    await pass(60_000);
    expect(await peek(result)).toBe('pending');
  });

  it('a page that swapped its whole body counts', async () => {
    const shop = openShop();
    const { result } = await shop.open();
    document.body.innerHTML = '<main>another view</main>';
    await pass(8_100);
    expect((await errorOf(result)).error.code).toBe('component-failed');
  });

  it('removed while createComponent is still pending counts', async () => {
    const shop = openShop();
    const result = shop.checkout.pay();
    await flush();
    document.getElementById('ams-component-container')?.remove();
    await pass(8_100);
    expect((await errorOf(result)).error.code).toBe('component-failed');
    shop.sdk.cashier().launch();
  });

  it('a redirect code within the 8 s makes it a redirect', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.callApp('method://pay');
    await pass(7_000);
    cashier.appOpened();
    await pass(3_100);
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected' });
  });

  it('a late query of the SDK that fails takes the cashier down: component-failed 8 s later', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    // As after an earlier createComponent of another script on the page (SDK-FACTS "Closing and leaving").
    cashier.instance.error({ code: 'SDK_CREATECOMPONENT_ERROR' });
    document.getElementById('ams-component-container')?.remove();
    await pass(8_100);
    expect((await errorOf(result)).error.code).toBe('component-failed');
  });
});

describe('a set-up failure before createComponent has settled', () => {
  it.each(['1.47.2', '1.12.0'] as const)(
    'the launch timeout of %s: one outcome, one setup-failed event, whichever channels report it',
    async (version) => {
      const shop = openShop({ fake: createFakeSdk(version) });
      const result = shop.checkout.pay();
      await pass(15_000);
      const outcome = await errorOf(result);
      expect(outcome.error.code).toBe('component-failed');
      expect(outcome.error.sdk).toEqual(LOAD_TIMEOUT);
      expect(outcome.error.cause).toBe(LOAD_TIMEOUT);
      expect(outcome.error.hint).not.toBe('');
      expect(outcome.retry).toBe('after-confirmation');
      await pass(5_000);
      expect(shop.events.map(({ type }) => type)).toEqual(['loading-started', 'setup-failed']);
      expect(shop.states.filter(({ phase }) => phase === 'settled')).toHaveLength(1);
      expect(isCashierShowing()).toBe(false);
    },
  );

  it('a session the SDK refuses by onError and the promise: one outcome, one event', async () => {
    const shop = openShop();
    // The library lets it through; this SDK does not.
    shop.sdk.duringCreate = (instance) => {
      instance.error({ code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR', message: 'Abnormal response data' });
    };
    shop.sdk.createError = { code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR', message: 'Abnormal response data' };
    const result = shop.checkout.pay();
    await flush();
    expect((await errorOf(result)).error).toMatchObject({
      code: 'session-invalid',
      sdk: { code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR', message: 'Abnormal response data' },
    });
    await pass(1_000);
    expect(shop.events.map(({ type }) => type)).toEqual(['setup-failed']);
  });

  it('by onEventCallback alone', async () => {
    const shop = openShop();
    const result = shop.checkout.pay();
    await flush();
    shop.sdk.cashier().emit('SDK_INTERNAL_ERROR', { message: 'boom' });
    expect((await errorOf(result)).error).toMatchObject({ code: 'sdk-internal', sdk: { code: 'SDK_INTERNAL_ERROR', message: 'boom' } });
    expect(shop.events.map(({ type }) => type)).toEqual(['loading-started', 'setup-failed']);
  });

  it('by the promise alone, with an Error', async () => {
    const shop = openShop();
    const thrown = new TypeError('not an object');
    shop.sdk.createError = thrown;
    const result = shop.checkout.pay();
    await flush();
    const { error } = await errorOf(result);
    expect(error.code).toBe('sdk-internal');
    expect(error.cause).toBe(thrown);
    expect(shop.events).toMatchObject([{ type: 'setup-failed', raw: thrown }]);
  });

  it('a query that fails: onError with a bare code, a rejection of another shape, one outcome', async () => {
    const shop = openShop();
    shop.sdk.holdQuery = true;
    const result = shop.checkout.pay();
    await flush();
    shop.sdk.cashier().failQuery();
    await flush();
    expect((await errorOf(result)).error).toMatchObject({ code: 'component-failed', sdk: { code: 'SDK_CREATECOMPONENT_ERROR' } });
    await pass(1_000);
    expect(shop.events.map(({ type }) => type)).toEqual(['loading-started', 'setup-failed']);
    expect(isCashierShowing()).toBe(false);
  });

  it('a component that is open already', async () => {
    const shop = openShop();
    const refusal = { code: 'SDK_CREATECOMPONENT_ERROR', message: 'Only one component can be rendered simultaneously' };
    shop.sdk.duringCreate = (instance) => {
      instance.error(refusal);
    };
    shop.sdk.createError = refusal;
    const result = shop.checkout.pay();
    await flush();
    expect((await errorOf(result)).error).toMatchObject({ code: 'component-failed', sdk: refusal });
    expect(shop.events.map(({ type }) => type)).toEqual(['setup-failed']);
  });

  it('a message that is no JSON is not a failure, while opening or open', async () => {
    const shop = openShop();
    const result = shop.checkout.pay();
    await flush();
    shop.sdk.instance().error(NOT_JSON);
    shop.sdk.cashier().launch();
    await flush();
    shop.sdk.instance().error(NOT_JSON);
    expect(await peek(result)).toBe('pending');
    expect(shop.checkout.state.phase).toBe('open');
    shop.sdk.cashier().emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });
});

describe('a set-up code after createComponent has settled', () => {
  it('by any channel is only an event', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.instance.error(LOAD_TIMEOUT);
    cashier.emit('SDK_CREATECOMPONENT_ERROR', { message: 'Load resource timeout' });
    cashier.emit('SDK_INTERNAL_ERROR');
    await pass(60_000);
    expect(await peek(result)).toBe('pending');
    expect(shop.events.filter(({ type }) => type === 'setup-failed')).toHaveLength(3);
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });
});

it('a class that is made for each payment and throws as it is made is sdk-internal, and nothing is owed', async () => {
  const storage = memoryStorage();
  const paymentSessionData = makeSessionData({
    paymentSessionConfig: { productScene: 'EASY_PAY' },
    action: 'x',
  });
  const shop = openShop({
    storage,
    product: easyPayDriver,
    createPaymentSession: () => Promise.resolve(uniqueSession({ paymentSessionData })),
    sdk: fromModule(() =>
      Promise.resolve({
        AMSEasyPay: function () {
          throw new Error('no');
        },
      }),
    ),
  });
  const result = shop.checkout.pay();
  await flush();
  expect(await errorOf(result)).toMatchObject({ error: { code: 'sdk-internal' }, retry: 'same-session' });
  expect(storage.content).toEqual({});
});

describe('limits', () => {
  it('createComponent not settled timeouts.component after the call: component-timeout, by default after 20 s', async () => {
    const shop = openShop();
    shop.sdk.stuck = true;
    const result = shop.checkout.pay();
    await pass(19_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    const outcome = await errorOf(result);
    expect(outcome.error.code).toBe('component-timeout');
    expect(outcome.retry).toBe('after-confirmation');
  });

  it('timeouts.component shortens it, and a cashier that opened in time is not ended by it', async () => {
    const slow = openShop({ timeouts: { component: 2_000 } });
    const result = slow.checkout.pay();
    await pass(2_000);
    expect((await errorOf(result)).error.code).toBe('component-timeout');
    await pass(1_000);

    const quick = openShop({ timeouts: { component: 2_000 } });
    const opened = await quick.open();
    await pass(60_000);
    expect(await peek(opened.result)).toBe('pending');
  });

  it('the time the session takes is not part of it', async () => {
    const shop = openShop({
      timeouts: { component: 2_000 },
      createPaymentSession: () =>
        new Promise((resolve) => {
          setTimeout(() => {
            resolve(uniqueSession());
          }, 10_000);
        }),
    });
    const result = shop.checkout.pay();
    await pass(11_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    expect((await errorOf(result)).error.code).toBe('component-timeout');
  });

  it("the session's expiry passed 60 s ago and the cashier is still open: session-expired", async () => {
    const shop = openShop();
    const session = uniqueSession({ paymentSessionExpiryTime: new Date(Date.now() + 600_000).toISOString() });
    const { result } = await shop.open({ session });
    await pass(659_000);
    expect(await peek(result)).toBe('pending');
    await pass(2_000);
    const outcome = await errorOf(result);
    expect(outcome.error.code).toBe('session-expired');
    expect(outcome.retry).toBe('after-confirmation');
  });

  it('without an expiry a session has one hour', async () => {
    const shop = openShop();
    const { result } = await shop.open({ session: uniqueSession().paymentSessionData });
    await pass(3_600_000 + 59_000);
    expect(await peek(result)).toBe('pending');
    await pass(2_000);
    expect((await errorOf(result)).error.code).toBe('session-expired');
  });

  // CONTRACT "How an attempt ends": "the session's expiry passed 60 s ago". One hour at most is the rule for kept sessions only.
  it('a session that expires in two hours is not ended after one', async () => {
    const shop = openShop();
    const session = uniqueSession({ paymentSessionExpiryTime: new Date(Date.now() + 7_200_000).toISOString() });
    const { result } = await shop.open({ session });
    await pass(3_600_000 + 300_000);
    expect(await peek(result)).toBe('pending');
  });
});

describe('an expiry beyond what a browser timer can count', () => {
  // setTimeout wraps around above 2^31 - 1 ms, 24.8 days, and fires at once.
  it.each(['2026-04-15T00:00:00Z', '2099-12-31T23:59:59Z'])('%s does not end the payment at once', async (paymentSessionExpiryTime) => {
    const shop = openShop();
    const { result } = await shop.open({ session: uniqueSession({ paymentSessionExpiryTime }) });
    await pass(3_600_000);
    expect(await peek(result)).toBe('pending');
  });
});

describe('an SDK that speaks from inside createComponent', () => {
  it('a result code there decides', async () => {
    const shop = openShop();
    await shop.checkout.prepare({ session: true });
    shop.sdk.duringCreate = (instance) => {
      instance.emit({ code: 'SDK_PAYMENT_PROCESSING' });
    };
    const result = shop.checkout.pay();
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
    await pass(400);
    expect(isCashierShowing()).toBe(false);
    shop.sdk.cashier().launch();
  });

  it('SDK_START_OF_LOADING there is told, with the state opening', async () => {
    const shop = openShop();
    await shop.checkout.prepare({ session: true });
    shop.sdk.duringCreate = (instance) => {
      instance.emit({ code: 'SDK_START_OF_LOADING' });
    };
    const seen = vi.fn();
    shop.checkout.on((event) => {
      seen(event.type, shop.checkout.state.phase);
    });
    void shop.checkout.pay();
    expect(seen).toHaveBeenCalledExactlyOnceWith('loading-started', 'opening');
  });

  it('onClose there is cancelled', async () => {
    const shop = openShop();
    shop.sdk.duringCreate = (instance) => {
      instance.hooks().onClose?.({});
    };
    const result = shop.checkout.pay();
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
    shop.sdk.cashier().launch();
  });
});
