/**
 * Every fault that can be played to a real controller without a browser, and what became of it: the table of docs/faults.md.
 *
 * `UPDATE_DOCS=1` writes that table instead of comparing it. What must hold for every fault is in test/support/faults.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { fromCdn, type CdnOptions } from '../../src/sdk/sources/cdn';
import { fromGlobal } from '../../src/sdk/sources/global';
import { fromModule } from '../../src/sdk/sources/module';
import { LOAD_TIMEOUT, NOT_JSON, type FakeCashier } from '../../src/testing/sdk/ams-checkout';
import type { FakeForm } from '../../src/testing/sdk/element';
import type { PaymentSession } from '../../src/types';
import { setReadyState, timing, violation } from '../support/cdn';
import { never, pays, say, witness, type Fault, type Row, type World } from '../support/faults';
import { moveForm } from '../support/form';
import { answers as paidBy, PAID, submitted, witnessForm, type FormFault, type FormRow } from '../support/form-faults';
import { breakLocalStorage, thrownBy, type StorageFault } from '../support/local-storage';
import { inquiryOf, setOnline } from '../support/server';
import { joinParts, makeSessionData } from '../support/sessions';
import {
  applePaySession,
  flush,
  openShop,
  pagehide,
  pageshow,
  pass,
  setVisibility,
  uniqueSession,
  useShop,
  type ShopOptions,
} from '../support/shop';

useShop();
afterEach(() => {
  for (const name of ['readyState', 'currentScript']) Reflect.deleteProperty(document, name);
  Reflect.deleteProperty(performance, 'getEntriesByName');
});

// ── What does the harm ───────────────────────────────────────────────────────

const cdn = (options?: CdnOptions): ShopOptions => ({ sdk: fromCdn(options) });
const onTag =
  (answer: World['cdn']) =>
  (world: World): void => {
    world.cdn = answer;
  };
const fails = (tag: HTMLScriptElement): void => {
  tag.dispatchEvent(new Event('error'));
};
const status = (code: number | null) =>
  onTag((tag) => {
    timing(code);
    fails(tag);
  });
const readable: CdnOptions = { crossOrigin: 'anonymous' };
const SRI: CdnOptions = { integrity: 'sha384-AAAA' };

const answers =
  (session: () => unknown) =>
  (world: World): void => {
    world.session = session;
  };
const data = (change: (text: string) => string) =>
  answers(() => Promise.resolve(uniqueSession({ paymentSessionData: change(makeSessionData()) })));

const buyer =
  (act: World['buyer']) =>
  (world: World): void => {
    world.buyer = act;
  };
const declares = (code: string, fields?: Readonly<Record<string, unknown>>) =>
  buyer((cashier) => {
    cashier.launch();
    cashier.emit(code, fields);
  });
const failsWith = (paymentResultCode: string) => declares('SDK_PAYMENT_FAIL', { result: { paymentResultCode } });
const closes = (cashier: FakeCashier): void => {
  cashier.launch();
  cashier.close();
};
const rejects =
  (code: string) =>
  (world: World): void => {
    // As a query that fails: createComponent rejects with what the SDK calls it.
    world.sdk.duringCreate = (instance) => {
      const create = { code, message: 'refused' };
      instance.error(create);
    };
  };
const server =
  (...script: (() => unknown)[]) =>
  (world: World): void => {
    world.inquiry = script;
  };
const both =
  (...parts: ((world: World) => void)[]) =>
  (world: World): void => {
    parts.forEach((part) => {
      part(world);
    });
  };

/** What looks like a success and is none: other spellings, other types, members that cannot be read. */
const HOSTILE: readonly unknown[] = [
  { code: 'sdk_payment_successful' },
  { code: ' SDK_PAYMENT_SUCCESSFUL' },
  { code: 'SDK_PAYMENT_SUCCESSFUL\n' },
  { code: ['SDK_PAYMENT_SUCCESSFUL'] },
  { code: { toString: () => 'SDK_PAYMENT_SUCCESSFUL' } },
  { result: { code: 'SDK_PAYMENT_SUCCESSFUL' } },
  Object.create({ code: 'SDK_PAYMENT_SUCCESSFUL' }),
  'SDK_PAYMENT_SUCCESSFUL',
  { code: '__proto__' },
  { code: 'constructor' },
  { code: 'toString' },
  null,
  undefined,
  0,
  [],
  () => undefined,
  {
    get code(): never {
      throw new Error('do not look');
    },
  },
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('do not look');
      },
      has: () => {
        throw new Error('do not look');
      },
    },
  ),
];

const storage =
  (fault: StorageFault, thrownAt: 'constructorError' | 'createError' = 'constructorError') =>
  (world: World): void => {
    world.sdk[thrownAt] = thrownBy(fault);
    breakLocalStorage(fault);
  };

const throws = (): never => {
  throw new Error('thrown by the shop');
};
const refusing = { getItem: throws, setItem: throws, removeItem: throws };

// ── The list ─────────────────────────────────────────────────────────────────

