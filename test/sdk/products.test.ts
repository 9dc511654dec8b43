/** Every product under the one controller, on the real SDK: drawn, paid, declined, closed, and nothing of one attempt in the next. */
import {
  autoDebit,
  autoDebitPay,
  cashier,
  checkoutPage,
  easyPay,
  element,
  vaulting,
  type CheckoutOptions,
  type Product,
} from 'antom-checkout-controller';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asked, blockScript, bring, shops } from '../support/product-players.ts';
import {
  applePaySession,
  autoDebitPaySession,
  autoDebitSession,
  cardSession,
  cashierSession,
  checkoutPageSession,
  easyPaySession,
  elementSession,
  FRAUD_SCRIPT,
  fraudScriptSession,
  payPalSession,
  redirecting,
  vaultingSession,
  type SessionBuilder,
} from '../support/product-sessions.ts';
import { productShop, type ProductShop } from '../support/product-shop.ts';
import { IPHONE, linesWith, SDK_VERSIONS, type FakeCashier, type SdkVersion } from '../support/real-sdk.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});

interface Case {
  readonly name: string;
  readonly product: Product;
  readonly session: SessionBuilder;
  readonly surface: 'popup' | 'inline';
  readonly versions: readonly SdkVersion[];
}
const NEW: readonly SdkVersion[] = ['1.47.2'];
const CASES: readonly Case[] = [
  { name: 'a popup cashier', product: cashier, session: cashierSession, surface: 'popup', versions: SDK_VERSIONS },
  { name: 'an inline card form', product: cashier, session: cardSession, surface: 'inline', versions: SDK_VERSIONS },
  { name: 'a vaulting popup', product: vaulting, session: vaultingSession, surface: 'popup', versions: SDK_VERSIONS },
  { name: 'an inline vaulting form', product: vaulting, session: vaultingSession, surface: 'inline', versions: SDK_VERSIONS },
  { name: 'EasyPay', product: easyPay, session: easyPaySession, surface: 'popup', versions: SDK_VERSIONS },
  { name: 'AutoDebit', product: autoDebit, session: autoDebitSession, surface: 'popup', versions: SDK_VERSIONS },
  { name: 'the Payment Element', product: element, session: elementSession, surface: 'inline', versions: NEW },
  { name: 'the Checkout Page', product: checkoutPage, session: checkoutPageSession, surface: 'inline', versions: NEW },
];
const of = (version: SdkVersion): readonly Case[] => CASES.filter(({ versions }) => versions.includes(version));

type Options = Partial<CheckoutOptions> & { asks?: boolean; fields?: Record<string, unknown> };
function open(version: SdkVersion, { product, session }: Pick<Case, 'product' | 'session'>, options: Options = {}): ProductShop {
  return productShop(world.open({ version }), () => session(), { product, notRedirectAfterComplete: true, ...options });
}
const begin = (shop: ProductShop, { surface }: Case): void => {
  if (surface === 'inline') shop.mount();
  else shop.pay();
};
/** A code from the app itself. */
const emit = (app: FakeCashier, one: Case, code: string, result: object = {}): void => {
  if (one.product === checkoutPage) app.post(JSON.stringify({ code, result }), { source: app.iframe.contentWindow });
  else app.send('onEventCallback', { code, message: '', result });
};
/** The element's answer to the newest submit. */
const reply = (app: FakeCashier, data: unknown): void => {
  app.send(asked(app, 'submitPay').id ?? '', { data });
};
async function drawElement(options: Options = {}): Promise<{ shop: ProductShop; app: FakeCashier }> {
  const shop = open('1.47.2', { product: element, session: elementSession }, options);
  shop.mount();
  return { shop, app: await shop.drawn() };
}
async function submitted(options: Options = {}): Promise<{ shop: ProductShop; app: FakeCashier }> {
  const { shop, app } = await drawElement(options);
  shop.submit();
  await shop.advance();
  return { shop, app };
}
/** What an attempt must not leave on the page. */
const left = (shop: ProductShop): object => ({
  ids: shop.raw.ids(),
  styles: shop.raw.styles(),
  slot: shop.raw.slot.innerHTML,
  overflow: shop.raw.document.body.style.overflow,
  scripts: shop.raw.document.scripts.length,
  errors: shop.raw.sdk.errors.length,
});
const CLEAN = { ids: [], styles: [], slot: '', overflow: '', scripts: 0, errors: 0 };

