/**
 * Makes what Antom's createPaymentSession answers, in the shape that the real SDK reads.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Amount } from '../shared/money.ts';

export interface SessionOrder {
  readonly amount: Amount;
  readonly method: string;
  readonly category: string;
  readonly productScene: string;
  readonly expiresIn: number;
  readonly redirectUrl: (paymentRequestId: string) => string;
}

export interface PaymentSessionAnswer {
  readonly paymentSessionData: string;
  readonly paymentSessionExpiryTime: string;
  readonly paymentSessionId: string;
  /** Ours: Antom's answer has none, the merchant's server adds the id that it made. */
  readonly paymentRequestId: string;
  readonly result: { readonly resultCode: string; readonly resultStatus: string; readonly resultMessage: string };
}

const CLIENT_ID = 'SANDBOX_5X00000000000000';

export function createSession(order: SessionOrder): PaymentSessionAnswer {
  const paymentRequestId = `demo_${randomUUID()}`;
  const meta = {
    paymentSessionConfig: {
      productScene: order.productScene,
      productSceneVersion: '1.0',
      paymentMethodCategoryType: order.category,
    },
    paymentSessionFactor: { paymentAmount: order.amount },
    paymentMethodInfoView: { paymentMethodType: order.method },
    securityConfig: {},
    // The SDK parses these two without asking whether they are there.
    extendInfo: '{}',
    action: {},
    clientId: CLIENT_ID,
    // What Antom's cashier asks its own server for, the demo's cashier reads here; no real session has it.
    demo: {
      merchant: { en: 'Lantern Coffee', zh: '灯笼咖啡' },
      paymentRequestId,
      redirectUrl: order.redirectUrl(paymentRequestId),
      // In base64 one of these three always becomes a `+`, the character that careless transport turns into a space.
      plus: '~~~',
    },
  };
  const signature = randomBytes(64).toString('base64');
  const part4 = Buffer.from(JSON.stringify(meta), 'utf8').toString('base64');
  return {
    paymentSessionData: `${signature}&&SG&&111&&${part4}`,
    // Antom writes no fraction of a second.
    paymentSessionExpiryTime: new Date(Date.now() + order.expiresIn * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    paymentSessionId: randomBytes(48).toString('base64'),
    paymentRequestId,
    result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success.' },
  };
}
