/** A callback that answers with the Response itself. */
import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { readAnswer } from '../../../src/core/response';
import { errorOf, flush, openShop, outcomeOf, rejectionOf, uniqueSession } from '../../support/shop';
import { inquiryOf } from '../../support/server';
import { makeSessionData } from '../../support/sessions';

const json = (body: unknown, init?: ResponseInit): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' }, ...init });
const html = (body: string, status = 200): Response =>
  new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
const answer = (response: Response): Promise<unknown> => Promise.resolve(readAnswer(response));

describe('readAnswer', () => {
  it.each([
    ['an object', { paymentSessionData: 'x' }],
    ['a string', 'x'],
    ['undefined', undefined],
    ['null', null],
    ['something like half a Response', { ok: true, status: 200 }],
  ])('leaves %s as it is', (_what, value) => {
    expect(readAnswer(value)).toBe(value);
  });

  it('reads a Response as JSON', async () => {
    expect(await answer(json({ a: 1 }))).toEqual({ a: 1 });
    expect(await answer(json('text'))).toBe('text');
  });

  it("takes anything of that shape for one: another frame's, or a library's", async () => {
    const like = { ok: true, status: 200, headers: { get: () => null }, text: () => Promise.resolve('[1]') };
    expect(await answer(like as unknown as Response)).toEqual([1]);
  });

  it('a status other than 2xx is session-request-failed with status, content type and the text without markup', async () => {
    const page =
      '<!doctype html><html><head><style>b{}</style><script>secret()</script></head><body><h1>502</h1>\n <p>Bad   gateway</p></body></html>';
    expect(await rejectionOf(answer(html(page, 502)))).toMatchObject({
      code: 'session-request-failed',
      message: expect.stringContaining('502 Bad gateway') as unknown,
      details: { status: 502, contentType: 'text/html; charset=utf-8', body: '502 Bad gateway' },
    });
  });

  it('one that names no content type is told as it is', async () => {
    const like = { ok: false, status: 500, headers: { get: () => null }, text: () => Promise.resolve('down') };
    expect(await rejectionOf(answer(like as unknown as Response))).toMatchObject({
      code: 'session-request-failed',
      details: { status: 500, contentType: '', body: 'down' },
    });
  });

  it('so is status 200 without JSON', async () => {
    expect(await rejectionOf(answer(html('<p>Please sign in</p>')))).toMatchObject({
      code: 'session-request-failed',
      details: { status: 200, body: 'Please sign in' },
    });
    expect(await rejectionOf(answer(new Response('')))).toMatchObject({
      code: 'session-request-failed',
      details: { status: 200, body: '' },
    });
  });

  it("names what Antom said, where the server passes it on with an error's status", async () => {
    const refused = json(
      { result: { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL', resultMessage: 'illegal parameters' } },
      { status: 400 },
    );
    expect(await rejectionOf(answer(refused))).toMatchObject({
      message: expect.stringContaining('400: illegal parameters') as unknown,
      details: { status: 400, resultCode: 'PARAM_ILLEGAL', resultMessage: 'illegal parameters' },
    });
  });

  it('keeps 200 characters of the body, and no session data', async () => {
    const body = `${makeSessionData()} ${'so long '.repeat(100)}`;
    const { details } = (await rejectionOf(answer(html(body, 500)))) as { details: { body: string } };
    expect(details.body.length).toBeLessThanOrEqual(200);
    expect(details.body).toMatch(/^\[session data\] so long/);
  });
});

describe('in the controller', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('createPaymentSession may return the Response: the session opens', async () => {
    const shop = openShop({ createPaymentSession: () => Promise.resolve(json(uniqueSession())) });
    const { result } = await shop.open();
    shop.sdk.cashier().post({ code: 'SDK_PAYMENT_SUCCESSFUL' });
    await flush();
    expect((await outcomeOf(result)).status).toBe('succeeded');
    shop.checkout.unmount();
    await vi.advanceTimersByTimeAsync(1_000);
  });

  it('a 400 is session-request-failed, which points at the server', async () => {
    const shop = openShop({ createPaymentSession: () => Promise.resolve(json({ message: 'no such cart' }, { status: 400 })) });
    const result = shop.checkout.pay();
    await vi.advanceTimersByTimeAsync(10);
    expect(await errorOf(result)).toMatchObject({
      error: { code: 'session-request-failed', message: expect.stringContaining('400: no such cart') as unknown, details: { status: 400 } },
    });
  });

  it('a body that was read already is session-request-failed', async () => {
    const used = json(uniqueSession());
    await used.text();
    const shop = openShop({ createPaymentSession: () => Promise.resolve(used) });
    const result = shop.checkout.pay();
    await vi.advanceTimersByTimeAsync(10);
    expect(await errorOf(result)).toMatchObject({ error: { code: 'session-request-failed' } });
  });

  it('inquiryPayment may return the Response; what is not JSON or not ok is no answer', async () => {
    const answers = [
      html('<p>down</p>', 503),
      html('<p>sign in</p>'),
      json({ ...inquiryOf('SUCCESS') }, { status: 500 }),
      json(inquiryOf('SUCCESS')),
    ];
    const shop = openShop({ inquiryPayment: () => Promise.resolve(answers.shift() as Response) });
    const { result, cashier } = await shop.open();
    cashier.post({ code: 'SDK_PAYMENT_SUCCESSFUL' });
    await vi.advanceTimersByTimeAsync(4_010);
    expect(answers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_010);
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    shop.checkout.unmount();
    await vi.advanceTimersByTimeAsync(1_000);
  });
});
