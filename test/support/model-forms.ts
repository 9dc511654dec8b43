/** The products of the SDK as the random lives of a page see them: what an opening of each can be made to do. */
import type { PaymentSession, PayOptions, Product } from '../../src/types';
import { autoDebit, cashier, checkoutPage, easyPay, element } from '../../src/products';
import type { App } from '../../src/testing/sdk/app';
import { createFakeSdk, type FakeCashier } from '../../src/testing/sdk/ams-checkout';
import { createFakeElementSdk, type FakeForm } from '../../src/testing/sdk/element';
import { createImitation } from '../../src/testing/sdk/imitation';
import { elementSession } from './form';
import { autoDebitSession, checkoutPageSession, easyPaySession, type SessionBuilder } from './product-sessions';
import { makeSessionData } from './sessions';

export type Reply = 'paid' | 'declined' | 'dead' | 'invalid' | 'processing' | 'unknown' | 'nonsense' | 'not-ready' | 'cancelled';

/** One opening of the SDK's, whichever of its classes it is. */
export interface Form {
  readonly session: string;
  /** How often a press has reached the app. */
  readonly submits: number;
  /** One that is not answered yet. */
  readonly awaits: boolean;
  readonly isDrawn: boolean;
  readonly launch: () => void;
  /** The buyer presses the app's own button. Without one nothing happens. */
  readonly press: () => void;
  /** The buyer closes it, where it has a way out of its own. */
  readonly close: () => void;
  readonly answer: (reply: Reply) => void;
  readonly emit: (code: string) => void;
  /** What the SDK says that could not be set up. */
  readonly refuse: () => void;
  /** The promise of the press rejects. */
  readonly reject: () => void;
  /** Its UI goes without a word. */
  readonly vanish: () => void;
}

/** One product, and all that its SDK has opened. */
export interface Forms {
  readonly product: Product;
  readonly surface: 'popup' | 'inline';
  /** The component has a pay button of its own: the page does not hear of a press. */
  readonly ownButton: boolean;
  /** It moves money: its sessions have a paymentRequestId, by which the server can be asked. */
  readonly pays: boolean;
  readonly module: unknown;
  readonly forms: () => readonly Form[];
  readonly session: (fields: Record<string, unknown>) => PaymentSession;
  readonly options: PayOptions;
}

/** What submitPayment() answers. */
const ANSWERS: Readonly<Record<Reply, unknown>> = {
  paid: { status: 'SUCCESS' },
  declined: { status: 'FAIL', error: { code: 'RISK_REJECT', message: '' } },
  dead: { status: 'FAIL', error: { code: 'ORDER_IS_CLOSED', message: '' } },
  invalid: { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } },
  processing: { status: 'PROCESSING' },
  unknown: { status: 'FAIL', error: { code: 'SYSTEM_ERROR', message: '' } },
  nonsense: 'SUCCESS',
  'not-ready': { status: 'FAIL', error: { code: 'UI_STATE_ERROR', message: '' } },
  cancelled: { status: 'CANCELLED' },
};

/** What the other apps post; submit() of a card form is answered with the same. */
const CODES: Readonly<Record<Reply, { readonly code: string; readonly result?: unknown }>> = {
  paid: { code: 'SDK_PAYMENT_SUCCESSFUL' },
  declined: { code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'RISK_REJECT' } },
  dead: { code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'ORDER_IS_CLOSED' } },
  invalid: { code: 'SDK_FORM_VERIFICATION_FAILED' },
  processing: { code: 'SDK_PAYMENT_PROCESSING' },
  unknown: { code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'SYSTEM_ERROR' } },
  nonsense: { code: 'SDK_PAYMENT_ERROR' },
  'not-ready': { code: 'SDK_FORM_VERIFICATION_FAILED' },
  cancelled: { code: 'SDK_PAYMENT_CANCEL' },
};

/** Each thing's own form, the same whenever it is asked for. */
function once<Thing extends object>(make: (thing: Thing, nth: number) => Form): (things: readonly Thing[]) => Form[] {
  const known = new Map<Thing, Form>();
  return (things) =>
    things.map((thing, nth) => {
      const form = known.get(thing) ?? make(thing, nth);
      known.set(thing, form);
      return form;
    });
}