describe.each(SDK_VERSIONS)('%s', (version) => {
  describe.each(of(version))('$name', (one) => {
    it('is open once the app is drawn, and a success of the SDK is succeeded', async () => {
      const shop = open(version, one);
      begin(shop, one);
      const app = await shop.drawn();
      expect(shop.checkout.state).toMatchObject(
        one.surface === 'inline'
          ? { phase: 'open', surface: 'inline', busy: false, canPay: true }
          : { phase: 'open', surface: 'popup', busy: true, canPay: false },
      );
      emit(app, one, 'SDK_PAYMENT_SUCCESSFUL');
      await shop.advance();
      expect(shop.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'sdk', paymentRequestId: 'request-1' }]);
      await shop.advance(400);
      expect(left(shop)).toEqual(CLEAN);
    });

    it('PROCESSING is processing, PENDING too, and SDK_PAYMENT_ERROR is unknown', async () => {
      for (const [code, status] of [
        ['SDK_PAYMENT_PROCESSING', 'processing'],
        ['SDK_PAYMENT_PENDING', 'processing'],
        ['SDK_PAYMENT_ERROR', 'unknown'],
      ] as const) {
        const shop = open(version, one);
        begin(shop, one);
        emit(await shop.drawn(), one, code);
        await shop.advance();
        expect(shop.outcomes).toMatchObject([{ status }]);
      }
    });

    it('is in the page, and Antom’s query is never answered or fails: open, or an error in time, and the page is clean afterwards', async () => {
      for (const fails of [false, true]) {
        const shop = open(version, one);
        begin(shop, one);
        await shop.advance();
        const app = shop.raw.sdk.app();
        if (one.product !== checkoutPage) app.send('onLaunch', {});
        if (fails) shop.raw.failQueries();
        await shop.advance(20_000);
        if (shop.outcomes.length > 0)
          expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: expect.any(String) as string } }]);
        // The app says itself what is wrong; a Checkout Page asks by itself.
        else expect(fails || one.product === checkoutPage).toBe(true);
        shop.checkout.unmount();
        await shop.advance(400);
        expect(left(shop)).toEqual(CLEAN);
      }
    });

    it("is open where Antom's server refuses the session, since the app shows why, or an error with the server's words", async () => {
      const shop = open(version, one);
      begin(shop, one);
      await shop.advance();
      shop.raw.answer({ success: false, errorCode: 'ORDER_IS_CLOSED', errorMessage: 'closed by the server' });
      await shop.advance();
      const refuses = version === '1.47.2' && (one.session === cardSession || one.session === elementSession);
      // A card form is gone by now.
      if (one.session !== cardSession || !refuses) await bring(shop.raw);
      if (refuses)
        expect(shop.outcomes).toMatchObject([
          {
            status: 'error',
            error: { code: 'component-failed', message: expect.stringContaining('closed by the server') as string },
            // The next press is not refused again.
            retry: 'new-session',
          },
        ]);
      else expect(shop.now()).toBe('open');
      shop.checkout.unmount();
      await shop.advance(400);
      expect(left(shop)).toEqual(CLEAN);
    });

    it('unmount() while it opens leaves nothing that acts later, and the next one opens and lives past every timer', async () => {
      const shop = open(version, one);
      begin(shop, one);
      await shop.advance(300);
      shop.checkout.unmount();
      await shop.advance();
      expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'unmounted' }]);
      begin(shop, one);
      // A pending createComponent of the AMSCheckout family settles by itself once its query is answered, up to 15 s after its call.
      shop.raw.answer();
      for (let i = 0; i < 40 && shop.checkout.state.phase === 'preparing'; i += 1) await shop.advance(500);
      await shop.drawn();
      expect(shop.checkout.state.phase).toBe('open');
      const { length } = shop.events;
      await shop.advance(25_000);
      expect(shop.checkout.state.phase).toBe('open');
      expect(shop.events.slice(length)).toEqual([]);
    });

    it('five attempts leave no more than one', async () => {
      const shop = open(version, one);
      const counts: object[] = [];
      for (let i = 0; i < 5; i += 1) {
        begin(shop, one);
        await shop.drawn();
        shop.checkout.unmount();
        await shop.advance(1000);
        expect(shop.outcomes.at(-1)).toMatchObject({ status: 'abandoned' });
        counts.push({ ...left(shop), listeners: shop.raw.sdk.listeners().length });
      }
      expect(counts[4]).toEqual(counts[0]);
      expect(counts[4]).toMatchObject(CLEAN);
    });

    it('the page that took its UI away gets an outcome, and can pay again', async () => {
      const shop = open(version, one);
      begin(shop, one);
      await shop.drawn();
      if (one.surface === 'inline') shop.raw.slot.replaceChildren();
      else shop.raw.document.getElementById('ams-component-container')?.remove();
      await shop.advance(9000);
      expect(shop.outcomes).toHaveLength(1);
      // An untouched form with its own button may have been paid.
      if (one.product === element)
        expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'unmounted', retry: 'same-session' }]);
      else expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-failed' }, retry: 'after-confirmation' }]);
      begin(shop, one);
      await shop.drawn();
      expect(shop.checkout.state.phase).toBe('open');
    });
  });

  it('a saved card leaves no UI that waits for a jump which never comes', async () => {
    const shop = open(version, { product: vaulting, session: vaultingSession }, { notRedirectAfterComplete: undefined });
    shop.pay();
    (await shop.drawn()).send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    await shop.advance(400);
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
    expect(left(shop)).toEqual(CLEAN);
  });

  it.each([
    ['unset', undefined, true],
    ['null in componentParams', null, true],
    ['false', false, false],
    ['true', true, true],
  ])(
    'notRedirectAfterComplete of a card to be saved, %s: the UI waits for the jump where the app is told to jump',
    async (_, set, stays) => {
      const shop = open(
        version,
        { product: vaulting, session: vaultingSession },
        { notRedirectAfterComplete: undefined, ...(set === undefined ? {} : { componentParams: { notRedirectAfterComplete: set } }) },
      );
      shop.pay();
      const app = await shop.drawn();
      expect(asked(app, 'renderComponent').data).toMatchObject({ notRedirectAfterComplete: stays });
      app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
      await shop.advance(400);
      expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
      expect(shop.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: !stays });
      expect(app.iframe.isConnected).toBe(!stays);
    },
  );

  it("a merchant's own children and attributes of the container stay", async () => {
    const shop = open(version, { product: cashier, session: cardSession });
    const { slot } = shop.raw;
    slot.innerHTML = '<p>mine</p>';
    slot.setAttribute('style', 'color: red');
    const before = slot.outerHTML;
    shop.mount();
    await shop.drawn();
    expect(slot.firstElementChild?.outerHTML).toBe('<p>mine</p>');
    shop.checkout.unmount();
    await shop.advance(400);
    expect(slot.outerHTML).toBe(before);
  });

  it('inline, then popup, then inline: each is drawn in its own place', async () => {
    const shop = open(version, { product: cashier, session: cardSession });
    for (const surface of ['inline', 'popup', 'inline'] as const) {
      if (surface === 'inline') shop.mount();
      else shop.pay();
      const app = await shop.drawn();
      expect(shop.raw.slot.contains(app.iframe)).toBe(surface === 'inline');
      shop.checkout.unmount();
      await shop.advance(1000);
    }
  });

  it('submit() of a card form without a button is answered by the event: declined, then paid', async () => {
    const shop = open(version, { product: cashier, session: cardSession }, { appearance: { showSubmitButton: false } });
    shop.mount();
    const app = await shop.drawn();
    shop.submit();
    await shop.advance();
    expect(shop.checkout.state).toMatchObject({ phase: 'submitting', busy: true, canPay: false });
    const answers = {
      code: 'SDK_PAYMENT_FAIL',
      message: 'no',
      result: { paymentResultCode: 'RISK_REJECT', paymentResultMessage: 'rejected' },
    };
    app.send('onEventCallback', answers, asked(app, 'submitPay').id);
    await shop.advance();
    expect(shop.submits).toEqual([{ result: 'declined', paymentResultCode: 'RISK_REJECT', paymentResultMessage: 'rejected' }]);
    expect(shop.checkout.state).toMatchObject({ phase: 'open', canPay: true, declined: { paymentResultCode: 'RISK_REJECT' } });
    expect(shop.outcomes).toEqual([]);
    shop.submit();
    await shop.advance();
    expect(shop.checkout.state).not.toHaveProperty('declined');
    app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' }, asked(app, 'submitPay').id);
    await shop.advance();
    expect(shop.submits[1]).toMatchObject({ result: 'ended', outcome: { status: 'succeeded' } });
    expect(shop.submits[1]).toHaveProperty('outcome', shop.outcomes[0]);
  });

  it('fields to correct are invalid, and nothing was submitted', async () => {
    const shop = open(version, { product: cashier, session: cardSession }, { appearance: { showSubmitButton: false } });
    shop.mount();
    const app = await shop.drawn();
    shop.submit();
    await shop.advance();
    app.send('onEventCallback', { code: 'SDK_FORM_VERIFICATION_FAILED' }, asked(app, 'submitPay').id);
    await shop.advance();
    expect(shop.submits).toEqual([{ result: 'invalid' }]);
    shop.checkout.unmount();
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'same-session' }]);
  });
});

