/** AMSElement (1.47.2; 1.12.0 has no such class): one instance per session, mounted into a container, paid by submitPayment(). */
import { describe, expect, it } from 'vitest';
import { asked, bring, shops, SLOT, SLOT_2, YES, type ElementApi, type Shop } from '../support/product-players.ts';
import { cashierSession, checkoutPageSession, elementSession, updatableSession } from '../support/product-sessions.ts';
import { linesWith, MOCK_URL, type FakeCashier, type OpenSdkWindowOptions } from '../support/real-sdk.ts';

const { open, rejections } = shops();

const PAYMENT = { type: 'payment' };
const UNUSABLE = 'An error occurred. The transaction cannot be initiated.';

interface Mounted {
  readonly shop: Shop;
  readonly element: ElementApi;
}

function build(shop: Shop, options: Readonly<Record<string, unknown>> = {}): ElementApi {
  return shop.build('AMSElement', {
    sessionData: elementSession(),
    loading: { onStartLoading: shop.note('loading.start'), onEndLoading: shop.note('loading.end') },
    ...options,
  });
}

/** Built and mounted, the app not yet launched. */
function mount(options: Readonly<Record<string, unknown>> = {}, page: OpenSdkWindowOptions = {}, params: object = {}): Mounted {
  const shop = open(page);
  const element = build(shop, options);
  shop.call('mount', () => element.mount({ ...PAYMENT, ...params }, SLOT));
  return { shop, element };
}

/** On the screen. */
async function ready(
  options: Readonly<Record<string, unknown>> = {},
  answer: object = YES,
): Promise<Mounted & { readonly app: FakeCashier }> {
  const mounted = mount(options);
  await mounted.shop.advance();
  mounted.shop.answer(answer);
  const app = await bring(mounted.shop);
  mounted.shop.said();
  return { ...mounted, app };
}

it('1.12.0 has no AMSElement', () => {
  expect(open({ version: '1.12.0' }).sdk.global('AMSElement')).toBeUndefined();
});

describe('1.47.2: building an AMSElement', () => {
  it('takes the session in the constructor, and without one throws after an event', () => {
    const shop = open();
    shop.call('new', () => build(shop, { sessionData: '' }));
    expect(shop.said()).toEqual(['onEventCallback SDK_CREATE_COMPONENT_ERROR', 'new threw']);
    expect(shop.last()).toMatchObject({ name: 'InvalidElementConfigError', errors: [{ field: 'sessionData' }] });
  });

  it('accepts a session that only mount() will refuse, and callbacks that are no functions', () => {
    const shop = open();
    shop.call('new', () => build(shop, { sessionData: 'garbage', onEventCallback: 'text', onError: 1 }));
    expect(shop.said()).toEqual(['new returned']);
  });

  it('adds no iframe, no style and one message listener that no method takes away', () => {
    const shop = open();
    const before = shop.messageListeners();
    const element = build(shop);
    expect(shop.document.querySelectorAll('iframe, style')).toHaveLength(0);
    expect(shop.messageListeners()).toBe(before + 1);
    element.destroy();
    expect(shop.messageListeners()).toBe(before + 1);
  });

  it('treats every environment but lower-case sandbox as prod', async () => {
    for (const [environment, shadow] of [
      ['sandbox', 'true'],
      ['SANDBOX', null],
      ['prod', null],
      ['production', null],
      [undefined, null],
    ]) {
      const { shop } = mount({ environment });
      await shop.advance();
      const { url } = shop.sdk.app();
      expect([environment, url.origin, url.searchParams.get('shadow')]).toEqual([environment, 'https://checkout.antom.com', shadow]);
    }
  });
});

