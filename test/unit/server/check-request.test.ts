// @vitest-environment node
/** What Antom would refuse or misread is not sent, and each fault names its field. */
import { describe, expect, it } from 'vitest';
import type { CreatePaymentSessionRequest, CreateVaultingSessionRequest } from '../../../src/server';
import { minorDigits, minorUnits } from '../../../src/server/currency';
import { codeOf, rejection, S, SESSION, world, type Json } from './support/world';

async function faultsOf(request: unknown): Promise<readonly string[]> {
  const { antom, sent, answers } = world();
  answers({ result: S });
  try {
    await antom.createPaymentSession(request as CreatePaymentSessionRequest);
    return [];
  } catch (error) {
    expect(sent).toEqual([]);
    expect(error).toMatchObject({ code: 'invalid-request' });
    return (error as { faults: readonly string[] }).faults;
  }
}
const order = (change: Json): Json => ({ ...SESSION, order: { ...SESSION.order, ...change } });
const amount = (value: unknown, currency: unknown = 'HKD'): Json => ({ ...SESSION, paymentAmount: { currency, value } });
const LONG = 'x'.repeat(65);

const EASY = { ...SESSION, productCode: 'AGREEMENT_PAYMENT', productScene: 'EASY_PAY' };
const AGREEMENT = {
  productCode: 'AGREEMENT_PAYMENT',
  agreementInfo: { authState: 'a'.repeat(256) },
  paymentMethod: { paymentMethodType: 'GCASH' },
  paymentRedirectUrl: 'https://shop.example/',
};
const CHOOSING = { ...SESSION, paymentMethod: undefined };

describe('a session is asked for', () => {
  it.each<[string, unknown]>([
    ['cashier', SESSION],
    ['cashier, by its scene', { ...SESSION, productScene: 'CASHIER_PAYMENT' }],
    ['element', { ...CHOOSING, productScene: 'ELEMENT_PAYMENT' }],
    ['checkoutPage', { ...CHOOSING, productScene: 'CHECKOUT_PAYMENT' }],
    ['easyPay', EASY],
    [
      'autoDebitPay',
      { ...EASY, productScene: 'AUTO_DEBIT_PAY', paymentMethod: { paymentMethodType: 'GCASH', paymentMethodId: 't'.repeat(128) } },
    ],
    ['autoDebit', AGREEMENT],
    ['autoDebit, by its scene', { ...AGREEMENT, productScene: 'AUTO_DEBIT' }],
  ])('for %s', async (_product, request) => {
    expect(await faultsOf(request)).toEqual([]);
  });

  it('with the longest ids and words, with fields that this library does not know, and with an app of its own to return to', async () => {
    const request = {
      ...order({
        referenceOrderId: LONG.slice(1),
        orderDescription: 'é'.repeat(256),
        goods: [{ referenceGoodsId: 'g', goodsName: 'Café ☕' }],
        later: [1],
      }),
      paymentRequestId: LONG.slice(1),
      paymentRedirectUrl: 'myshop://paid',
      merchantRegion: 'SG',
    };
    expect(await faultsOf(request)).toEqual([]);
  });
});

