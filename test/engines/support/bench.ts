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
} from 'antom-checkout-controller';
import type * as Library from 'antom-checkout-controller';

/** Data only, because it crosses into the page. */
export interface BenchOptions {
  /** Address of the SDK's file. */
  readonly sdk: string;
  /** Address of the cashier's page. */
  readonly cashier: string;
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
  /** The sessions that the merchant's server made. */
  readonly sessions: PaymentSession[];
  /** The promises that presses of the page's Pay button gave. */
  readonly pressed: Promise<PaymentOutcome>[];
  /** Errors of the library that nobody caught. */
  readonly uncaught: string[];
  pay(options?: PayOptions & { query?: string }): Promise<PaymentOutcome>;
  resume(): void;
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

window.furnish = ({ sdk, cashier, query = '', inquiry = false, session = {}, options = {} }) => {
  const library = window.AntomCheckout;
  if (!library) throw new Error('The library is not in the page.');
  // Antom's own switch (1.47.2 preInitSecurity): device fingerprinting keeps a small machine busy for seconds.
  localStorage.setItem('antomSDKConfigKey', JSON.stringify({ pl_sec: [{ product: 'CASHIER_PAYMENT', platform: 'Web', enable: false }] }));
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
  const events: string[] = [];
  const outcomes: PlainOutcome[] = [];
  const sessions: PaymentSession[] = [];
  const pressed: Promise<PaymentOutcome>[] = [];
  const given: CheckoutOptions = {
    environment: 'sandbox',
    locale: 'en_US',
    prepare: 'manual',
    sdk: library.fromCdn({ url: sdk }),
    createPaymentSession: () =>
      request<PaymentSession>('POST', '/api/payment-sessions', session).then((made) => {
        sessions.push(made);
        return made;
      }),
    componentParams: params(query),
  };
  for (const key of Object.keys(options)) (given as unknown as Record<string, unknown>)[key] = options[key as keyof typeof options];
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
    const form = document.createElement('form');
    form.action = '/blank?submitted';
    form.innerHTML = '<button data-testid="buy" class="big">Buy</button>';
    document.body.appendChild(form);
    checkout.bind(form, { onOutcome: keep });
  };
  window.bench = {
    checkout,
    library,
    events,
    outcomes,
    sessions,
    pressed,
    uncaught,
    pay,
    bindForm,
    resume: () => {
      void checkout.resume().then(keep);
    },
  };
};
