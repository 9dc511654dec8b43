/** What a load that failed tells, as exactly as the browser allows; and which tags of the page's count. */
import { describe, expect, it, vi } from 'vitest';
import { fromCdn, SDK_VERSION } from '../../../src/sdk/sources/cdn';
import { addPageTag, arrive, CDN, fail, loader, Sdk, tag, tags, useCdn } from '../../support/cdn';
import { testEnvironment } from '../../support/environment';
import { openShop, outcomeOf, pass, rejectionOf } from '../../support/shop';
import manifest from '../../../package.json' with { type: 'json' };

useCdn();

describe('a load that takes too long', () => {
  it('because its script stalls is sdk-load-timeout with that reason', async () => {
    const reason = rejectionOf(loader().load());
    await pass(15_000);
    expect(await reason).toMatchObject({
      code: 'sdk-load-timeout',
      details: { reason: 'stalled', attempts: 1, elapsed: 15_000, url: CDN },
    });
  });

  it('while it waits for another try has no such reason: nothing was under way', async () => {
    const reason = rejectionOf(loader({ timeout: 300 }).load());
    await fail(tag());
    await pass(400);
    const error = await reason;
    expect(error).toMatchObject({ code: 'sdk-load-timeout' });
    expect(error).not.toHaveProperty('details.reason');
  });

  it('in a browser that is offline by then is sdk-offline', async () => {
    const reason = rejectionOf(loader().load());
    vi.spyOn(window.navigator, 'onLine', 'get').mockReturnValue(false);
    await pass(15_000);
    expect(await reason).toMatchObject({ code: 'sdk-offline', details: { attempts: 1, elapsed: 15_000 } });
    expect(tags()).toHaveLength(0);
  });
});

describe("a tag of the page's", () => {
  it.each(['text/plain', 'text/x-consent', 'application/json', 'importmap'])(
    'of type %s does not run, so ours is added at once',
    async (type) => {
      const parked = addPageTag(CDN);
      parked.type = type;
      const found = loader().load();
      const own = tags()[1];
      expect(own?.src).toBe(CDN);
      arrive(own as HTMLScriptElement);
      expect(await found).toBe(Sdk);
    },
  );

  it.each(['', 'module', 'text/javascript', 'application/javascript', 'TEXT/JavaScript', 'application/x-javascript', 'text/ecmascript'])(
    'of type "%s" may bring the SDK, and is waited for',
    async (type) => {
      const theirs = addPageTag(CDN);
      theirs.type = type;
      const found = loader().load();
      expect(tags()).toEqual([theirs]);
      arrive(theirs);
      expect(await found).toBe(Sdk);
    },
  );
});

describe('two copies of this library on a page', () => {
  it('share one load that is under way', async () => {
    const first = loader().load();
    vi.resetModules();
    const copy = await import('../../../src/sdk/sources/cdn');
    const source = await import('../../../src/sdk/loader');
    const second = source.createLoader(testEnvironment(), [copy.fromCdn()], 15_000).load('AMSCashierPayment');
    arrive(tag());
    expect(await Promise.all([first, second])).toEqual([Sdk, Sdk]);
  });
});

describe('an abort', () => {
  it('ends the payment, not the load, which belongs to the page: the next pay() shares it', async () => {
    const abort = new AbortController();
    const shop = openShop({ sdk: fromCdn() });
    const result = shop.checkout.pay({ signal: abort.signal });
    const own = tag();
    abort.abort();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'aborted' });
    void shop.checkout.pay();
    expect(tags()).toEqual([own]);
    shop.checkout.dispose();
  });
});

describe('making a controller', () => {
  it("opens the connection to the SDK's host, also with prepare: manual", () => {
    const shop = openShop({ sdk: fromCdn(), prepare: 'manual' });
    expect(Array.from(document.querySelectorAll<HTMLLinkElement>('link[rel=preconnect]'), (link) => link.href)).toEqual([
      'https://sdk.marmot-cloud.com/',
    ]);
    expect(tags()).toEqual([]);
    shop.checkout.dispose();
  });
});

it('the default version is the one that is tested', () => {
  expect(SDK_VERSION).toBe(manifest.devDependencies['@alipay/ams-checkout']);
});
