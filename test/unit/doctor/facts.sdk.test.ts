/** What is gathered of the SDK, the controllers and the page's policies. */
import { afterEach, describe, expect, it } from 'vitest';
import { CheckoutController, element, fromCdn, fromGlobal } from 'antom-checkout-controller';
import type { Environment } from '../../../src/core/environment';
import { controllerFacts, liveOnes, readController, type Checked } from '../../../src/doctor/facts/controllers';
import { cspFacts, type CspInput } from '../../../src/doctor/facts/csp';
import type { Facts } from '../../../src/doctor/facts/facts';
import { sdkFacts } from '../../../src/doctor/facts/sdk';
import { liveControllers } from '../../../src/page/live';
import { pageInstance } from '../../../src/sdk/instance';
import { testEnvironment } from '../../support/environment';
import { emptyRegistry } from '../../support/registry';

const env = testEnvironment();
const globals = window as unknown as Record<string, unknown>;

afterEach(() => {
  emptyRegistry();
  document.head.innerHTML = '';
  for (const name of ['AMSCashierPayment', 'AMSElement']) delete globals[name];
});

const make = (more: object = {}): CheckoutController =>
  new CheckoutController({ environment: 'sandbox', prepare: 'manual', createPaymentSession: () => Promise.resolve(''), ...more });
const nobody: Checked = readController(env, undefined);
const none: CspInput = { refusals: [], headers: null, controller: nobody, region: null, isHere: false };

describe('a controller', () => {
  it('says what it was made with', () => {
    const inquiryPayment = (): Promise<never> => Promise.reject(new Error('never asked'));
    const checkout = make({ product: element, sdk: [fromCdn({ url: '/sdk/ams-checkout.min.js' }), fromGlobal()], inquiryPayment });
    const checked = readController(env, checkout);
    expect(checked).toMatchObject({
      checkout,
      environment: 'sandbox',
      classNames: ['AMSElement'],
      products: ['element'],
      sdkUrl: 'http://localhost:3000/sdk/ams-checkout.min.js',
      inquiryPayment,
    });
    expect(controllerFacts(env, checked)).toEqual({
      controllers: 1,
      copies: 1,
      disposed: false,
      environment: 'sandbox',
      storage: 'session',
      products: 'element',
      hasInquiry: true,
      resumed: false,
    });
    expect(readController(env, { options: { storage: 'local' } }).storage).toBe('local');
    expect(readController(env, { options: { storage: 'none' } }).storage).toBe('none');
    expect(readController(env, { options: { storage: { getItem: () => null } } }).storage).toBe('own');
    expect(readController(env, {}).storage).toBe(null);
  });

  it('is the newest one where none is given', () => {
    make();
    const second = make();
    expect(readController(env, undefined).checkout).toBe(second);
    second.dispose();
    expect(readController(env, second).state).toMatchObject({ phase: 'disposed' });
    expect(controllerFacts(env, readController(env, second))).toMatchObject({ disposed: true, hasInquiry: false });
    expect(liveOnes(window)).toHaveLength(1);
  });

  it('without an address of its SDK has none', () => {
    expect(readController(env, make({ sdk: fromGlobal() })).sdkUrl).toBeNull();
  });

  it('of which nothing can be read is not known', () => {
    const odd = Object.defineProperty({}, 'state', {
      get: () => {
        throw new Error('no');
      },
    });
    const checked = readController(env, odd);
    expect(checked).toMatchObject({ state: null, environment: null, classNames: [], sdkUrl: null, createPaymentSession: null });
    expect(readController(env, { options: { sdk: 'cdn', product: [null, { product: 1 }] } }).products).toEqual([]);
    expect(controllerFacts(env, checked)).toMatchObject({ disposed: false, products: null, hasInquiry: null });
  });

  it('that pays or has resumed is not idle', async () => {
    const checkout = make();
    await checkout.pay({ session: '' });
    expect(controllerFacts(env, readController(env, checkout)).resumed).toBe(true);
  });

  it('is one of several, of one copy of the library', () => {
    make();
    make();
    expect(controllerFacts(env, nobody)).toMatchObject({ controllers: 2, copies: 1 });
  });

  it('of another copy has another class', () => {
    const other = { dispose: () => undefined, state: { phase: 'idle' } };
    make();
    liveControllers(window).list.push({ reference: new WeakRef(other), env: new WeakRef(env) });
    expect(controllerFacts(env, nobody).copies).toBe(2);
  });

  it('of a copy that this one cannot understand has another name on window', () => {
    make();
    const key = Symbol.for('antom-checkout-controller/1');
    Object.defineProperty(window, key, { value: {}, configurable: true });
    expect(controllerFacts(env, nobody).copies).toBe(2);
    Reflect.deleteProperty(window, key);
  });

  it('is not listed in an engine without WeakRef', () => {
    const old = { ...env, window: { Object } as unknown as Environment['window'] };
    expect(controllerFacts(old, nobody)).toMatchObject({ controllers: null, copies: null, resumed: null, disposed: null });
    const broken = { ...env, window: Object.freeze({ WeakRef }) as unknown as Environment['window'] };
    expect(controllerFacts(broken, nobody)).toMatchObject({ controllers: 0, resumed: null });
  });
});

