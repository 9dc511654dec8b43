/** The doctor on real pages with the real SDK: the session, and the server that makes and asks about it. */
import { describe, expect, it } from 'vitest';
import type { PaymentInquiry } from 'antom-checkout-controller';
import { cashierSession, easyPaySession, elementSession } from '../support/product-sessions.ts';
import { useBrowser, type Visit } from './support/browser.ts';
import { diagnose, doctorPages, LIBRARY, payUntilOpening, SDK, type DoctorWindow } from './support/doctor.ts';

const { open } = doctorPages(useBrowser());
declare const window: DoctorWindow;

/**
 * A controller that asks the demo's server: what `createPaymentSession` makes of its `response` is code of the page's.
 *
 * @param url the SDK's, where it is to be loaded
 */
async function sell({ page }: Visit, body: object, answer: string, url = ''): Promise<void> {
  await page.addScriptTag({ content: `window.sessionOf = async (response) => ${answer};` });
  await page.evaluate(
    ([given, sdk]) => {
      const { sessionOf } = window as unknown as { readonly sessionOf: (response: Response) => Promise<string> };
      window.checkout = new window.AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        createPaymentSession: async () =>
          sessionOf(
            await fetch('/api/payment-sessions', {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(given),
            }),
          ),
        inquiryPayment: ({ paymentRequestId }) => fetch(`/api/payments/${paymentRequestId}`),
        ...(sdk !== '' && { sdk: window.AntomCheckout.fromCdn({ url: sdk }) }),
      });
    },
    [body, url] as const,
  );
}

