/** mountComponent: the cashier and the card form for vaulting in a container of the page, their submit() and validateFields(); and AMSAutoDebitPay. */
import { describe, expect, it } from 'vitest';
import { asked, blockScript, bring, promiseJobs, shops, SLOT, SLOT_2, type ComponentApi, type Shop } from '../support/product-players.ts';
import {
  autoDebitPaySession,
  autoDebitSession,
  bankSession,
  cardSession,
  cashierSession,
  checkoutPageSession,
  easyPaySession,
  elementSession,
  FRAUD_SCRIPT,
  fraudScriptSession,
  redirecting,
  vaultingSession,
  type SessionBuilder,
} from '../support/product-sessions.ts';
import { SDK_VERSIONS, type FakeCashier } from '../support/real-sdk.ts';

const { open, rejections } = shops();

type InlineClass = 'AMSCashierPayment' | 'AMSVaulting';
const INLINE: readonly [InlineClass, SessionBuilder][] = [
  ['AMSCashierPayment', cashierSession],
  ['AMSVaulting', vaultingSession],
];
const NOT_CREATED = 'Error: Component not created or current browser compatibility issue, not supported';

interface Mounted {
  readonly shop: Shop;
  readonly api: ComponentApi;
}

describe.each(SDK_VERSIONS.flatMap((version) => INLINE.map((kind) => [version, ...kind] as const)))(
  '%s: %s in a container',
  (version, className, session) => {
    function mount(params: object = {}, selector: unknown = SLOT): Mounted {
      const shop = open({ version });
      const api = shop.build(className);
      shop.call('mount', () => api.mountComponent({ sessionData: session(), ...params }, selector));
      return { shop, api };
    }

    async function ready(): Promise<Mounted & { readonly app: FakeCashier }> {
      const mounted = mount();
      const app = await bring(mounted.shop);
      mounted.shop.said();
      return { ...mounted, app };
    }

    describe('mounting', () => {
      it('has its iframe in the container one promise job after mountComponent, with SDK_START_OF_LOADING', async () => {
        const { shop } = mount();
        expect(shop.slot.childElementCount).toBe(0);
        await promiseJobs();
        expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING']);
        const { iframe } = shop.sdk.app();
        expect(iframe.id).toBe('ams-checkout-component-desktop');
        expect(iframe.parentElement?.id).toBe('ams-component-container');
        expect(iframe.parentElement?.parentElement).toBe(shop.slot);
      });

      it('resolves with undefined at launch and query, and tells the end of loading and the size', async () => {
        const shop = open({ version });
        const api = shop.build(className, { onSizeChanged: shop.note('onSizeChanged') });
        shop.call('mount', () => api.mountComponent({ sessionData: session() }, SLOT));
        await bring(shop);
        expect(shop.said()).toEqual([
          'onEventCallback SDK_START_OF_LOADING',
          'mount resolved',
          'onSizeChanged',
          'onEventCallback SDK_END_OF_LOADING',
        ]);
        expect(shop.journal[1]?.value).toBeUndefined();
        expect(shop.sdk.app().iframe.style.height).toBe('420px');
      });

      it('leaves the overflow of the body alone until it is unmounted', async () => {
        const { shop, api } = await ready();
        expect(shop.document.body.style.overflow).toBe('');
        api.unmount();
        expect(shop.document.body.style.overflow).toBe('auto');
      });

      it('keeps what the container holds while it is open, and empties the container when unmounted', async () => {
        const shop = open({ version });
        shop.slot.innerHTML = '<p>mine</p>';
        const api = shop.build(className);
        void api.mountComponent({ sessionData: session() }, SLOT);
        await bring(shop);
        expect([...shop.slot.children].map(({ tagName }) => tagName)).toEqual(['P', 'DIV']);
        api.unmount();
        expect(shop.slot.innerHTML).toBe('');
      });

      it('sends the app appearance and inline', async () => {
        const appearance = { showSubmitButton: false };
        const { shop } = mount({ appearance });
        const app = await bring(shop);
        expect(asked(app, 'renderComponent').data).toMatchObject({ appearance, renderDisplayType: 'inline' });
      });

      it('no element for the selector: onError is not called, mountComponent rejects', async () => {
        for (const selector of ['#nope', '', null, undefined]) {
          const shop = open({ version });
          const api = shop.build(className);
          shop.call('mount', () => api.mountComponent({ sessionData: session() }, selector));
          await shop.advance();
          if (version === '1.47.2') {
            expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING', 'mount rejected SDK_CREATEPAYMENT_PARAMETER_ERROR']);
            expect(shop.last()).toMatchObject({
              message: expect.stringContaining('#ams-component-container is not a valid selector') as unknown,
            });
          } else {
            expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING', 'mount rejected']);
            expect(String(shop.last())).toMatch(/^TypeError/);
          }
        }
      });

      it('a selector that is no CSS, or an Element: it rejects with a DOMException, and the instance is stuck until unmount()', async () => {
        const shop = open({ version });
        for (const selector of ['##', shop.slot]) {
          const api = shop.build(className);
          shop.call('mount', () => api.mountComponent({ sessionData: session() }, selector));
          await shop.advance();
          expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING', 'mount rejected']);
          expect(shop.last()).toMatchObject({ name: 'SyntaxError' });
          shop.call('again', () => api.mountComponent({ sessionData: session() }, SLOT));
          await shop.advance();
          expect(shop.said().at(-1)).toBe('again rejected SDK_CREATECOMPONENT_ERROR');
          expect(shop.last()).toMatchObject({ message: 'Only one component can be rendered simultaneously' });
          api.unmount();
          void api.mountComponent({ sessionData: session() }, SLOT);
          await shop.advance();
          expect(shop.sdk.apps()).toHaveLength(1);
          api.unmount();
          await shop.advance(500);
          shop.said();
        }
      });

      it('a second mount while it is open: onError and the rejection, and the first stays', async () => {
        const { shop, api, app } = await ready();
        shop.call('second', () => api.mountComponent({ sessionData: session() }, SLOT_2));
        await shop.advance();
        expect(shop.said()).toEqual(['onError SDK_CREATECOMPONENT_ERROR', 'second rejected SDK_CREATECOMPONENT_ERROR']);
        expect(shop.sdk.app().iframe).toBe(app.iframe);
      });

      it('an app that does not launch in 15 s: onError, in 1.47.2 an event, the rejection; 300 ms later the container is empty', async () => {
        const { shop } = mount();
        await shop.advance();
        shop.answer();
        await shop.advance(14_999);
        shop.said();
        await shop.advance(1);
        expect(shop.said()).toEqual([
          'onError SDK_CREATECOMPONENT_ERROR',
          ...(version === '1.47.2' ? ['onEventCallback SDK_CREATECOMPONENT_ERROR'] : []),
          'mount rejected SDK_CREATECOMPONENT_ERROR',
        ]);
        await shop.advance(300);
        expect(shop.slot.childElementCount).toBe(0);
      });

      it('unmount() empties the container synchronously, and nothing of the removed app is heard', async () => {
        const { shop, api, app } = await ready();
        api.unmount();
        expect(shop.slot.childElementCount).toBe(0);
        app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
        await shop.advance(20_000);
        expect(shop.said()).toEqual([]);
      });
    });

    describe('submit()', () => {
      it('rejects with an Error before mountComponent and after unmount()', async () => {
        const shop = open({ version });
        const api = shop.build(className);
        shop.call('before', () => api.submit());
        await shop.advance();
        expect(shop.said()).toEqual(['before rejected']);
        expect(String(shop.last())).toBe(NOT_CREATED);
        void api.mountComponent({ sessionData: session() }, SLOT);
        await bring(shop);
        api.unmount();
        shop.said();
        shop.call('after', () => api.submit());
        await shop.advance();
        expect(shop.said()).toEqual(['after rejected']);
        expect(String(shop.last())).toBe(NOT_CREATED);
      });

      it('before the app has rendered it reaches the app before renderComponent', async () => {
        const { shop, api } = mount();
        await shop.advance();
        shop.call('submit', () => api.submit());
        const app = await bring(shop);
        expect(app.received.slice(0, 2).map(({ event }) => event)).toEqual(['submitPay', 'renderComponent']);
      });

      it('sends what it is given, and is answered by onEventCallback with its id: the event first, then the promise, with the same content', async () => {
        const { shop, api, app } = await ready();
        const data = { billingAddress: { region: 'US' } };
        shop.call('submit', () => api.submit(data));
        await shop.advance();
        const question = asked(app, 'submitPay');
        expect(question.data).toEqual(data);
        const answer = { code: 'SDK_PAYMENT_SUCCESSFUL', message: 'm', result: { paymentResultCode: 'SUCCESS' } };
        app.send('onEventCallback', answer, question.id);
        expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL']);
        await promiseJobs();
        expect(shop.said()).toEqual(['submit resolved SDK_PAYMENT_SUCCESSFUL']);
        const [event, resolved] = shop.journal.slice(-2);
        expect(event?.value).toEqual(answer);
        expect(resolved?.value).toBe(event?.value);
      });

      it('an invalid form answers SDK_FORM_VERIFICATION_FAILED, and the next submit works', async () => {
        const { shop, api, app } = await ready();
        for (const code of ['SDK_FORM_VERIFICATION_FAILED', 'SDK_PAYMENT_SUCCESSFUL']) {
          shop.call('submit', () => api.submit());
          await shop.advance();
          app.send('onEventCallback', { code }, asked(app, 'submitPay').id);
          await shop.advance();
          expect(shop.said()).toEqual([`onEventCallback ${code}`, `submit resolved ${code}`]);
        }
      });

      it('an event without the id, or one named submitPay, does not answer it', async () => {
        const { shop, api, app } = await ready();
        shop.call('submit', () => api.submit());
        await shop.advance();
        app.send('onEventCallback', { code: 'SDK_PAYMENT_PROCESSING' });
        app.send('submitPay', { code: 'SDK_PAYMENT_SUCCESSFUL' }, asked(app, 'submitPay').id);
        await shop.advance(60_000);
        expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_PROCESSING']);
      });

      it('a second answer with the id is an event and nothing more', async () => {
        const { shop, api, app } = await ready();
        shop.call('submit', () => api.submit());
        await shop.advance();
        const { id } = asked(app, 'submitPay');
        app.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL' }, id);
        app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' }, id);
        await shop.advance();
        expect(shop.said()).toEqual([
          'onEventCallback SDK_PAYMENT_FAIL',
          'onEventCallback SDK_PAYMENT_SUCCESSFUL',
          'submit resolved SDK_PAYMENT_FAIL',
        ]);
      });

      it('two submits send two submitPay, and each waits for its own answer', async () => {
        const { shop, api, app } = await ready();
        shop.call('first', () => api.submit());
        shop.call('second', () => api.submit());
        await shop.advance();
        const [first, second] = app.received.filter(({ event }) => event === 'submitPay');
        expect(first?.id).not.toBe(second?.id);
        app.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL' }, second?.id);
        await shop.advance(60_000);
        expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_FAIL', 'second resolved SDK_PAYMENT_FAIL']);
        app.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL' }, first?.id);
        await shop.advance();
        expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_FAIL', 'first resolved SDK_PAYMENT_FAIL']);
      });

      it('never settles when the app is mute or has been unmounted', async () => {
        const { shop, api, app } = await ready();
        shop.call('submit', () => api.submit());
        await shop.advance(60_000);
        api.unmount();
        app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' }, asked(app, 'submitPay').id);
        await shop.advance(60_000);
        expect(shop.said()).toEqual([]);
      });
    });

    describe('leaving', () => {
      it("the app's onClose is ignored while the question is allowed, which it is at first: no signal, the UI stays", async () => {
        const { shop, app } = await ready();
        app.send('onClose', {});
        await shop.advance(60_000);
        expect(shop.said()).toEqual([]);
        expect(shop.sdk.app().iframe).toBe(app.iframe);
      });

      it('with setAllowRetention false it says onClose, then the declared code, and the container is empty 300 ms later', async () => {
        const { shop, app } = await ready();
        app.send('setAllowRetention', false);
        app.send('declareEventCallbackInfo', { popWindowEventInfo: { enableCallback: true, eventName: 'SDK_PAYMENT_CANCEL' } });
        app.send('onClose', {});
        await shop.advance(299);
        expect(shop.sdk.apps()).toHaveLength(1);
        await shop.advance(1);
        expect(shop.said()).toEqual(['onClose', 'onEventCallback SDK_PAYMENT_CANCEL']);
        expect(shop.last()).toEqual({ code: 'SDK_PAYMENT_CANCEL', result: { result: {} } });
        expect(shop.slot.childElementCount).toBe(0);
      });

      it('the app’s onDestroy is ignored', async () => {
        const { shop, app } = await ready();
        app.send('onDestroy', {});
        await shop.advance(60_000);
        expect(shop.sdk.app().iframe).toBe(app.iframe);
      });

      it('a redirect in a new tab keeps the UI, one in the same tab removes it; both say SDK_CALL_URL_SUCCESS', async () => {
        const { shop, app } = await ready();
        app.send('onRedirect', { normalUrl: 'https://bank.test/', target: '_blank' });
        await shop.advance(500);
        expect(shop.said()).toEqual(['onEventCallback SDK_CALL_URL_SUCCESS', 'window.open']);
        expect(shop.sdk.apps()).toHaveLength(1);
        app.send('onRedirect', { normalUrl: 'https://bank.test/' });
        await shop.advance(500);
        expect(shop.said()).toEqual(['navigation', 'onEventCallback SDK_CALL_URL_SUCCESS']);
        expect(shop.slot.childElementCount).toBe(0);
      });

      it('an app that is loaded again is rendered again', async () => {
        const { shop, app } = await ready();
        app.send('onLaunch', {});
        await shop.advance(100);
        expect(app.received.filter(({ event }) => event === 'renderComponent')).toHaveLength(2);
      });

      it(`a container that the page removes is not noticed; after unmount() the instance ${version === '1.47.2' ? 'can be used again' : 'is stuck'}`, async () => {
        const { shop, api } = await ready();
        shop.slot.remove();
        shop.call('submit', () => api.submit());
        shop.call('unmount', () => api.unmount());
        await shop.advance(500);
        expect(shop.said()).toEqual(['unmount returned']);
        shop.call('again', () => api.mountComponent({ sessionData: session() }, SLOT_2));
        await shop.advance();
        if (version === '1.47.2') expect(shop.sdk.apps()).toHaveLength(1);
        else expect(shop.said().at(-1)).toBe('again rejected SDK_CREATECOMPONENT_ERROR');
      });
    });

    describe('the selector of a reused instance', () => {
      it('createComponent after mountComponent puts the popup’s app into the old container', async () => {
        const { shop, api } = await ready();
        expect(api._componentApp._selector).toBe(SLOT);
        api.unmount();
        await shop.advance(500);
        void api.createComponent({ sessionData: session() });
        await shop.advance();
        expect(shop.slot.contains(shop.sdk.app().iframe)).toBe(true);
      });

      it('or rejects when the container is gone', async () => {
        const { shop, api } = await ready();
        api.unmount();
        await shop.advance(500);
        shop.slot.remove();
        shop.call('create', () => api.createComponent({ sessionData: session() }));
        await shop.advance();
        expect(shop.said().at(-1)).toMatch(/^create rejected/);
      });

      it("_selector set to '#ams-component-section', its first value, cures that", async () => {
        const shop = open({ version });
        const api = shop.build(className);
        expect(api._componentApp._selector).toBe('#ams-component-section');
        void api.mountComponent({ sessionData: session() }, SLOT);
        await bring(shop);
        api.unmount();
        await shop.advance(500);
        api._componentApp._selector = '#ams-component-section';
        void api.createComponent({ sessionData: session() });
        await shop.advance();
        expect(shop.sdk.app().iframe.parentElement?.id).toBe('ams-component-section');
      });

      it('mountComponent after createComponent needs no cure', async () => {
        const shop = open({ version });
        const api = shop.build(className);
        void api.createComponent({ sessionData: session() });
        await bring(shop);
        api.unmount();
        await shop.advance(500);
        void api.mountComponent({ sessionData: session() }, SLOT);
        await shop.advance();
        expect(shop.slot.contains(shop.sdk.app().iframe)).toBe(true);
      });

      it('unmount() with nothing mounted empties what the selector names, which that cure prevents', async () => {
        const { shop, api } = await ready();
        api.unmount();
        await shop.advance(500);
        for (const [selector, left] of [
          [SLOT, ''],
          ['#ams-component-section', '<p>mine</p>'],
        ] as const) {
          shop.slot.innerHTML = '<p>mine</p>';
          api._componentApp._selector = selector;
          api.unmount();
          expect(shop.slot.innerHTML).toBe(left);
        }
      });
    });
  },
);