describe('the SDK', () => {
  const tag = (src: string, type = ''): void => {
    const script = document.createElement('script');
    if (type !== '') script.type = type;
    script.setAttribute('src', src);
    // Without running it.
    document.head.append(script);
  };

  it('that is not there has no classes', () => {
    expect(sdkFacts(env, nobody)).toEqual({
      isHere: false,
      tagUrl: null,
      facts: { sdkClasses: '', sdkFake: false, sdkVersion: null, sdkTags: 0, sdkParked: false, sdkTwo: '', sdkLacks: null },
    });
  });

  it('by its tag has the version of its address', () => {
    globals['AMSCashierPayment'] = () => undefined;
    tag('https://sdk.marmot-cloud.com/package/ams-checkout/1.13.0/dist/umd/ams-checkout.min.js?x=1', 'text/javascript');
    const { isHere, facts } = sdkFacts(env, { ...nobody, classNames: ['AMSCashierPayment', 'AMSElement'] });
    expect(isHere).toBe(true);
    expect(facts).toMatchObject({
      sdkClasses: 'AMSCashierPayment',
      sdkVersion: '1.13.0',
      sdkTags: 1,
      sdkParked: false,
      sdkTwo: '',
      sdkLacks: 'AMSElement',
    });
  });

  it.each([
    ['https://js.antom.com/v2/ams-checkout.js', 'evergreen'],
    ['https://cdn.example/npm/@alipay/ams-checkout@1.47.2/dist/umd/ams-checkout.min.js', '1.47.2'],
    ['https://cdn.example/ams-checkout.min.js', null],
  ])('at %s has the version %s', (src, version) => {
    tag(src);
    expect(sdkFacts(env, nobody).facts.sdkVersion).toBe(version);
  });

  it('by two tags is two', () => {
    tag('https://a.example/ams-checkout.js');
    tag('https://a.example/ams-checkout.js');
    expect(sdkFacts(env, nobody).facts.sdkTwo).toBe('');
    tag('https://b.example/ams-checkout.min.js?v=2', 'text/plain');
    expect(sdkFacts(env, nobody).facts).toMatchObject({
      sdkTwo: 'tags for https://a.example/ams-checkout.js and https://b.example/ams-checkout.min.js',
      sdkParked: true,
      sdkTags: 3,
    });
  });

  it('of the controller may be another than that of the page', () => {
    globals['AMSElement'] = () => undefined;
    const api = { _componentApp: { _appVersion: '1.12.0' } };
    Object.assign(pageInstance(window), { instance: { sdkClass: () => undefined, api } });
    expect(sdkFacts(env, nobody).facts).toMatchObject({
      sdkVersion: '1.12.0',
      sdkTwo: 'one on window, and another one that the controller uses',
    });
    Object.assign(pageInstance(window), { instance: { sdkClass: globals['AMSElement'], api: {} } });
    expect(sdkFacts(env, nobody).facts).toMatchObject({ sdkVersion: null, sdkTwo: '' });
  });

  it.each<[string, () => void, Partial<Checked>]>([
    ['on window', () => (globals['AMSElement'] = Object.assign(() => undefined, { marker: 'ANTOM-FAKE-SDK' })), {}],
    [
      'as an instance',
      () => Object.assign(pageInstance(window), { instance: { sdkClass: Object.assign(() => undefined, { marker: 'ANTOM-FAKE-SDK' }) } }),
      {},
    ],
    ['as a source', () => undefined, { sourceNames: ['ANTOM-FAKE-SDK'] }],
  ])('is the test kit’s %s', (_where, set, more) => {
    set();
    expect(sdkFacts(env, { ...nobody, ...more }).facts.sdkFake).toBe(true);
  });

  it('whose tag is gone is known by what was fetched', () => {
    const name = 'https://sdk.marmot-cloud.com/package/ams-checkout/1.47.2/dist/umd/ams-checkout.min.js';
    const window = {
      performance: { getEntriesByType: () => [{ name: 'https://shop.example/' }, { name }] },
    } as unknown as Environment['window'];
    expect(sdkFacts({ ...env, window }, nobody).facts.sdkVersion).toBe('1.47.2');
  });

  it('on a page without this library has no instance', () => {
    expect(sdkFacts({ ...env, window: {} as Environment['window'] }, nobody).facts).toMatchObject({ sdkTwo: '', sdkVersion: null });
  });

  it('on a page that lets nothing be read is not known', () => {
    const closed = {
      ...env,
      document: {
        querySelectorAll: () => {
          throw new Error('no');
        },
      } as unknown as Document,
      window: Object.freeze({}) as unknown as Environment['window'],
    };
    expect(sdkFacts(closed, nobody).facts).toMatchObject({ sdkTags: null, sdkParked: null, sdkVersion: null, sdkClasses: '' });
  });
});