describe('1.47.2: mounting an AMSElement', () => {
  it('starts loading and puts its iframe into the container synchronously', () => {
    const { shop } = mount();
    expect(shop.said()).toEqual(['loading.start']);
    const app = shop.sdk.app();
    expect(app.iframe.parentElement?.id).toBe('ams-component-container-slot');
    expect(app.iframe.parentElement?.parentElement).toBe(shop.slot);
    expect(app.iframe.id).toBe('antom-sdk-web-app-#slot');
    expect(app.url.pathname).toBe('/elements/1.47.2/pages/element_payment/index.html');
    expect(app.instanceId).toMatch(/^[0-9a-f-]{36}-payment$/);
  });

  it('keeps what the container holds, and leaves it when destroyed', () => {
    const shop = open();
    shop.slot.innerHTML = '<p>mine</p>';
    const element = build(shop);
    void element.mount(PAYMENT, SLOT);
    expect([...shop.slot.children].map(({ tagName }) => tagName)).toEqual(['P', 'DIV']);
    element.destroy();
    expect(shop.slot.innerHTML).toBe('<p>mine</p>');
  });

  it('opens the express page for a session that says so', () => {
    const { shop } = mount({ sessionData: elementSession({ extendInfo: JSON.stringify({ expressCheckout: 'true' }) }) });
    expect(shop.sdk.app().url.pathname).toBe('/elements/1.47.2/pages/express_checkout/index.html');
  });

  it('renders when both the app has launched and the query is answered, in either order', async () => {
    for (const first of ['launch', 'query']) {
      const { shop } = mount();
      await shop.advance();
      const app = shop.sdk.app();
      if (first === 'query') shop.answer();
      else app.send('onLaunch', {});
      await shop.advance();
      expect(app.received).toEqual([]);
      if (first === 'query') app.send('onLaunch', {});
      else shop.answer();
      await shop.advance();
      expect(app.received.map(({ event }) => event)).toEqual(['renderComponent']);
    }
  });

  it('sends the app the whole session and the options of mount()', async () => {
    const sessionData = elementSession();
    const appearance = { theme: 'night', variables: { 'content-primary': '#111' } };
    const merchantAppointParam = { storedCard: { needCVV: true } };
    const { shop } = mount({ sessionData }, {}, { appearance, notRedirectAfterComplete: true, merchantAppointParam });
    const app = await bring(shop);
    expect(asked(app, 'renderComponent').data).toMatchObject({
      paymentSessionData: sessionData,
      appearance,
      notRedirectAfterComplete: true,
      merchantAppointParam,
      queryResult: { success: true },
    });
  });

  it('resolves with {} at the first onSizeChanged or webAppReady whose source is payment, and ends loading first', async () => {
    for (const event of ['onSizeChanged', 'webAppReady']) {
      const { shop } = mount();
      await shop.advance();
      shop.answer();
      const app = shop.sdk.app();
      app.send('onLaunch', {});
      await shop.advance();
      expect(shop.said()).toEqual(['loading.start']);
      app.send(event, { height: 420, source: 'payment' });
      await shop.advance();
      expect(shop.said()).toEqual(['loading.end', 'mount resolved']);
      expect(shop.last()).toEqual({});
    }
  });

  it('never settles when the size comes without a source: the 10 s timer is cleared and nothing else happens', async () => {
    const { shop, element } = mount();
    await shop.advance();
    shop.answer();
    const app = shop.sdk.app();
    app.send('onLaunch', {});
    await shop.advance();
    app.send('onSizeChanged', { height: 420 });
    await shop.advance(60_000);
    expect(shop.said()).toEqual(['loading.start', 'loading.end']);
    expect(element.controller.initTimeout).toBeNull();
    expect(shop.sdk.apps()).toHaveLength(1);
  });

  it('writes neither the session nor a part of it to the console or into the address of its iframe', async () => {
    const sessionData = elementSession();
    const { shop } = mount({ sessionData });
    await bring(shop);
    const part4 = sessionData.split('&&')[3] ?? '';
    expect(shop.sdk.app().url.href).not.toContain(encodeURIComponent(part4));
    expect(shop.sdk.console.filter(({ text }) => text.includes(part4))).toEqual([]);
    expect(linesWith(sessionData, shop.sdk)).toEqual([]);
  });

  it('takes a local page and local answers from debugProps, whatever the environment', () => {
    const { shop } = mount(
      { environment: 'prod' },
      {},
      { debugProps: { isDebug: true, localLink: 'http://evil.test/app.html', local_mock: true } },
    );
    expect(shop.sdk.app().url.origin).toBe('http://evil.test');
  });
});