describe('1.47.2: validateFields() of AMSCashierPayment', () => {
  async function ready(): Promise<Mounted & { readonly app: FakeCashier }> {
    const shop = open();
    const api = shop.build('AMSCashierPayment');
    void api.mountComponent({ sessionData: cardSession() }, SLOT);
    const app = await bring(shop);
    shop.said();
    return { shop, api, app };
  }

  it('no other class and no other version has it', () => {
    for (const [version, className] of [
      ['1.47.2', 'AMSVaulting'],
      ['1.12.0', 'AMSCashierPayment'],
      ['1.12.0', 'AMSVaulting'],
    ] as const) {
      expect(open({ version }).build(className)).not.toHaveProperty('validateFields');
    }
  });

  it('asks the app, is answered by validateFieldsResult with the id, and takes only true for true', async () => {
    const { shop, api, app } = await ready();
    for (const [sent, isValid] of [
      [true, true],
      [false, false],
      ['true', false],
    ]) {
      shop.call('validate', () => api.validateFields?.());
      await shop.advance();
      app.send('validateFieldsResult', { isValid: sent }, asked(app, 'validateFields').id);
      await shop.advance();
      expect(shop.said()).toEqual(['validate resolved']);
      expect(shop.last()).toEqual({ isValid });
    }
  });

  it('is false 15 s after an app did not answer, and at once before mount and after unmount', async () => {
    const { shop, api } = await ready();
    shop.call('validate', () => api.validateFields?.());
    await shop.advance(14_999);
    expect(shop.said()).toEqual([]);
    await shop.advance(1);
    expect(shop.last()).toEqual({ isValid: false });
    api.unmount();
    shop.said();
    shop.call('after', () => api.validateFields?.());
    shop.call('before', () => shop.build('AMSCashierPayment').validateFields?.());
    await shop.advance();
    expect(shop.journal.slice(-2).map(({ value }) => value)).toEqual([{ isValid: false }, { isValid: false }]);
  });
});

