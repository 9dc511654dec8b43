/** A controller on the real SDK in jsdom, for any product: its states, events and outcomes, and the app's usual steps. */
import {
  fromGlobal,
  type CheckoutController,
  type CheckoutEvent,
  type CheckoutOptions,
  type LogEntry,
  type PaymentInquiry,
  type PaymentOutcome,
  type PaymentSession,
  type PayOptions,
  type SubmitResult,
} from 'antom-checkout-controller';
import { vi } from 'vitest';
import { bring, type Shop } from './product-players.ts';
import type { FakeCashier } from './real-sdk.ts';
import { controllerIn } from './sdk-environment.ts';

export interface ProductShop {
  readonly checkout: CheckoutController;
  readonly raw: Shop;
  readonly events: CheckoutEvent[];
  readonly log: LogEntry[];
  readonly outcomes: PaymentOutcome[];
  readonly submits: SubmitResult[];
  /** The ids that the server was asked about, and what it answers. */
  readonly asked: string[];
  inquiry: PaymentInquiry | null;
  /** The sessions that were made. */
  readonly sessions: PaymentSession[];
  types(): string[];
  /** The last outcome's status, or the phase while there is none. */
  now(): string;
  mount(options?: PayOptions & { container?: Element | string }): void;
  pay(options?: PayOptions): void;
  submit(): void;
  advance(ms?: number): Promise<void>;
  /** As far as a form or a popup that is drawn. */
  drawn(): Promise<FakeCashier>;
}

export function productShop(
  raw: Shop,
  makeSession: () => string,
  options: Partial<CheckoutOptions> & { asks?: boolean; fields?: Partial<PaymentSession> } = {},
): ProductShop {
  const { asks = false, fields = {}, ...rest } = options;
  vi.stubGlobal('MutationObserver', raw.sdk.window.MutationObserver);
  const shop: Omit<ProductShop, 'checkout'> & { checkout?: CheckoutController } = {
    raw,
    events: [],
    log: [],
    outcomes: [],
    submits: [],
    asked: [],
    inquiry: null,
    sessions: [],
    types: () => shop.events.map(({ type }) => type),
    now: () => shop.outcomes.at(-1)?.status ?? made.state.phase,
    mount: ({ container = '#slot', ...given } = {}) => {
      void made.mount(container, given).then((outcome) => shop.outcomes.push(outcome));
    },
    pay: (given = {}) => {
      void made.pay(given).then((outcome) => shop.outcomes.push(outcome));
    },
    submit: () => {
      void made.submit().then((result) => shop.submits.push(result));
    },
    advance: (ms) => raw.advance(ms),
    drawn: async () => {
      await raw.advance();
      return bring(raw);
    },
  };
  const made = controllerIn(raw.sdk, {
    environment: 'sandbox',
    locale: 'en_US',
    prepare: 'manual',
    storage: 'none',
    sdk: fromGlobal(),
    createPaymentSession: () => {
      const session = {
        paymentSessionData: makeSession(),
        paymentSessionId: `session-${String(shop.sessions.length + 1)}`,
        paymentRequestId: `request-${String(shop.sessions.length + 1)}`,
        ...fields,
      };
      shop.sessions.push(session);
      return Promise.resolve(session);
    },
    ...(asks
      ? {
          inquiryPayment: ({ paymentRequestId }) => {
            shop.asked.push(paymentRequestId);
            return shop.inquiry ? Promise.resolve(shop.inquiry) : Promise.reject(new Error('no answer'));
          },
        }
      : {}),
    logger: (entry) => {
      shop.log.push(entry);
    },
    ...rest,
  });
  made.on((event) => {
    shop.events.push(event);
  });
  return Object.assign(shop, { checkout: made });
}
