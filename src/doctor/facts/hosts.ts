/**
 * What the SDK asks for in a payment by the popup cashier (1.47.2). test/unit/doctor/hosts.test.ts holds it to docs/csp.md, which holds it to the SDK.
 */

export const SDK_HOST = 'https://sdk.marmot-cloud.com';
export const TRACKER = 'https://gw.alipayobjects.com';
export const CONFIG = 'https://config.marmot-cloud.com';
export const IMAGES = 'https://cdn.marmot-cloud.com';
export const CASHIER = 'https://ac.alipay.com';
/** Of the Payment Element and the Checkout Page. */
export const CHECKOUT = 'https://checkout.antom.com';

/** By the region that a session names in its second part. */
export const REGIONS = {
  SG: { api: 'https://imgs-sea-global.alipay.com', risk: 'https://open-sea-global.alipay.com' },
  US: { api: 'https://imgs-na-global.alipay.com', risk: 'https://open-na-global.alipay.com' },
  DE: { api: 'https://imgs-de-global.alipay.com', risk: 'https://open-de-global.alipay.com' },
} as const;

export type Region = keyof typeof REGIONS;

export function isRegion(text: unknown): text is Region {
  return text === 'SG' || text === 'US' || text === 'DE';
}

/** The newest address of the SDK that Antom documents without a version in it. */
export const EVERGREEN = /^https:\/\/js\.antom\.com\//;
