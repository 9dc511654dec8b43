/** Which driver opens a session, where, and what is refused before the SDK is asked. */
import { describe, expect, it } from 'vitest';
import { isCheckoutError } from '../../../src/core/errors';
import { autoDebitDriver } from '../../../src/sdk/drivers/auto-debit';
import { autoDebitPayDriver } from '../../../src/sdk/drivers/auto-debit-pay';
import { cashierDriver } from '../../../src/sdk/drivers/cashier';
import { checkoutPageDriver } from '../../../src/sdk/drivers/checkout-page';
import { easyPayDriver } from '../../../src/sdk/drivers/easy-pay';
import { elementDriver } from '../../../src/sdk/drivers/element';
import { quietly } from '../../../src/sdk/drivers/quiet';
import { vaultingDriver } from '../../../src/sdk/drivers/vaulting';
import { checkSurface, driverFor, firstClass, neverDrawn, onlyDriver } from '../../../src/sdk/products';
import type { SessionDescription } from '../../../src/types';
import { testEnvironment } from '../../support/environment';
import { makeSessionData } from '../../support/sessions';

const ALL = [cashierDriver, vaultingDriver, easyPayDriver, autoDebitDriver, autoDebitPayDriver, elementDriver, checkoutPageDriver];
const NONE: SessionDescription = { faults: [] };
const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'accepted';
  } catch (thrown) {
    return isCheckoutError(thrown) ? `${thrown.code}: ${thrown.message}` : 'another exception';
  }
};

it("the session's productScene chooses, and another product is named", () => {
  for (const driver of ALL) expect(driverFor(ALL, { product: driver.product })).toBe(driver);
  expect(codeOf(() => driverFor([elementDriver, cashierDriver], { product: 'easypay' }))).toBe(
    'session-mismatch: The session was made for easypay, this controller opens element, cashier.',
  );
  expect(onlyDriver([cashierDriver])).toBe(cashierDriver);
  expect(onlyDriver(ALL)).toBe(null);
  expect(firstClass([elementDriver, cashierDriver])).toBe('AMSElement');
});

it.each([
  [cashierDriver, 'popup', 'accepted'],
  [cashierDriver, 'inline', 'accepted'],
  [easyPayDriver, 'inline', 'session-mismatch: easypay is opened by pay(), not by mount().'],
  [autoDebitPayDriver, 'inline', 'session-mismatch: autodebit-pay is opened by pay(), not by mount().'],
  [elementDriver, 'popup', 'session-mismatch: element is opened by mount(), not by pay().'],
  [checkoutPageDriver, 'popup', 'session-mismatch: checkout-page is opened by mount(), not by pay().'],
] as const)('where a product is drawn: %#', (driver, surface, said) => {
  expect(
    codeOf(() => {
      checkSurface(driver, NONE, surface);
    }),
  ).toBe(said);
});

it.each([
  ['PAYPAL_CHECKOUT', 'popup', 'session-mismatch: PAYPAL_CHECKOUT is opened by mount(), not by pay().'],
  ['PAYPAL_CHECKOUT', 'inline', 'accepted'],
  ['APPLEPAY', 'inline', 'session-mismatch: APPLEPAY is opened by pay(), not by mount().'],
  ['APPLEPAY', 'popup', 'accepted'],
] as const)('%s is drawn %s only where it can be', (method, surface, said) => {
  expect(
    codeOf(() => {
      checkSurface(cashierDriver, { ...NONE, method }, surface);
    }),
  ).toBe(said);
});

it('a controller knows whether it ever draws there', () => {
  expect(neverDrawn([elementDriver, checkoutPageDriver], 'popup')).toBe(true);
  expect(neverDrawn([elementDriver, cashierDriver], 'popup')).toBe(false);
  expect(neverDrawn([easyPayDriver, autoDebitDriver], 'inline')).toBe(true);
});

