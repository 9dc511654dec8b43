/**
 * What the demo can break, by the place where it breaks. The server knows the first list and the inquiry list.
 */
export const SERVER_SCENARIOS = [
  'server-500', 'server-refused', 'server-html', 'server-f', 'server-slow', 'server-never', 'server-null',
  'session-three-part', 'session-truncated', 'session-spaces', 'session-encoded', 'session-wrong-product', 'session-empty',
] as const;
/** Of GET /api/payments/:paymentRequestId. */
export const INQUIRY_SCENARIOS = ['inquiry-down', 'inquiry-slow', 'inquiry-never', 'inquiry-html'] as const;
export const SDK_SCENARIOS = ['sdk-blocked', 'sdk-wrong-script'] as const;
export const CASHIER_SCENARIOS = ['cashier-no-launch', 'cashier-silent'] as const;
export const PAGE_SCENARIOS = ['page-unmount', 'page-abort', 'page-navigate', 'page-remove-dom'] as const;

export type ServerScenario = (typeof SERVER_SCENARIOS)[number];
export type InquiryScenario = (typeof INQUIRY_SCENARIOS)[number];
export type SdkScenario = (typeof SDK_SCENARIOS)[number];
export type CashierScenario = (typeof CASHIER_SCENARIOS)[number];
export type PageScenario = (typeof PAGE_SCENARIOS)[number];
export type Scenario = 'normal' | ServerScenario | SdkScenario | CashierScenario | PageScenario;

const isIn = <T extends string>(list: readonly T[]) => (value: string): value is T => (list as readonly string[]).includes(value);

export const isServerScenario = isIn(SERVER_SCENARIOS);
export const isInquiryScenario = isIn(INQUIRY_SCENARIOS);
export const isSdkScenario = isIn(SDK_SCENARIOS);
export const isCashierScenario = isIn(CASHIER_SCENARIOS);
export const isPageScenario = isIn(PAGE_SCENARIOS);
export const isScenario = (value: string): value is Scenario =>
  value === 'normal' || isServerScenario(value) || isSdkScenario(value) || isCashierScenario(value) || isPageScenario(value);