const LIST: Readonly<Record<string, readonly Fault[]>> = {
  'Getting the SDK': [
    { what: 'the CDN answers 404', options: cdn(), inject: status(404) },
    { what: 'the CDN answers 500', options: cdn(), inject: status(500) },
    {
      what: 'the CDN answers 500 once',
      options: cdn(),
      inject: (world) => {
        const good = world.cdn;
        world.cdn = (tag, n) => {
          if (n === 1) {
            timing(500);
            fails(tag);
          } else good(tag, n);
        };
      },
    },
    { what: 'the content does not match `integrity`', options: cdn(SRI), inject: status(200) },
    { what: 'an ad blocker refuses the request', options: cdn(readable), inject: status(0) },
    { what: 'the same, and the browser may not say why', options: cdn(), inject: status(null) },
    {
      what: 'a proxy answers with HTML and status 200, or the script throws',
      options: cdn(),
      inject: onTag((tag) => {
        Object.defineProperty(document, 'currentScript', { value: tag, configurable: true });
        window.dispatchEvent(new ErrorEvent('error', { message: 'Script error.' }));
        Reflect.deleteProperty(document, 'currentScript');
        tag.dispatchEvent(new Event('load'));
      }),
    },
    {
      what: 'the script runs and defines nothing',
      options: cdn(),
      inject: onTag((tag) => {
        tag.dispatchEvent(new Event('load'));
      }),
    },
    { what: 'the CDN never answers', options: cdn(), inject: onTag(() => undefined) },
    {
      what: 'the page takes the tag away',
      options: cdn(),
      inject: onTag((tag) => {
        tag.remove();
      }),
    },
    {
      what: 'the browser is offline',
      options: cdn(),
      inject: (world) => {
        setOnline(false);
        world.cdn = fails;
      },
      heal: () => {
        setOnline(true);
      },
    },
    {
      what: "the page's Content-Security-Policy refuses the script",
      options: cdn(),
      inject: onTag((tag) => {
        violation(tag.src);
        fails(tag);
      }),
    },
    {
      what: 'the page enforces Trusted Types without our policy',
      options: cdn(),
      inject: () => {
        vi.spyOn(HTMLScriptElement.prototype, 'src', 'set').mockImplementation(() => {
          throw new TypeError('This document requires TrustedScriptURL assignment.');
        });
      },
      heal: () => {
        vi.restoreAllMocks();
      },
    },
    {
      what: 'the CDN answers 404, and there is a second source',
      options: { sdk: [fromCdn({ retries: 0 }), fromModule(() => Promise.resolve(second.module))] },
      inject: both(status(404), (world) => {
        second.module = world.sdk.module;
      }),
    },
    {
      what: 'the `import()` of `fromModule` rejects',
      options: { sdk: fromModule(() => broken.load()) },
      inject: (world) => {
        broken.load = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
        broken.good = world.sdk.module;
      },
      heal: () => {
        broken.load = () => Promise.resolve(broken.good);
      },
    },
    {
      what: 'the `import()` never settles',
      options: { sdk: fromModule(() => broken.load()) },
      inject: (world) => {
        broken.load = never;
        broken.good = world.sdk.module;
      },
      heal: () => {
        broken.load = () => Promise.resolve(broken.good);
      },
    },
    {
      what: 'the module has another version without the class',
      options: { sdk: fromModule(() => broken.load()) },
      inject: (world) => {
        broken.load = () => Promise.resolve({ AMSElement: Element });
        broken.good = world.sdk.module;
      },
      heal: () => {
        broken.load = () => Promise.resolve(broken.good);
      },
    },
    {
      what: '`fromGlobal()` on a page without the tag',
      options: { sdk: fromGlobal() },
      inject: () => {
        setReadyState('complete');
      },
      heal: (world) => {
        Object.assign(window, world.sdk.module);
      },
    },
    {
      what: 'localStorage is denied, so that the SDK throws',
      inject: storage('denied'),
      heal: () => {
        vi.restoreAllMocks();
      },
    },
    {
      what: 'localStorage is `null`, as in a WebView',
      inject: storage('null'),
      heal: () => {
        vi.restoreAllMocks();
      },
    },
    {
      what: 'localStorage is full',
      inject: storage('full'),
      heal: () => {
        vi.restoreAllMocks();
      },
    },
    {
      what: "the SDK's constructor throws",
      inject: (world) => {
        world.sdk.constructorError = new TypeError('x is undefined');
      },
    },
  ],

  'Getting the session': [
    { what: '`createPaymentSession` rejects', inject: answers(() => Promise.reject(new TypeError('Failed to fetch'))) },
    { what: 'it throws', inject: answers(throws) },
    { what: 'it never settles', inject: answers(never) },
    {
      what: 'it takes 25 s',
      inject: answers(
        () =>
          new Promise((resolve) => {
            setTimeout(() => {
              resolve(uniqueSession());
            }, 25_000);
          }),
      ),
    },
    {
      what: 'Antom refuses: `resultStatus` F',
      inject: answers(() => Promise.resolve({ result: { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL' } })),
    },
    {
      what: 'Antom does not know: `resultStatus` U',
      inject: answers(() => Promise.resolve({ result: { resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' } })),
    },
    { what: 'HTTP 500, and its JSON was passed on', inject: answers(() => Promise.resolve({ error: 'The database is on fire.' })) },
    { what: 'an HTML page as text', inject: answers(() => Promise.resolve('<!doctype html><title>Sorry</title>')) },
    { what: '`null`', inject: answers(() => Promise.resolve(null)) },
    { what: 'a number', inject: answers(() => Promise.resolve(42)) },
    { what: '`paymentSessionData` is a number', inject: answers(() => Promise.resolve(uniqueSession({ paymentSessionData: 42 }))) },
    { what: '`paymentSessionData` is empty', inject: data(() => '') },
    { what: 'it is cut short', inject: data((text) => text.slice(0, -41)) },
    { what: "it has three parts, like the 2024 guide's sample", inject: data((text) => text.split('&&').slice(0, 3).join('&&')) },
    {
      what: 'its `+` have become spaces',
      inject: data((text) => text.replace(/&&([^&]*)$/, (_all, part: string) => `&&${part.slice(0, 8)} ${part.slice(9)}`)),
    },
    { what: 'it is percent-encoded', inject: data(encodeURIComponent) },
    { what: 'its fourth part is no JSON', inject: data(() => joinParts('no json')) },
    { what: 'it is for another product', inject: data(() => makeSessionData({ paymentSessionConfig: { productScene: 'VAULTING' } })) },
    {
      what: 'no `paymentRequestId`, with `inquiryPayment`',
      asks: true,
      inject: answers(() => {
        const { paymentSessionData } = uniqueSession();
        return Promise.resolve({ paymentSessionData });
      }),
    },
    {
      what: "it came already expired, by the browser's clock",
      inject: answers(() => Promise.resolve(uniqueSession({ paymentSessionExpiryTime: '2020-01-01T00:00:00Z' }))),
    },
    {
      what: '`paymentSessionExpiryTime` is no time',
      inject: answers(() => Promise.resolve(uniqueSession({ paymentSessionExpiryTime: 'in an hour' }))),
    },
  ],

  'Opening the cashier': [
    {
      what: 'localStorage is full when createComponent writes to it',
      inject: storage('full', 'createError'),
      heal: () => {
        vi.restoreAllMocks();
      },
    },
    {
      what: 'createComponent throws',
      inject: (world) => {
        world.sdk.createError = new TypeError('x is undefined');
      },
    },
    { what: 'it refuses with SDK_CREATEPAYMENT_PARAMETER_ERROR', inject: rejects('SDK_CREATEPAYMENT_PARAMETER_ERROR') },
    { what: 'it refuses with SDK_INIT_PARAMETER_ERROR', inject: rejects('SDK_INIT_PARAMETER_ERROR') },
    { what: 'it refuses with SDK_INTERNAL_ERROR', inject: rejects('SDK_INTERNAL_ERROR') },
    { what: 'it refuses with a code of its own', inject: rejects('SDK_SOMETHING_NEW') },
    { what: 'the cashier\'s frame does not start: "Load resource timeout" by three channels', inject: buyer(() => undefined) },
    {
      what: 'createComponent never settles; the next `pay()` on a new page',
      inject: (world) => {
        world.sdk.stuck = true;
      },
      heal: (world) => {
        world.reload();
      },
    },
    {
      what: 'the same, and the second `pay()` on the same page; the next on a new one',
      inject: (world) => {
        world.sdk.stuck = true;
      },
      then: async (world) => {
        await pass(25_000);
        world.result = world.checkout.pay();
      },
      heal: (world) => {
        world.reload();
      },
    },
    {
      what: "the SDK's query fails after the cashier has drawn",
      inject: both(
        (world) => {
          world.sdk.holdQuery = true;
        },
        buyer((cashier) => {
          cashier.failQuery();
        }),
      ),
    },
    {
      what: 'a message that is no JSON comes meanwhile',
      inject: (world) => {
        world.sdk.duringCreate = (instance) => {
          instance.error(NOT_JSON);
        };
      },
    },
    {
      what: 'the first session expires in the open cashier',
      inject: both(
        answers(() => Promise.resolve(uniqueSession({ paymentSessionExpiryTime: new Date(Date.now() + 600_000).toISOString() }))),
        buyer((cashier) => {
          cashier.launch();
        }),
      ),
    },
    {
      what: "the SDK's unmount() throws",
      inject: both(declares('SDK_PAYMENT_CANCEL'), (world) => {
        world.buyer = (cashier) => {
          cashier.launch();
          cashier.close();
          world.sdk.unmountError = new TypeError('x is undefined');
        };
      }),
    },
  ],

  'In the cashier, without inquiryPayment': [
    { what: 'SDK_PAYMENT_FAIL with a code after which the session is still good', inject: failsWith('USER_BALANCE_NOT_ENOUGH') },
    { what: 'SDK_PAYMENT_FAIL with a code that ends the order', inject: failsWith('ORDER_IS_CLOSED') },
    { what: 'SDK_PAYMENT_FAIL with a code nobody knows', inject: failsWith('SOMETHING_NEW') },
    { what: 'SDK_PAYMENT_FAIL with a code that decides nothing', inject: failsWith('UNKNOWN_EXCEPTION') },
    { what: 'SDK_PAYMENT_FAIL without a code', inject: declares('SDK_PAYMENT_FAIL') },
    { what: 'SDK_PAYMENT_ERROR', inject: declares('SDK_PAYMENT_ERROR') },
    { what: 'SDK_PAYMENT_PROCESSING', inject: declares('SDK_PAYMENT_PROCESSING') },
    { what: 'SDK_PAYMENT_CANCEL', inject: declares('SDK_PAYMENT_CANCEL') },
    { what: 'the buyer closes, and no code comes', inject: buyer(closes) },
    {
      what: "the close brings an earlier cashier's SDK_PAYMENT_SUCCESSFUL",
      inject: buyer((cashier) => {
        cashier.launch();
        cashier.close({ declared: 'SDK_PAYMENT_SUCCESSFUL' });
      }),
    },
    {
      what: 'Apple Pay reports success, which it does on an unknown answer too',
      inject: both(
        answers(() => Promise.resolve(applePaySession())),
        buyer((cashier) => {
          cashier.sheet('SDK_PAYMENT_SUCCESSFUL');
        }),
      ),
    },
    {
      what: 'success and then a failure',
      inject: buyer((cashier) => {
        pays(cashier);
        cashier.instance.emit({ code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'PROCESS_FAIL' } });
      }),
    },
    {
      what: 'a failure and then a success',
      inject: buyer((cashier) => {
        cashier.launch();
        cashier.emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'ORDER_IS_CLOSED' } });
        cashier.instance.emit({ code: 'SDK_PAYMENT_SUCCESSFUL' });
      }),
    },
    {
      what: 'success twice',
      inject: buyer((cashier) => {
        pays(cashier);
        cashier.instance.emit({ code: 'SDK_PAYMENT_SUCCESSFUL' });
      }),
    },
    {
      what: 'a set-up code in the running payment, then success',
      inject: buyer(async (cashier) => {
        cashier.launch();
        await flush();
        cashier.instance.error(LOAD_TIMEOUT);
        cashier.emit('SDK_PAYMENT_SUCCESSFUL');
      }),
    },
    {
      what: `${String(HOSTILE.length)} messages that look like a success and are none; then the buyer closes`,
      inject: buyer((cashier) => {
        cashier.launch();
        HOSTILE.forEach((raw) => {
          cashier.post(raw);
        });
        cashier.close();
      }),
    },
    {
      what: '10,000 events of codes nobody knows, then success',
      inject: buyer((cashier) => {
        cashier.launch();
        for (let i = 0; i < 10_000; i += 1) cashier.emit(`SDK_SOMETHING_NEW_${String(i)}`);
        cashier.emit('SDK_PAYMENT_SUCCESSFUL');
      }),
      also: ({ shop }) => {
        const told = shop.events.filter(({ type }) => type === 'unrecognized').map(({ code }) => code);
        expect(told).toEqual(Array.from({ length: 10_000 }, (_, i) => `SDK_SOMETHING_NEW_${String(i)}`));
      },
    },
    {
      what: "the page removes the SDK's elements",
      inject: buyer((cashier) => {
        cashier.launch();
        document.getElementById('ams-component-container')?.remove();
      }),
    },
  ],

  'On its way': [
    {
      what: 'a redirect that takes the page away',
      inject: buyer(async (cashier) => {
        cashier.launch();
        cashier.redirect();
        await flush();
        pagehide();
      }),
    },
    {
      what: 'a redirect answered with 204 or a download',
      inject: buyer((cashier) => {
        cashier.launch();
        cashier.redirect();
      }),
    },
    {
      what: 'the app does not open',
      inject: buyer(async (cashier) => {
        cashier.launch();
        cashier.callApp('wallet://pay');
        await flush();
        cashier.appMissing();
      }),
    },
    {
      what: 'launch errors before the redirect that works',
      inject: buyer(async (cashier) => {
        cashier.launch();
        cashier.redirect({ schemeUrl: 'wallet://pay', applinkUrl: 'https://wallet.example/pay' });
        await flush();
        pagehide();
      }),
    },
    {
      what: 'a redirect in a new tab; the buyer pays there',
      inject: buyer(async (cashier) => {
        cashier.launch();
        cashier.redirect({ target: '_blank' });
        await pass(60_000);
        cashier.emit('SDK_PAYMENT_SUCCESSFUL');
      }),
    },
    {
      what: 'the page goes into the back/forward cache and comes back; then the buyer pays',
      inject: buyer(async (cashier) => {
        cashier.launch();
        pagehide(true);
        await pass(60_000);
        pageshow();
        cashier.emit('SDK_PAYMENT_SUCCESSFUL');
      }),
    },
    {
      what: 'a reload in the open cashier, without `inquiryPayment`; `resume()`',
      inject: buyer(async (cashier, world) => {
        cashier.launch();
        await flush();
        world.reload();
        world.result = world.checkout.resume();
      }),
    },
    {
      what: 'a reload in the open cashier; `resume()` asks, and nothing was submitted',
      asks: true,
      inject: both(
        server(say('ORDER_NOT_EXIST')),
        buyer(async (cashier, world) => {
          cashier.launch();
          await flush();
          world.reload();
          world.result = world.checkout.resume();
        }),
      ),
    },
    {
      what: 'a reload after the buyer has paid; `resume()` asks',
      asks: true,
      truth: 'SUCCESS',
      inject: buyer(async (cashier, world) => {
        cashier.launch();
        await flush();
        world.reload();
        world.result = world.checkout.resume();
      }),
    },
    {
      what: 'the tab is hidden for ten minutes, then the buyer pays',
      inject: buyer(async (cashier) => {
        cashier.launch();
        setVisibility('hidden');
        await pass(600_000);
        setVisibility('visible');
        cashier.emit('SDK_PAYMENT_SUCCESSFUL');
      }),
    },
  ],

  'By the page': [
    {
      what: '`pay()` three times at once',
      then: ({ checkout, result }) => {
        expect(checkout.pay()).toBe(result);
        expect(checkout.pay()).toBe(result);
      },
      also: ({ sdk }) => {
        expect(sdk.cashiers).toHaveLength(1);
      },
    },
    {
      what: '`pay()` of another `order` meanwhile',
      leavesOpen: true,
      pay: { order: 'a' },
      inject: buyer((cashier, world) => {
        cashier.launch();
        world.result = world.checkout.pay({ order: 'b' });
      }),
      heal: ({ checkout }) => {
        checkout.unmount();
      },
    },
    {
      what: '`pay()` of a second controller meanwhile',
      leavesOpen: true,
      inject: buyer((cashier, world) => {
        cashier.launch();
        world.result = openShop({ fake: world.sdk }).checkout.pay();
      }),
      heal: ({ checkout }) => {
        checkout.unmount();
      },
    },
    {
      what: '`unmount()` before the cashier opens',
      then: ({ checkout }) => {
        checkout.unmount();
      },
    },
    {
      what: '`unmount()` while createComponent is starting',
      inject: buyer((_cashier, { checkout }) => {
        checkout.unmount();
      }),
    },
    {
      what: '`unmount()` in the open cashier',
      inject: buyer((cashier, { checkout }) => {
        cashier.launch();
        checkout.unmount();
      }),
    },
    {
      what: 'an SPA navigation in the open cashier',
      inject: buyer((cashier) => {
        cashier.launch();
        history.pushState(null, '', '/orders');
      }),
    },
    { what: 'the `signal` is aborted already', pay: { signal: AbortSignal.abort() } },
    { what: 'the options of `pay()` are wrong', pay: { session: 42 as unknown as PaymentSession } },
    {
      what: '`pay()` after `dispose()`',
      inject: ({ checkout }) => {
        checkout.dispose();
      },
      heal: (world) => {
        world.reload();
      },
    },
    {
      what: 'every listener and the logger throw',
      options: { logger: throws },
      inject: ({ checkout }) => {
        checkout.on(throws);
        checkout.subscribe(throws);
      },
    },
    {
      what: '`sdkOptions.onSizeChanged` throws',
      options: { sdkOptions: { onSizeChanged: throws } },
      inject: buyer((cashier) => {
        cashier.launch();
        cashier.instance.hooks().onSizeChanged?.({ height: 1 });
        cashier.emit('SDK_PAYMENT_SUCCESSFUL');
      }),
    },
    { what: 'storage refuses to be read and written', options: { storage: refusing } },
    { what: 'storage refuses, and the status is abnormal', options: { storage: refusing }, inject: declares('SDK_PAYMENT_ERROR') },
    {
      what: 'storage holds what is not ours',
      options: {
        storage: { getItem: () => '{"version":1,"records":[{"order":""},7,null]}', setItem: () => undefined, removeItem: () => undefined },
      },
    },
  ],

  'Asking the server': [
    { what: 'SDK success, the server says FAIL', asks: true, inject: server(say('FAIL')), truth: 'FAIL' },
    { what: 'SDK failure, the server says SUCCESS', asks: true, inject: failsWith('PROCESS_FAIL'), truth: 'SUCCESS' },
    { what: 'the buyer paid by phone and closed the cashier', asks: true, inject: buyer(closes), truth: 'SUCCESS' },
    { what: 'closed, and nothing was submitted', asks: true, inject: both(buyer(closes), server(say('ORDER_NOT_EXIST'))) },
    {
      what: 'closed, and the server says PROCESSING',
      asks: true,
      inject: both(buyer(closes), server(say('PROCESSING'))),
      truth: 'PROCESSING',
    },
    { what: 'closed, and the server says PENDING', asks: true, inject: both(buyer(closes), server(say('PENDING'))), truth: 'PENDING' },
    { what: 'SDK success, the server says PROCESSING for ever', asks: true, inject: server(say('PROCESSING')), truth: 'PROCESSING' },
    { what: 'SDK success, the server knows of no order for ever', asks: true, inject: server(say('ORDER_NOT_EXIST')), truth: 'SUCCESS' },
    {
      what: '`inquiryPayment` rejects every time',
      asks: true,
      inject: server(() => Promise.reject(new TypeError('Failed to fetch'))),
      truth: 'SUCCESS',
    },
    {
      what: 'it rejects three times',
      asks: true,
      inject: server(...[1, 2, 3].map(() => () => Promise.reject(new TypeError('Failed to fetch'))), say('SUCCESS')),
    },
    { what: 'it throws', asks: true, inject: server(throws), truth: 'SUCCESS' },
    { what: 'it never settles', asks: true, inject: server(never), truth: 'SUCCESS' },
    {
      what: 'HTTP 500, and its JSON was passed on',
      asks: true,
      inject: server(() => ({ error: 'The database is on fire.' })),
      truth: 'SUCCESS',
    },
    { what: 'an HTML page as text', asks: true, inject: server(() => '<!doctype html><title>Sorry</title>'), truth: 'SUCCESS' },
    { what: '`null`', asks: true, inject: server(() => null), truth: 'SUCCESS' },
    {
      what: 'SUCCESS about another `paymentRequestId`',
      asks: true,
      inject: server(() => ({ ...inquiryOf('SUCCESS'), paymentRequestId: 'of-another-buyer' })),
      truth: 'FAIL',
    },
    {
      what: 'SUCCESS with `resultStatus` F',
      asks: true,
      inject: server(() => ({ result: { resultStatus: 'F', resultCode: 'PROCESS_FAIL' }, paymentStatus: 'SUCCESS' })),
      truth: 'FAIL',
    },
    {
      what: 'SUCCESS with `resultStatus` U',
      asks: true,
      inject: server(() => ({ result: { resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' }, paymentStatus: 'SUCCESS' })),
      truth: 'FAIL',
    },
    { what: '`paymentStatus` nobody knows: SUCCEEDED', asks: true, inject: server(say('unknown')), truth: 'FAIL' },
    {
      what: '`paymentStatus` in lower case',
      asks: true,
      inject: server(() => ({ result: { resultStatus: 'S' }, paymentStatus: 'success' })),
      truth: 'FAIL',
    },
    {
      what: '`paymentStatus` is an array',
      asks: true,
      inject: server(() => ({ result: { resultStatus: 'S' }, paymentStatus: ['SUCCESS'] })),
      truth: 'FAIL',
    },
    {
      what: 'the status is abnormal, and the server never decides',
      asks: true,
      inject: both(declares('SDK_PAYMENT_ERROR'), server(say('PROCESSING'))),
      truth: 'PROCESSING',
    },
    {
      what: 'the tab is hidden for ten minutes while it asks',
      asks: true,
      inject: both(
        server(say('PROCESSING')),
        buyer(async (cashier, world) => {
          pays(cashier);
          await flush();
          setVisibility('hidden');
          await pass(600_000);
          world.inquiry = [say('SUCCESS')];
          setVisibility('visible');
        }),
      ),
    },
    {
      what: 'the browser is offline for ten minutes while it asks',
      asks: true,
      inject: both(
        server(say('PROCESSING')),
        buyer(async (cashier, world) => {
          pays(cashier);
          await flush();
          setOnline(false);
          await pass(600_000);
          world.inquiry = [say('SUCCESS')];
          setOnline(true);
        }),
      ),
    },
    {
      what: '`unmount()` while it asks',
      asks: true,
      truth: 'SUCCESS',
      inject: both(
        server(say('PROCESSING')),
        buyer(async (cashier, { checkout }) => {
          pays(cashier);
          await flush();
          checkout.unmount();
        }),
      ),
    },
    {
      what: 'a redirect that stays on the page, and the server says SUCCESS',
      asks: true,
      truth: 'SUCCESS',
      inject: buyer((cashier) => {
        cashier.launch();
        cashier.redirect();
      }),
    },
    {
      what: 'the app does not open, and the server cannot be asked',
      asks: true,
      truth: 'ORDER_NOT_EXIST',
      inject: both(
        server(() => Promise.reject(new TypeError('Failed to fetch'))),
        buyer(async (cashier) => {
          cashier.launch();
          cashier.callApp('wallet://pay');
          await flush();
          cashier.appMissing();
        }),
      ),
    },
  ],
};

/** What a fault's sources load; they are made before the world is. */
const broken: { load: () => Promise<unknown>; good: unknown } = { load: never, good: null };
const second: { module: unknown } = { module: null };

// ── Forms in the page ────────────────────────────────────────────────────────

const refusal = (code?: string, more?: object): object => ({
  status: 'FAIL',
  ...(code === undefined ? {} : { error: { code, message: 'refused' } }),
  ...more,
});
/** Drawn, and then that. */
const drawn =
  (act: (form: FakeForm, world: Parameters<NonNullable<FormFault['form']>>[1]) => unknown): NonNullable<FormFault['form']> =>
  async (form, world, n) => {
    // What is drawn in its place is paid.
    if (n > 1) {
      await paidBy(PAID)(form, world);
      return;
    }
    form.launch();
    await flush();
    await act(form, world);
  };
/** Drawn and submitted, and then that. */
const sent = (act: (form: FakeForm, world: Parameters<NonNullable<FormFault['form']>>[1]) => unknown): NonNullable<FormFault['form']> =>
  drawn(async (form, world) => {
    await submitted(world);
    await act(form, world);
  });
const silent = (): void => undefined;
const takeOut = (): void => {
  document.querySelector('#form > div')?.remove();
};
const moveAway = (): void => {
  if (!moveForm()) throw new Error('nothing is drawn');
};
const noneAsked: FormFault['also'] = ({ asked }) => {
  expect(asked()).toEqual([]);
};

const FORMS: Readonly<Record<string, readonly FormFault[]>> = {
  'A form in the page, without inquiryPayment': [
    { what: 'declined with a code after which the session is still good, then paid', form: paidBy(refusal('DO_NOT_HONOR'), PAID) },
    { what: 'declined with a code that ends the order', form: paidBy(refusal('ORDER_IS_CLOSED')) },
    {
      what: 'declined, and Antom says that another session is needed',
      form: paidBy(refusal('DO_NOT_HONOR', { error: { code: 'DO_NOT_HONOR', needChangeSessionForRetry: true } })),
    },
    { what: 'declined with a code nobody knows', form: paidBy(refusal('A_CODE_OF_TOMORROW')) },
    { what: 'declined with a code that decides nothing', form: paidBy(refusal('PAYMENT_IN_PROCESS')) },
    { what: 'declined without a code', form: paidBy(refusal()) },
    { what: 'the buyer closes 3-D Secure', form: paidBy(refusal('USER_CANCELED', { userCanceled3D: true })) },
    { what: 'fields to correct, then paid', form: paidBy(refusal('FORM_INVALID'), PAID) },
    { what: 'submitted before the form can be (UI_STATE_ERROR), then paid', form: paidBy(refusal('UI_STATE_ERROR'), PAID) },
    {
      what: 'SDK_SUBMIT_NETWORK_ERROR while `submit()` waits, then paid',
      form: sent(async (form, world) => {
        form.emit('SDK_SUBMIT_NETWORK_ERROR');
        await flush();
        await submitted(world);
        form.answer(PAID);
      }),
    },
    {
      what: '`submit()` twice at once, then paid',
      form: sent(async (form, world) => {
        await submitted(world);
        expect(form.submits).toBe(1);
        form.answer(PAID);
      }),
    },
    {
      what: 'submitPayment() rejects',
      form: sent((form) => {
        form.reject(new Error('refused'));
      }),
    },
    { what: 'it answers undefined', form: paidBy(undefined) },
    { what: 'it answers `null`', form: paidBy(null) },
    { what: 'it answers with an HTML page', form: paidBy('<!doctype html><title>Sorry</title>') },
    { what: 'its status is nobody’s: success in lower case', form: paidBy({ status: 'success' }) },
    { what: 'the form is silent after `submit()`, until the session has expired', form: sent(silent) },
    {
      what: 'the form is silent, and `submit()` was pressed before it was drawn',
      form: async (_form, world) => {
        await submitted(world);
      },
    },
    { what: 'the app does not start', form: silent },
    {
      what: 'mount() never settles',
      form: (form) => {
        form.stall();
      },
    },
    {
      what: 'mount() is refused with PARAM_INVALID',
      form: (form) => {
        form.refuse('PARAM_INVALID');
      },
    },
    {
      what: 'mount() is refused with a code of the server’s',
      form: (form) => {
        form.refuse('ORDER_IS_CLOSED');
      },
    },
    { what: 'the container is not there', mount: { container: '#nowhere' } },
    {
      what: 'the page takes the container out before the form is drawn',
      inject: (world) => {
        const good = world.session;
        world.session = () => {
          document.querySelector('#form')?.remove();
          return good();
        };
      },
      heal: () => {
        const container = document.createElement('div');
        container.id = 'form';
        document.querySelector('main')?.appendChild(container);
      },
    },
    {
      what: 'the app vanishes before `submit()`',
      form: drawn((form) => {
        form.vanish();
      }),
    },
    {
      what: 'the app vanishes after `submit()`',
      form: sent((form) => {
        form.vanish();
      }),
    },
    { what: 'the page takes its place out before `submit()`', form: drawn(takeOut) },
    { what: 'the page takes its place out after `submit()`', form: sent(takeOut) },
    {
      what: 'the page moves its place before `submit()`; drawn again, and paid',
      form: drawn(moveAway),
      also: ({ forms: { forms } }) => {
        expect(forms).toHaveLength(2);
        expect(forms[0]?.session).toBe(forms[1]?.session);
      },
    },
    { what: 'the page moves its place after `submit()`', form: sent(moveAway) },
    {
      what: 'the session expires before `submit()`; drawn again, and paid',
      form: drawn(silent),
      also: ({ forms }) => {
        expect(new Set(forms.forms.map(({ session }) => session)).size).toBe(2);
      },
    },
    {
      what: 'the same, and a new session cannot be had',
      inject: (world) => {
        const good = world.session;
        let asked = 0;
        world.session = () => {
          asked += 1;
          if (asked === 2) throw new Error('The database is on fire.');
          return good();
        };
      },
      form: drawn(silent),
    },
    {
      what: '`unmount()` before `submit()`',
      form: drawn((_form, { shop }) => {
        shop.checkout.unmount();
      }),
    },
    {
      what: '`unmount()` after `submit()`',
      form: sent((_form, { shop }) => {
        shop.checkout.unmount();
      }),
    },
    {
      what: 'a reload after `submit()`; `resume()`',
      form: sent((_form, world) => {
        world.reload();
        world.result = world.shop.checkout.resume();
      }),
    },
  ],

  'A form in the page, asking the server': [
    { what: 'paid, and the server says FAIL', asks: true, server: [say('FAIL')], truth: 'FAIL' },
    { what: 'paid, and the server says PROCESSING for ever', asks: true, server: [say('PROCESSING')], truth: 'PROCESSING' },
    {
      what: 'declined with a code after which the session is still good, then paid',
      asks: true,
      form: paidBy(refusal('DO_NOT_HONOR'), PAID),
      also: ({ asked }) => {
        expect(asked()).toHaveLength(1);
      },
    },
    {
      what: 'declined with a code that ends the order, the server says SUCCESS',
      asks: true,
      form: paidBy(refusal('ORDER_IS_CLOSED')),
      truth: 'SUCCESS',
    },
    {
      what: 'the buyer closes 3-D Secure, the server says FAIL',
      asks: true,
      form: paidBy(refusal('USER_CANCELED', { userCanceled3D: true })),
      server: [say('FAIL')],
      truth: 'FAIL',
    },
    {
      what: 'submitPayment() rejects, the server says SUCCESS',
      asks: true,
      form: sent((form) => {
        form.reject(new Error('refused'));
      }),
      truth: 'SUCCESS',
    },
    {
      what: 'its answer cannot be read, the server says FAIL',
      asks: true,
      form: paidBy('<!doctype html>'),
      server: [say('FAIL')],
      truth: 'FAIL',
    },
    {
      what: 'its answer cannot be read, the server never decides',
      asks: true,
      form: paidBy('<!doctype html>'),
      server: [say('PROCESSING')],
      truth: 'PROCESSING',
    },
    { what: 'the form is silent after `submit()`, the server says SUCCESS', asks: true, form: sent(silent), truth: 'SUCCESS' },
    {
      what: 'the same, and the server never decides; until the session has expired',
      asks: true,
      form: sent(silent),
      server: [say('PROCESSING')],
      truth: 'PROCESSING',
    },
    {
      what: 'the app vanishes after `submit()`, the server says SUCCESS',
      asks: true,
      form: sent((form) => {
        form.vanish();
      }),
      truth: 'SUCCESS',
    },
    {
      what: 'the app vanishes after `submit()`, and nothing was submitted',
      asks: true,
      form: sent((form) => {
        form.vanish();
      }),
      server: [say('ORDER_NOT_EXIST')],
    },
    { what: 'the page takes its place out before `submit()`', asks: true, form: drawn(takeOut), also: noneAsked },
    { what: 'the page takes its place out after `submit()`, the server says SUCCESS', asks: true, form: sent(takeOut), truth: 'SUCCESS' },
    { what: 'the page moves its place after `submit()`, the server says SUCCESS', asks: true, form: sent(moveAway), truth: 'SUCCESS' },
    {
      what: '`unmount()` after `submit()`',
      asks: true,
      form: sent((_form, { shop }) => {
        shop.checkout.unmount();
      }),
      truth: 'SUCCESS',
    },
    {
      what: 'a reload after the buyer has paid; `resume()` asks',
      asks: true,
      form: sent((_form, world) => {
        world.reload();
        world.result = world.shop.checkout.resume();
      }),
      truth: 'SUCCESS',
    },
    {
      what: 'a reload in an untouched form; nothing is pending, and the next is paid',
      asks: true,
      form: drawn(async (_form, world) => {
        world.reload();
        expect(await world.shop.checkout.resume()).toBeNull();
        world.result = world.shop.checkout.mount('#form');
      }),
    },
  ],
};

// ── The table ────────────────────────────────────────────────────────────────

describe('a fault', () => {
  const file = `${process.cwd()}/docs/faults.md`;
  const rows: Record<string, Row[]> = {};

  for (const [group, faults] of Object.entries(LIST)) {
    rows[group] = [];
    describe(group, () => {
      it.each(faults)(
        '$what',
        async (fault) => {
          rows[group]?.push(await witness(fault));
        },
        30_000,
      );
    });
  }

  const formRows: Record<string, FormRow[]> = {};
  for (const [group, faults] of Object.entries(FORMS)) {
    formRows[group] = [];
    describe(group, () => {
      it.each(faults)(
        '$what',
        async (fault) => {
          formRows[group]?.push(await witnessForm(fault));
        },
        30_000,
      );
    });
  }

  const table = (list: readonly Row[]): string =>
    [
      '| fault | outcome | settles after | `retry` | the next `pay()`, the cause gone |',
      '| --- | --- | --- | --- | --- |',
      ...list.map(({ fault, outcome, after, retry, second: next }) => `| ${fault} | ${outcome} | ${after} | \`${retry}\` | ${next} |`),
    ].join('\n');
  const formTable = (list: readonly FormRow[]): string =>
    [
      '| fault | `submit()` | outcome | settles after | `retry` | the next `mount()`, the cause gone |',
      '| --- | --- | --- | --- | --- | --- |',
      ...list.map(
        ({ fault, submits, outcome, after, retry, second: next }) =>
          `| ${fault} | ${submits} | ${outcome} | ${after} | \`${retry}\` | ${next} |`,
      ),
    ].join('\n');
  const made = (): string =>
    [
      ...Object.entries(rows).map(([group, list]) => [group, table(list)] as const),
      ...Object.entries(formRows).map(([group, list]) => [group, formTable(list)] as const),
    ]
      .map(([group, text]) => `## ${group}\n\n${text}\n`)
      .join('\n');

  const isWhole = (): boolean =>
    Object.entries(LIST).every(([group, faults]) => rows[group]?.length === faults.length) &&
    Object.entries(FORMS).every(([group, faults]) => formRows[group]?.length === faults.length);

  afterAll(() => {
    if (process.env['UPDATE_DOCS'] !== undefined && isWhole())
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(BLOCK, (_all, open: string, close: string) => `${open}\n${made()}\n${close}`),
      );
  });

  it('that ends in an error has its reason in docs/errors.md', () => {
    const errors = readFileSync(`${process.cwd()}/docs/errors.md`, 'utf8');
    const reasons = [...Object.values(rows).flat(), ...Object.values(formRows).flat()].flatMap(({ outcome }) => {
      const [, code, reason] = /^\[`([\w-]+)`\]\(\S+\)(?: \((.+)\))?$/.exec(outcome) ?? [];
      return code === undefined || reason === undefined ? [] : [[code, reason] as const];
    });
    expect(reasons.length).toBeGreaterThan(0);
    for (const [code, reason] of reasons) expect(errors.split(`## ${code}\n`)[1]?.split('\n## ')[0]).toContain(`- \`${reason}\`:`);
  });

  it('has in docs/faults.md the outcome it got here', () => {
    expect(isWhole()).toBe(true);
    if (process.env['UPDATE_DOCS'] !== undefined) return;
    expect(BLOCK.exec(readFileSync(file, 'utf8'))?.[0]).toBe(`<!-- faults -->\n\n${made()}\n<!-- /faults -->`);
  });
});

const BLOCK = /(<!-- faults -->\n)[\s\S]*?(<!-- \/faults -->)/;
