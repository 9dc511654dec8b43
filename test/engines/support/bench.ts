/**
 * The merchant's side of a payment, inside the page: bundled to ES2015 and put there by a script tag, after the library. Nothing here
 * may need what an old engine lacks, so requests go by XMLHttpRequest.
 */
import type {
  CheckoutController,
  CheckoutOptions,
  PaymentInquiry,
  PaymentOutcome,
  PaymentSession,
  PayOptions,
  SubmitResult,
} from 'antom-checkout-controller';
import type * as Library from 'antom-checkout-controller';

/** A form in the page, by the product that draws it: the cashier's for a card, the Payment Element, the Checkout Page. */
export type Form = 'card' | 'element' | 'checkoutPage';

/** Data only, because it crosses into the page. */
export interface BenchOptions {
  /** Address of the SDK's file. */
  readonly sdk: string;
  /** Address of the cashier's page. */
  readonly cashier: string;
  /** The addresses of the forms' pages begin with it. */
  readonly forms: string;
  /** What is drawn into the page, in place of a cashier that is opened. */
  readonly form?: Form;
  /** Query of the cashier's address. */
  readonly query?: string;
  /** Gives the controller an inquiryPayment, so that the server decides. */
  readonly inquiry?: boolean;
  /** Body of the session request. */
  readonly session?: Readonly<Record<string, unknown>>;
  readonly options?: Partial<Pick<CheckoutOptions, 'notRedirectAfterComplete' | 'storage' | 'timeouts'>>;
}

/** An outcome as far as it is JSON. */
export interface PlainOutcome {
  readonly status: PaymentOutcome['status'];
  readonly retry: string;
  readonly confirmedBy?: string | null;
  readonly reason?: string;
  readonly paymentResultCode?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly reason: unknown; readonly attempts: unknown };
}

export interface Bench {
  readonly checkout: CheckoutController;
  readonly library: typeof Library;
  /** Types of the events that the merchant heard. */
  readonly events: string[];
  /** What pay() and resume() came to, in this document. */
  readonly outcomes: PlainOutcome[];
  /** What the page's Submit button was answered. */
  readonly answers: SubmitResult['result'][];
  /** The sessions that the merchant's server made. */
  readonly sessions: PaymentSession[];
  /** The promises that presses of the page's Pay button gave. */
  readonly pressed: Promise<PaymentOutcome>[];
  /** Errors of the library that nobody caught. */
  readonly uncaught: string[];
  pay(options?: PayOptions & { query?: string }): Promise<PaymentOutcome>;
  resume(): void;
  /** Draws the form into the page's place for it. */
  mount(): void;
  /** Puts a form with a submit button, `buy`, into the page, and binds it. */
  bindForm(): void;
}

declare global {
  interface Window {
    bench: Bench;
    furnish(options: BenchOptions): void;
    AntomCheckout?: typeof Library;
  }
}

function request<Value>(method: string, url: string, body?: unknown): Promise<Value> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open(method, url);
    call.setRequestHeader('content-type', 'application/json');
    call.onload = () => {
      resolve(JSON.parse(call.responseText) as Value);
    };
    call.onerror = () => {
      reject(new Error('The request failed.'));
    };
    call.send(body === undefined ? null : JSON.stringify(body));
  });
}

function plain(outcome: PaymentOutcome | null): PlainOutcome {
  if (outcome === null) return { status: 'unknown', retry: 'nothing was pending' };
  const copy: Record<string, unknown> = {};
  for (const key of ['status', 'retry', 'confirmedBy', 'reason', 'paymentResultCode'] as const)
    copy[key] = (outcome as unknown as Record<string, unknown>)[key];
  if (outcome.status === 'error')
    copy['error'] = {
      code: outcome.error.code,
      message: outcome.error.message,
      reason: outcome.error.details['reason'],
      attempts: outcome.error.details['attempts'],
    };
  return copy as unknown as PlainOutcome;
}

