import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { walletOf } from '../../../src/sdk/wallets';
import { describeSession } from '../../../src/session/describe';
import type { PaymentSession, SessionDescription, SessionFault } from '../../../src/types';
import { joinParts, makeSession, makeSessionData, type Json } from '../../support/sessions';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What is not typed as a session, as callers from JavaScript pass it. */
function describeAnything(value: unknown): SessionDescription {
  return describeSession(value as string);
}

function codes(description: SessionDescription): string[] {
  return description.faults.map((fault) => fault.code + (fault.fatal ? '!' : ''));
}

function fatal(data: string): boolean {
  return describeSession(data).faults.some((fault) => fault.fatal);
}

describe('a good session', () => {
  test('it is described whole, without a fault', () => {
    const session = makeSession({ paymentSessionExpiryTime: '2023-04-06T03:28:49Z' });
    expect(describeSession(session)).toEqual({
      product: 'cashier',
      method: 'GCASH',
      amount: { currency: 'PHP', value: '19900' },
      expiry: Date.UTC(2023, 3, 6, 3, 28, 49),
      faults: [],
    });
  });

  test('its paymentSessionData alone says all but the expiry', () => {
    const description = describeSession(makeSessionData());
    expect(Object.keys(description).sort()).toEqual(['amount', 'faults', 'method', 'product']);
    expect(description.faults).toEqual([]);
  });

  test.each([
    ['CASHIER_PAYMENT', 'cashier'],
    ['EASY_PAY', 'easypay'],
    ['AUTO_DEBIT', 'autodebit'],
    ['AUTO_DEBIT_PAY', 'autodebit-pay'],
    ['VAULTING', 'vaulting'],
    ['ELEMENT_PAYMENT', 'element'],
    ['CHECKOUT_PAYMENT', 'checkout-page'],
  ])('productScene %s is the product %s', (productScene, product) => {
    const description = describeSession(makeSessionData({ paymentSessionConfig: { productScene } }));
    expect(description.product).toBe(product);
    expect(description.faults).toEqual([]);
  });

  test('an amount may be a number', () => {
    const data = makeSessionData({ paymentSessionFactor: { paymentAmount: { value: 19900 } } });
    expect(describeSession(data).amount).toEqual({ currency: 'PHP', value: '19900' });
  });

  test.each([
    { paymentSessionFactor: undefined },
    { paymentSessionFactor: null },
    { paymentSessionFactor: { paymentAmount: { currency: '' } } },
    { paymentSessionFactor: { paymentAmount: { value: undefined } } },
    { paymentSessionFactor: { paymentAmount: { value: {} } } },
    { paymentSessionFactor: { paymentAmount: 'PHP 199' } },
  ])('half an amount is none (%#)', (part4) => {
    expect(describeSession(makeSessionData(part4))).toStrictEqual({ product: 'cashier', method: 'GCASH', faults: [] });
  });

  test('an amount beyond all numbers is none', () => {
    expect(
      describeSession(joinParts('{"paymentSessionFactor":{"paymentAmount":{"currency":"PHP","value":1e999}}}')).amount,
    ).toBeUndefined();
  });

  test('text beyond ASCII survives, with TextDecoder and without', () => {
    const data = makeSessionData({ paymentMethodInfoView: { paymentMethodType: '支付宝 €💳' } });
    expect(describeSession(data).method).toBe('支付宝 €💳');
    vi.stubGlobal('TextDecoder', undefined);
    expect(describeSession(data).method).toBe('支付宝 €💳');
  });

  test('line ends in the JSON and a byte order mark within a text are kept as they are, with TextDecoder and without', () => {
    const data = joinParts(
      '{\n"paymentSessionConfig":{"productScene":"VAULTING"},\n"paymentMethodInfoView":{"paymentMethodType":"x\uFEFFy"}}',
    );
    expect(describeSession(data)).toStrictEqual({ product: 'vaulting', method: 'x\uFEFFy', faults: [] });
    vi.stubGlobal('TextDecoder', undefined);
    expect(describeSession(data)).toStrictEqual({ product: 'vaulting', method: 'x\uFEFFy', faults: [] });
  });

  test('a byte order mark before the JSON does not matter, with TextDecoder and without', () => {
    const data = joinParts('\uFEFF{"paymentSessionConfig":{"productScene":"VAULTING"}}');
    expect(describeSession(data)).toStrictEqual({ product: 'vaulting', faults: [] });
    vi.stubGlobal('TextDecoder', undefined);
    expect(describeSession(data)).toStrictEqual({ product: 'vaulting', faults: [] });
  });
});

