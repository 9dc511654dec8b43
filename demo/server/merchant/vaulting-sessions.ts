/**
 * POST /api/vaulting-sessions: calls createVaultingSession, and hands the answer on under the names that the page's library knows.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { PRODUCTS } from '../../shared/products.ts';
import type { Merchant, MerchantEnv } from './context.ts';
import { answerSession, expiryOf, redirectUrl, wishesOf } from './payment-sessions.ts';
import { readVaultingRequest } from './session-request.ts';

export const vaultingSessions = (c: Context<MerchantEnv>, merchant: Merchant): Promise<Response> =>
  answerSession(c, readVaultingRequest, async (request, scenario) => {
    const vaultingRequestId = `demo_vaulting_${randomUUID()}`;
    const notifyUrl = merchant.notifyUrl();
    // Known before Antom is, as an order is.
    merchant.tokens.open('vaulting', vaultingRequestId);
    const answer = await merchant.antom().createVaultingSession({
      paymentMethodType: 'CARD',
      vaultingRequestId,
      redirectUrl: redirectUrl(c, merchant, request, vaultingRequestId),
      ...(notifyUrl !== null && { vaultingNotificationUrl: notifyUrl }),
      ...(merchant.isStandIn() && {
        demo: wishesOf(request, scenario === 'session-wrong-product' ? PRODUCTS.cashier.productScene : null),
      }),
    });
    // The page reads it as any other session.
    const { paymentSessionData, paymentSessionExpiryTime, paymentSessionId, result } = answer;
    const session = { paymentSessionData, paymentSessionExpiryTime, paymentSessionId, result };
    return { ...session, ...expiryOf(request, 'paymentSessionExpiryTime'), paymentRequestId: vaultingRequestId };
  });
