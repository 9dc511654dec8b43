/** Options, events and errors as a merchant's TypeScript sees them. Checked by `tsc -p test --noEmit`; nothing here runs. */
/* eslint-disable @typescript-eslint/switch-exhaustiveness-check, @typescript-eslint/no-meaningless-void-operator -- code that must not compile */
import {
  CheckoutController,
  fromCdn,
  fromGlobal,
  fromModule,
  isCheckoutError,
  normalizeEvent,
  type CheckoutErrorCode,
  type CheckoutEvent,
  type CheckoutOptions,
  type PaymentOutcome,
  type PayOptions,
} from 'antom-checkout-controller';

// ── Options ──────────────────────────────────────────────────────────────────

const createPaymentSession = (): Promise<string> => Promise.resolve('');
export const smallest = new CheckoutController({ environment: 'sandbox', createPaymentSession });

// @ts-expect-error -- environment is required: the SDK would take a missing one for prod
new CheckoutController({ createPaymentSession });
// @ts-expect-error -- the SDK would take an unknown one for prod
new CheckoutController({ environment: 'production', createPaymentSession });
// @ts-expect-error -- there are no options without environment
new CheckoutController();
// @ts-expect-error -- the SDK spells locales with an underscore
new CheckoutController({ environment: 'prod', locale: 'en-US' });
// @ts-expect-error -- a misspelt option is caught
new CheckoutController({ environment: 'prod', createSession: createPaymentSession });
// @ts-expect-error -- the environment object is for tests of this library, not a second parameter
new CheckoutController({ environment: 'prod' }, null);

/** With exactOptionalPropertyTypes: what may be left out may be undefined. */
export const undefinedIsFine: CheckoutOptions = {
  environment: 'prod',
  createPaymentSession: undefined,
  sdk: undefined,
  locale: undefined,
  analytics: undefined,
  appearance: undefined,
  notRedirectAfterComplete: undefined,
  prepare: undefined,
  leave: undefined,
  timeouts: { sdk: undefined, session: undefined, component: undefined },
  logger: undefined,
  sdkOptions: undefined,
  componentParams: undefined,
};
export const payUndefined: PayOptions = {
  session: undefined,
  signal: undefined,
  order: undefined,
  force: undefined,
  appearance: undefined,
};

export const sources: CheckoutOptions['sdk'] = [fromGlobal(), fromModule(() => Promise.resolve({})), fromCdn({ version: '1.47.2' })];
export const leave: CheckoutOptions['leave'] = (url) => url.pathname !== '/checkout';
export const answersRawJson: CheckoutOptions['createPaymentSession'] = ({ order, signal }) =>
  fetch(`/api/sessions/${order ?? ''}`, { signal }).then(
    (response) => response.json() as Promise<{ paymentSessionData: string; extra: number }>,
  );

export const answersResponse: Pick<CheckoutOptions, 'createPaymentSession' | 'inquiryPayment'> = {
  createPaymentSession: ({ signal }) => fetch('/api/sessions', { method: 'POST', signal }),
  inquiryPayment: ({ paymentRequestId, signal }) => fetch(`/api/payments/${paymentRequestId}`, { signal }),
};
export const namesItsOrder = ({ order }: PaymentOutcome): string | undefined => order;

// ── Methods ──────────────────────────────────────────────────────────────────

export async function methods(): Promise<PaymentOutcome> {
  const { pay, prepare, subscribe, on, unmount, dispose } = smallest;
  const stop: () => void = subscribe(() => undefined);
  on((event) => {
    void event.at;
  });
  await prepare({ session: true, order: 'cart42:19900' });
  stop();
  unmount();
  dispose();
  // @ts-expect-error -- pay() takes an object
  void pay('session');
  // @ts-expect-error -- state is read only
  smallest.state = { phase: 'idle', busy: false, canPay: true, cashierVisible: false };
  return pay({ order: 'cart42:19900' });
}

// ── Events: they grow in minor versions, so a default arm is needed and there is one to write ─────────────

export function withDefault(event: CheckoutEvent): string {
  switch (event.type) {
    case 'payment-succeeded':
      return event.code;
    case 'redirect-requested':
      return event.normalUrl ?? '';
    default:
      return event.code;
  }
}

// @ts-expect-error -- without a default arm the function may end without an answer
export function withoutDefault(event: CheckoutEvent): string {
  switch (event.type) {
    case 'payment-succeeded':
      return '';
    case 'payment-failed':
      return '';
  }
}

export function codesAreLiterals(event: CheckoutEvent): void {
  if (event.type === 'payment-succeeded') {
    const code: 'SDK_PAYMENT_SUCCESSFUL' = event.code;
    void code;
  }
  if (event.type === 'redirect-failed') {
    const code: 'SDK_CALL_URL_ERROR' | 'SDK_LAUNCH_PAYMENT_APP_ERROR' = event.code;
    void code;
  }
  // @ts-expect-error -- only redirect-requested has URLs
  void event.normalUrl;
  // @ts-expect-error -- events are immutable
  event.at = 0;
  const raw: unknown = event.raw;
  // @ts-expect-error -- what the SDK sent is not known to have any shape
  void event.raw.code;
  void raw;
}

export const pure: Omit<CheckoutEvent, 'attemptId' | 'at'> = normalizeEvent(null);
// @ts-expect-error -- a normalized event belongs to no attempt
void normalizeEvent({}).attemptId;

// ── Errors ───────────────────────────────────────────────────────────────────

export function errors(value: unknown): CheckoutErrorCode | null {
  if (!isCheckoutError(value)) return null;
  const said: string = value.hint + value.message + (value.sdk?.message ?? '');
  const later: boolean = value.retryable;
  void [said, later, value.details['attempts'], value.cause];
  // @ts-expect-error -- an error is immutable
  value.code = 'disposed';
  return value.code;
}

// @ts-expect-error -- no such code
export const wrong: CheckoutErrorCode = 'session-missing';