test.each(['EASY_PAY', 'AUTO_DEBIT'])('a session of %s without an action is faulty, of other products it is not', (productScene) => {
  const faultsOf = (scene: string, action: unknown): string[] =>
    codes(describeSession(makeSessionData({ paymentSessionConfig: { productScene: scene }, action })));
  for (const action of [undefined, null]) {
    expect(faultsOf(productScene, action)).toEqual(['missing-action!']);
    expect(faultsOf('CASHIER_PAYMENT', action)).toEqual([]);
  }
  expect(faultsOf(productScene, {})).toEqual([]);
});

describe('the payment method', () => {
  const apple = { paymentSessionFactor: { paymentMethodInfo: { paymentMethodType: 'APPLEPAY' } } };

  test('the one that the SDK picks its plugin by comes before the one that is shown', () => {
    expect(describeSession(makeSessionData(apple)).method).toBe('APPLEPAY');
    expect(describeSession(makeSessionData({ paymentMethodInfoView: { paymentMethodType: 'APPLEPAY' } })).method).toBe('APPLEPAY');
  });

  test('Apple Pay is told apart', () => {
    expect(walletOf(describeSession(makeSessionData(apple)))).toBe('sheet');
    expect(walletOf(describeSession(makeSessionData()))).toBeNull();
    expect(walletOf({ faults: [] })).toBeNull();
    // As SDK 1.12.0 calls it.
    expect(walletOf({ method: 'CARD_APPLE_PAY', faults: [] })).toBe('sheet');
  });

  test.each([
    ['PAYPAL_CHECKOUT', true],
    ['PAYPAL_VAULT', true],
    ['PAYPAL_PAYLATER', true],
    ['PAYPAL', false],
    ['APPLEPAY', false],
    ['', false],
  ])('%s works inline only: %s', (paymentMethodType, expected) => {
    const data = makeSessionData({ paymentMethodInfoView: { paymentMethodType } });
    expect(walletOf(describeSession(data)) === 'inline').toBe(expected);
  });
});