it('1.47.2: a card form whose fraud script is blocked, of which the SDK says nothing, ends after timeouts.component', async () => {
  const shop = open('1.47.2', { product: cashier, session: fraudScriptSession });
  shop.mount();
  await shop.advance();
  blockScript(shop.raw, FRAUD_SCRIPT);
  await shop.advance();
  expect(shop.now()).toBe('opening');
  await shop.advance(20_000);
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-timeout' }, retry: 'same-session' }]);
  await shop.advance(400);
  expect(left(shop)).toEqual({ ...CLEAN, scripts: 1 });
});

describe('1.47.2: the Payment Element', () => {
  it.each([
    [{ status: 'SUCCESS' }, 'succeeded'],
    [{ status: 'PROCESSING' }, 'processing'],
    [{ status: 'PENDING' }, 'processing'],
    [{ status: 'CANCELLED' }, 'cancelled'],
    [{ status: 'FAIL', error: { code: 'ORDER_IS_CLOSED', message: 'closed' } }, 'failed'],
    [{ status: 'FAIL', error: { code: 'ORDER_IS_CLOSED', message: 'closed', needChangeSessionForRetry: false } }, 'failed'],
    [{ status: 'FAIL', error: { code: 'RISK_REJECT', message: 'no', needChangeSessionForRetry: true } }, 'failed'],
    [{ status: 'FAIL', error: { code: 'A_CODE_NEVER_SEEN', message: 'no', needChangeSessionForRetry: true } }, 'failed'],
    [{ status: 'FAIL', userCanceled3D: true, error: { code: 'USER_CANCELED', message: '' } }, 'unknown'],
    [{ status: 'FAIL', error: { code: 'SYSTEM_ERROR', message: '' } }, 'unknown'],
    [{ status: 'FAIL', error: { code: 'ERR_DATA_STRUCT_UNRECOGNIZED', message: '' } }, 'unknown'],
    [{ status: 'FAIL' }, 'unknown'],
    [{ status: 'A_NEW_STATUS' }, 'unknown'],
    [{}, 'unknown'],
    [null, 'unknown'],
    ['SUCCESS', 'unknown'],
  ])('submitPayment() answers %j: the outcome is %s', async (answer, status) => {
    const { shop, app } = await submitted();
    reply(app, answer);
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status }]);
    expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status } }]);
    await shop.advance(400);
    expect(left(shop)).toEqual(CLEAN);
  });

  it.each([
    { code: 'RISK_REJECT', message: 'no' },
    { code: 'A_CODE_NEVER_SEEN', message: 'no', needChangeSessionForRetry: false },
  ])('submitPayment() fails with %j: declined, the form stays, and the next try can be paid', async (error) => {
    const { shop, app } = await submitted();
    reply(app, { status: 'FAIL', error });
    await shop.advance();
    expect(shop.submits).toEqual([{ result: 'declined', paymentResultCode: error.code, paymentResultMessage: 'no' }]);
    expect(shop.events.at(-1)).toMatchObject({ type: 'payment-failed', raw: { status: 'FAIL', error: { code: error.code } } });
    expect(shop.checkout.state).toMatchObject({ phase: 'open', declined: { paymentResultCode: error.code } });
    shop.submit();
    await shop.advance();
    reply(app, { status: 'SUCCESS' });
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
  });

  it('FORM_INVALID is invalid, UI_STATE_ERROR not-ready, and neither was submitted', async () => {
    for (const [code, result] of [
      ['FORM_INVALID', 'invalid'],
      ['UI_STATE_ERROR', 'not-ready'],
    ]) {
      const { shop, app } = await submitted();
      reply(app, { status: 'FAIL', error: { code, message: '' } });
      await shop.advance();
      expect(shop.submits).toEqual([{ result }]);
      expect(shop.checkout.state).toMatchObject({ phase: 'open', canPay: true });
      shop.checkout.unmount();
      await shop.advance();
      expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'same-session' }]);
    }
  });

  it('two submits are one, at the app too', async () => {
    const { shop, app } = await drawElement();
    shop.submit();
    shop.submit();
    await shop.advance();
    expect(app.received.filter(({ event }) => event === 'submitPay')).toHaveLength(1);
    reply(app, { status: 'SUCCESS' });
    await shop.advance();
    expect(shop.submits).toMatchObject([{ result: 'ended' }, { result: 'ended' }]);
  });

  it('a pending submit is answered by the end of the attempt, which owes a confirmation', async () => {
    const { shop } = await submitted();
    shop.checkout.unmount();
    await shop.advance();
    expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status: 'abandoned', retry: 'after-confirmation' } }]);
    // 1.47.2: its timer of 10 s would speak and revive the dead instance.
    await shop.advance(20_000);
    expect(shop.types()).not.toContain('redirect-failed');
  });

  it('before it is drawn submit() is not-ready and validate() false', async () => {
    const shop = open('1.47.2', { product: element, session: elementSession });
    shop.submit();
    shop.mount();
    await shop.advance();
    shop.submit();
    expect(await shop.checkout.validate()).toEqual({ isValid: false });
    await shop.advance();
    expect(shop.submits).toEqual([{ result: 'not-ready' }, { result: 'not-ready' }]);
  });

  it('validate() asks the form, and gives up after 15 s', async () => {
    const { shop, app } = await drawElement();
    const valid = shop.checkout.validate();
    await shop.advance();
    app.send(asked(app, 'onValidate').id ?? '', { data: { isValid: true } });
    expect(await valid).toEqual({ isValid: true });
    const mute = shop.checkout.validate();
    await shop.advance(15_000);
    expect(await mute).toEqual({ isValid: false });
  });

  it('an app that never starts is component-failed or component-timeout within its limits, and its UI is gone', async () => {
    const shop = open('1.47.2', { product: element, session: elementSession });
    shop.mount();
    await shop.advance();
    shop.raw.answer();
    await shop.advance(10_500);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-timeout' }, retry: 'same-session' }]);
    await shop.advance(400);
    expect(left(shop)).toEqual(CLEAN);
  });

  it('an app that is sized without a source never settles mount(), and ends after timeouts.component', async () => {
    const shop = open('1.47.2', { product: element, session: elementSession });
    shop.mount();
    await shop.advance();
    const app = shop.raw.sdk.app();
    shop.raw.answer();
    app.send('onLaunch', {});
    await shop.advance();
    app.send('onSizeChanged', { height: 300 });
    await shop.advance(20_000);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-timeout' } }]);
  });

  it('a server that refuses the session is an error with its code, and the UI that the SDK leaves is taken away', async () => {
    const shop = open('1.47.2', { product: element, session: elementSession });
    shop.mount();
    await shop.advance();
    const app = shop.raw.sdk.app();
    app.send('onLaunch', {});
    shop.raw.answer({ success: false, errorCode: 'INQUIRY_PAYMENT_SESSION_FAILED', errorMessage: 'expired' });
    await shop.advance();
    app.send('onSizeChanged', { height: 300, source: 'payment' });
    await shop.advance(400);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { sdk: { code: 'INQUIRY_PAYMENT_SESSION_FAILED' } } }]);
    expect(left(shop)).toEqual(CLEAN);
  });

  it("the app's own onDestroy is found: the form is gone without a word", async () => {
    const { shop, app } = await drawElement();
    app.send('onDestroy', {});
    await shop.advance(8000);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-failed' } }]);
  });

  it('a form that is moved is drawn again with the same session, and can be paid', async () => {
    const { shop } = await drawElement();
    shop.raw.slot2.appendChild(shop.raw.slot);
    await shop.advance(1000);
    const app = await shop.drawn();
    expect(shop.checkout.state.phase).toBe('open');
    expect(shop.sessions).toHaveLength(1);
    shop.submit();
    await shop.advance();
    reply(app, { status: 'SUCCESS' });
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
  });

  it('a submitted form that is moved is component-failed, and owes a confirmation', async () => {
    const { shop } = await submitted();
    shop.raw.slot2.appendChild(shop.raw.slot);
    await shop.advance();
    expect(shop.outcomes).toMatchObject([
      { status: 'error', retry: 'after-confirmation', error: { code: 'component-failed', details: { reason: 'moved' } } },
    ]);
  });

  it('another mount() replaces a form that is not being paid; one that is submitted makes the other one busy', async () => {
    const { shop, app } = await drawElement();
    shop.mount({ container: '#slot2' });
    await shop.advance(1000);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced', retry: 'same-session' }]);
    const second = await shop.drawn();
    expect(shop.raw.slot2.contains(second.iframe)).toBe(true);
    expect(app.iframe.isConnected).toBe(false);
    shop.submit();
    await shop.advance();
    shop.mount({ container: '#slot' });
    await shop.advance();
    expect(shop.outcomes[1]).toMatchObject({ status: 'error', error: { code: 'component-busy' } });
    reply(second, { status: 'SUCCESS' });
    await shop.advance();
    expect(shop.outcomes[2]).toMatchObject({ status: 'succeeded' });
  });

  it('mount() into the same container is the same attempt', async () => {
    const { shop, app } = await drawElement();
    shop.mount();
    shop.mount({ container: shop.raw.slot });
    await shop.advance();
    expect(shop.outcomes).toEqual([]);
    shop.submit();
    await shop.advance();
    reply(app, { status: 'SUCCESS' });
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }, { status: 'succeeded' }, { status: 'succeeded' }]);
    expect(new Set(shop.outcomes).size).toBe(1);
  });

  it('with a server the answer of submitPayment() is confirmed before the outcome', async () => {
    const { shop, app } = await submitted({ asks: true });
    shop.inquiry = { paymentStatus: 'SUCCESS' };
    reply(app, { status: 'PROCESSING' });
    await shop.advance();
    expect(shop.asked).toEqual(['request-1']);
    expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status: 'succeeded', confirmedBy: 'server' } }]);
  });

  it('submitted, and silent for a minute: the server is asked beside it, and its word ends the attempt', async () => {
    const { shop } = await submitted({ asks: true });
    shop.inquiry = { paymentStatus: 'PROCESSING' };
    await shop.advance(59_000);
    expect(shop.asked).toEqual([]);
    await shop.advance(2000);
    expect(shop.asked).toEqual(['request-1']);
    expect(shop.checkout.state.phase).toBe('submitting');
    shop.inquiry = { paymentStatus: 'SUCCESS' };
    await shop.advance(10_000);
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server' }]);
    expect(shop.submits).toMatchObject([{ result: 'ended' }]);
  });

  it('a form that is silent and not submitted is not asked about', async () => {
    const { shop } = await drawElement({ asks: true });
    await shop.advance(120_000);
    expect(shop.asked).toEqual([]);
    expect(shop.checkout.state.phase).toBe('open');
  });

  it('its session expires before anything was submitted: a new one is drawn in its place', async () => {
    let sessions = 0;
    const makeSession = (): string => {
      sessions += 1;
      return elementSession({ n: sessions });
    };
    const shop = productShop(world.open({ version: '1.47.2' }), makeSession, {
      product: element,
      fields: { paymentSessionExpiryTime: new Date(1_800_000_000_000 + 60_000).toISOString() },
    });
    shop.mount();
    await shop.drawn();
    await shop.advance(58_000);
    expect(shop.sessions).toHaveLength(1);
    await shop.advance(3000);
    await shop.drawn();
    expect(shop.sessions).toHaveLength(2);
    expect(shop.checkout.state.phase).toBe('open');
    expect(shop.outcomes).toEqual([]);
  });

  it('a session of another product is named before the SDK is asked', async () => {
    const shop = open('1.47.2', { product: element, session: cashierSession });
    shop.mount();
    await shop.advance();
    expect(shop.outcomes).toMatchObject([
      { status: 'error', error: { code: 'session-mismatch', message: expect.stringContaining('cashier') as string } },
    ]);
    expect(shop.raw.sdk.apps()).toEqual([]);
  });
});