describe('easyPay', () => {
  const named = (url: unknown, asText = true): string => {
    const info = { checkoutInfo: [{ url, minSDKVersion: '1.0.0' }] };
    return makeSessionData({ paymentSessionConfig: { productScene: 'EASY_PAY' }, extendInfo: asText ? JSON.stringify(info) : info });
  };

  it.each([
    ['https://checkout.antom.com/easysafepay', true],
    ['https://ac.alipay.com/x', true],
    ['https://evil.test/', false],
    ['https://evil.test/?checkout.antom.com', false],
    ['https://antom.com.evil.test/', false],
    ['https://evilantom.com/', false],
    ['http://checkout.antom.com/', false],
    ['//evil.test/', false],
    ['https://www.alipay.com:x@evil.test/app', false],
    ['https://www.alipay.com@evil.test/app', false],
    ['https://evil.test\\.antom.com/', false],
    ['https://checkout.antom.com:8443/x', true],
    ['javascript:alert(1)', false],
    [['https://evil.test/'], false],
    [7, false],
  ])('of a session that names %s as its app production may open: %s', (url, may) => {
    expect(easyPayDriver.refuse?.(named(url), 'prod') === null).toBe(may);
    expect(easyPayDriver.refuse?.(named(url, false), 'prod') === null).toBe(may);
    expect(easyPayDriver.refuse?.(named(url), 'sandbox')).toBe(null);
  });

  it('nor may it open one that is named in a list, or as the second step of an app', () => {
    const info = (app: object): string => JSON.stringify({ checkoutInfo: [{ minSDKVersion: '1.0.0', ...app }] });
    const may = (extendInfo: unknown): boolean => easyPayDriver.refuse?.(makeSessionData({ extendInfo }), 'prod') === null;
    expect(may([info({ url: 'https://evil.test/' })])).toBe(false);
    expect(may(info({ doubleFa: 'https://evil.test/' }))).toBe(false);
    expect(may(info({ doubleFa: 'https://checkout.antom.com/2fa' }))).toBe(true);
  });

  it.each([
    '',
    'a&&b',
    makeSessionData({ extendInfo: '{' }),
    makeSessionData({ extendInfo: '{"checkoutInfo":7}' }),
    named(''),
    named(null),
  ])('of what names nothing it says nothing: %#', (data) => {
    expect(easyPayDriver.refuse?.(data, 'prod')).toBe(null);
  });
});

describe('the console', () => {
  it('is without the session until it is given back, and says everything else', () => {
    const env = testEnvironment();
    const { console } = env.window;
    const real = console.log;
    const said: unknown[][] = [];
    console.log = (...args: unknown[]) => said.push(args);
    const mine = console.log;
    const loud = quietly(env, 'SECRET');
    const circle: Record<string, unknown> = { sessionData: 'a SECRET' };
    circle['self'] = circle;
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    console.log('open', { options: { session: 'SECRET' } });
    console.log('SECRET');
    console.log(circle);
    console.log('hello', { a: 1 }, null, 7);
    console.log(hostile);
    expect(said).toEqual([['hello', { a: 1 }, null, 7], [hostile]]);
    loud();
    expect(console.log).toBe(mine);
    console.log('SECRET');
    expect(said).toHaveLength(3);
    console.log = real;
  });

  it('is without what is opaque in the session, wherever that stands in an object', () => {
    const env = testEnvironment();
    const { console } = env.window;
    const real = console.log;
    const said: unknown[][] = [];
    console.log = (...args: unknown[]) => said.push(args);
    const loud = quietly(env, 'TOKEN==&&SG&&111&&eyJ9');
    const deep = { jsonData: { appendParams: { iframeNodesParams: { sessionData: 'TOKEN==&&SG&&111' } } } };
    for (const line of [deep, JSON.stringify(deep), 'TOKEN==&&SG&&111&&eyJ9']) console.log('onCreateComponent', line);
    expect(said).toEqual([]);
    console.log('another', { sessionData: 'OTHER==&&SG&&111' });
    expect(said).toHaveLength(1);
    loud();
    console.log = real;
  });

  it("that the page has wrapped since stays the page's", () => {
    const env = testEnvironment();
    const { console } = env.window;
    const real = console.log;
    const loud = quietly(env, 'SECRET');
    const wrapped = console.log.bind(console);
    console.log = wrapped;
    loud();
    expect(console.log).toBe(wrapped);
    console.log = real;
  });
});
