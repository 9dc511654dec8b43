/** A merchant's page with a Payment Element, for unit tests: the scripted AMSElement under a controller. */
import { element } from '../../src/products';
import { fromModule } from '../../src/sdk/sources/module';
import type { PaymentOutcome, PaymentSession, PayOptions, SubmitResult } from '../../src/types';
import { createFakeElementSdk, type FakeElementSdk, type FakeForm } from '../../src/testing/sdk/element';
import { makeSessionData } from './sessions';
import { flush, openShop, uniqueSession, type Shop, type ShopOptions } from './shop';

let made = 0;

/** A session for the Payment Element whose data is unlike any other's. */
export function elementSession(overrides: Record<string, unknown> = {}): PaymentSession {
  made += 1;
  return uniqueSession({
    paymentSessionData: makeSessionData({
      paymentSessionConfig: { productScene: 'ELEMENT_PAYMENT', paymentMethodCategoryType: 'ALL' },
      extendInfo: `{"n":"form-${String(made)}"}`,
    }),
    paymentRequestId: `form-${String(made)}`,
    ...overrides,
  });
}

export interface FormShop extends Shop {
  readonly forms: FakeElementSdk;
  readonly outcomes: PaymentOutcome[];
  readonly submits: SubmitResult[];
  mount(options?: PayOptions & { container?: Element | string }): void;
  submit(): void;
  /** mount(), until the form is drawn. */
  drawn(options?: PayOptions & { container?: Element | string }): Promise<FakeForm>;
}

/** Adds the containers `#form` and `#other` to the page. */
export function openForm({
  session = elementSession,
  forms = createFakeElementSdk(),
  ...options
}: ShopOptions & { session?: () => PaymentSession; forms?: FakeElementSdk } = {}): FormShop {
  if (!document.getElementById('form')) {
    for (const id of ['form', 'other']) {
      const container = document.createElement('div');
      container.id = id;
      document.querySelector('main')?.appendChild(container);
    }
  }
  const sessions: PaymentSession[] = [];
  const shop = openShop({
    product: element,
    sdk: fromModule(() => Promise.resolve(forms.module)),
    createPaymentSession: () => {
      const one = session();
      sessions.push(one);
      return Promise.resolve(one);
    },
    notRedirectAfterComplete: true,
    ...options,
  });
  const outcomes: PaymentOutcome[] = [];
  const submits: SubmitResult[] = [];
  const mount: FormShop['mount'] = ({ container = '#form', ...given } = {}) => {
    void shop.checkout.mount(container, given).then((outcome) => outcomes.push(outcome));
  };
  return {
    ...shop,
    sessions,
    forms,
    outcomes,
    submits,
    mount,
    submit: () => {
      void shop.checkout.submit().then((result) => submits.push(result));
    },
    drawn: async (given) => {
      mount(given);
      await flush();
      const form = forms.form();
      form.launch();
      await flush();
      return form;
    },
  };
}

/** Moves what is drawn into the other container, as a view does that renders again: its frame starts anew. False: nothing is drawn. */
export function moveForm(): boolean {
  const place = document.querySelector('[id^="antom-checkout-"]');
  if (!place) return false;
  document.getElementById('other')?.appendChild(place);
  Object.assign(place.querySelector('iframe') ?? {}, { contentWindow: {} });
  return true;
}
