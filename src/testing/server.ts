/**
 * The merchant's server of the kit's world: it knows what is true of each payment, and says so unless a test has it say something else.
 */
import type { InquiryContext, PaymentInquiry, PaymentSession, SessionContext, SessionProduct } from 'antom-checkout-controller';
import { knownSession, paymentSession } from './sessions';
import type { Story } from './story';

/** paymentStatus of inquiryPayment, or what Antom answers before the buyer has submitted. */
export type PaymentStatus = 'SUCCESS' | 'FAIL' | 'PROCESSING' | 'CANCELLED' | 'PENDING' | 'ORDER_NOT_EXIST';

/** What is true of one payment. */
export interface Payment {
  /** '' where its session has none. */
  readonly id: string;
  status: PaymentStatus;
  resultCode: string | undefined;
  /** Nothing is heard of it any more. */
  down: boolean;
  /** The buyer has paid, whatever anybody says of it: nothing takes that back. */
  paid: boolean;
}

export interface FakeServer {
  /**
   * What inquiryPayment answers, in turn; the last one stays. An Error is a request that fails. Without it the server tells the truth.
   *
   * @example
   * antom.server.answers('PROCESSING', 'PROCESSING', 'SUCCESS');
   */
  answers(...statuses: (PaymentStatus | PaymentInquiry | Error)[]): void;
  /** No request of either kind gets an answer: each fails as a lost connection does. */
  isDown(): void;
  /** Each request takes so long, in ms. */
  takes(ms: number): void;
  /** What createPaymentSession answers from now on. An Error is a request that fails. */
  givesSession(session: PaymentSession | string | Error): void;
  /** The calls of createPaymentSession. */
  readonly sessions: readonly { readonly order?: string | undefined }[];
  /** The calls of inquiryPayment. */
  readonly inquiries: readonly { readonly paymentRequestId: string }[];
}

export interface ServerParts extends FakeServer {
  createPaymentSession(context: SessionContext): Promise<PaymentSession | string>;
  inquiryPayment(context: InquiryContext): Promise<PaymentInquiry>;
  /** The payment of a session, also of one that came from elsewhere. */
  paymentOf(paymentSessionData: string): Payment;
  /** The product of the controller that asked last. */
  product: SessionProduct;
  reset(): void;
}

export function createServer(story: Story, wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>): ServerParts {
  const payments = new Map<string, Payment>();
  const sessions: { order?: string | undefined }[] = [];
  const inquiries: { paymentRequestId: string }[] = [];
  let answers: (PaymentStatus | PaymentInquiry | Error)[] = [];
  let down = false;
  let delay = 0;
  let given: PaymentSession | string | Error | null = null;

  const paymentOf = (data: string): Payment => {
    let payment = payments.get(data);
    if (!payment) {
      const id = knownSession(data)?.paymentRequestId ?? '';
      // Two sessions of one id are one payment.
      payment = (id === '' ? undefined : paymentWith(id)) ?? {
        id,
        status: 'ORDER_NOT_EXIST',
        resultCode: undefined,
        down: false,
        paid: false,
      };
      payments.set(data, payment);
    }
    return payment;
  };
  const paymentWith = (id: string): Payment | undefined => Array.from(payments.values()).filter((payment) => payment.id === id)[0];

  return {
    answers: (...statuses) => {
      answers = statuses;
    },
    isDown: () => {
      down = true;
    },
    takes: (ms) => {
      delay = ms;
    },
    givesSession: (session) => {
      given = session;
    },
    sessions,
    inquiries,
    product: 'cashier',
    paymentOf,
    async createPaymentSession({ order, signal }) {
      sessions.push(order === undefined ? {} : { order });
      story.add(`The page asked its server for a payment session${order === undefined ? '' : ` of the order ${order}`}.`);
      await wait(delay, signal);
      if (down) throw lost(story);
      if (given instanceof Error) {
        story.add(`The server failed: ${given.message}`);
        throw given;
      }
      const session = given ?? paymentSession({ product: this.product });
      if (typeof session !== 'string') {
        // A session of the test's own may carry an id that the kit did not make.
        const { paymentSessionData, paymentRequestId: id } = session;
        const payment = paymentOf(paymentSessionData);
        if (payment.id === '' && id !== undefined) payments.set(paymentSessionData, paymentWith(id) ?? Object.assign(payment, { id }));
      }
      story.add(
        `The server gave a session${typeof session === 'string' ? '' : ` of the payment ${session.paymentRequestId ?? 'without an id'}`}.`,
      );
      return session;
    },
    async inquiryPayment({ paymentRequestId, signal }) {
      inquiries.push({ paymentRequestId });
      const payment = paymentWith(paymentRequestId);
      await wait(delay, signal);
      if (down || payment?.down === true) throw lost(story);
      const next = answers.length > 1 ? answers.shift() : answers[0];
      if (next instanceof Error) {
        story.add(`The server was asked about ${paymentRequestId} and failed: ${next.message}`);
        throw next;
      }
      if (typeof next === 'object') {
        story.add(`The server was asked about ${paymentRequestId} and gave an answer of the test's.`);
        return next;
      }
      const status = next ?? payment?.status ?? 'ORDER_NOT_EXIST';
      story.add(`The server was asked about ${paymentRequestId} and said ${status}.`);
      return inquiryOf(paymentRequestId, status, payment?.resultCode);
    },
    reset: () => {
      payments.clear();
      sessions.length = 0;
      inquiries.length = 0;
      answers = [];
      down = false;
      delay = 0;
      given = null;
    },
  };
}

/** What `fetch` rejects with. */
function lost(story: Story): Error {
  story.add('The server could not be reached.');
  return new TypeError('Failed to fetch');
}

/** Antom's answer: `result` says only whether the call worked. */
function inquiryOf(paymentRequestId: string, status: PaymentStatus, paymentResultCode: string | undefined): PaymentInquiry {
  if (status === 'ORDER_NOT_EXIST') {
    return { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST', resultMessage: 'The order does not exist.' } };
  }
  return {
    result: { resultStatus: 'S', resultCode: 'SUCCESS', resultMessage: 'success.' },
    paymentRequestId,
    paymentStatus: status,
    ...(paymentResultCode === undefined ? {} : { paymentResultCode }),
  };
}