describe('a session is not asked for, and the field is named, with', () => {
  it.each<[string, unknown, RegExp]>([
    ['no product', { ...SESSION, productCode: undefined }, /^productCode is missing/],
    ['another product', { ...SESSION, productCode: 'ONLINE' }, /^productCode must be CASHIER_PAYMENT or AGREEMENT_PAYMENT/],
    ['a product that is a word of JavaScript', { ...SESSION, productCode: 'constructor' }, /^productCode must be/],
    ["another product's scene", { ...SESSION, productScene: 'EASY_PAY' }, /^productScene must be CASHIER_PAYMENT or/],
    ['no id', { ...SESSION, paymentRequestId: undefined }, /^paymentRequestId is missing/],
    ['an id of null', { ...SESSION, paymentRequestId: null }, /^paymentRequestId is missing/],
    ['an empty id', { ...SESSION, paymentRequestId: '' }, /^paymentRequestId must be a string of 1 to 64/],
    ['a number as the id', { ...SESSION, paymentRequestId: 7 }, /^paymentRequestId must be a string/],
    ['an id that is too long', { ...SESSION, paymentRequestId: LONG }, /^paymentRequestId must be a string of 1 to 64/],
    ['a Chinese id', { ...SESSION, paymentRequestId: '订单1' }, /^paymentRequestId must have no Chinese/],
    ['an id with a line break', { ...SESSION, paymentRequestId: 'a\nb' }, /^paymentRequestId must have no/],
    ['no order', { ...SESSION, order: undefined }, /^order is missing/],
    ['an order that is a list', { ...SESSION, order: [] }, /^order must be an object/],
    ['a Chinese order id', order({ referenceOrderId: '订单' }), /^order\.referenceOrderId must have no Chinese/],
    ['a Chinese description', order({ orderDescription: 'antom 测试订单' }), /^order\.orderDescription must have no Chinese/],
    ['a description with a rare Chinese character', order({ orderDescription: '𠮷' }), /^order\.orderDescription must have no Chinese/],
    ['a description of Chinese full stops', order({ orderDescription: 'Beans。' }), /^order\.orderDescription must have no Chinese/],
    ['no description', order({ orderDescription: '' }), /^order\.orderDescription must be a string of 1 to 256/],
    ['a description that is too long', order({ orderDescription: 'x'.repeat(257) }), /^order\.orderDescription must be/],
    ['no amount of the order', order({ orderAmount: undefined }), /^order\.orderAmount is missing/],
    [
      'goods with a Chinese name',
      order({ goods: [{ referenceGoodsId: 'g', goodsName: '豆' }] }),
      /^order\.goods\[0\]\.goodsName must have no Chinese/,
    ],
    ['goods without an id', order({ goods: [{ goodsName: 'Beans' }] }), /^order\.goods\[0\]\.referenceGoodsId is missing/],
    ['goods that are a word', order({ goods: ['beans'] }), /^order\.goods\[0\] must be an object/],
    [
      '101 goods',
      order({ goods: Array.from({ length: 101 }, () => ({ referenceGoodsId: 'g', goodsName: 'b' })) }),
      /^order\.goods must be a list of at most 100/,
    ],
    ['goods that are no list', order({ goods: {} }), /^order\.goods must be a list/],
    ['no method', { ...SESSION, paymentMethod: undefined }, /^paymentMethod is missing/],
    ['a method without its type', { ...SESSION, paymentMethod: {} }, /^paymentMethod\.paymentMethodType is missing/],
    [
      'a token that is too long',
      { ...SESSION, paymentMethod: { paymentMethodType: 'CARD', paymentMethodId: 'x'.repeat(129) } },
      /^paymentMethod\.paymentMethodId must be/,
    ],
    ['nowhere to return to', { ...SESSION, paymentRedirectUrl: undefined }, /^paymentRedirectUrl is missing/],
    ['half an address', { ...SESSION, paymentRedirectUrl: '/result' }, /^paymentRedirectUrl must be an absolute address/],
    ['a script to return to', { ...SESSION, paymentRedirectUrl: 'javascript:alert(1)' }, /^paymentRedirectUrl must be an absolute address/],
    [
      'an address that is too long',
      { ...SESSION, paymentRedirectUrl: `https://shop.example/${'x'.repeat(2048)}` },
      /^paymentRedirectUrl must be/,
    ],
    ['an app to notify', { ...SESSION, paymentNotifyUrl: 'myshop://notify' }, /^paymentNotifyUrl must be an absolute http or https/],
    ['an agreement without a state', { ...AGREEMENT, agreementInfo: {} }, /^agreementInfo\.authState is missing/],
    ['no agreement', { ...AGREEMENT, agreementInfo: undefined }, /^agreementInfo is missing/],
    ['a state that is too long', { ...AGREEMENT, agreementInfo: { authState: 'a'.repeat(257) } }, /^agreementInfo\.authState must be/],
    ['EasyPay without an amount', { ...EASY, paymentAmount: undefined }, /^paymentAmount is missing/],
  ])('%s', async (_what, request, says) => {
    const faults = await faultsOf(request);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(says);
  });

  it.each<[unknown, unknown, string]>([
    [12800, 'HKD', 'HKD has 2 digits after the point, so HKD 12800 is "1280000"'],
    ['128.00', 'HKD', 'so HKD 128.00 is "12800"'],
    [128.5, 'USD', 'so USD 128.5 is "12850"'],
    ['1000.00', 'JPY', 'JPY has none, so JPY 1000.00 is "1000"'],
    ['12800.5', 'KRW', 'KRW has none.'],
    [1000, 'KRW', 'KRW has none, so KRW 1000 is "1000"'],
    ['1.234', 'KWD', 'KWD has 3 digits after the point, so KWD 1.234 is "1234"'],
    ['0', 'HKD', 'above zero'],
    ['-5', 'HKD', 'above zero'],
    ['0128', 'HKD', 'so HKD 0128 is "12800"'],
    ['1e3', 'HKD', 'HKD has 2 digits after the point.'],
    ['１００', 'HKD', 'HKD has 2'],
    ['1'.repeat(17), 'HKD', '1 to 16 digits'],
    [undefined, 'HKD', 'HKD has 2'],
    [{ toString: () => '5' }, 'HKD', 'HKD has 2'],
  ])('the amount %j of %s', async (value, currency, says) => {
    const faults = await faultsOf(amount(value, currency));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^paymentAmount\.value must be a string of 1 to 16 digits, above zero, in the currency's minor unit/);
    expect(faults[0]).toContain(says);
  });

  it.each([undefined, 'hkd', 'HK$', 'HKDD', 344])('the currency %j', async (currency) => {
    expect(await faultsOf(amount('100', currency ?? null))).toEqual([
      'paymentAmount.currency must be an ISO 4217 code of three capitals, such as HKD.',
    ]);
  });

  it('all faults at once, in one message', async () => {
    const { antom } = world();
    const { faults, message } = await rejection(
      antom.createPaymentSession({ ...amount('1.5', 1), order: { orderAmount: {} } } as unknown as CreatePaymentSessionRequest),
    );
    expect(faults.length).toBeGreaterThan(5);
    expect(message).toBe(`The request of payments/createPaymentSession was not sent. ${faults.join(' ')}`);
  });
});