describe('what the policies refuse', () => {
  const meta = (content: string, name = 'Content-Security-Policy'): void => {
    const node = document.createElement('meta');
    node.setAttribute('http-equiv', name);
    node.setAttribute('content', content);
    document.head.append(node);
  };
  const csp = (given: Partial<CspInput>): ReturnType<typeof cspFacts> => cspFacts(env, { ...none, ...given });
  const controller: Checked = {
    ...nobody,
    classNames: ['AMSCashierPayment'],
    sdkUrl: 'https://sdk.marmot-cloud.com/a/ams-checkout.min.js',
  };

  it('is not known of a header that nobody has read', () => {
    expect(csp({})).toMatchObject({
      cspScript: null,
      cspFrame: null,
      cspApi: null,
      cspOther: null,
      trustedTypes: null,
      trustedTypesPolicies: null,
    });
  });

  it('is nothing by a header that was read and is empty', () => {
    expect(csp({ headers: { csp: '' } })).toMatchObject({ cspScript: '', cspFrame: '', cspApi: '', cspOther: '', trustedTypes: false });
  });

  it('is said with the directive and where it stands', () => {
    meta("default-src 'none'; script-src 'self'; frame-src 'self'");
    meta('refresh', 'refresh');
    const facts = csp({ controller, region: 'SG' });
    expect(facts.cspScript).toBe('script-src in <meta> does not allow https://sdk.marmot-cloud.com/a/ams-checkout.min.js');
    expect(facts.cspFrame).toBe('frame-src in <meta> does not allow https://ac.alipay.com/');
    expect(facts.cspApi).toBe('default-src in <meta> does not allow https://imgs-sea-global.alipay.com/');
    expect(facts.cspOther).toContain("script-src in <meta> does not allow 'wasm-unsafe-eval'");
    expect(facts.cspOther).toContain("default-src in <meta> does not allow 'unsafe-inline'");
  });

  it('of the header is told apart', () => {
    expect(csp({ controller, headers: { csp: 'frame-src https://a.example' } })).toMatchObject({
      cspScript: '',
      cspFrame: 'frame-src of the header does not allow https://ac.alipay.com/',
      cspApi: '',
    });
  });

  it('of the script does not count once the SDK is there', () => {
    expect(csp({ controller, isHere: true, headers: { csp: "script-src 'self'" } }).cspScript).toBe('');
  });

  it('is asked for the frames of the products', () => {
    const headers = { csp: 'frame-src https://ac.alipay.com' };
    expect(csp({ headers, controller: { ...controller, classNames: ['AMSElement', 'AMSCheckoutPage'] } }).cspFrame).toContain(
      'https://checkout.antom.com/',
    );
    expect(csp({ headers, controller }).cspFrame).toBe('');
    expect(csp({ headers }).cspFrame).toBe('');
  });

  it('of the API is fatal where the region is refused, or every region', () => {
    const us = { csp: 'connect-src https://imgs-na-global.alipay.com' };
    expect(csp({ headers: us, region: 'US' }).cspApi).toBe('');
    expect(csp({ headers: us, region: 'DE' }).cspApi).toContain('imgs-de-global');
    expect(csp({ headers: us }).cspApi).toBe('');
    expect(csp({ headers: us }).cspOther).toContain('imgs-de-global');
    expect(csp({ headers: { csp: "connect-src 'self'" } }).cspApi).toBe("connect-src allows Antom's API in no region");
  });

  it('by a nonce is less', () => {
    const script = document.createElement('script');
    script.setAttribute('nonce', 'x');
    script.type = 'text/plain';
    document.head.append(script);
    expect(csp({ controller, headers: { csp: "script-src 'nonce-x'" } }).cspScript).toBe('');
  });

  it('is known to lack the region of a session that nobody has shown: the SDK has asked for it, and `probe` asks another address', () => {
    const refused = (blocked: string): Partial<Facts> =>
      csp({ controller, region: null, refusals: [{ directive: 'connect-src', blocked }] });
    expect(refused('https://imgs-na-global.alipay.com/mgw.htm').cspApi).toBe(
      'connect-src has refused https://imgs-na-global.alipay.com/mgw.htm',
    );
    expect(refused('https://imgs-na-global.alipay.com/')).toMatchObject({
      cspApi: null,
      cspOther: 'connect-src has refused https://imgs-na-global.alipay.com/',
    });
  });

  it('is known by what was refused already', () => {
    const refusals = [
      { directive: 'script-src-elem', blocked: 'https://sdk.marmot-cloud.com/a/ams-checkout.min.js' },
      { directive: 'frame-src', blocked: 'https://ac.alipay.com' },
      { directive: 'connect-src', blocked: 'https://imgs-sea-global.alipay.com/mgw.htm' },
      { directive: 'connect-src', blocked: 'https://shop.example/api/payment-sessions' },
      { directive: 'default-src', blocked: 'https://alipay.com.example/' },
      { directive: 'script-src', blocked: 'wasm-eval' },
      { directive: 'img-src', blocked: 'https://cdn.marmot-cloud.com/a.gif' },
      { directive: 'img-src', blocked: 'https://elsewhere.example/a.gif' },
      { directive: 'style-src-elem', blocked: 'inline' },
    ];
    const facts = csp({ controller, region: 'SG', refusals });
    expect(facts).toMatchObject({
      cspScript: 'script-src-elem has refused https://sdk.marmot-cloud.com/a/ams-checkout.min.js',
      cspFrame: 'frame-src has refused https://ac.alipay.com',
      cspApi: 'connect-src has refused https://imgs-sea-global.alipay.com/mgw.htm',
      cspOwn: 'https://shop.example/api/payment-sessions, https://alipay.com.example/',
      trustedTypes: null,
    });
    expect(facts.cspOther).toBe("script-src has refused 'wasm-unsafe-eval'; img-src has refused https://cdn.marmot-cloud.com/a.gif");
  });

  it('by Trusted Types is known by policy, by refusal, and with the default policy', () => {
    expect(csp({ headers: { csp: "require-trusted-types-for 'script'; trusted-types a" } })).toMatchObject({
      trustedTypes: true,
      trustedTypesPolicies: 'a',
    });
    expect(csp({ refusals: [{ directive: 'require-trusted-types-for', blocked: 'trusted-types-sink' }] }).trustedTypes).toBe(true);
    const withDefault = (defaultPolicy: unknown): Environment => ({
      ...env,
      window: { location, trustedTypes: { defaultPolicy } } as unknown as Environment['window'],
    });
    expect(cspFacts(withDefault(null), none).trustedTypesDefault).toBe(false);
    expect(cspFacts(withDefault({}), none).trustedTypesDefault).toBe(true);
    expect(csp({}).trustedTypesDefault).toBeNull();
  });

  it('is not known on a page that lets nothing be read', () => {
    const closed = { ...env, document: {} as Document, window: {} as Environment['window'] };
    expect(cspFacts(closed, none)).toMatchObject({ cspScript: null, trustedTypes: null });
  });
});
