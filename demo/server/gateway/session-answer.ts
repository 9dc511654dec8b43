/**
 * The answers of createPaymentSession and createVaultingSession, in the shape that the real SDK reads.
 */
import { randomBytes } from 'node:crypto';
import { otherOrigin, parseUrl } from '../../shared/origins.ts';
import { PRODUCTS } from '../../shared/products.ts';
import { RESULTS } from '../antom/protocol.ts';
import type { Result } from '../antom/protocol.ts';
import { isoSeconds } from '../clock.ts';
import type { CreateRequest } from './create-request.ts';

export interface PaymentSessionAnswer {
  readonly paymentSessionData: string;
  readonly paymentSessionExpiryTime: string;
  readonly paymentSessionId: string;
  readonly result: Result;
}
export interface VaultingSessionAnswer {
  readonly vaultingSessionData: string;
  readonly vaultingSessionExpiryTime: string;
  readonly vaultingSessionId: string;
  readonly result: Result;
}
export type SessionAnswer = PaymentSessionAnswer | VaultingSessionAnswer;

interface Session {
  readonly clientId: string;
  readonly paymentSessionId: string;
  readonly expiresAt: Date;
  /** Where the hosted apps tell the gateway what the buyer did. */
  readonly reportUrl: string;
  /** Where the gateway takes a buyer over who is sent to it. */
  readonly goUrl: string;
}

export const makeSessionId = (): string => randomBytes(48).toString('base64');

export function sessionAnswer(request: CreateRequest, session: Session): SessionAnswer {
  const { paymentSessionId, expiresAt } = session;
  const signature = randomBytes(64).toString('base64');
  const part4 = Buffer.from(JSON.stringify(partFour(request, session)), 'utf8').toString('base64');
  const data = `${signature}&&SG&&111&&${part4}`;
  const expiry = isoSeconds(expiresAt);
  return request.kind === 'vaulting'
    ? {
        vaultingSessionData: data,
        vaultingSessionExpiryTime: expiry,
        vaultingSessionId: paymentSessionId,
        result: RESULTS.success,
      }
    : { paymentSessionData: data, paymentSessionExpiryTime: expiry, paymentSessionId, result: RESULTS.success };
}

function partFour(request: CreateRequest, session: Session): unknown {
  const { clientId, paymentSessionId, reportUrl } = session;
  return {
    paymentSessionConfig: {
      productScene: request.productScene,
      productSceneVersion: request.productScene === PRODUCTS.easyPay.productScene ? '2.0' : '1.0',
      paymentMethodCategoryType: request.demo.category,
    },
    paymentSessionFactor: { ...(request.amount !== null && { paymentAmount: request.amount }) },
    paymentMethodInfoView: { paymentMethodType: request.method },
    securityConfig: {},
    clientId,
    ...ofProduct(request, session),
    // What Antom's apps ask their own server for, the demo's read here; no real session has it.
    demo: {
      merchant: { en: 'Lantern Coffee', zh: '灯笼咖啡' },
      kind: request.kind,
      paymentRequestId: request.paymentRequestId,
      paymentSessionId,
      redirectUrl: request.redirectUrl,
      reportUrl,
      // In base64 one of these three always becomes a `+`, the character that careless transport turns into a space.
      plus: '~~~',
    },
  };
}

/** The SDK parses `extendInfo` and reads `action` without asking whether they are there. */
function ofProduct(request: CreateRequest, { goUrl }: Session): Readonly<Record<string, unknown>> {
  switch (request.productScene) {
    case PRODUCTS.easyPay.productScene:
      return {
        extendInfo: JSON.stringify({ checkoutInfo: [{ url: playerFor(request, goUrl), minSDKVersion: '1.0.0' }] }),
        action: {},
      };
    case PRODUCTS.autoDebit.productScene: {
      const signed = { signType: 'REDIRECT' };
      return { extendInfo: '{}', action: { web: signed, wap: signed } };
    }
    case PRODUCTS.autoDebitPay.productScene:
      // The SDK draws nothing and sends the buyer on at once.
      return { extendInfo: '{}', action: { requireFastSdk: true }, authUrlInfo: { normalUrl: goUrl } };
    default:
      return { extendInfo: '{}', action: {} };
  }
}

/** On the loopback name that the shop does not have, as everywhere in the demo: another origin and another site. */
function playerFor({ redirectUrl, demo }: CreateRequest, gateway: string): string {
  const here = new URL(gateway);
  here.hostname = (parseUrl(redirectUrl) ?? here).hostname;
  const url = new URL(PRODUCTS.easyPay.player, otherOrigin(here));
  url.search = demo.player;
  return url.href;
}