describe('1.47.2: what is heard when an AMSElement cannot be mounted', () => {
  it.each([
    ['garbage', 'garbage'],
    ['three parts', 'a&&SG&&111'],
  ])(
    '%s as a session: SDK_CREATEPAYMENT_PARAMETER_ERROR, mount resolves with PARAM_INVALID, an unhandled TypeError, no UI',
    async (_, sessionData) => {
      const { shop } = mount({ sessionData });
      await shop.advance();
      expect(shop.said()).toEqual(['loading.start', 'onEventCallback SDK_CREATEPAYMENT_PARAMETER_ERROR', 'loading.end', 'mount resolved']);
      expect(shop.last()).toEqual({ error: { code: 'PARAM_INVALID', message: UNUSABLE, context: '{}' } });
      expect(rejections.map(String)).toEqual(["TypeError: Cannot read properties of null (reading 'extendInfo')"]);
      expect(shop.sdk.apps()).toEqual([]);
    },
  );

  it.each([
    ['a cashier', cashierSession],
    ['a checkout page', checkoutPageSession],
  ])('the session of %s opens as if it were an element', async (_, session) => {
    const { shop } = mount({ sessionData: session() });
    await bring(shop);
    expect(shop.said()).toEqual(['loading.start', 'loading.end', 'mount resolved']);
    expect(shop.last()).toEqual({});
  });

  it('an unknown type or none: PARAM_INVALID', async () => {
    for (const options of [undefined, {}, { type: 'card' }]) {
      const shop = open();
      const element = build(shop);
      shop.call('mount', () => element.mount(options, SLOT));
      await shop.advance();
      expect(shop.said()).toEqual(['loading.start', 'onEventCallback SDK_CREATEPAYMENT_PARAMETER_ERROR', 'loading.end', 'mount resolved']);
      expect(shop.last()).toMatchObject({ error: { code: 'PARAM_INVALID' } });
    }
  });

  it('no element for the selector: SDK_CREATE_COMPONENT_ERROR, PARAM_INVALID, no loading', async () => {
    for (const selector of ['#nope', undefined]) {
      const shop = open();
      const element = build(shop);
      shop.call('mount', () => element.mount(PAYMENT, selector));
      await shop.advance();
      expect(shop.said()).toEqual(['onEventCallback SDK_CREATE_COMPONENT_ERROR', 'mount resolved']);
      expect(shop.journal[0]?.value).toMatchObject({ message: `Element with selector ${selector} not found.` });
      expect(shop.last()).toEqual({ error: { code: 'PARAM_INVALID', message: UNUSABLE } });
    }
  });

  it('a selector that is no CSS, or an Element: the only rejection of mount, with a DOMException', async () => {
    const shop = open();
    for (const selector of ['##', '', shop.slot]) {
      const element = build(shop);
      shop.call('mount', () => element.mount(PAYMENT, selector));
      await shop.advance();
      expect(shop.said()).toEqual(['mount rejected']);
      expect(shop.last()).toMatchObject({ name: 'SyntaxError' });
    }
  });

  it.each([
    ['does not launch', (shop: Shop) => shop.answer()],
    [
      'launches and says nothing more than dismissLoading',
      (shop: Shop) => (shop.answer(), shop.sdk.app().send('onLaunch', {}), shop.sdk.app().send('dismissLoading', {})),
    ],
    ['launches and its query is never answered', (shop: Shop) => shop.sdk.app().send('onLaunch', {})],
  ])('an app that %s: 10 s after mount, an event, INITIALIZE_WEB_TIMEOUT, and the UI is gone', async (_, play) => {
    const { shop } = mount();
    await shop.advance();
    play(shop);
    await shop.advance(9_999);
    expect(shop.said()).toEqual(['loading.start']);
    await shop.advance(1);
    expect(shop.said()).toEqual(['loading.end', 'onEventCallback SDK_LAUNCH_PAYMENT_APP_ERROR', 'mount resolved']);
    expect(shop.journal.at(-2)?.value).toEqual({ code: 'SDK_LAUNCH_PAYMENT_APP_ERROR', message: 'Load app time out' });
    expect(shop.last()).toEqual({
      error: { code: 'INITIALIZE_WEB_TIMEOUT', message: 'An error occurred; the transaction cannot be initiated.' },
    });
    expect(shop.slot.childElementCount).toBe(0);
  });

  it('a query that fails: an event, INITIALIZE_API_TIMEOUT, and the UI is gone', async () => {
    const { shop } = mount();
    await shop.advance();
    shop.failQueries();
    await shop.advance();
    expect(shop.said()).toEqual(['loading.start', 'loading.end', 'onEventCallback SDK_LAUNCH_PAYMENT_APP_ERROR', 'mount resolved']);
    expect(shop.last()).toEqual({ error: { code: 'INITIALIZE_API_TIMEOUT', message: UNUSABLE, traceId: '' } });
    expect(shop.slot.childElementCount).toBe(0);
  });

  it.each([
    ["with the server's code", { success: false, errorCode: 'ORDER_IS_CLOSED', errorMessage: 'closed' }, 'ORDER_IS_CLOSED'],
    ['without a code', { success: false }, 'ERR_DATA_STRUCT_UNRECOGNIZED'],
    ['with yes and no payment methods', { success: true }, 'ERR_DATA_STRUCT_UNRECOGNIZED'],
  ])('a query that says no %s: mount resolves with it once the app has launched, no event, and the UI stays', async (_, answer, code) => {
    const { shop } = mount();
    await shop.advance();
    shop.answer(answer);
    await shop.advance();
    expect(shop.said()).toEqual(['loading.start']);
    const app = shop.sdk.app();
    app.send('onLaunch', {});
    await shop.advance();
    expect(shop.said()).toEqual(['mount resolved']);
    expect(shop.last()).toMatchObject({ error: { code } });
    expect(app.received.map(({ event }) => event)).toEqual(['renderComponent']);
    expect(shop.sdk.apps()).toHaveLength(1);
    await shop.advance(10_000);
    expect(shop.said()).toEqual(['loading.end', 'onEventCallback SDK_LAUNCH_PAYMENT_APP_ERROR']);
    expect(shop.sdk.apps()).toEqual([]);
  });

  it('a query that says no to a session with enableConnect: SDK_CREATE_COMPONENT_ERROR too, and the UI is gone', async () => {
    const { shop } = mount({ sessionData: updatableSession({ connectFactor: { enableConnect: true } }) });
    await shop.advance();
    shop.answer({ success: false, errorCode: 'ORDER_IS_CLOSED', errorMessage: 'closed' });
    await shop.advance();
    shop.sdk.apps()[0]?.send('onLaunch', {});
    await shop.advance();
    shop.answer({ success: false, errorCode: 'ORDER_IS_CLOSED', errorMessage: 'closed' });
    await shop.advance();
    expect(shop.said()).toEqual(['loading.start', 'loading.end', 'onEventCallback SDK_CREATE_COMPONENT_ERROR', 'mount resolved']);
    expect(shop.last()).toMatchObject({ error: { code: 'ORDER_IS_CLOSED' } });
    expect(shop.sdk.apps()).toEqual([]);
  });

  it('a second mount of the instance: UI_STATE_ERROR, and the first goes on', async () => {
    const { shop, element } = mount();
    shop.call('second', () => element.mount(PAYMENT, SLOT_2));
    await shop.advance();
    expect(shop.said()).toEqual(['loading.start', 'onEventCallback SDK_CREATE_COMPONENT_ERROR', 'second resolved']);
    expect(shop.last()).toEqual({ error: { code: 'UI_STATE_ERROR', message: UNUSABLE } });
    await bring(shop);
    expect(shop.said()).toEqual(['loading.end', 'mount resolved']);
  });

  it('a second element in the same container: PARAM_INVALID for the second', async () => {
    const { shop } = mount();
    const second = build(shop);
    shop.call('second', () => second.mount(PAYMENT, SLOT));
    await shop.advance();
    expect(shop.last()).toMatchObject({ error: { code: 'PARAM_INVALID' } });
    await bring(shop);
    expect(shop.said().at(-1)).toBe('mount resolved');
  });
});

