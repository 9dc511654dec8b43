/** diagnose() on a page of jsdom: it prints nothing, sends nothing without `probe`, and survives what pages do. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CheckoutController, fromCdn, type CheckoutOptions } from 'antom-checkout-controller';
import { brokenSession, fakeAntom, paymentSession } from '../../../src/testing/index';
import type { Environment } from '../../../src/core/environment';
import { diagnose as given, judge } from '../../../src/doctor/diagnose';
import { UNKNOWN } from '../../../src/doctor/facts/facts';
import { createTimeline, type Diagnosis, type DiagnoseOptions } from '../../../src/doctor/index';
import { forget } from '../../../src/doctor/journal';
import { seen } from '../../../src/doctor/seen';
import { testEnvironment } from '../../support/environment';

const antom = fakeAntom();
// The second argument is not in the public types.
const diagnose: (options?: DiagnoseOptions, env?: Environment | null) => Promise<Diagnosis> = given;
const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  // Which a page may well have: jsdom has none of its own.
  window.fetch = fetched;
  fetched.mockReset();
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(async () => {
  vi.useRealTimers();
  await antom.reset();
  forget();
  seen.refusals.length = 0;
  document.body.innerHTML = '';
  for (const one of printed) expect(one).not.toHaveBeenCalled();
});

const make = (options: Partial<CheckoutOptions> = {}): CheckoutController => new CheckoutController({ ...antom.options, ...options });
const ids = ({ findings }: Diagnosis): string[] => findings.map(({ id }) => id);
/** Of jsdom's own windows, whose functions are not native ones. */
const withoutInfo = (diagnosis: Diagnosis): string[] => ids(diagnosis).filter((id) => id !== 'D113');

describe('a diagnosis', () => {
  it('of a page on which payments work has nothing fatal, and asks nobody', async () => {
    document.body.innerHTML = '<button id="pay">Pay</button><div id="card"></div>';
    const checkout = make();
    checkout.bind('#pay');
    const diagnosis = await diagnose({ checkout, session: paymentSession(), trigger: '#pay', container: '#card' });
    expect(withoutInfo(diagnosis)).toEqual([]);
    expect(diagnosis).toMatchObject({
      ok: true,
      stage: null,
      facts: { probed: false, trigger: 'works', container: 'works', sdkFake: true, localHost: true },
    });
    expect(String(diagnosis)).toMatch(/^Nothing fatal was found\./);
    expect(fetched).not.toHaveBeenCalled();
  });

  it('of a page without anything of ours works too', async () => {
    expect(withoutInfo(await diagnose())).toEqual([]);
  });

  it('says what is wrong first, with what to do', async () => {
    const diagnosis = await diagnose({ session: brokenSession('html'), trigger: '#nowhere' });
    expect(diagnosis).toMatchObject({ ok: false, stage: 'page' });
    expect(withoutInfo(diagnosis)).toEqual(['D120', 'D303', 'D401']);
    expect(String(await diagnose({ session: brokenSession('html') }))).toMatch(
      /^A payment fails here, at the stage "session"\.\n\nD303 fatal: The session is HTML\n {2}Seen: .*\n {2}To do: .*\n {2}See docs\/troubleshooting\.md#d303/,
    );
  });

  it('takes a session as `fetch` gives it, and one that cannot be read as what it is', async () => {
    const json = (body: unknown): Response => new Response(JSON.stringify(body));
    expect(withoutInfo(await diagnose({ session: json(paymentSession()) }))).toEqual([]);
    expect(withoutInfo(await diagnose({ session: json({ paymentSessionData: '' }) }))).toEqual(['D302']);
    expect(withoutInfo(await diagnose({ session: new Response('no', { status: 500 }) }))).toEqual(['D301']);
  });

  it('outside of a browser is that', async () => {
    expect(await diagnose({}, null)).toMatchObject({ ok: false, stage: 'page', findings: [{ id: 'D101' }] });
  });

  it('of a page that lets nothing be read has no finding but that', async () => {
    const throwing = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    );
    const closed: Environment = { ...testEnvironment(), window: throwing as Environment['window'], document: throwing as Document };
    const diagnosis = await diagnose(
      { trigger: '#pay', container: '#card', session: throwing as never, checkout: throwing as never },
      closed,
    );
    expect(diagnosis.ok).toBe(false);
    expect(withoutInfo(diagnosis)).toEqual(['D106', 'D301', 'D108']);
  });

  it('has nothing of a session in it', async () => {
    const session = paymentSession({ product: 'vaulting' });
    const checkout = make();
    await checkout.pay({ session });
    const diagnosis = await diagnose({ checkout, session });
    expect(withoutInfo(diagnosis)).toEqual(['D313']);
    const text = JSON.stringify(diagnosis) + String(diagnosis);
    for (const part of session.paymentSessionData.split('&&')) if (part.length > 5) expect(text).not.toContain(part);
  });

  it('knows by a timeline what failed in the background', async () => {
    const timeline = createTimeline();
    antom.faults.sdk('sdk-offline');
    const checkout = make({ logger: timeline.logger });
    await checkout.prepare().catch(() => undefined);
    expect((await diagnose({ checkout })).facts).toMatchObject({ lastCode: 'sdk-offline' });
  });

  it('does not blame a load that failed where the SDK has come all the same', async () => {
    const timeline = createTimeline();
    antom.faults.sdk('sdk-offline');
    const checkout = make({ logger: timeline.logger });
    await checkout.prepare().catch(() => undefined);
    Object.assign(window, { AMSCashierPayment: vi.fn() });
    expect((await diagnose({ checkout })).facts['lastCode']).toBeNull();
    Reflect.deleteProperty(window, 'AMSCashierPayment');
  });

  it.each([
    ['isolated', 'the page is cross-origin isolated', true, []],
    [
      'not isolated, and a frame was refused',
      'https://ac.alipay.com/app was refused',
      false,
      [{ directive: 'coep', blocked: 'https://ac.alipay.com/app' }],
    ],
    ['not isolated, and something was refused that has no address', null, false, [{ directive: 'coep', blocked: 'undefined' }]],
  ])('of a page that is %s', async (_what, evidence, isolated, refusals) => {
    seen.refusals.push(...refusals);
    Object.defineProperty(window, 'crossOriginIsolated', { value: isolated, configurable: true });
    const { facts } = await diagnose();
    Reflect.deleteProperty(window, 'crossOriginIsolated');
    expect(facts['embedderPolicy']).toBe(evidence);
  });

  it('leaves out a finding whose evidence throws', () => {
    expect(
      judge(
        new Proxy(UNKNOWN, {
          get: (facts, name) => {
            if (name === 'sessionFaults') throw new Error('no');
            return facts[name as keyof typeof facts];
          },
          ownKeys: () => [],
        }),
      ).findings,
    ).toEqual([]);
  });
});