window.furnish = ({ sdk, cashier, forms, form, query = '', inquiry = false, session = {}, options = {} }) => {
  const library = window.AntomCheckout;
  if (!library) throw new Error('The library is not in the page.');
  // Antom's own switch (1.47.2 preInitSecurity): device fingerprinting keeps a small machine busy for seconds.
  const quiet = ['CASHIER_PAYMENT', 'ELEMENT_PAYMENT', 'CHECKOUT_PAYMENT'].map((product) => ({ product, platform: 'Web', enable: false }));
  localStorage.setItem('antomSDKConfigKey', JSON.stringify({ pl_sec: quiet }));
  localStorage.setItem('antomSDKConfiglastCallTime', String(Date.now()));

  const uncaught: string[] = [];
  const note = (text: string, stack: unknown): void => {
    if (/antom-checkout-controller|\/dist\/index/.test(String(stack))) uncaught.push(`${text} ${String(stack)}`);
  };
  window.addEventListener('error', (event) => {
    note(event.message, event.filename);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    note(String(reason), (reason as { stack?: unknown } | undefined)?.stack);
  });

  const params = (with_: string): Record<string, unknown> => ({ elementProps: { elementLink: `${cashier}?${with_}` } });
  /** Each product has another door to a local page. */
  const drawnBy: Record<Form, Partial<CheckoutOptions>> = {
    card: { componentParams: { elementProps: { elementLink: `${forms}card/` } }, appearance: { showSubmitButton: false } },
    element: {
      product: library.element,
      componentParams: { debugProps: { isDebug: true, localLink: `${forms}element/`, local_mock: true } },
    },
    checkoutPage: { product: library.checkoutPage, componentParams: { localLink: `${forms}checkout-page/` } },
  };
  const events: string[] = [];
  const outcomes: PlainOutcome[] = [];
  const answers: SubmitResult['result'][] = [];
  const sessions: PaymentSession[] = [];
  const pressed: Promise<PaymentOutcome>[] = [];
  const given: CheckoutOptions = {
    environment: 'sandbox',
    locale: 'en_US',
    prepare: 'manual',
    sdk: library.fromCdn({ url: sdk }),
    createPaymentSession: () =>
      request<PaymentSession>('POST', '/api/payment-sessions', form === undefined ? session : { product: form, ...session }).then(
        (made) => {
          sessions.push(made);
          return made;
        },
      ),
    componentParams: params(query),
  };
  for (const more of [options, form === undefined ? {} : drawnBy[form]]) Object.assign(given, more);
  if (inquiry) given.inquiryPayment = ({ paymentRequestId }) => request<PaymentInquiry>('GET', `/api/payments/${paymentRequestId}`);
  const checkout = new library.CheckoutController(given);
  checkout.on(({ type }) => {
    events.push(type);
  });

  const keep = (outcome: PaymentOutcome | null): void => {
    outcomes.push(plain(outcome));
    // What settled as the page went away is read on the next one.
    sessionStorage.setItem('last-words', JSON.stringify(plain(outcome)));
  };
  const pay: Bench['pay'] = ({ query: own, ...rest } = {}) => {
    const options_: PayOptions = rest;
    if (own !== undefined) options_.componentParams = params(own);
    const promise = checkout.pay(options_);
    void promise.then(keep);
    return promise;
  };

  const button = document.createElement('button');
  button.setAttribute('data-testid', 'pay-now');
  button.textContent = 'Pay';
  button.onclick = () => {
    pressed.push(pay());
  };
  document.body.appendChild(button);
  const bindForm = (): void => {
    const buying = document.createElement('form');
    buying.action = '/blank?submitted';
    buying.innerHTML = '<button data-testid="buy" class="big">Buy</button>';
    document.body.appendChild(buying);
    checkout.bind(buying, { onOutcome: keep });
  };
  // The Checkout Page is as high as its container.
  const place = document.createElement('div');
  place.style.height = '360px';
  place.setAttribute('data-testid', 'place');
  const submit = document.createElement('button');
  submit.setAttribute('data-testid', 'submit');
  submit.textContent = 'Submit';
  submit.disabled = true;
  submit.onclick = () => {
    void checkout.submit().then(({ result }) => {
      answers.push(result);
    });
  };
  if (form !== undefined) {
    document.body.insertBefore(submit, button);
    document.body.insertBefore(place, button);
    checkout.subscribe(() => {
      submit.disabled = checkout.state.phase !== 'open';
    });
  }
  const mount = (): void => {
    void checkout.mount(place).then(keep);
  };
  window.bench = {
    checkout,
    library,
    events,
    outcomes,
    answers,
    sessions,
    pressed,
    uncaught,
    pay,
    bindForm,
    mount,
    resume: () => {
      void checkout.resume().then(keep);
    },
  };
};