describe('1.47.2: paying with an AMSElement', () => {
  const submit = (shop: Shop, element: ElementApi, name = 'submit'): void => shop.call(name, () => element.submitPayment());

  it('submitPayment() sends the app submitPay with an id, no parameters, and starts loading', async () => {
    const { shop, element, app } = await ready();
    submit(shop, element);
    await shop.advance();
    expect(shop.said()).toEqual(['loading.start']);
    expect(asked(app, 'submitPay')).toEqual({
      event: 'submitPay',
      data: { params: {}, target: 'PAYMENT_ELEMENT', source: 'CONTAINER_ELEMENT' },
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    });
  });

  it.each([
    { status: 'SUCCESS' },
    { status: 'PROCESSING' },
    { status: 'PENDING' },
    { status: 'CANCELLED' },
    { status: 'FAIL', error: { code: 'ORDER_IS_CLOSED', message: 'no', needChangeSessionForRetry: true } },
    { status: 'FAIL', error: { code: 'FORM_INVALID', message: 'no' } },
    { status: 'FAIL', userCanceled3D: true, error: { code: 'USER_CANCELED', message: '3DS closed' } },
    { status: 'PROCESSING', nextAction: { normalUrl: 'https://bank.test/' } },
  ])('an event named by the id answers with its data.data: %j, and by no event', async (data) => {
    const { shop, element, app } = await ready();
    submit(shop, element);
    await shop.advance();
    app.send(asked(app, 'submitPay').id ?? '', { data });
    await shop.advance();
    expect(shop.said()).toEqual(['loading.start', 'loading.end', 'submit resolved']);
    expect(shop.last()).toEqual(data);
  });

  it.each([
    ['{}', {}, undefined],
    ['a text', 'SUCCESS', undefined],
    ['{data: null}', { data: null }, null],
    ['{data: text}', { data: 'SUCCESS' }, 'SUCCESS'],
    ['nothing', undefined, { status: 'FAIL', error: { code: 'ERR_DATA_STRUCT_UNRECOGNIZED', message: UNUSABLE, context: '{}' } }],
  ])('an answer that is %s resolves with what is found in data', async (_, sent, got) => {
    const { shop, element, app } = await ready();
    submit(shop, element);
    await shop.advance();
    app.send(asked(app, 'submitPay').id ?? '', sent);
    await shop.advance();
    expect(shop.said().at(-1)).toBe('submit resolved');
    expect(shop.last()).toEqual(got);
  });

  it("fills needChangeSessionForRetry from the query's notSupportRetryPayForSameSession when the app leaves it out", async () => {
    const { shop, element, app } = await ready({}, { ...YES, notSupportRetryPayForSameSession: true });
    submit(shop, element);
    await shop.advance();
    app.send(asked(app, 'submitPay').id ?? '', { data: { status: 'FAIL', error: { code: 'PROCESS_FAIL' } } });
    await shop.advance();
    expect(shop.last()).toEqual({ status: 'FAIL', error: { code: 'PROCESS_FAIL', needChangeSessionForRetry: true } });
  });

  it('onSubmitPayCallback answers as well, without an id; what comes after the first answer is ignored', async () => {
    const { shop, element, app } = await ready();
    submit(shop, element);
    await shop.advance();
    app.send('onSubmitPayCallback', { status: 'FAIL', error: { code: 'RISK_REJECT' } });
    await shop.advance();
    app.send(asked(app, 'submitPay').id ?? '', { data: { status: 'SUCCESS' } });
    app.send('onSubmitPayCallback', { status: 'SUCCESS' });
    await shop.advance();
    expect(shop.said()).toEqual(['loading.start', 'loading.end', 'submit resolved']);
    expect(shop.last()).toEqual({ status: 'FAIL', error: { code: 'RISK_REJECT' } });
  });

  it('a failed payment leaves the form, and a second submitPayment() can succeed', async () => {
    const { shop, element, app } = await ready();
    for (const status of ['FAIL', 'SUCCESS']) {
      submit(shop, element);
      await shop.advance();
      app.send(asked(app, 'submitPay').id ?? '', { data: { status } });
      await shop.advance();
      expect(shop.last()).toEqual({ status });
    }
    expect(shop.sdk.apps()).toHaveLength(1);
  });

  it('two submits send two submitPay, each is answered by its own id, and loading starts and ends once', async () => {
    const { shop, element, app } = await ready();
    submit(shop, element, 'first');
    submit(shop, element, 'second');
    await shop.advance();
    const [first, second] = app.received.filter(({ event }) => event === 'submitPay');
    app.send(second?.id ?? '', { data: { status: 'SUCCESS' } });
    await shop.advance(60_000);
    expect(shop.said()).toEqual(['loading.start', 'loading.end', 'second resolved']);
    app.send(first?.id ?? '', { data: { status: 'FAIL' } });
    await shop.advance();
    expect(shop.said()).toEqual(['first resolved']);
  });

  it('onSubmitPayCallback settles the newest of two submits, and the other never settles', async () => {
    const { shop, element, app } = await ready();
    submit(shop, element, 'first');
    submit(shop, element, 'second');
    await shop.advance();
    app.send('onSubmitPayCallback', { status: 'SUCCESS' });
    app.send('onSubmitPayCallback', { status: 'SUCCESS' });
    await shop.advance(60_000);
    expect(shop.said()).toEqual(['loading.start', 'loading.end', 'second resolved']);
  });

  it('a submit that the app does not answer never settles', async () => {
    const { shop, element } = await ready();
    submit(shop, element);
    await shop.advance(600_000);
    expect(shop.said()).toEqual(['loading.start']);
  });

  it('a submit before mount or after destroy: FAIL with UI_STATE_ERROR, no loading', async () => {
    const shop = open();
    const element = build(shop);
    const refused = { status: 'FAIL', error: { code: 'UI_STATE_ERROR', message: UNUSABLE, needChangeSessionForRetry: false } };
    submit(shop, element, 'before');
    await shop.advance();
    expect(shop.said()).toEqual(['before resolved']);
    expect(shop.last()).toEqual(refused);
    element.destroy();
    submit(shop, element, 'after');
    await shop.advance();
    expect(shop.said()).toEqual(['after resolved']);
    expect(shop.last()).toEqual(refused);
  });

  it('a submit before the app has rendered reaches the app before renderComponent', async () => {
    const { shop, element } = mount();
    submit(shop, element);
    await shop.advance();
    const app = await bring(shop);
    expect(app.received.map(({ event }) => event)).toEqual(['submitPay', 'renderComponent']);
  });

  it('codes of the app go to onEventCallback untouched, a missing message becomes an empty one', async () => {
    const { shop, app } = await ready();
    const sent = { code: 'SDK_PAYMENT_SUCCESSFUL', message: 'm', result: { paymentResultCode: 'X' } };
    app.send('onEventCallback', sent);
    expect(shop.last()).toEqual(sent);
    app.send('onEventCallback', { code: 'ANYTHING' });
    expect(shop.last()).toEqual({ code: 'ANYTHING', message: '' });
    app.send('onEventCallback', {});
    expect(shop.last()).toEqual({ message: '' });
  });

  it('onClose and onError of the options are heard, though undocumented', async () => {
    const { shop, app } = await ready();
    app.send('onError', { code: 'E' });
    app.send('onCloseCallback', {});
    app.send('onClose', {});
    await shop.advance();
    expect(shop.said()).toEqual(['onError E', 'onClose']);
  });

  it('onEndLoading is not called when there is no onStartLoading', async () => {
    const heard: string[] = [];
    await ready({ loading: { onEndLoading: () => heard.push('end') } });
    expect(heard).toEqual([]);
  });

  it('a throwing onEndLoading makes a submitted payment reject', async () => {
    let angry = false;
    const mine = new Error('thrown by the shop');
    const { shop, element, app } = await ready({
      loading: {
        onStartLoading: () => {},
        onEndLoading: () => {
          if (angry) throw mine;
        },
      },
    });
    angry = true;
    submit(shop, element);
    await shop.advance();
    app.send(asked(app, 'submitPay').id ?? '', { data: { status: 'SUCCESS' } });
    await shop.advance();
    expect(shop.said()).toEqual(['submit rejected']);
    expect(shop.last()).toBe(mine);
  });

  it('validateFields() asks onValidate and takes an answer named by the id; false before the app is rendered', async () => {
    const { shop, element } = mount();
    shop.call('early', () => element.validateFields());
    await shop.advance();
    expect(shop.last()).toEqual({ isValid: false });
    const app = await bring(shop);
    shop.said();
    for (const isValid of [true, false]) {
      shop.call('validate', () => element.validateFields());
      await shop.advance();
      app.send(asked(app, 'onValidate').id ?? '', { data: { isValid } });
      await shop.advance();
      expect(shop.said()).toEqual(['validate resolved']);
      expect(shop.last()).toEqual({ isValid });
    }
  });

  it('validateFields() that the app does not answer never settles', async () => {
    const { shop, element } = await ready();
    shop.call('validate', () => element.validateFields());
    await shop.advance(600_000);
    expect(shop.said()).toEqual([]);
  });

  it('updatePayment() is true only with connectFactor in both sessions and the app saying so', async () => {
    const { shop, element, app } = await ready({ sessionData: updatableSession() });
    shop.call('plain', () => element.updatePayment(elementSession()));
    shop.call('garbage', () => element.updatePayment('garbage'));
    await shop.advance();
    expect(shop.journal.slice(-2)).toEqual([
      { channel: 'plain resolved', value: false },
      { channel: 'garbage resolved', value: false },
    ]);
    for (const success of [true, false]) {
      shop.call('update', () => element.updatePayment(updatableSession()));
      await shop.advance();
      shop.answer();
      await shop.advance();
      app.send('updated', { success });
      await shop.advance();
      expect(shop.journal.at(-1)).toEqual({ channel: 'update resolved', value: success });
    }
  });
});