describe.each(SDK_VERSIONS)('%s: the query of an inline component', (version) => {
  async function mounted(
    session: SessionBuilder,
    answer: (shop: Shop) => void,
    className: InlineClass = 'AMSCashierPayment',
  ): Promise<Shop> {
    const shop = open({ version });
    const api = shop.build(className);
    shop.call('mount', () => api.mountComponent({ sessionData: session() }, SLOT));
    await shop.advance();
    answer(shop);
    await shop.advance();
    shop.sdk.apps()[0]?.send('onLaunch', {});
    await shop.advance();
    return shop;
  }
  const no = (shop: Shop): void => shop.answer({ success: false, errorCode: 'ORDER_IS_CLOSED', errorMessage: 'closed' });
  const failed = (shop: Shop): void => shop.failQueries();
  const started = 'onEventCallback SDK_START_OF_LOADING';
  const told = version === '1.47.2' ? ['onError SDK_CREATECOMPONENT_ERROR', 'onEventCallback SDK_CREATECOMPONENT_ERROR'] : [];

  it.each([
    ['an APM session', cashierSession, 'AMSCashierPayment'],
    ['a vaulting session', vaultingSession, 'AMSVaulting'],
  ] as const)('%s: failing or saying no is silence and mountComponent resolves, the app shows it', async (_, session, className) => {
    for (const answer of [no, failed]) expect((await mounted(session, answer, className)).said()).toEqual([started, 'mount resolved']);
  });

  it(`a card session: ${version === '1.47.2' ? 'onError and an event' : 'silence'}, and mountComponent resolves all the same`, async () => {
    for (const [answer, message] of [
      [no, 'closed'],
      [failed, 'Network request error'],
    ] as const) {
      const shop = await mounted(cardSession, answer);
      expect(shop.said()).toEqual([started, ...told, 'mount resolved']);
      if (version === '1.47.2') expect(shop.journal[1]?.value).toEqual({ code: 'SDK_CREATECOMPONENT_ERROR', message });
      expect(shop.sdk.apps()).toHaveLength(1);
    }
  });

  it(`a card session with errorActions.showType NONE: the same, and mountComponent ${version === '1.47.2' ? 'rejects' : 'resolves'}`, async () => {
    const shop = await mounted(cardSession, (page) =>
      page.answer({ success: false, errorCode: 'ORDER_IS_CLOSED', errorMessage: 'closed', errorActions: { showType: 'NONE' } }),
    );
    expect(shop.said()).toEqual([started, ...told, version === '1.47.2' ? 'mount rejected SDK_CREATECOMPONENT_ERROR' : 'mount resolved']);
    expect(shop.last()).toEqual(version === '1.47.2' ? { code: 'SDK_CREATECOMPONENT_ERROR', message: 'closed' } : undefined);
  });

  it('a bank session: onError, and a rejection without code and message', async () => {
    const shop = await mounted(bankSession, failed);
    expect(shop.said()).toEqual([started, 'onError SDK_CREATECOMPONENT_ERROR', 'mount rejected']);
    expect(shop.last()).toMatchObject({ success: false, errorCode: 'SYSTEM' });
  });

  it('a query that is never answered: mountComponent is pending 15 s later, though the app has launched', async () => {
    const shop = await mounted(cardSession, () => {});
    await shop.advance(14_000);
    expect(shop.said()).toEqual([started]);
  });
});

