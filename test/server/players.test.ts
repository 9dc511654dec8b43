/** The local pages that play Antom's apps: where they are, and what they make of a card and of the gateway's answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, showNumber } from '../../demo/players/cards.ts';
import type { Typed } from '../../demo/players/cards.ts';
import { dataFromAddress } from '../../demo/players/session-data.ts';
import { translator } from '../../demo/players/texts.ts';
import { eventOf, mayTryAgain, readAnswer, replyOf } from '../../demo/players/told.ts';
import { startDemo } from '../../demo/server/app.ts';
import type { Demo } from '../../demo/server/app.ts';
import { PRODUCTS, TEST_CARDS, VAULTING } from '../../demo/shared/products.ts';
import type { Outcome } from '../../demo/shared/products.ts';
import type { Json } from './support/gateway.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
}, 30_000);
afterAll(() => demo.close());

describe('the pages', () => {
  const paths = [...Object.values(PRODUCTS).map(({ player }) => player), VAULTING.player, '/players/challenge/'].filter(
    (path) => path !== null,
  );

  it.each([...new Set(paths)])('%s is there on both loopback names, and finds its script', async (path) => {
    for (const origin of [demo.url, demo.cashierOrigin]) {
      const html = await (await fetch(`${origin}${path}`)).text();
      const script = /<script type="module" src="([^"]+)"/.exec(html)![1]!;
      const response = await fetch(new URL(script, `${origin}${path}`));
      expect(response.headers.get('content-type')).toContain('javascript');
    }
  });

  it('know which they are', async () => {
    for (const name of ['card', 'element', 'checkout-page', 'easypay', 'autodebit', 'challenge'])
      expect(await (await fetch(`${demo.url}/players/${name}/`)).text()).toContain(`data-player="${name}"`);
    expect((await fetch(`${demo.url}/players/other/`)).status).toBe(404);
    const { url } = await fetch(`${demo.url}/players/card?jump=0`);
    expect(url).toBe(`${demo.url}/players/card/?jump=0`);
  });

  it('AutoDebit is also where AMSAutoDebit looks in an environment that it does not know', async () => {
    const response = await fetch(`${demo.url}/undefined/AUTO_DEBIT_WALLET/1.0/index.1.47.2.html?instanceId=x`);
    expect(await response.text()).toContain('data-player="autodebit"');
  });

  it('speak both languages', () => {
    expect(translator('en')('pay', { amount: 'HKD 1.00' })).toBe('Pay HKD 1.00');
    expect(translator('zh')('pay', { amount: 'HKD 1.00' })).toBe('支付 HKD 1.00');
  });
});

describe('a card that was typed', () => {
  const NOW = new Date(2026, 5, 15);
  const good: Typed = { number: '4111 1111 1111 1111', expiry: '06/26', cvc: '123', name: 'Ann Buyer' };

  it('is good until the end of its month', () => {
    expect(check(good, NOW)).toEqual({ card: { number: '4111111111111111', month: '06', year: '26' } });
    expect(check({ ...good, expiry: '05 / 26' }, NOW)).toEqual({ wrong: ['expiry'] });
  });

  it.each<[Partial<Typed>, string[]]>([
    [{ number: '4111 1111 1111 1112' }, ['number']],
    [{ number: '4111 1111' }, ['number']],
    [{ number: '4111x111111111111' }, ['number']],
    [{ expiry: '13/30' }, ['expiry']],
    [{ expiry: '1/30' }, ['expiry']],
    [{ cvc: '12' }, ['cvc']],
    [{ cvc: 'abc' }, ['cvc']],
    [{ name: ' ' }, ['name']],
    [{ number: '', expiry: '', cvc: '', name: '' }, ['number', 'expiry', 'cvc', 'name']],
  ])('with %j is wrong in %j', (change, wrong) => {
    expect(check({ ...good, ...change }, NOW)).toEqual({ wrong });
  });

  it('is shown in groups of four', () => {
    expect(showNumber('5555555555554444')).toBe('5555 5555 5555 4444');
  });

  it('may be each of the test cards', () => {
    for (const { number } of TEST_CARDS) expect(check({ ...good, number }, NOW)).toHaveProperty('card.number', number);
  });
});

describe("the gateway's answer", () => {
  /** As it comes from a gateway that was asked. */
  async function answerTo(outcome: Outcome, confirm?: boolean): Promise<unknown> {
    const send = async (path: string, body: Json): Promise<Json> =>
      (await (await fetch(`${demo.url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json()) as Json;
    const { paymentSessionId } = await send('/api/payment-sessions', { product: 'element', outcome });
    const first = await send('/ams/demo/report', { paymentSessionId, event: 'pay' });
    return confirm === undefined ? first : send('/ams/demo/report', { paymentSessionId, event: 'confirm', passed: confirm });
  }
  const code = (name: string): unknown => expect.objectContaining({ code: name });

  it.each<[Outcome, string, string | undefined, unknown, boolean]>([
    ['paid', 'SDK_PAYMENT_SUCCESSFUL', 'SUCCESS', { status: 'SUCCESS' }, false],
    ['later', 'SDK_PAYMENT_PROCESSING', 'PAYMENT_IN_PROCESS', { status: 'PROCESSING' }, false],
    ['days', 'SDK_PAYMENT_PROCESSING', 'PAYMENT_IN_PROCESS', { status: 'PENDING' }, false],
    ['unknown', 'SDK_PAYMENT_ERROR', 'UNKNOWN_EXCEPTION', { status: 'FAIL', error: code('UNKNOWN_EXCEPTION') }, false],
    [
      'declined',
      'SDK_PAYMENT_FAIL',
      'USER_BALANCE_NOT_ENOUGH',
      {
        status: 'FAIL',
        error: { code: 'USER_BALANCE_NOT_ENOUGH', message: 'USER_BALANCE_NOT_ENOUGH (demo)', needChangeSessionForRetry: false },
      },
      true,
    ],
    [
      'new-session',
      'SDK_PAYMENT_FAIL',
      'ORDER_IS_CLOSED',
      { status: 'FAIL', error: { code: 'ORDER_IS_CLOSED', message: 'ORDER_IS_CLOSED (demo)', needChangeSessionForRetry: true } },
      false,
    ],
  ])('to %s is told as %s with %s, and by the Payment Element as a status', async (outcome, name, resultCode, reply, again) => {
    const told = readAnswer(await answerTo(outcome));
    expect(eventOf(told)).toMatchObject({ code: name, result: { paymentResultCode: resultCode } });
    expect(replyOf(told)).toEqual(reply);
    expect(mayTryAgain(told)).toBe(again);
  });

  it('that asks for a further step is told only when that is over', async () => {
    const told = readAnswer(await answerTo('challenge'));
    expect([eventOf(told), replyOf(told)]).toEqual([null, null]);
    expect(replyOf(readAnswer(await answerTo('challenge', true)))).toEqual({ status: 'SUCCESS' });
    expect(readAnswer(await answerTo('challenge', false))).toEqual({
      kind: 'declined',
      resultCode: 'USER_PAYMENT_VERIFICATION_FAILED',
      needsNewSession: false,
    });
    expect(replyOf({ kind: 'step-refused', resultCode: 'X' })).toMatchObject({ status: 'FAIL', userCanceled3D: true });
  });

  it.each([undefined, null, [], 'text', {}, { result: { resultStatus: 'S' } }])(
    'that is none, %j, is an attempt that may be made again',
    (answer) => {
      const told = readAnswer(answer);
      expect(eventOf(told)).toMatchObject({ code: 'SDK_SUBMIT_NETWORK_ERROR', result: {} });
      expect(replyOf(told)).toMatchObject({ status: 'FAIL', error: { code: 'SUBMIT_PAYMENT_TIMEOUT' } });
      expect(mayTryAgain(told)).toBe(true);
    },
  );

  it('to an order that is over is a failure that needs a new session', async () => {
    const { paymentSessionId } = (await (
      await fetch(`${demo.url}/api/payment-sessions`, { method: 'POST', body: JSON.stringify({ product: 'card' }) })
    ).json()) as Json;
    const again = async (): Promise<unknown> =>
      (await fetch(`${demo.url}/ams/demo/report`, { method: 'POST', body: JSON.stringify({ paymentSessionId, event: 'pay' }) })).json();
    await again();
    expect(readAnswer(await again())).toEqual({ kind: 'declined', resultCode: 'ORDER_IS_CLOSED', needsNewSession: true });
  });
});

describe('the session in the address of the Checkout Page', () => {
  it('is read as the SDK puts it there', async () => {
    const response = await fetch(`${demo.url}/api/payment-sessions`, { method: 'POST', body: JSON.stringify({ product: 'checkoutPage' }) });
    const { paymentSessionData, paymentSessionId } = (await response.json()) as Json;
    const query = new URLSearchParams({ sessionData: String(paymentSessionData), lang: 'en_US', mode: 'embed' });
    expect(dataFromAddress(`?${query.toString()}`)).toMatchObject({
      sessionResult: {
        paymentSessionConfig: { productScene: 'CHECKOUT_PAYMENT' },
        demo: { paymentSessionId, merchant: { zh: '灯笼咖啡' } },
      },
    });
  });

  it.each([
    '',
    '?sessionData=',
    '?sessionData=a%26%26b%26%26c',
    '?sessionData=a%26%26b%26%26c%26%26%25',
    '?sessionData=a%26%26b%26%26c%26%26e30e',
  ])('is none in %j', (search) => {
    expect(dataFromAddress(search)).toBeUndefined();
  });
});