describe('1.47.2: an AMSElement that sends the buyer away', () => {
  it('in the same tab: SDK_CALL_URL_SUCCESS, the page leaves, and the UI stays', async () => {
    const { shop, app } = await ready();
    app.send('onRedirect', { normalUrl: 'https://bank.test/' });
    await shop.advance(1_000);
    expect(shop.said().sort()).toEqual(['navigation', 'onEventCallback SDK_CALL_URL_SUCCESS']);
    expect(shop.sdk.apps()).toHaveLength(1);
  });

  it('in a new tab: SDK_CALL_URL_SUCCESS, window.open, and the UI stays', async () => {
    const { shop, app } = await ready();
    app.send('onRedirect', { normalUrl: 'https://bank.test/', target: '_blank' });
    await shop.advance(1_000);
    expect(shop.said().sort()).toEqual(['onEventCallback SDK_CALL_URL_SUCCESS', 'window.open']);
    expect(shop.sdk.apps()).toHaveLength(1);
  });

  it('without an address: SDK_LAUNCH_PAYMENT_APP_ERROR', async () => {
    const { shop, app } = await ready();
    app.send('onRedirect', {});
    await shop.advance(1_000);
    expect(shop.said()).toEqual(['onEventCallback SDK_LAUNCH_PAYMENT_APP_ERROR']);
  });
});