describe('faults', () => {
  const good = makeSessionData();
  const parts = good.split('&&');

  const CASES: readonly (readonly [string, unknown, string[]])[] = [
    ['nothing', null, ['not-a-session!']],
    ['undefined', undefined, ['not-a-session!']],
    ['a number', 7, ['not-a-session!']],
    ['a list', [good], ['not-a-session!']],
    ['a function', () => good, ['not-a-session!']],
    ['a promise of the answer', Promise.resolve({ paymentSessionData: good }), ['not-a-session!']],
    ['the answer in a wrapper', { data: { paymentSessionData: good } }, ['not-a-session!']],
    ['the answer of a failed createPaymentSession', { result: { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL' } }, ['not-a-session!']],
    ['an answer that only inherits the data', Object.create({ paymentSessionData: good }), ['not-a-session!']],
    ['an object as paymentSessionData', { paymentSessionData: { paymentSessionData: good } }, ['not-a-session!']],
    ['an empty text', '', ['empty!']],
    ['white space', ' \n', ['empty!']],
    ['an empty paymentSessionData', { paymentSessionData: '' }, ['empty!']],
    ['an error page', '<!DOCTYPE html><html><body>502 && more</body></html>', ['html!']],
    ['an error page after a blank line', '\n <html>502</html>', ['html!']],
    ['text that has a < and a { further on', 'a<b{c', ['missing-parts!']],
    ['a session escaped for HTML', good.replace(/&/g, '&amp;'), ['html!']],
    ['the whole answer as text', JSON.stringify(makeSession()), ['json!']],
    ['the whole answer as text, with white space before it', `\n ${JSON.stringify(makeSession(), null, 2)}`, ['json!']],
    ['the data as JSON text', JSON.stringify(good), ['json!']],
    ['an object turned into text', '[object Object]', ['json!']],
    ['JSON cut out of its quotes, as Gson writes it', good.replace(/&/g, '\\u0026'), ['json!']],
    ['a percent-encoded session', encodeURIComponent(good), ['percent-encoded!']],
    ['one encoded twice', encodeURIComponent(encodeURIComponent(good)), ['percent-encoded!']],
    ['one with only the && encoded', good.replace(/&/g, '%26'), ['percent-encoded!']],
    ['one with only the padding encoded', joinParts('{"a":1}').replace(/=/g, '%3D'), ['percent-encoded!']],
    [
      'one with only the first part encoded, which the SDK opens',
      [encodeURIComponent(parts[0] ?? ''), ...parts.slice(1)].join('&&'),
      ['percent-encoded'],
    ],
    ['the three parts of the 2024 guide', 'UNvjVWnWPXJA4BgW+vfjsQj7PbOraafHY19X+6EqMz6Kvvmsdk==&&SG&&111', ['missing-parts!']],
    ['what a form parser left', parts[0], ['missing-parts!']],
    ['an empty fourth part', [...parts.slice(0, 3), ''].join('&&'), ['missing-parts!']],
    ['the text "undefined"', 'undefined', ['missing-parts!']],
    ['three parts and a percent-encoded first one', 'a%2Bb&&SG&&111', ['percent-encoded', 'missing-parts!']],
    [
      'white space in the first part of a text whose fourth part is cut',
      `a b&&SG&&111&&${(parts[3] ?? '').slice(0, 40)}`,
      ['spaces', 'truncated!'],
    ],
    ['three parts and white space', 'a b&&SG&&111', ['spaces', 'missing-parts!']],
    ['a session cut short', good.slice(0, -9), ['truncated!']],
    ['a fourth part that is not base64', `${parts.slice(0, 3).join('&&')}&&*`, ['truncated!']],
    ['a fourth part that is not JSON', joinParts('cashier'), ['truncated!']],
    [
      'a product scene of tomorrow, which the SDK opens',
      makeSessionData({ paymentSessionConfig: { productScene: 'TELEPATHY' } }),
      ['unknown-product'],
    ],
    [
      'a product scene that every object has',
      makeSessionData({ paymentSessionConfig: { productScene: 'constructor' } }),
      ['unknown-product'],
    ],
    ['no product scene', makeSessionData({ paymentSessionConfig: { productScene: undefined } }), ['unknown-product!']],
    ['an empty product scene', makeSessionData({ paymentSessionConfig: { productScene: '' } }), ['unknown-product!']],
    ['no paymentSessionConfig', makeSessionData({ paymentSessionConfig: undefined }), ['unknown-product!']],
    ['a list as fourth part', joinParts('[1,2]'), ['unknown-product!']],
    ['more parts than four, which the SDK opens', `${good}&&more`, []],
  ];
  test.each(CASES)('%s', (_what, value, expected) => {
    expect(codes(describeAnything(value))).toEqual(expected);
  });

  test('a + that became a space in part 4 is fatal, because the bytes after it are out of step', () => {
    // ">" at the end of three bytes makes a + in base64.
    const data = makeSessionData({ clientId: '~~>~~>~~>' });
    expect(data.split('&&')[3]).toContain('+');
    const broken = [...data.split('&&').slice(0, 3), data.split('&&')[3]?.replace(/\+/g, ' ')].join('&&');
    expect(codes(describeSession(broken))).toEqual(['spaces!']);
  });

  test('white space that atob skips is reported, but the SDK opens the session', () => {
    expect(codes(describeSession(`${good}\n`))).toEqual(['spaces']);
    expect(codes(describeSession([parts[0]?.replace(/\+/g, ' '), ...parts.slice(1)].join('&&')))).toEqual(['spaces']);
    expect(codes(describeSession(`${good}\u00a0`))).toEqual(['spaces!']);
  });

  test('a fault never hides what can still be read', () => {
    expect(describeSession(`${good}\n`)).toMatchObject({ product: 'cashier', method: 'GCASH' });
    expect(describeSession(makeSessionData({ paymentSessionConfig: undefined })).method).toBe('GCASH');
  });

  test('names that every object has are no members of a session', () => {
    const data = joinParts('{"__proto__":{"paymentSessionConfig":{"productScene":"CASHIER_PAYMENT"}}}');
    expect(codes(describeSession(data))).toEqual(['unknown-product!']);
  });

  test('a hostile object is not a session', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrower = {
      get paymentSessionData(): string {
        throw new Error('do not look');
      },
    };
    expect(codes(describeAnything(proxy))).toEqual(['not-a-session!']);
    expect(codes(describeAnything(thrower))).toEqual(['not-a-session!']);
  });

  test('an expiry that throws is left out', () => {
    const session = {
      paymentSessionData: good,
      get paymentSessionExpiryTime(): string {
        throw new Error('do not look');
      },
    };
    expect(describeSession(session)).toEqual(describeSession(good));
  });

  test('messages hold no session data', () => {
    const data = joinParts('"marker"');
    const shapes = [
      data,
      encodeURIComponent(data),
      JSON.stringify(data),
      data.slice(0, 30),
      data.slice(0, -3),
      `<p>${data}`,
      data.replace(/\+/g, ' '),
      makeSessionData({ paymentSessionConfig: { productScene: 'MARKER' } }),
    ];
    const messages = shapes
      .map((shape) => describeSession({ paymentSessionData: shape, paymentSessionExpiryTime: 'marker' }).faults)
      .reduce<readonly SessionFault[]>((all, faults) => [...all, ...faults], [])
      .map((fault) => fault.message);
    expect(messages.length).toBeGreaterThanOrEqual(2 * shapes.length);
    for (const message of messages) {
      expect(message).not.toMatch(/marker/i);
      expect(message).not.toContain(data.slice(0, 8));
      expect(message).not.toContain(data.slice(-8));
    }
  });
});

describe('the expiry', () => {
  function expiryOf(time: unknown): SessionDescription {
    return describeSession({ paymentSessionData: makeSessionData(), paymentSessionExpiryTime: time } as PaymentSession);
  }

  const whole = Date.UTC(2023, 3, 6, 3, 28, 49);
  test.each([
    ['2023-04-06T03:28:49Z', whole],
    ['2023-04-06T03:28:49.5Z', whole + 500],
    ['2023-04-06T03:28:49.123456789Z', whole + 123],
    ['2023-04-06T03:28:49,007Z', whole + 7],
    ['2023-04-06T11:58:49+08:30', whole],
    ['2023-04-05T20:28:49-07:00', whole],
    ['2023-04-06T11:28:49+0800', whole],
    ['2023-04-06T11:28:49+08', whole],
    ['2023-04-06T03:28:49-00:00', whole],
    ['2023-04-06t03:28:49z', whole],
    ['2023-04-06T03:28:59Z', whole + 10_000],
    ['2023-04-07T03:27:49+23:59', whole],
    ['2023-04-06T03:28Z', Date.UTC(2023, 3, 6, 3, 28)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ])('%s is read', (time, expected) => {
    expect(expiryOf(time)).toMatchObject({ expiry: expected, faults: [] });
  });

  test.each([
    '',
    ' ',
    'soon',
    '1680751729000',
    '2023-04-06',
    '2023-04-06T03:28:49',
    '2023-04-06 03:28:49Z',
    '2023-04-06T03:28:49 Z',
    ' 2023-04-06T03:28:49Z',
    '2023-04-06T03:28:49Z\n',
    '2023-02-29T00:00:00Z',
    '2023-04-31T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-00-10T00:00:00Z',
    '2023-04-06T24:00:00Z',
    '2023-04-06T03:60:00Z',
    '2023-04-06T03:28:60Z',
    '2023-04-06T03:28:49+24:00',
    '2023-04-06T03:28:49+08:60',
    '2023-04-06T03:28:49.Z',
    '0023-04-06T03:28:49Z',
    '23-04-06T03:28:49Z',
    'Thu, 06 Apr 2023 03:28:49 GMT',
    '２０２３-04-06T03:28:49Z',
    1680751729000,
    NaN,
    {},
    [['2023-04-06T03:28:49Z']],
    true,
    new Date(whole),
  ])('%j is no ISO 8601 time with an offset, which is never fatal', (time) => {
    const description = expiryOf(time);
    expect(codes(description)).toEqual(['bad-expiry']);
    expect('expiry' in description).toBe(false);
  });

  test.each([undefined, null])('%s is no expiry and no fault', (time) => {
    expect(expiryOf(time)).toEqual(describeSession(makeSessionData()));
  });
});

// The SDK's own code decides: its source is read, not remembered.
describe('what is fatal is what the SDK refuses', () => {
  const refuses = loadRefusal('@alipay/ams-checkout');
  const refusedBefore = loadRefusal('ams-checkout-1.12.0');
  const good = makeSessionData({ clientId: '~~>~~>支付宝' });

  test('both versions open the sample', async () => {
    expect(await refuses(good)).toBe(false);
    expect(await refusedBefore(good)).toBe(false);
    expect(fatal(good)).toBe(false);
  });

  test('the sample cut short at any place', async () => {
    for (let length = 0; length < good.length; length += 1) await compare(good.slice(0, length));
  });

  test('the sample with any one character lost, turned into white space or changed', async () => {
    for (let at = 0; at < good.length; at += 1) {
      const [before, after] = [good.slice(0, at), good.slice(at + 1)];
      for (const between of ['', ' ', '\n', '\u00a0', '%2B', '=', '-', 'A', '&', '&&', '"']) await compare(before + between + after);
    }
  });

  const SCENES: readonly unknown[] = [
    'CASHIER_PAYMENT',
    'TELEPATHY',
    'NONE',
    '',
    ' ',
    null,
    0,
    7,
    false,
    true,
    [],
    ['NONE'],
    {},
    { toString: 1, valueOf: 1 },
  ];
  const CATEGORIES: readonly unknown[] = [undefined, 'APM', '', null, 0, 7, [], { toString: 1, valueOf: 1 }];
  test('any product scene with any category', async () => {
    for (const productScene of SCENES) {
      for (const paymentMethodCategoryType of CATEGORIES) {
        await compare(makeSessionData({ paymentSessionConfig: { productScene, paymentMethodCategoryType } }));
      }
    }
  });

  test('a fourth part of any other shape', async () => {
    const configs: readonly unknown[] = [null, 0, 'CASHIER_PAYMENT', [], ['CASHIER_PAYMENT'], true];
    const texts = ['', ' ', 'null', '0', '7', 'true', '"CASHIER_PAYMENT"', '[]', '{}', '{', '\uFEFF{}', '[['.repeat(5000)];
    for (const text of [...texts, ...configs.map((paymentSessionConfig) => JSON.stringify({ paymentSessionConfig } satisfies Json))]) {
      await compare(joinParts(text));
    }
    await compare(joinParts(new Uint8Array([0xff, 0xfe, 0x7b, 0x7d])));
  });

  test('a byte that is not UTF-8 is replaced and the session opens', async () => {
    const [before, after] = ['{"a":"', '","paymentSessionConfig":{"productScene":"VAULTING"}}'].map((text) => Buffer.from(text)) as [
      Buffer,
      Buffer,
    ];
    const data = joinParts(Buffer.concat([before, Buffer.from([0xc3]), after]));
    expect(await refuses(data)).toBe(false);
    expect(describeSession(data)).toEqual({ product: 'vaulting', faults: [] });
  });

  test('1.12.0 refuses sessions without a category as well, which is not fatal here', async () => {
    const data = makeSessionData({ paymentSessionConfig: { paymentMethodCategoryType: undefined } });
    expect([await refusedBefore(data), await refuses(data), fatal(data)]).toEqual([true, false, false]);
  });

  async function compare(data: string): Promise<void> {
    const [refused, described] = [await refuses(data), fatal(data)];
    // One expectation per text would take minutes; the text is the message.
    if (described !== refused)
      expect.fail(`1.47.2 ${refused ? 'refuses' : 'opens'} ${JSON.stringify(data)}: ${codes(describeSession(data)).join()}`);
    if (described && !(await refusedBefore(data)))
      expect.fail(`1.12.0 opens ${JSON.stringify(data)}: ${codes(describeSession(data)).join()}`);
  }
});

/** The SDK's `handleParams` with what it needs, cut out of its modules: they cannot be imported by Node. */
function loadRefusal(name: string): (data: string) => Promise<boolean> {
  const read = (path: string): string =>
    readFileSync(`${import.meta.dirname}/../../../node_modules/${name}/esm/${path}`, 'utf8')
      .replace(/^import .*$/gm, '')
      .replace(/^export \{.*$/gm, '')
      .replace(/^export /gm, '');
  const component = read('core/component/index.js');
  const source = [
    read('types/index.js'),
    read('constant/index.js'),
    read('util/index.js'),
    component.slice(0, component.indexOf('var AMSComponent =')),
    // SDK-side effects that decide nothing here.
    'getOrSetStorageId = function () {}; function getSecurityConfigStorageKey() { return ""; }',
    'return handleParams;',
  ].join('\n');
  const silent = { error: () => undefined, warn: () => undefined, log: () => undefined };
  type HandleParams = (params: unknown, component: unknown) => Promise<unknown>;
  const handleParams = (runInThisContext(`(function (console) { ${source} })`) as (console: unknown) => HandleParams)(silent);
  return async (data) => {
    // parameterInitAndCheck refuses an empty session before handleParams sees it.
    if (!data) return true;
    try {
      await handleParams({ sessionData: data, renderDisplayType: 'popup' }, { options: {} });
      return false;
    } catch {
      return true;
    }
  };
}