it('1.47.2: a fraud script that the session asks for and that is blocked: nothing is drawn or said, and mountComponent is pending 15 s later', async () => {
  const shop = open();
  const api = shop.build('AMSCashierPayment');
  shop.call('mount', () => api.mountComponent({ sessionData: fraudScriptSession() }, SLOT));
  await shop.advance();
  blockScript(shop, FRAUD_SCRIPT);
  await shop.advance(15_000);
  expect(shop.said()).toEqual([]);
  expect(shop.sdk.apps()).toEqual([]);
});

describe.each(SDK_VERSIONS)('%s: the session decides which app AMSCashierPayment opens', (version) => {
  function create(session: SessionBuilder): Mounted {
    const shop = open({ version });
    const api = shop.build('AMSCashierPayment');
    shop.call('create', () => api.createComponent({ sessionData: session() }));
    return { shop, api };
  }

  it.each([
    ['VAULTING_CARD', vaultingSession],
    ['EASY_PAY_WALLET', easyPaySession],
    ['AUTO_DEBIT_WALLET', autoDebitSession],
  ] as const)('%s', async (name, session) => {
    const { shop } = create(session);
    await shop.advance();
    expect(shop.sdk.app().url.pathname).toContain(`/${name}/`);
  });

  it('a checkout page session: 15 s at an address that cannot exist; in 1.12.0 no iframe, an Error through onError, and then those 15 s', async () => {
    const { shop } = create(checkoutPageSession);
    await shop.advance();
    if (version === '1.47.2') {
      expect(shop.sdk.app().url.pathname).toContain('/CHECKOUT_PAYMENT_ALL/undefined/');
      expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING']);
    } else {
      expect(shop.sdk.apps()).toEqual([]);
      expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING', 'onError SDK_INTERNAL_ERROR']);
      expect(shop.last()).toMatchObject({ message: 'Failed to create iframe' });
    }
    shop.answer();
    await shop.advance(15_000);
    expect(shop.said().at(-1)).toBe('create rejected SDK_CREATECOMPONENT_ERROR');
  });

  it('an element session: onError and the rejection; in 1.12.0 as a checkout page session', async () => {
    const { shop } = create(elementSession);
    await shop.advance();
    if (version === '1.47.2') {
      expect(shop.said()).toEqual(['onError SDK_CREATEPAYMENT_PARAMETER_ERROR', 'create rejected SDK_CREATEPAYMENT_PARAMETER_ERROR']);
      expect(shop.last()).toMatchObject({ message: 'unsupported payment method' });
      return;
    }
    expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING', 'onError SDK_INTERNAL_ERROR']);
    shop.answer();
    await shop.advance(15_000);
    expect(shop.said().at(-1)).toBe('create rejected SDK_CREATECOMPONENT_ERROR');
  });
});

