/** The SDK's query request outlives unmount() and acts on whatever component is open when it ends. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  openSdkWindow,
  outline,
  PLAIN_URL,
  sessionData,
  SDK_VERSIONS,
  type Merchant,
  type SdkRequest,
  type SdkVersion,
  type SdkWindow,
} from '../support/real-sdk.ts';

const opened: SdkWindow[] = [];
function open(version: SdkVersion): SdkWindow {
  const sdk = openSdkWindow({ version, url: PLAIN_URL });
  opened.push(sdk);
  return sdk;
}
afterEach(() => {
  for (const sdk of opened.splice(0)) sdk.close();
});

const BANK = sessionData({ category: 'BANK', method: 'ONLINEBANKING_FPX' });
const APM = sessionData({ category: 'APM', method: 'GCASH' });

const queries = (sdk: SdkWindow): SdkRequest[] =>
  sdk.requests.filter(({ operation }) => operation === 'com.ipay.iexpcashier.sdkAction.query');

/** Opens, lets the query go out and hands it over, still unanswered. */
async function openWithQuery(
  sdk: SdkWindow,
  shop: Merchant,
  session: string,
): Promise<{ result: Promise<'resolved' | 'rejected'>; query: SdkRequest }> {
  const before = queries(sdk).length;
  const result = shop.open(session);
  await sdk.clock.advance(0);
  const query = queries(sdk)[before];
  if (query === undefined) throw new Error('the SDK sent no query');
  return { result, query };
}

describe.each(SDK_VERSIONS)('%s: the query request', (version) => {
  it('goes to the host that the session names, and createComponent waits for it', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const { result, query } = await openWithQuery(sdk, shop, BANK);
    expect(query.url).toBe('https://imgs-sea-global.alipay.com/mgw.htm');
    sdk.cashier().send('onLaunch');
    await sdk.settle();
    expect(outline(shop.journal)).not.toContain('resolved');
    query.respond({ success: true });
    expect(await result).toBe('resolved');
  });

  it('that fails for an APM session resolves createComponent: the cashier shows its own error page', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const { result, query } = await openWithQuery(sdk, shop, APM);
    const cashier = sdk.cashier();
    cashier.send('onLaunch');
    query.fail();
    expect(await result).toBe('resolved');
    await sdk.settle();
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING', 'resolved']);
    expect(cashier.received[0]).toMatchObject({ event: 'renderComponent', data: { queryResult: { success: false } } });
  });

  it("that fails for a BANK session: onError with a bare code, then a rejection that is not in the SDK's usual shape", async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const { result, query } = await openWithQuery(sdk, shop, BANK);
    query.fail();
    expect(await result).toBe('rejected');
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING', 'onError SDK_CREATECOMPONENT_ERROR', 'rejected']);
    expect(shop.journal[1]?.value).toEqual({ code: 'SDK_CREATECOMPONENT_ERROR' });
    expect(shop.journal[2]?.value).toMatchObject({ success: false });
    expect(shop.journal[2]?.value).not.toHaveProperty('code');
  });

  it('keeps an unmounted createComponent pending until it ends', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const { result, query } = await openWithQuery(sdk, shop, BANK);
    shop.instance.unmount();
    await sdk.clock.advance(14_000);
    expect(outline(shop.journal)).toEqual(['onEventCallback SDK_START_OF_LOADING']);
    query.respond({ success: true });
    expect(await result).toBe('resolved');
  });

  it("is not given up by the SDK's own launch timeout either", async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const { result } = await openWithQuery(sdk, shop, BANK);
    await sdk.clock.advance(15_000);
    expect(await result).toBe('rejected');
    expect(shop.journal.at(-1)?.value).toMatchObject({ message: 'Load resource timeout' });
  });

  it('of an unmounted createComponent that fails late removes the next cashier 300 ms later, with onError and no other signal', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const first = await openWithQuery(sdk, shop, BANK);
    shop.instance.unmount();

    const second = await openWithQuery(sdk, shop, BANK);
    second.query.respond({ success: true });
    sdk.cashier().send('onLaunch');
    expect(await second.result).toBe('resolved');
    shop.journal.length = 0;

    first.query.fail();
    expect(await first.result).toBe('rejected');
    await sdk.clock.advance(299);
    expect(sdk.hasCashier()).toBe(true);
    await sdk.clock.advance(1);
    expect(sdk.hasCashier()).toBe(false);
    expect(outline(shop.journal)).toEqual(['onError SDK_CREATECOMPONENT_ERROR', 'rejected']);
    await sdk.clock.advance(60_000);
    expect(shop.journal).toHaveLength(2);
  });

  it('does the same to the cashier of a new instance', async () => {
    const sdk = open(version);
    const one = sdk.merchant();
    const first = await openWithQuery(sdk, one, BANK);
    one.instance.unmount();

    const two = sdk.merchant();
    const second = await openWithQuery(sdk, two, BANK);
    second.query.respond({ success: true });
    sdk.cashier().send('onLaunch');
    await second.result;
    two.journal.length = 0;

    first.query.fail();
    await first.result;
    await sdk.clock.advance(300);
    expect(sdk.hasCashier()).toBe(false);
    expect(two.journal).toEqual([]);
  });

  it('of an unmounted createComponent that answers late leaves the next cashier alone', async () => {
    const sdk = open(version);
    const shop = sdk.merchant();
    const first = await openWithQuery(sdk, shop, BANK);
    shop.instance.unmount();
    const second = await openWithQuery(sdk, shop, BANK);
    second.query.respond({ success: true });
    sdk.cashier().send('onLaunch');
    await second.result;
    first.query.respond({ success: true });
    expect(await first.result).toBe('resolved');
    await sdk.clock.advance(60_000);
    expect(sdk.hasCashier()).toBe(true);
  });
});