describe('the session and the server', () => {
  it.each<[string, 'D310' | 'D321', string, string]>([
    ['an EasyPay session without `action`', 'D310', easyPaySession({ action: null }), easyPaySession()],
    ['a Payment Element session that pay() is to open', 'D321', elementSession(), elementSession()],
  ])('%s is named, and what the remedy says cures it', async (_what, id, bad, good) => {
    const visit = await open({ html: `${LIBRARY}<div id="form"></div>` });
    await visit.page.evaluate(
      ({ sessions, sdk }) => {
        const { CheckoutController, cashier, easyPay, element, fromCdn } = window.AntomCheckout;
        window.checkout = new CheckoutController({
          environment: 'sandbox',
          prepare: 'manual',
          product: [cashier, easyPay, element],
          sdk: fromCdn({ url: sdk }),
          createPaymentSession: () => Promise.resolve({ paymentSessionData: sessions.shift() ?? '' }),
        });
        return window.checkout.pay().then(() => undefined);
      },
      { sessions: [bad, good], sdk: SDK },
    );
    expect((await diagnose(visit)).ids).toContain(id);
    // Antom's app is not there to go on from the SDK's first requests.
    const opened = await visit.page.evaluate(async (call) => {
      const { checkout } = window;
      const phases: string[] = [];
      checkout?.subscribe(() => phases.push(checkout.state.phase));
      await (call === 'D321' ? checkout?.mount('#form') : checkout?.pay());
      return phases.includes('opening');
    }, id);
    expect(opened).toBe(true);
    expect((await diagnose(visit)).ids).not.toContain(id);
  });

  it.each([
    ['session-three-part', 'D307'],
    ['session-truncated', 'D308'],
    ['session-encoded', 'D305'],
    ['session-spaces', 'D306'],
    ['session-empty', 'D302'],
    ['server-html', 'D303'],
    ['server-null', 'D301'],
    ['server-500', 'D316'],
    ['server-f', 'D316'],
    ['server-refused', 'D316'],
    ['server-slow', 'D318'],
    ['session-wrong-product', 'D313'],
    ['normal', null],
  ])('with %s', async (scenario, id) => {
    const visit = await open({ html: LIBRARY });
    await sell(visit, scenario === 'normal' ? {} : { scenario }, scenario === 'server-html' ? 'response.text()' : 'response');
    const { ids, facts } = await diagnose(visit, { probe: true });
    if (id === null) expect({ ids, inquiry: facts['inquiry'] }).toEqual({ ids: [], inquiry: '' });
    else expect(ids).toContain(id);
  });

  it.each([
    ['another id', { paymentStatus: 'SUCCESS', paymentRequestId: 'of-somebody-else' }, ['D502']],
    ['only result', { result: { resultStatus: 'S', resultCode: 'SUCCESS' } }, ['D503']],
    ['HTML', '<!doctype html>', ['D504']],
    ['the payment', { paymentStatus: 'PROCESSING' }, []],
  ])('whose inquiry answers %s', async (_what, answer, expected) => {
    const visit = await open({ html: LIBRARY });
    await visit.page.evaluate((given) => {
      window.checkout = new window.AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        createPaymentSession: () =>
          fetch('/api/payment-sessions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
        inquiryPayment: () => Promise.resolve(given as PaymentInquiry),
      });
    }, answer);
    expect((await diagnose(visit, { probe: true })).ids).toEqual(expected);
  });

  it('that live elsewhere are asked about by a clock', async () => {
    const visit = await open({ headers: { date: new Date(Date.now() - 900_000).toUTCString() } });
    expect((await diagnose(visit, { probe: true })).ids).toEqual(['D507']);
  });

  it.each([
    ['JSON.stringify(session)', 'D304'],
    [
      '({ ...session, paymentSessionData: session.paymentSessionData.split(\'&&\').map((part, i) => i < 3 ? part : btoa(atob(part).replace(/"productScene":"[A-Z_]+"/, \'"productScene":"MYSTERY"\'))).join(\'&&\') })',
      'D309',
    ],
    ["({ ...session, paymentSessionExpiryTime: 'tomorrow' })", 'D311'],
    ['({ ...session, paymentRequestId: undefined })', 'D312'],
    ['({ ...session, paymentSessionExpiryTime: new Date(Date.now() - 60000).toISOString() })', 'D315'],
    ["({ result: { resultStatus: 'F', resultCode: 'INVALID_API', resultMessage: 'no' } })", 'D316'],
    ["fetch('/go', { method: 'POST' })", 'D319'],
    ["new Response(JSON.stringify(session), { headers: { 'content-type': 'text/plain' } })", 'D320'],
    ['session', null],
  ])('a server that hands over what Antom said: %s', async (change, id) => {
    const visit = await open({ html: LIBRARY });
    await visit.page.route('**/go', (route) => route.fulfill({ status: 303, headers: { location: '/sdk/empty.js' } }));
    await sell(visit, {}, `((session) => ${change})(await response.json())`);
    const { ids, seen } = await diagnose(visit, { probe: true });
    const ofSession = ids.filter((one) => /^D3/.test(one) && one !== 'D318');
    if (id === 'D319') expect(ofSession).toContain(id);
    else expect(ofSession).toEqual(id === null ? [] : [id]);
    if (id === 'D316') expect(seen[id]).toBe('session-request-failed (INVALID_API): no');
  });

  it('made in another environment, and made in the same', async () => {
    const visit = await open({ html: LIBRARY });
    const make = (environment: 'sandbox' | 'prod'): Promise<void> =>
      visit.page.evaluate((given) => {
        window.checkout?.dispose();
        window.checkout = new window.AntomCheckout.CheckoutController({
          environment: given,
          prepare: 'manual',
          createPaymentSession: () => Promise.reject(new Error('never asked')),
          inquiryPayment: () => Promise.reject(new Error('never asked')),
        });
      }, environment);
    const session = cashierSession({ clientId: 'SANDBOX_5Y0000000000000' });
    await make('prod');
    expect(await diagnose(visit, { session })).toMatchObject({ ok: false, stage: 'session', ids: ['D314'] });
    await make('sandbox');
    expect(await diagnose(visit, { session })).toMatchObject({ ok: true, ids: [] });
  });

  it('that leads to a page of somebody else, in production', async () => {
    const visit = await open({ html: `<script src="${SDK}"></script>${LIBRARY}` });
    const pay = async (session: string): Promise<readonly string[]> => {
      await visit.page.evaluate((given) => {
        const { CheckoutController, easyPay, fromGlobal } = window.AntomCheckout;
        window.checkout?.dispose();
        window.checkout = new CheckoutController({
          environment: 'prod',
          prepare: 'manual',
          product: easyPay,
          sdk: fromGlobal(),
          storage: 'none',
          createPaymentSession: () => Promise.resolve({ paymentSessionData: given, paymentRequestId: 'request-1' }),
          inquiryPayment: () => new Promise(() => undefined),
        });
      }, session);
      await payUntilOpening(visit);
      return (await diagnose(visit)).ids;
    };
    const app = (url: string): string => easyPaySession({ extendInfo: JSON.stringify({ checkoutInfo: [{ url }] }) });
    expect(await pay(app('https://somebody.example/app'))).toEqual(['D322']);
    expect(await pay(app('https://ac.alipay.com/app'))).not.toContain('D322');
  });

  it('that does not come in time', async () => {
    const visit = await open({ html: LIBRARY });
    const pay = async (isSlow: boolean): Promise<void> => {
      await visit.page.evaluate(
        ([slow, url]) => {
          window.checkout?.dispose();
          window.checkout = new window.AntomCheckout.CheckoutController({
            environment: 'sandbox',
            prepare: 'manual',
            timeouts: { session: 1000 },
            sdk: window.AntomCheckout.fromCdn({ url }),
            createPaymentSession: () =>
              slow
                ? new Promise(() => undefined)
                : fetch('/api/payment-sessions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
            inquiryPayment: () => new Promise(() => undefined),
          });
        },
        [isSlow, SDK] as const,
      );
      await payUntilOpening(visit);
    };
    await pay(true);
    expect(await diagnose(visit)).toMatchObject({ ok: false, stage: 'session', ids: ['D317'] });
    await pay(false);
    expect((await diagnose(visit)).ids).not.toContain('D317');
  });

  it.each([
    ['connect-src https://imgs-sea-global.alipay.com', ['D323']],
    ["connect-src 'self' https://imgs-sea-global.alipay.com", []],
  ])('that the policy keeps the page from asking: %s', async (policy, expected) => {
    const visit = await open({ html: LIBRARY, headers: { 'content-security-policy': policy } });
    await sell(visit, {}, 'response', SDK);
    await payUntilOpening(visit);
    const { ids, seen } = await diagnose(visit);
    expect(ids.filter((id) => /^D3/.test(id))).toEqual(expected);
    if (expected.length > 0) expect(seen['D323']).toMatch(/^The policy has refused http:\/\/localhost:\d+\/api\/payment-sessions\.$/);
  });
});
