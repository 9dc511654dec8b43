/** Ways to a page of another host in the place of Antom's: refused in production. */
import { easyPay } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { asked, shops } from '../support/product-players.ts';
import { easyPaySession } from '../support/product-sessions.ts';
import { open } from '../support/forms.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});

it.each([
  'https://ac.alipay.com:x@evil.test/app',
  'https://ac.alipay.com@evil.test/app',
  'https://evil.test/.alipay.com',
  'https://ac.alipay.com.evil.test/',
  'https://evil.test\\.alipay.com/',
  'http://ac.alipay.com/',
  '//evil.test/app',
  'https:evil.test',
  'HTTPS://evil.test/',
  // Joined to a text, it is the address.
  ['https://evil.test/app'],
])('EasyPay in production: an app at %s is refused', async (url) => {
  const shop = open(
    world,
    easyPay,
    () => easyPaySession({ extendInfo: JSON.stringify({ checkoutInfo: [{ url, minSDKVersion: '1.0.0' }] }) }),
    {
      environment: 'prod',
    },
  );
  shop.pay();
  await shop.advance(100);
  expect(shop.raw.sdk.apps().map(({ origin }) => origin)).toEqual([]);
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'session-invalid' } }]);
});

it('EasyPay in production: an app on an Antom host is opened', async () => {
  const shop = open(
    world,
    easyPay,
    () => easyPaySession({ extendInfo: JSON.stringify({ checkoutInfo: [{ url: 'https://ac.alipay.com/app', minSDKVersion: '1.0.0' }] }) }),
    { environment: 'prod' },
  );
  shop.pay();
  await shop.advance(100);
  expect(shop.outcomes).toEqual([]);
  expect(shop.raw.sdk.apps().map(({ origin }) => origin)).toEqual(['https://ac.alipay.com']);
});

it('1.47.2: EasyPay hands its app the address that the session names for the second step', async () => {
  const doubleFa = 'https://evil.test/2fa';
  const extendInfo = JSON.stringify({ checkoutInfo: [{ url: 'https://ac.alipay.com/app', doubleFa, minSDKVersion: '1.0.0' }] });
  const shop = open(world, easyPay, () => easyPaySession({ extendInfo }));
  shop.pay();
  const app = await shop.drawn();
  expect(asked(app, 'renderComponent').data).toMatchObject({ doubleFaUrl: doubleFa });
});