describe('1.47.2: ending an AMSElement', () => {
  it('onDestroy of the app removes the UI without a word but loading, and a pending submit never settles', async () => {
    const { shop, element, app } = await ready();
    shop.call('submit', () => element.submitPayment());
    await shop.advance();
    app.send('onDestroy', {});
    await shop.advance(60_000);
    expect(shop.said()).toEqual(['loading.start', 'loading.end']);
    expect(shop.slot.childElementCount).toBe(0);
  });

  it('destroy() with a submit in flight: it never settles, and nothing of the removed app is heard', async () => {
    const { shop, element, app } = await ready();
    shop.call('submit', () => element.submitPayment());
    await shop.advance();
    element.destroy();
    app.send(asked(app, 'submitPay').id ?? '', { data: { status: 'SUCCESS' } });
    app.send('onSubmitPayCallback', { status: 'SUCCESS' });
    app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    await shop.advance(60_000);
    expect(shop.said()).toEqual(['loading.start']);
  });

  it('destroy() works twice and before mount, and each time sets the overflow of the body to auto', () => {
    const shop = open();
    const { style } = shop.document.body;
    const element = build(shop);
    for (let time = 0; time < 2; time += 1) {
      style.overflow = 'scroll';
      element.destroy();
      expect(style.overflow).toBe('auto');
    }
  });

  it('after destroy() mount answers UI_STATE_ERROR', async () => {
    const { shop, element } = await ready();
    element.destroy();
    shop.call('again', () => element.mount(PAYMENT, SLOT));
    await shop.advance();
    expect(shop.said()).toEqual(['onEventCallback SDK_CREATE_COMPONENT_ERROR', 'again resolved']);
    expect(shop.last()).toEqual({ error: { code: 'UI_STATE_ERROR', message: UNUSABLE } });
  });

  it('destroy() before launch leaves the 10 s timer: it speaks, resolves mount, and the dead instance can be mounted again', async () => {
    const { shop, element } = mount();
    await shop.advance();
    element.destroy();
    expect(shop.said()).toEqual(['loading.start']);
    await shop.advance(10_000);
    expect(shop.said()).toEqual(['loading.end', 'onEventCallback SDK_LAUNCH_PAYMENT_APP_ERROR', 'mount resolved']);
    void element.mount(PAYMENT, SLOT);
    expect(shop.sdk.apps()).toHaveLength(1);
  });

  it('the timer of a destroyed element leaves another one in the same container alone', async () => {
    const { shop, element } = mount();
    await shop.advance(500);
    element.destroy();
    const second = build(shop);
    shop.call('second', () => second.mount(PAYMENT, SLOT));
    await bring(shop);
    await shop.advance(15_000);
    expect(shop.sdk.apps()).toHaveLength(1);
    expect(shop.said()).toContain('second resolved');
  });

  it('clearTimeout(controller.initTimeout) before destroy() silences it for good: a number since mount() was called, null when open', async () => {
    const { shop, element } = mount();
    const { controller } = element;
    expect(controller.initTimeout).toEqual(expect.any(Number));
    await shop.advance(500);
    shop.sdk.window.clearTimeout(controller.initTimeout ?? undefined);
    element.destroy();
    await shop.advance(60_000);
    expect(shop.said()).toEqual(['loading.start']);
    const second = await ready();
    expect(second.element.controller.initTimeout).toBeNull();
  });

  it("controller.serviceMap.EventCenter.destroy() takes the instance's message listener away", async () => {
    const shop = open();
    const before = shop.messageListeners();
    const element = build(shop);
    void element.mount(PAYMENT, SLOT);
    await bring(shop);
    element.destroy();
    element.controller.serviceMap.EventCenter.destroy();
    expect(shop.messageListeners()).toBe(before);
  });

  it('destroy() removes an open cashier popup as well, even when nothing was mounted', async () => {
    const shop = open({ url: MOCK_URL });
    const element = build(shop);
    const cashier = shop.build('AMSCashierPayment');
    void cashier.createComponent({ sessionData: cashierSession() });
    await bring(shop);
    expect(shop.ids()).toContain('ams-component-container');
    element.destroy();
    await shop.advance(500);
    expect(shop.ids()).toEqual([]);
  });

  it('a cashier that is unmounted leaves the element alone', async () => {
    const shop = open({ url: MOCK_URL });
    const element = build(shop);
    void element.mount(PAYMENT, SLOT);
    const app = await bring(shop);
    const cashier = shop.build('AMSCashierPayment');
    void cashier.createComponent({ sessionData: cashierSession() });
    await shop.advance(50);
    cashier.unmount();
    await shop.advance(500);
    expect(shop.sdk.app().iframe).toBe(app.iframe);
  });

  it('two elements in two containers do not hear each other, and one survives the other', async () => {
    const { shop, element } = mount({ onEventCallback: undefined });
    const second = build(shop);
    shop.call('second', () => second.mount(PAYMENT, SLOT_2));
    await shop.advance();
    shop.answer();
    await shop.advance();
    const [one, two] = shop.sdk.apps();
    for (const app of [one, two]) if (app !== undefined) await bring(shop, app);
    shop.said();
    one?.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL' });
    expect(shop.said()).toEqual([]);
    element.destroy();
    shop.call('submit', () => second.submitPayment());
    await shop.advance();
    if (two !== undefined) two.send(asked(two, 'submitPay').id ?? '', { data: { status: 'SUCCESS' } });
    await shop.advance();
    expect(shop.said()).toEqual(['loading.start', 'loading.end', 'submit resolved']);
  });

  it('an app that is loaded again is not rendered again, and submits still go to it', async () => {
    const { shop, element, app } = await ready();
    app.send('onLaunch', {});
    await shop.advance(100);
    shop.call('submit', () => element.submitPayment());
    await shop.advance();
    expect(app.received.map(({ event }) => event)).toEqual(['renderComponent', 'submitPay']);
  });

  it('a container that the page removes is not noticed', async () => {
    const { shop, element } = await ready();
    shop.slot.remove();
    shop.call('submit', () => element.submitPayment());
    shop.call('destroy', () => element.destroy());
    await shop.advance(60_000);
    expect(shop.said()).toEqual(['loading.start', 'destroy returned']);
  });
});

