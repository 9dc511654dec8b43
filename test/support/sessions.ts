/**
 * Payment sessions as Antom's server makes them, for tests: accepted by the real SDK, worth nothing to Antom.
 */
import type { PaymentSession } from '../../src/types';

export type Json = Record<string, unknown>;

/** Part 4 of a popup APM session. The SDK picks its Apple Pay and PayPal plugins by `paymentSessionFactor.paymentMethodInfo`. */
const PART_4: Json = {
  paymentSessionConfig: { productScene: 'CASHIER_PAYMENT', productSceneVersion: '1.0', paymentMethodCategoryType: 'APM' },
  paymentSessionFactor: { paymentAmount: { currency: 'PHP', value: '19900' } },
  paymentMethodInfoView: { paymentMethodType: 'GCASH' },
  securityConfig: {},
  extendInfo: '{}',
  action: {},
  clientId: 'SANDBOX_5X00000000000000',
};

const SIGNATURE = 'UNvjVWnWPXJA4BgW+vfjsQj7PbOraafHY19X+6EqMz6Kvvmsdk+akdLvoShW5avHX8e8J15P8uNVEf/PcCMyXg==';

/** A paymentSessionData of four parts. `overrides` are merged into part 4, objects member by member; `undefined` leaves a member out. */
export function makeSessionData(overrides: Json = {}): string {
  return joinParts(JSON.stringify(merge(PART_4, overrides)));
}

/** A paymentSessionData whose part 4 is any text or bytes. */
export function joinParts(part4: string | Uint8Array): string {
  return [SIGNATURE, 'SG', '111', Buffer.from(part4 as string).toString('base64')].join('&&');
}

let made = 0;

/** A createPaymentSession answer with a paymentRequestId, as the merchant's server adds it. No two have the same ids. */
export function makeSession(overrides: Partial<PaymentSession> & Json = {}): PaymentSession {
  made += 1;
  return {
    paymentSessionData: makeSessionData(),
    // Antom writes whole seconds.
    paymentSessionExpiryTime: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z'),
    paymentSessionId: `session-${String(made)}`,
    paymentRequestId: `request-${String(made)}`,
    ...overrides,
  };
}

/** Objects member by member, everything else replaced. */
export function merge(base: Json, overrides: Json): Json {
  const merged: Json = { ...base };
  for (const key of Object.keys(overrides)) {
    const before = base[key];
    const after = overrides[key];
    merged[key] = isPlain(before) && isPlain(after) ? merge(before, after) : after;
  }
  return merged;
}

function isPlain(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