describe.each(SDK_VERSIONS)('%s: canMakePayments()', (version) => {
  it('is true for what it does not know, false for Apple Pay without ApplePaySession', async () => {
    const shop = open({ version });
    const api = shop.build('AMSCashierPayment');
    for (const [method, can] of [
      [undefined, true],
      ['FOO', true],
      ['ApplePay', false],
    ] as const) {
      expect(await api.canMakePayments(method)).toBe(can);
    }
  });
});

describe('AMSAutoDebitPay', () => {
  it('1.12.0 does not have it', () => {
    expect(open({ version: '1.12.0' }).sdk.global('AMSAutoDebitPay')).toBeUndefined();
  });

  it('1.47.2 never shows a UI: the promise resolves, the page leaves, SDK_CALL_URL_SUCCESS', async () => {
    const shop = open();
    const api = shop.build('AMSAutoDebitPay');
    shop.call('create', () => api.createComponent({ sessionData: autoDebitPaySession() }));
    await promiseJobs();
    expect(shop.said().sort()).toEqual(['create resolved', 'navigation', 'onEventCallback SDK_CALL_URL_SUCCESS']);
    expect(shop.last()).toMatchObject({
      code: 'SDK_CALL_URL_SUCCESS',
      message: 'Successfully opened the app,NormalUrl: https://bank.test/pay',
    });
    expect(shop.ids()).toEqual([]);
    await shop.advance(20_000);
    expect(shop.said()).toEqual([]);
    expect(shop.document.body.style.overflow).toBe('auto');
  });

  it('1.47.2 takes the next session without unmount()', async () => {
    const shop = open();
    const api = shop.build('AMSAutoDebitPay');
    for (const address of ['https://bank.test/1', 'https://bank.test/2']) {
      shop.call('create', () => api.createComponent({ sessionData: autoDebitPaySession(redirecting(address)) }));
      await shop.advance(500);
      expect(shop.said()).toContain('create resolved');
      expect(shop.last()).toMatchObject({ message: `Successfully opened the app,NormalUrl: ${address}` });
    }
  });

  it('1.47.2 without an address: resolved, SDK_LAUNCH_PAYMENT_APP_ERROR, silence', async () => {
    const shop = open();
    shop.call('create', () =>
      shop.build('AMSAutoDebitPay').createComponent({ sessionData: autoDebitPaySession({ authUrlInfo: { normalUrl: undefined } }) }),
    );
    await shop.advance(20_000);
    expect(shop.said().sort()).toEqual(['create resolved', 'onEventCallback SDK_LAUNCH_PAYMENT_APP_ERROR']);
  });

  it('1.47.2 without requireFastSdk: a rejection and nothing on the other channels, and the instance is stuck until unmount()', async () => {
    const shop = open();
    const api = shop.build('AMSAutoDebitPay');
    shop.call('create', () => api.createComponent({ sessionData: autoDebitPaySession({ action: { requireFastSdk: undefined } }) }));
    await shop.advance();
    expect(shop.said()).toEqual(['create rejected SDK_CREATEPAYMENT_PARAMETER_ERROR']);
    shop.call('again', () => api.createComponent({ sessionData: autoDebitPaySession() }));
    await shop.advance();
    expect(shop.said()).toEqual(['onError SDK_CREATECOMPONENT_ERROR', 'again rejected SDK_CREATECOMPONENT_ERROR']);
    api.unmount();
    shop.call('third', () => api.createComponent({ sessionData: autoDebitPaySession() }));
    await shop.advance();
    expect(shop.said()).toContain('third resolved');
    expect(rejections).toEqual([]);
  });
});