describe('1.47.2: what an AMSElement listens to', () => {
  it("only the iframe's origin with its own instanceId counts; the window that sends does not", async () => {
    const { shop, app } = await ready();
    const success = (instanceId: string): string =>
      JSON.stringify({ name: 'APP_TO_SDK', instanceId, context: { event: 'onEventCallback', data: { code: 'SDK_PAYMENT_SUCCESSFUL' } } });
    app.post(success(app.instanceId), { origin: 'https://evil.test' });
    app.post(success('another'));
    expect(shop.said()).toEqual([]);
    app.post(success(app.instanceId), { source: shop.sdk.window });
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });

  it('null and objects without a context from the right origin throw on window, and the payment goes on', async () => {
    const { shop, app } = await ready();
    const before = shop.sdk.errors.length;
    app.post('not json');
    expect(shop.sdk.errors).toHaveLength(before);
    app.post('null');
    app.post('{"a":1}');
    expect(shop.sdk.errors.slice(before).map((error) => String(error).split(':')[0])).toEqual(
      Array(shop.sdk.errors.length - before).fill('TypeError'),
    );
    expect(shop.sdk.errors.length).toBeGreaterThan(before);
    app.send('onEventCallback', { code: 'STILL_ALIVE' });
    expect(shop.said()).toEqual(['onEventCallback STILL_ALIVE']);
  });

  it('a 3DS window: popupWindow opens one more iframe, popWindow closes it, destroy() too', async () => {
    const { shop, element, app } = await ready();
    const open3ds = async (): Promise<void> => {
      app.send('popupWindow', { url: 'https://checkout.antom.com/3ds.html' });
      await shop.advance(50);
      shop.sdk.app('3ds.html').send('onLaunch', {});
      await shop.advance(50);
    };
    await open3ds();
    expect(shop.sdk.apps()).toHaveLength(2);
    app.send('popWindow', {});
    await shop.advance(500);
    expect(shop.sdk.apps()).toHaveLength(1);
    await open3ds();
    element.destroy();
    await shop.advance(500);
    expect(shop.sdk.apps()).toEqual([]);
    expect(shop.said()).toEqual([]);
  });

  it('a 3DS window that does not load throws a plain object on window after 3 s, and no signal comes', async () => {
    const { shop, app } = await ready();
    app.send('popupWindow', { url: 'https://checkout.antom.com/3ds.html' });
    await expect(shop.advance(16_000)).rejects.toMatchObject({ title: 'sdk_error_pop_up_time_out' });
    expect(shop.said()).toEqual([]);
  });
});