describe('what is checked is what is sent', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'x'],
    ['a list', []],
    ['a function', () => undefined],
    ['what says that it is nothing', { toJSON: () => undefined }],
  ])('%s is no request', async (_what, request) => {
    const { antom } = world();
    expect(await codeOf(antom.call('payments/pay', request as object))).toBe('invalid-request');
  });

  it('a BigInt, or a circle, is no request', async () => {
    const { antom, sent } = world();
    const circle: Json = {};
    circle['self'] = circle;
    expect(await codeOf(antom.call('payments/pay', { value: 1n }))).toBe('invalid-request');
    expect(await codeOf(antom.call('payments/pay', circle))).toBe('invalid-request');
    expect(sent).toEqual([]);
  });

  it('members of a prototype are neither', async () => {
    expect(await faultsOf(Object.create(SESSION))).toContain('paymentRequestId is missing.');
  });

  it('a getter is asked once', async () => {
    let asked = 0;
    const request = {
      ...SESSION,
      get paymentAmount() {
        asked += 1;
        return { currency: 'HKD', value: asked === 1 ? '100' : '1' };
      },
    };
    const { antom, sent, answers } = world();
    answers({ result: S });
    await antom.createPaymentSession(request);
    expect(JSON.parse(sent[0]!.init.body)).toMatchObject({ paymentAmount: { value: '100' } });
  });
});

describe('other calls', () => {
  const faults = async (api: string, request: object): Promise<readonly string[]> =>
    (await rejection(world().antom.call(api, request))).faults;

  it('of inquiryPayment and cancel name exactly one payment', async () => {
    for (const request of [{}, { paymentId: 'a', paymentRequestId: 'b' }])
      for (const api of ['payments/cancel', 'payments/inquiryPayment'])
        expect(await faults(api, request)).toEqual(['Exactly one of paymentRequestId and paymentId must be given.']);
    expect(await faults('payments/cancel', { paymentId: '' })).toEqual(['paymentId must be a string of 1 to 64 characters.']);
  });

  it('of refund name their ids and their amount', async () => {
    expect(await faults('payments/refund', {})).toEqual([
      'refundRequestId is missing.',
      'paymentId is missing.',
      'refundAmount is missing.',
    ]);
    const refund = { refundRequestId: 'r', paymentId: 'p', refundAmount: { currency: 'HKD', value: '1' } };
    expect(
      await faults('payments/refund', { ...refund, refundReason: '退款', refundNotifyUrl: 'x', referenceRefundId: LONG }),
    ).toHaveLength(3);
  });

  it('of createVaultingSession name their ids', async () => {
    const { antom } = world();
    expect(
      (await rejection(antom.createVaultingSession({ redirectUrl: 'data:x' } as unknown as CreateVaultingSessionRequest))).faults,
    ).toEqual([
      'paymentMethodType is missing.',
      'vaultingRequestId is missing.',
      'redirectUrl must be an absolute address of at most 2048 characters.',
    ]);
  });

  it('of a session by call() are not checked: a product may be newer than this library', async () => {
    const { antom, answers } = world();
    answers({ result: S });
    expect(await antom.call('payments/createPaymentSession', { productCode: 'NEW' })).toEqual({ result: S });
  });
});

describe('minor units', () => {
  it('are as many as Intl has for every currency that is in use', () => {
    // Intl follows what people use, ISO 4217 what banks do: they differ where the smallest coin is long gone, and Antom follows ISO 4217.
    const currencies = [
      'AUD',
      'BHD',
      'BRL',
      'CHF',
      'CLP',
      'CNY',
      'EUR',
      'GBP',
      'HKD',
      'INR',
      'JPY',
      'KRW',
      'KWD',
      'MXN',
      'MYR',
      'PHP',
      'SGD',
      'THB',
      'TWD',
      'USD',
      'VND',
    ];
    for (const currency of currencies)
      expect([currency, minorDigits(currency)]).toEqual([
        currency,
        new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits,
      ]);
  });

  it('lose nothing, and are none where something would be lost', () => {
    expect([minorUnits('HKD', '1.50'), minorUnits('HKD', '1.5000'), minorUnits('HKD', '1.')]).toEqual(['150', '150', '100']);
    expect([minorUnits('HKD', '1.505'), minorUnits('HKD', '0.00'), minorUnits('HKD', ''), minorUnits('constructor', '1')]).toEqual([
      null,
      null,
      null,
      '100',
    ]);
  });
});