export function elementForms(): Forms {
  const sdk = createFakeElementSdk();
  const formsOf = once<FakeForm>((form) => ({
    session: form.session,
    get submits() {
      return form.submits;
    },
    get awaits() {
      return form.awaits;
    },
    get isDrawn() {
      return form.isDrawn;
    },
    launch: form.launch,
    press: () => undefined,
    close: () => undefined,
    answer: (reply) => {
      form.answer(ANSWERS[reply]);
    },
    emit: form.emit,
    refuse: () => {
      form.refuse('INQUIRY_PAYMENT_SESSION_FAILED');
    },
    reject: () => {
      form.reject(new Error('rejected'));
    },
    vanish: form.vanish,
  }));
  return {
    product: element,
    surface: 'inline',
    ownButton: false,
    pays: true,
    module: sdk.module,
    session: elementSession,
    options: {},
    forms: () => formsOf(sdk.forms),
  };
}

export function cardForms(): Forms {
  const apps: App[] = [];
  const sdk = createFakeSdk('1.47.2', {
    opened: (app) => {
      apps.push(app);
    },
  });
  let made = 0;
  const formsOf = once<FakeCashier>((card, nth) => ({
    session: String(card.params['sessionData']),
    get submits() {
      return card.submits.length;
    },
    get awaits() {
      return card.awaits;
    },
    get isDrawn() {
      return apps[nth]?.place != null;
    },
    launch: card.launch,
    press: () => undefined,
    close: () => undefined,
    answer: (reply) => {
      card.answer(CODES[reply]);
    },
    emit: card.emit,
    refuse: () => {
      card.instance.error({ code: 'SDK_CREATECOMPONENT_ERROR', message: 'refused' });
    },
    // This one's never does.
    reject: () => undefined,
    vanish: () => {
      apps[nth]?.vanishes();
    },
  }));
  return {
    product: cashier,
    surface: 'inline',
    ownButton: false,
    pays: true,
    module: sdk.module,
    session: (fields) => {
      made += 1;
      return elementSession({
        paymentSessionData: makeSessionData({
          paymentSessionConfig: { productScene: 'CASHIER_PAYMENT', paymentMethodCategoryType: 'CARD' },
          extendInfo: `{"n":"card-${String(made)}"}`,
        }),
        ...fields,
      });
    },
    // The page's own button pays.
    options: { appearance: { showSubmitButton: false } },
    forms: () => formsOf(sdk.cashiers),
  };
}

/** What the app of a product with a button of its own is made to do. */
function appForms(product: Product, surface: Forms['surface'], sessionData: SessionBuilder, pays = true): Forms {
  const apps: App[] = [];
  const { module } = createImitation('1.47.2', {
    opened: (app) => {
      apps.push(app);
    },
  });
  let made = 0;
  const formsOf = once<App>((app) => {
    let submits = 0;
    let awaits = false;
    const isDrawn = (): boolean => app.phase !== 'gone';
    return {
      session: app.session,
      get submits() {
        return submits;
      },
      get awaits() {
        return awaits;
      },
      get isDrawn() {
        return isDrawn();
      },
      launch: () => {
        app.start();
      },
      press: () => {
        if (app.phase !== 'drawn') return;
        submits += 1;
        awaits = true;
      },
      close: () => {
        app.closes?.();
      },
      answer: (reply) => {
        awaits = false;
        const { code, result } = CODES[reply];
        app.says(code, result);
      },
      emit: (code) => {
        app.says(code);
      },
      refuse: () => {
        app.says('SDK_INTERNAL_ERROR');
      },
      // The page has no promise of a press.
      reject: () => undefined,
      vanish: () => {
        app.vanishes();
      },
    };
  });
  return {
    product,
    surface,
    ownButton: true,
    pays,
    module,
    session: (fields) => {
      made += 1;
      const paymentSessionData = sessionData({ extendInfo: `{"n":"app-${String(made)}"}` });
      return elementSession({ paymentSessionData, ...(pays ? {} : { paymentRequestId: undefined }), ...fields });
    },
    options: {},
    forms: () => formsOf(apps),
  };
}

export const checkoutPageForms = (): Forms => appForms(checkoutPage, 'inline', checkoutPageSession);
export const easyPayPopups = (): Forms => appForms(easyPay, 'popup', easyPaySession);
/** An agreement is no payment, so there is nobody to ask. */
export const autoDebitPopups = (): Forms => appForms(autoDebit, 'popup', autoDebitSession, false);