describe('with probe', () => {
  const answer = (headers: Record<string, string> = {}, more: Partial<Response> = {}): Response =>
    ({ ok: true, status: 200, headers: new Headers(headers), ...more }) as Response;
  const here = location.href;
  /** What each address answers; the rest answers with nothing wrong. */
  const answering = (answers: Record<string, (method: string, mode: string | undefined) => Promise<Response> | Response>): void => {
    fetched.mockImplementation((input, init) => {
      const url = input as string;
      const found = Object.entries(answers).find(([start]) => url.startsWith(start));
      return Promise.resolve(found ? found[1](init?.method ?? '', init?.mode) : answer());
    });
  };
  const refuse = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));

  it('asks the page’s own server, the SDK’s hosts and the merchant’s endpoints', async () => {
    answering({});
    const sessions: object[] = [];
    const asked: string[] = [];
    const checkout = make({
      sdk: fromCdn(),
      createPaymentSession: (context) => {
        sessions.push(context);
        return Promise.resolve(paymentSession({ paymentRequestId: 'p1' }));
      },
      inquiryPayment: ({ paymentRequestId }) => {
        asked.push(paymentRequestId);
        return Promise.resolve({ result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' } });
      },
    });
    const diagnosis = await diagnose({ checkout, probe: true });
    expect(withoutInfo(diagnosis)).toEqual([]);
    expect(diagnosis.facts).toMatchObject({
      probed: true,
      ownServer: 'answers',
      sdkHost: 'answers',
      cashierHost: 'answers',
      apiHost: 'answers',
      inquiry: '',
      cspScript: '',
      sessionProduct: 'cashier',
      clockOff: null,
    });
    expect(sessions).toHaveLength(1);
    expect(asked).toEqual(['p1']);
    expect(fetched.mock.calls.map(([url, init]) => `${init?.method ?? ''} ${url as string}`).sort()).toEqual(
      [
        `HEAD ${here}`,
        'HEAD https://ac.alipay.com/',
        'HEAD https://imgs-sea-global.alipay.com/',
        'HEAD https://sdk.marmot-cloud.com/package/ams-checkout/1.47.2/dist/umd/ams-checkout.min.js',
      ].sort(),
    );
  });

  it('does not ask for the SDK where it comes from a module', async () => {
    answering({});
    expect((await diagnose({ checkout: make({ prepare: 'manual' }), session: paymentSession(), probe: true })).facts['sdkHost']).toBeNull();
  });

  it('reads the page’s own headers', async () => {
    const date = new Date(Date.now() - 600_000).toUTCString();
    answering({
      [here]: () =>
        answer({
          date,
          age: '60',
          'content-security-policy': "frame-src 'self'",
          'cross-origin-embedder-policy': 'require-corp; report-to="x"',
        }),
    });
    const diagnosis = await diagnose({ probe: true });
    expect(diagnosis.facts['embedderPolicy']).toBe('the header says require-corp; report-to="x"');
    expect(Number(diagnosis.facts['clockOff'])).toBeGreaterThan(500_000);
    expect(withoutInfo(diagnosis)).toEqual(['D109', 'D407', 'D507']);
  });

  it('asks by GET where HEAD is not answered', async () => {
    answering({
      [here]: (method) =>
        method === 'HEAD'
          ? answer({}, { ok: false, status: 405 })
          : answer({ 'cross-origin-embedder-policy': 'unsafe-none', age: 'x', date: new Date().toUTCString() }),
    });
    expect((await diagnose({ probe: true })).facts).toMatchObject({ ownServer: 'answers', embedderPolicy: '', clockOff: null });
  });

  it('calls createPaymentSession for the order that it is given', async () => {
    answering({});
    const orders: unknown[] = [];
    const checkout = make({
      createPaymentSession: ({ order }) => {
        orders.push(order);
        return Promise.resolve(paymentSession({ paymentRequestId: 'p1' }));
      },
    });
    await diagnose({ checkout, probe: true });
    await diagnose({ checkout, probe: true, order: 'cart1:100' });
    expect(orders).toEqual([undefined, 'cart1:100']);
  });

  it('knows a script by GET where HEAD is not answered, and an error by either', async () => {
    const html = { 'content-type': 'text/html' };
    const sdk = (get: Response): void => {
      answering({
        'https://sdk.marmot-cloud.com': (method) => (method === 'HEAD' ? answer(html, { ok: false, status: 405 }) : get),
      });
    };
    sdk(answer({ 'content-type': 'text/javascript' }));
    expect((await diagnose({ probe: true })).facts['sdkHost']).toBe('answers');
    sdk(answer(html, { ok: false, status: 404 }));
    const diagnosis = await diagnose({ probe: true });
    expect(diagnosis.facts['sdkHost']).toBe('error');
    expect(withoutInfo(diagnosis)).toEqual(['D204']);
  });

  it('knows a host by any answer, and the SDK’s address by what it answers', async () => {
    answering({
      'https://ac.alipay.com': (_method, mode) => (mode === 'cors' ? refuse() : answer()),
      'https://sdk.marmot-cloud.com': () => answer({ 'content-type': 'text/html; charset=utf-8' }),
    });
    const diagnosis = await diagnose({ probe: true });
    expect(diagnosis.facts).toMatchObject({ cashierHost: 'answers', sdkHost: 'html' });
    expect(withoutInfo(diagnosis)).toEqual(['D206']);
  });

  it.each([
    ['a content blocker', 'https://sdk.marmot-cloud.com', ['D203']],
    ['an API that is not reached', 'https://imgs-sea-global.alipay.com', ['D423']],
    ['a page that is offline', here, ['D118']],
  ])('finds %s', async (_what, url, expected) => {
    answering({ [url]: refuse });
    expect(withoutInfo(await diagnose({ probe: true }))).toEqual(expected);
  });

  it('does not take a policy that refuses the question for a host that is silent', async () => {
    seen.refusals.push(
      { directive: 'connect-src', blocked: 'https://ac.alipay.com/' },
      { directive: 'connect-src', blocked: 'https://sdk.marmot-cloud.com' },
    );
    answering({ 'https://ac.alipay.com': refuse, 'https://sdk.marmot-cloud.com': refuse });
    const diagnosis = await diagnose({ probe: true });
    expect(diagnosis.facts).toMatchObject({ cashierHost: null, sdkHost: null });
    expect(withoutInfo(diagnosis)).toEqual([]);
  });

  it('gives up a host that does not answer in 8 s', async () => {
    answering({ 'https://ac.alipay.com': () => new Promise(() => undefined) });
    const diagnosis = diagnose({ probe: true });
    await vi.advanceTimersByTimeAsync(8100);
    expect((await diagnosis).facts['cashierHost']).toBe('silent');
  });

  it.each([true, false])('ends with its signal, and has what is known by then (aborted before: %s)', async (before) => {
    answering({ [here]: () => new Promise(() => undefined), 'https:': () => new Promise(() => undefined) });
    const abort = new AbortController();
    if (before) abort.abort();
    const checkout = make({ createPaymentSession: () => new Promise(() => undefined) });
    const diagnosis = diagnose({ checkout, probe: true, signal: abort.signal });
    abort.abort();
    const { facts, findings } = await diagnosis;
    expect(facts).toMatchObject({ probed: true, ownServer: null, cashierHost: null, sessionFaults: null });
    expect(findings.filter(({ id }) => id !== 'D113')).toEqual([]);
  });

  it.each<[string, () => unknown, string[]]>([
    ['nothing', () => Promise.resolve(null), ['D301']],
    ['another thing', () => Promise.resolve({ message: 'ok' }), ['D301']],
    ['a page', () => Promise.resolve('<!doctype html>'), ['D303']],
    ['an error', () => Promise.reject(new Error('HTTP 500')), ['D316']],
    [
      'an exception',
      () => {
        throw new Error('not yet');
      },
      ['D316'],
    ],
    ['what Antom refused', () => Promise.resolve({ result: { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL' } }), ['D316']],
    [
      'a Response with an error page',
      () =>
        Promise.resolve(
          answer(
            { 'content-type': 'text/html' },
            { ok: false, status: 502, redirected: true, text: () => Promise.resolve('<p>Bad gateway') },
          ),
        ),
      ['D316', 'D319'],
    ],
    ['what Antom refused without a word', () => Promise.resolve({ result: { resultStatus: 'F' } }), ['D316']],
    [
      'a Response without a content type',
      () => Promise.resolve(answer({}, { redirected: false, text: () => Promise.resolve(JSON.stringify(paymentSession())) })),
      ['D320'],
    ],
    [
      'a Response with a session',
      () =>
        Promise.resolve(
          answer(
            { 'content-type': 'application/json' },
            { redirected: false, text: () => Promise.resolve(JSON.stringify(paymentSession())) },
          ),
        ),
      [],
    ],
  ])('judges a session endpoint that answers with %s', async (_what, createPaymentSession, expected) => {
    answering({});
    const checkout = make({ createPaymentSession: createPaymentSession as NonNullable<CheckoutOptions['createPaymentSession']> });
    expect(withoutInfo(await diagnose({ checkout, probe: true }))).toEqual(expected);
  });

  it('gives up a session endpoint that does not answer in 30 s', async () => {
    answering({});
    const diagnosis = diagnose({ checkout: make({ createPaymentSession: () => new Promise(() => undefined) }), probe: true });
    await vi.advanceTimersByTimeAsync(30_100);
    expect(withoutInfo(await diagnosis)).toEqual(['D317']);
  });

  it.each<[string, () => Promise<unknown>, string[]]>([
    ['as it should', () => Promise.resolve({ paymentStatus: 'PROCESSING', result: { resultStatus: 'S' }, paymentRequestId: 'p1' }), []],
    ['about another payment', () => Promise.resolve({ paymentStatus: 'SUCCESS', paymentRequestId: 'p2' }), ['D502']],
    ['with only result', () => Promise.resolve({ result: { resultStatus: 'S', resultCode: 'SUCCESS' } }), ['D503']],
    ['with nothing', () => Promise.resolve(null), ['D504']],
    ['with neither', () => Promise.resolve({}), ['D504']],
    ['with a failed call', () => Promise.resolve({ result: { resultStatus: 'F', resultCode: 'ACCESS_DENIED' } }), ['D504']],
    ['with a status of its own', () => Promise.resolve({ paymentStatus: 'PAID' }), ['D504']],
    ['with an error', () => Promise.reject(new Error('HTTP 503')), ['D504']],
  ])('judges an inquiry that answers %s', async (_what, inquiryPayment, expected) => {
    answering({});
    const checkout = make({ inquiryPayment: inquiryPayment as NonNullable<CheckoutOptions['inquiryPayment']> });
    const diagnosis = await diagnose({ checkout, session: paymentSession({ paymentRequestId: 'p1' }), probe: true });
    expect(withoutInfo(diagnosis)).toEqual(expected);
  });

  it.each([false, true])('gives up an inquiry that does not answer, and blames nobody where it was ended itself: %s', async (ended) => {
    answering({});
    const abort = new AbortController();
    const checkout = make({
      inquiryPayment: () => {
        if (ended) abort.abort();
        return new Promise(() => undefined);
      },
    });
    const diagnosis = diagnose({ checkout, session: paymentSession({ paymentRequestId: 'p1' }), probe: true, signal: abort.signal });
    await vi.advanceTimersByTimeAsync(10_100);
    expect((await diagnosis).facts['inquiry']).toBe(ended ? null : 'none in 10 s');
  });
});