describe('1.47.2: the Checkout Page', () => {
  const draw = async (options: Options = {}): Promise<{ shop: ProductShop; app: FakeCashier }> => {
    const shop = open('1.47.2', { product: checkoutPage, session: checkoutPageSession }, options);
    shop.mount();
    await shop.advance();
    return { shop, app: shop.raw.sdk.app() };
  };
  const SUCCESS = JSON.stringify({ code: 'SDK_PAYMENT_SUCCESSFUL' });
  const redirect = (normalUrl: unknown, more: object = {}): string =>
    JSON.stringify({ context: { event: 'onRedirect', data: { normalUrl, ...more }, eventCallbackId: 'x' } });

  it('believes its own frame alone: another window, another origin and what is not JSON reach nobody', async () => {
    const { shop, app } = await draw();
    const { window } = shop.raw.sdk;
    for (const message of [SUCCESS, redirect('https://evil.test/'), 'webpackOk', null, 7, '{', JSON.stringify({ code: 7 })]) {
      app.post(message, { source: window });
      app.post(message, { source: null });
      app.post(message, { source: app.iframe.contentWindow, origin: 'https://evil.test' });
    }
    for (const message of ['webpackOk', null, 7, '{', '[]', JSON.stringify({ code: 7 }), JSON.stringify(null)])
      app.post(message, { source: app.iframe.contentWindow });
    await shop.advance();
    expect(shop.events).toEqual([]);
    expect(shop.outcomes).toEqual([]);
    expect(shop.raw.journal).toEqual([]);
    expect(shop.raw.sdk.errors).toEqual([]);
    app.post(SUCCESS, { source: app.iframe.contentWindow });
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
  });

  it.each(['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'blob:https://a/b', 'file:///etc', '', undefined, 7])(
    'a redirect to %s is dropped and reported',
    async (url) => {
      const { shop, app } = await draw();
      app.post(redirect(url), { source: app.iframe.contentWindow });
      await shop.advance();
      expect(shop.events).toMatchObject([{ type: 'setup-failed', code: 'SDK_CREATECOMPONENT_ERROR' }]);
      expect(shop.raw.journal).toEqual([]);
      expect(shop.checkout.state.phase).toBe('open');
    },
  );

  it('a redirect to an http(s) address goes on, without any other address beside it', async () => {
    const { shop, app } = await draw();
    app.post(redirect('https://bank.test/', { schemeUrl: 'javascript:alert(1)' }), { source: app.iframe.contentWindow });
    await shop.advance();
    expect(shop.types()).toEqual(['redirect-started']);
    expect(shop.raw.said()).toEqual(['navigation']);
  });

  it('its session is in no console, and the page has its console back', async () => {
    const shop = open('1.47.2', { product: checkoutPage, session: checkoutPageSession });
    const { console } = shop.raw.sdk.window as unknown as { console: Console };
    const { log } = console;
    shop.mount();
    await shop.advance();
    expect(linesWith(shop.sessions[0]?.paymentSessionData ?? '', shop.raw.sdk)).toEqual([]);
    expect(console.log).toBe(log);
  });

  it('a version whose listener cannot be replaced is refused before anything is mounted', async () => {
    const raw = world.open({ version: '1.47.2' });
    const Original = raw.sdk.global('AMSCheckoutPage') as new (options: object) => { eventListenerWrapper?: unknown };
    (raw.sdk.window as unknown as Record<string, unknown>)['AMSCheckoutPage'] = class extends Original {
      constructor(options: object) {
        super(options);
        delete this.eventListenerWrapper;
      }
    };
    const shop = productShop(raw, () => checkoutPageSession(), { product: checkoutPage });
    shop.mount();
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { message: expect.stringContaining('cannot be guarded') as string } }]);
    expect(shop.raw.sdk.apps()).toEqual([]);
  });

  it.each([
    ['another function in place of it', false],
    ['another function beside it', true],
  ])('a version that lets the window hear %s is refused, and believes nobody', async (_what, isBeside) => {
    const raw = world.open({ version: '1.47.2' });
    const { window } = raw.sdk;
    const Original = raw.sdk.global('AMSCheckoutPage') as new (options: object) => {
      eventListenerWrapper: (event: Event) => void;
      mountComponent(...given: unknown[]): unknown;
    };
    (window as unknown as Record<string, unknown>)['AMSCheckoutPage'] = class extends Original {
      private readonly first = this.eventListenerWrapper;
      override mountComponent(...given: unknown[]): unknown {
        if (!isBeside) this.eventListenerWrapper = this.first;
        else window.addEventListener('message', this.first);
        return super.mountComponent(...given);
      }
    };
    const own = Object.getOwnPropertyDescriptor(window, 'addEventListener');
    const shop = productShop(raw, () => checkoutPageSession(), { product: checkoutPage, notRedirectAfterComplete: true });
    shop.mount();
    await shop.advance();
    const MessageEvent = raw.sdk.global('MessageEvent') as typeof globalThis.MessageEvent;
    window.dispatchEvent(new MessageEvent('message', { data: '{"code":"SDK_PAYMENT_SUCCESSFUL"}' }));
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { message: expect.stringContaining('cannot be guarded') as string } }]);
    expect(shop.raw.sdk.apps()).toEqual([]);
    expect(Object.getOwnPropertyDescriptor(window, 'addEventListener')).toEqual(own);
  });

  it('a listener that a page put in place of addEventListener is there again once the page is drawn', async () => {
    const shop = open('1.47.2', { product: checkoutPage, session: checkoutPageSession });
    const { window } = shop.raw.sdk;
    const real = window.addEventListener.bind(window);
    const own = vi.fn(real);
    window.addEventListener = own;
    shop.mount();
    await shop.advance();
    expect(Object.getOwnPropertyDescriptor(window, 'addEventListener')?.value).toBe(own);
    expect(own.mock.calls.filter(([type]) => type === 'message')).toHaveLength(1);
  });

  it('what a version listens to besides messages it goes on hearing', async () => {
    const raw = world.open({ version: '1.47.2' });
    const { window } = raw.sdk;
    const heard = vi.fn();
    const Original = raw.sdk.global('AMSCheckoutPage') as new (options: object) => { mountComponent(...given: unknown[]): unknown };
    (window as unknown as Record<string, unknown>)['AMSCheckoutPage'] = class extends Original {
      override mountComponent(...given: unknown[]): unknown {
        window.addEventListener('resize', heard, { once: true });
        return super.mountComponent(...given);
      }
    };
    const shop = productShop(raw, () => checkoutPageSession(), { product: checkoutPage });
    shop.mount();
    await shop.advance();
    expect(shop.checkout.state.phase).toBe('open');
    const Event = raw.sdk.global('Event') as typeof globalThis.Event;
    for (let i = 0; i < 2; i += 1) window.dispatchEvent(new Event('resize'));
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('a window that has addEventListener by its prototype, as in a browser, has it so again', async () => {
    const shop = open('1.47.2', { product: checkoutPage, session: checkoutPageSession });
    const { window } = shop.raw.sdk;
    Reflect.deleteProperty(window, 'addEventListener');
    shop.mount();
    await shop.advance();
    expect(shop.checkout.state.phase).toBe('open');
    expect(Object.getOwnPropertyDescriptor(window, 'addEventListener')).toBeUndefined();
  });

  it('that stays blank is open until its session has expired: then it is unknown, or what the server says', async () => {
    for (const asks of [false, true]) {
      const fields = { paymentSessionExpiryTime: new Date(1_800_000_000_000 + 60_000).toISOString() };
      const shop = open('1.47.2', { product: checkoutPage, session: checkoutPageSession }, { asks, fields });
      shop.inquiry = { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' }, paymentStatus: '' };
      shop.mount();
      await shop.advance(119_000);
      expect(shop.now()).toBe('open');
      await shop.advance(20_000);
      expect(shop.outcomes).toMatchObject([{ status: 'unknown' }]);
      await shop.advance(400);
      expect(left(shop)).toEqual(CLEAN);
    }
  });

  it('back to the merchant is cancelled, submit() not-ready, validate() false', async () => {
    const { shop, app } = await draw();
    shop.submit();
    expect(await shop.checkout.validate()).toEqual({ isValid: false });
    app.post(JSON.stringify({ code: 'SDK_PAYMENT_CLICK_BACK_TO_MERCHANT' }), { source: app.iframe.contentWindow });
    await shop.advance();
    expect(shop.submits).toEqual([{ result: 'not-ready' }]);
    expect(shop.outcomes).toMatchObject([{ status: 'cancelled' }]);
  });
});

describe('1.47.2: EasyPay and AutoDebit', () => {
  const BOTH = CASES.filter(({ name }) => name === 'EasyPay' || name === 'AutoDebit');

  it.each(BOTH)('$name: an app that never starts is an error after 15 s, and the page is clean', async (one) => {
    const shop = open('1.47.2', one);
    shop.pay();
    await shop.advance(15_100);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { sdk: { message: 'Load resource timeout' } } }]);
    await shop.advance(400);
    expect(left(shop)).toEqual(CLEAN);
  });

  it.each(BOTH)('$name: a session without an action is session-invalid before the SDK is asked', async (one) => {
    const shop = open('1.47.2', { ...one, session: () => one.session({ action: null }) });
    shop.pay();
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'session-invalid', details: { fault: 'missing-action' } } }]);
  });

  it.each(BOTH)('$name: SDK_INTERNAL_ERROR after it was drawn is component-failed; with a server it is asked first', async (one) => {
    const shop = open('1.47.2', one);
    shop.pay();
    emit(await shop.drawn(), one, 'SDK_INTERNAL_ERROR');
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-failed' }, retry: 'after-confirmation' }]);
    const asking = open('1.47.2', one, { asks: true });
    asking.inquiry = { paymentStatus: 'SUCCESS' };
    asking.pay();
    emit(await asking.drawn(), one, 'SDK_INTERNAL_ERROR');
    await asking.advance();
    expect(asking.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server' }]);
  });

  it.each(BOTH)('$name: a fast session is a redirect without any UI, and its session is in no console', async (one) => {
    const session = (): string => one.session(redirecting('https://bank.test/pay'));
    const shop = open('1.47.2', { ...one, session });
    shop.pay();
    await shop.advance();
    expect(shop.types()).toEqual(['redirect-started']);
    expect(shop.raw.said()).toEqual(['navigation']);
    await shop.advance(2000);
    expect(linesWith(shop.sessions[0]?.paymentSessionData ?? '', shop.raw.sdk)).toEqual([]);
    await shop.advance(2000);
    expect(shop.outcomes).toMatchObject([{ status: 'redirected' }]);
  });

  describe('a fast session on a phone calls the app first', () => {
    const SCHEME = { schemeUrl: 'wallet://pay' };
    const called = (one: (typeof BOTH)[number], app: object = { applinkUrl: 'https://wallet.test/pay', ...SCHEME }): ProductShop => {
      const raw = world.open({ version: '1.47.2', userAgent: IPHONE });
      const shop = productShop(raw, () => one.session(redirecting('https://bank.test/pay', { ...app })), { product: one.product });
      shop.pay();
      return shop;
    };

    it.each(BOTH)('$name: one that opens is a redirect', async (one) => {
      const shop = called(one);
      await shop.advance(4_000);
      expect(shop.now()).toBe('open');
      const { document, Event } = shop.raw.sdk.window;
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      await shop.advance();
      expect(shop.types()).toContain('redirect-started');
      await shop.advance(4_000);
      expect(shop.outcomes).toMatchObject([{ status: 'redirected' }]);
    });

    it.each(BOTH)('$name: one that is missing leads to the page of the method, 5 s later', async (one) => {
      const shop = called(one, SCHEME);
      await shop.advance(4_999);
      expect(shop.now()).toBe('open');
      expect(shop.types()).not.toContain('redirect-started');
      await shop.advance(1);
      expect(shop.types().slice(-2)).toEqual(['redirect-failed', 'redirect-started']);
      await shop.advance(3_000);
      expect(shop.outcomes).toMatchObject([{ status: 'redirected' }]);
    });

    it.each(BOTH)('$name: by an app link that leads nowhere the SDK is lost in an error of its own: an error in time', async (one) => {
      const shop = called(one);
      // It hands its method on without its object (esm/util/intl-callapp/es/index.js, handleLink).
      await expect(shop.advance(5_000)).rejects.toThrow('evokeAppBy');
      await shop.advance(4_100);
      expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-failed' }, retry: 'after-confirmation' }]);
      const next = shop.events.length;
      await shop.advance(20_000);
      expect(shop.events).toHaveLength(next);
    });
  });

  it("the page's close button is cancelled, with one outcome", async () => {
    for (const one of BOTH) {
      const shop = open('1.47.2', one);
      shop.pay();
      const app = await shop.drawn();
      app.send('setAllowRetention', false);
      app.send('onClose', {});
      await shop.advance(400);
      expect(shop.outcomes).toMatchObject([{ status: 'cancelled' }]);
      expect(left(shop)).toEqual(CLEAN);
    }
  });

  it('an EasyPay session that names a foreign page as its app is refused in production', async () => {
    const session = (): string =>
      easyPaySession({ extendInfo: JSON.stringify({ checkoutInfo: [{ url: 'https://evil.test/app', minSDKVersion: '1.0.0' }] }) });
    const shop = open('1.47.2', { product: easyPay, session }, { environment: 'prod' });
    shop.pay();
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'session-invalid' }, retry: 'new-session' }]);
    expect(shop.raw.sdk.apps()).toEqual([]);
  });
});

