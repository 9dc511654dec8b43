/**
 * What the demo can show, by the place where it happens. The server knows the first two lists.
 */
export const SERVER_SCENARIOS = [
  'server-500',
  'server-refused',
  'server-html',
  'server-f',
  'server-slow',
  'server-never',
  'server-null',
  'session-three-part',
  'session-truncated',
  'session-spaces',
  'session-encoded',
  'session-wrong-product',
  'session-empty',
] as const;
/** Of GET /api/payments/:paymentRequestId. */
export const INQUIRY_SCENARIOS = ['inquiry-down', 'inquiry-slow', 'inquiry-never', 'inquiry-html'] as const;
export const SDK_SCENARIOS = ['sdk-blocked', 'sdk-wrong-script'] as const;
export const CASHIER_SCENARIOS = ['cashier-no-launch', 'cashier-silent'] as const;
export const PAGE_SCENARIOS = ['page-unmount', 'page-abort', 'page-navigate', 'page-remove-dom'] as const;
/** The SDK says one thing, or nothing, and the server another. */
export const CONFIRM_SCENARIOS = [
  'confirm-phone',
  'confirm-later',
  'confirm-refused',
  'confirm-rescued',
  'confirm-days',
  'confirm-again',
] as const;
/** The buyer leaves the page in the middle and comes back. */
export const RETURN_SCENARIOS = ['return-back', 'return-reload'] as const;

export type ServerScenario = (typeof SERVER_SCENARIOS)[number];
export type InquiryScenario = (typeof INQUIRY_SCENARIOS)[number];
export type SdkScenario = (typeof SDK_SCENARIOS)[number];
export type CashierScenario = (typeof CASHIER_SCENARIOS)[number];
export type PageScenario = (typeof PAGE_SCENARIOS)[number];
export type ConfirmScenario = (typeof CONFIRM_SCENARIOS)[number];
export type ReturnScenario = (typeof RETURN_SCENARIOS)[number];
export type Scenario =
  'normal' | ServerScenario | InquiryScenario | SdkScenario | CashierScenario | PageScenario | ConfirmScenario | ReturnScenario;

const isIn =
  <T extends string>(list: readonly T[]) =>
  (value: string): value is T =>
    (list as readonly string[]).includes(value);

export const isServerScenario = isIn(SERVER_SCENARIOS);
export const isInquiryScenario = isIn(INQUIRY_SCENARIOS);
export const isSdkScenario = isIn(SDK_SCENARIOS);
export const isCashierScenario = isIn(CASHIER_SCENARIOS);
export const isPageScenario = isIn(PAGE_SCENARIOS);
export const isConfirmScenario = isIn(CONFIRM_SCENARIOS);
export const isReturnScenario = isIn(RETURN_SCENARIOS);
export const isScenario = (value: string): value is Scenario =>
  value === 'normal' ||
  isServerScenario(value) ||
  isInquiryScenario(value) ||
  isSdkScenario(value) ||
  isCashierScenario(value) ||
  isPageScenario(value) ||
  isConfirmScenario(value) ||
  isReturnScenario(value);

/** Not to be had with Antom's own cashier and gateway, which do what the buyer does. */
export const needsDemoCashier = (scenario: Scenario): boolean =>
  isCashierScenario(scenario) || isConfirmScenario(scenario) || scenario === 'session-wrong-product';
