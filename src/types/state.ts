/**
 * What the controller is doing.
 */
import type { Declined, PaymentOutcome } from './outcome';

interface StateFlags<Busy extends boolean, CanPay extends boolean, Visible extends boolean> {
  /** An attempt is under way, and a press of the pay button does nothing. */
  readonly busy: Busy;
  /** A click on the pay button does something. */
  readonly canPay: CanPay;
  /** The SDK's cashier or its loading animation may be on the screen. */
  readonly cashierVisible: Visible;
}

interface AttemptFields<Phase extends string, Surface extends 'popup' | 'inline'> {
  readonly phase: Phase;
  readonly attemptId: string;
  /** The `order` that is being paid: a page with several buttons shows which one is busy. */
  readonly order?: string | undefined;
  /** `popup`: pay(). `inline`: mount(), within the page. */
  readonly surface: Surface;
}

interface AttemptPhase<Phase extends string, Visible extends boolean, Surface extends 'popup' | 'inline' = 'popup' | 'inline'>
  extends StateFlags<true, false, Visible>, AttemptFields<Phase, Surface> {}

/** The buyer has the form that mount() has drawn. A press of the page's button calls submit(). */
interface MountedState extends StateFlags<false, true, true>, AttemptFields<'open', 'inline'> {
  /** The buyer may correct and submit again in the same session. Without a `paymentResultCode` nobody knows what became of the last try. */
  readonly declined?: Declined | undefined;
}

/** Nothing is under way. A background `prepare()` does not leave this phase. */
export interface IdleState extends StateFlags<false, true, false> {
  readonly phase: 'idle';
}

/** `outcome` is known. With `cashierVisible: true` the SDK is about to jump to paymentRedirectUrl. */
export interface SettledState<Visible extends boolean = false> extends StateFlags<false, true, Visible> {
  readonly phase: 'settled';
  readonly attemptId: string;
  readonly order?: string | undefined;
  readonly outcome: PaymentOutcome;
}

export interface DisposedState extends StateFlags<false, false, false> {
  readonly phase: 'disposed';
}

/** Immutable snapshot; the same reference until something changes. Switch on `phase`. */
export type CheckoutState =
  | IdleState
  /** The SDK is being loaded, or the page is waiting for an earlier cashier to be gone. */
  | AttemptPhase<'preparing', false>
  /** The merchant's server is being asked for the payment session. */
  | AttemptPhase<'creating-session', false>
  /** createComponent was called. */
  | AttemptPhase<'opening', true>
  /** createComponent has settled: the buyer has the cashier. */
  | AttemptPhase<'open', true, 'popup'>
  | MountedState
  /** submit() was called, and its answer is awaited. */
  | AttemptPhase<'submitting', true, 'inline'>
  /** Your server is being asked. With `cashierVisible: true` the SDK is about to jump to paymentRedirectUrl meanwhile. */
  | AttemptPhase<'confirming', false>
  | AttemptPhase<'confirming', true>
  | SettledState
  | SettledState<true>
  | DisposedState;

export type CheckoutPhase = CheckoutState['phase'];