it('1.47.2: AutoDebitPay is a redirect, and redirected when the page stays', async () => {
  const shop = open('1.47.2', { product: autoDebitPay, session: autoDebitPaySession });
  shop.pay();
  await shop.advance();
  expect(shop.types()).toContain('redirect-started');
  expect(shop.raw.said()).toEqual(['navigation']);
  await shop.advance(4000);
  expect(shop.outcomes).toMatchObject([{ status: 'redirected', retry: 'after-confirmation' }]);
});

describe.each(SDK_VERSIONS)('%s: PayPal', (version) => {
  interface Buttons {
    onApprove(data: unknown): void;
    onCancel(data: unknown): void;
  }
  /** As far as PayPal's script, which `ends` in that way. */
  async function mounted(ends: 'load' | 'error' | 'never', options: Options = {}): Promise<{ shop: ProductShop; buttons: Buttons }> {
    const shop = open(version, { product: cashier, session: payPalSession }, options);
    const { document, sdk } = shop.raw;
    let given: Buttons | undefined;
    Object.assign(sdk.window, {
      paypal: {
        FUNDING: {},
        Buttons: (made: Buttons) => {
          given = made;
          return { render: (selector: string) => document.querySelector(selector)?.append(document.createElement('button')) };
        },
      },
    });
    shop.mount();
    await shop.advance();
    const script = [...document.scripts].find(({ src }) => src.startsWith('https://www.paypal.com/'));
    if (ends === 'load') script?.onload?.(new sdk.window.Event('load'));
    if (ends === 'error') script?.onerror?.(new sdk.window.Event('error'));
    await shop.advance();
    return { shop, buttons: given as Buttons };
  }

  it('is open once its buttons are there; an approval is its last word: processing, or what the server says', async () => {
    const { shop, buttons } = await mounted('load');
    expect(shop.checkout.state).toMatchObject({ phase: 'open', surface: 'inline' });
    buttons.onApprove({});
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'processing' }]);
    await shop.advance(400);
    expect(left(shop)).toEqual(CLEAN);
    const asking = await mounted('load', { asks: true });
    asking.shop.inquiry = { paymentStatus: 'SUCCESS' };
    asking.buttons.onApprove({});
    await asking.shop.advance();
    expect(asking.shop.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server' }]);
  });

  it('a script that is blocked is component-failed, with one event', async () => {
    const { shop } = await mounted('error');
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-failed' }, retry: 'new-session' }]);
    expect(shop.types()).toEqual(['setup-failed']);
    await shop.advance(400);
    expect(left(shop)).toEqual(CLEAN);
  });

  it('a script that neither loads nor fails ends after timeouts.component', async () => {
    const { shop } = await mounted('never');
    expect(shop.checkout.state.phase).toBe('opening');
    await shop.advance(20_000);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-timeout' } }]);
    await shop.advance(400);
    expect(left(shop)).toEqual(CLEAN);
  });

  it('a cancel is cancelled; submit() is not-ready', async () => {
    const { shop, buttons } = await mounted('load');
    shop.submit();
    await shop.advance();
    expect(shop.submits).toEqual([{ result: 'not-ready' }]);
    buttons.onCancel({});
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'cancelled' }]);
  });
});

