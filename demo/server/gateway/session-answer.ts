/**
 * createPaymentSession's answer, in the shape that the real SDK reads.
 */
import { randomBytes } from 'node:crypto';
import { RESULTS } from '../antom/protocol.ts';
import type { Result } from '../antom/protocol.ts';
import { isoSeconds } from '../clock.ts';
import type { CreateRequest } from './create-request.ts';

export interface SessionAnswer {
  readonly paymentSessionData: string;
  readonly paymentSessionExpiryTime: string;
  readonly paymentSessionId: string;
  readonly result: Result;
}

interface Session {
  readonly clientId: string;
  readonly paymentSessionId: string;
  readonly expiresAt: Date;
  /** Where the cashier tells the gateway what the buyer did. */
  readonly reportUrl: string;
}

export const makeSessionId = (): string => randomBytes(48).toString('base64');

export function sessionAnswer(request: CreateRequest, { clientId, paymentSessionId, expiresAt, reportUrl }: Session): SessionAnswer {
  const meta = {
    paymentSessionConfig: {
      productScene: request.demo.productScene,
      productSceneVersion: '1.0',
      paymentMethodCategoryType: request.demo.category,
    },
    paymentSessionFactor: { paymentAmount: request.amount },
    paymentMethodInfoView: { paymentMethodType: request.method },
    securityConfig: {},
    // The SDK parses these two without asking whether they are there.
    extendInfo: '{}',
    action: {},
    clientId,
    // What Antom's cashier asks its own server for, the demo's cashier reads here; no real session has it.
    demo: {
      merchant: { en: 'Lantern Coffee', zh: '灯笼咖啡' },
      paymentRequestId: request.paymentRequestId,
      paymentSessionId,
      redirectUrl: request.redirectUrl,
      reportUrl,
      // In base64 one of these three always becomes a `+`, the character that careless transport turns into a space.
      plus: '~~~',
    },
  };
  const signature = randomBytes(64).toString('base64');
  const part4 = Buffer.from(JSON.stringify(meta), 'utf8').toString('base64');
  return {
    paymentSessionData: `${signature}&&SG&&111&&${part4}`,
    paymentSessionExpiryTime: isoSeconds(expiresAt),
    paymentSessionId,
    result: RESULTS.success,
  };
}
