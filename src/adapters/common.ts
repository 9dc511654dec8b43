/**
 * What every adapter needs of a controller, and what a view is before it is connected to one.
 */
import type { CheckoutController, CheckoutState, PaymentOutcome, PayOptions } from 'antom-checkout-controller';

/** What a server renders, and the browser when it hydrates that. A constant: the live state may have moved on by then. */
export const IDLE: CheckoutState = Object.freeze({ phase: 'idle', busy: false, canPay: true, cashierVisible: false });

export type Stop = () => void;

/**
 * @param remedy both ways to give a controller
 * @throws an error for which isCheckoutError() is true, `invalid-options`
 */
export function needController(given: CheckoutController | null | undefined, remedy: string): CheckoutController {
  if (typeof (given as Partial<CheckoutController> | null | undefined)?.subscribe === 'function') return given as CheckoutController;
  throw invalid(given ? 'What was given is no CheckoutController.' : 'There is no CheckoutController here.', remedy);
}

function invalid(what: string, remedy: string): Error {
  return Object.assign(new Error(`${what} ${remedy}`), {
    name: 'CheckoutError',
    code: 'invalid-options',
    hint: remedy,
    retryable: false,
    details: {},
  });
}

/** The attempt that `state` is about. */
export function attemptOf(state: CheckoutState): string | null {
  return state.phase === 'idle' || state.phase === 'disposed' ? null : state.attemptId;
}

/** The `order` that `state` is about, and not what a page has put on Object.prototype. */
export function orderOf(state: CheckoutState): string | undefined {
  return Object.prototype.hasOwnProperty.call(state, 'order') ? (state as { readonly order?: string }).order : undefined;
}

/**
 * The `order` of the view comes before that of its options.
 * @throws what the page's own function throws; and where that is `async`, since an order that is not known yet would pay any form that is open
 */
export function payOptionsOf(pay: PayOptions | (() => PayOptions) | undefined, order: string | undefined): PayOptions {
  const options = (typeof pay === 'function' ? pay() : pay) ?? {};
  if ('then' in options) throw invalid('`pay` gave a promise.', 'Write a function that returns the options, and is not async.');
  return order === undefined ? options : { ...options, order };
}

/** A form that the buyer can submit. */
export function isForm(state: CheckoutState): state is Extract<CheckoutState, { phase: 'open'; surface: 'inline' }> {
  return state.phase === 'open' && state.surface === 'inline';
}

/** Paid, and the SDK is about to jump to the page's paymentRedirectUrl. */
function isJumping(state: CheckoutState): boolean {
  return state.phase === 'settled' && state.cashierVisible && state.outcome.status === 'succeeded';
}

/** Another payment would take that away. */
export const isTaken = (state: CheckoutState): boolean => state.busy || isJumping(state);

/** Two orders, or two payments: what is without one may be any. */
export const isSame = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other;

/** Draws the form again, if that of this order has ended. False: it has not, or is of another order. */
export type DrawAgain = (order: string | undefined) => boolean;

/** Kept at the controller, so that two copies of this file and two frameworks on a page know the same. */
function shared<Member>(checkout: CheckoutController, name: string): Set<Member> {
  const key = Symbol.for(`antom-checkout-controller/${name}`);
  return ((checkout as unknown as Record<symbol, Set<Member> | undefined>)[key] ??= new Set());
}

/** The places of the page where a form is drawn, each with what a press of the button beside it does when its form has ended. */
export const formsOf = (checkout: CheckoutController): Set<DrawAgain> => shared(checkout, 'forms');

const paidOf = (checkout: CheckoutController): Set<string> => shared(checkout, 'paid');

/** `state` has the last payment alone; this remembers which orders of this page are paid. */
export function notePaid(checkout: CheckoutController, outcome: PaymentOutcome): void {
  if (outcome.status === 'succeeded' && outcome.order !== undefined) paidOf(checkout).add(outcome.order);
}

export function isPaid(checkout: CheckoutController, order: string | undefined): boolean {
  return order !== undefined && paidOf(checkout).has(order);
}

export const ignore = (): void => undefined;