describe('which product', () => {
  it("of several the session's productScene chooses", async () => {
    const raw = world.open({ version: '1.47.2' });
    const queue = [elementSession, checkoutPageSession, cardSession];
    const shop = productShop(raw, () => (queue.shift() ?? cardSession)(), { product: [cashier, element, checkoutPage] });
    for (const part of ['element_payment', 'checkout-page', 'CASHIER_PAYMENT_CARD']) {
      shop.mount({ order: part });
      await shop.drawn();
      expect(raw.sdk.app().url.href).toContain(part);
      shop.checkout.unmount();
      await shop.advance(1000);
    }
  });

  it.each([
    [element, 'pay'],
    [checkoutPage, 'pay'],
    [easyPay, 'mount'],
    [autoDebit, 'mount'],
  ] as const)('a controller that never opens by that method refuses it: %j %s()', async (product, method) => {
    const shop = open('1.47.2', { product, session: elementSession });
    shop[method]();
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'invalid-options' }, retry: 'none' }]);
  });

  it.each([
    [payPalSession, 'pay', 'mount()'],
    [applePaySession, 'mount', 'pay()'],
  ] as const)('a method that is not drawn there is session-mismatch, and the message names the call', async (session, method, other) => {
    const shop = open('1.47.2', { product: cashier, session });
    shop[method]();
    await shop.advance();
    expect(shop.outcomes).toMatchObject([
      { status: 'error', error: { code: 'session-mismatch', message: expect.stringContaining(other) as string } },
    ]);
  });

  it('vaulting and agreements need no paymentRequestId; without one they are as without a server', async () => {
    for (const one of CASES.filter(({ product }) => product === vaulting || product === autoDebit)) {
      const shop = productShop(world.open({ version: '1.47.2' }), () => one.session(), {
        product: one.product,
        asks: true,
        fields: { paymentRequestId: undefined },
        notRedirectAfterComplete: true,
      });
      begin(shop, one);
      emit(await shop.drawn(), one, 'SDK_PAYMENT_SUCCESSFUL');
      await shop.advance();
      expect(shop.asked).toEqual([]);
      expect(shop.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'sdk' }]);
    }
  });
});

describe('1.47.2: the container', () => {
  it.each([
    ['#nowhere', 'container-missing', 'not-found'],
    ['<<', 'invalid-options', undefined],
    [7, 'invalid-options', undefined],
  ])('%s', async (container, code, reason) => {
    const shop = open('1.47.2', { product: element, session: elementSession });
    shop.mount({ container: container as string });
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code, ...(reason === undefined ? {} : { details: { reason } }) } }]);
  });

  it('detached, or inside a shadow tree, is container-missing', async () => {
    const shop = open('1.47.2', { product: element, session: elementSession });
    const { document } = shop.raw;
    const host = document.body.appendChild(document.createElement('div'));
    const inside = document.createElement('div');
    host.attachShadow({ mode: 'open' }).appendChild(inside);
    shop.mount({ container: document.createElement('div') });
    shop.mount({ container: inside });
    await shop.advance();
    expect(shop.outcomes).toMatchObject([
      { error: { code: 'container-missing', details: { reason: 'detached' } } },
      { error: { code: 'container-missing', details: { reason: 'shadow-tree' } } },
    ]);
  });
});
