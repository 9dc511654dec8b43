/**
 * What must compile in a merchant's code and what must not. Checked by `tsc -p test --noEmit`, and against the packed package by
 * every TypeScript that we support (test/package/types.test.ts): a line under @ts-expect-error that compiles is an error itself. Nothing here runs.
 */
/* eslint-disable @typescript-eslint/switch-exhaustiveness-check, @typescript-eslint/no-unnecessary-type-parameters,
   @typescript-eslint/no-meaningless-void-operator, @typescript-eslint/no-unnecessary-condition -- code that must not compile, or only compile */
import type { AbandonReason, CheckoutState, PaymentOutcome, Retry } from 'antom-checkout-controller';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const yes = <T extends true>(): T | undefined => undefined;

// ── Outcome ──────────────────────────────────────────────────────────────────

export function everyStatus(outcome: PaymentOutcome): string {
  switch (outcome.status) {
    case 'succeeded':
      return outcome.confirmedBy;
    case 'processing':
    case 'unknown':
    case 'redirected':
      return outcome.retry;
    case 'failed':
      return outcome.paymentResultCode ?? '';
    case 'cancelled':
      return outcome.retry;
    case 'abandoned':
      return outcome.reason;
    case 'error':
      return outcome.error.code;
  }
}

// @ts-expect-error -- `redirected` has no arm, so the function may end without an answer
export function oneStatusMissing(outcome: PaymentOutcome): string {
  switch (outcome.status) {
    case 'succeeded':
    case 'processing':
    case 'unknown':
    case 'failed':
    case 'cancelled':
    case 'abandoned':
    case 'error':
      return '';
  }
}

export function nothingIsLeft(outcome: PaymentOutcome): never | string {
  switch (outcome.status) {
    case 'succeeded':
    case 'processing':
    case 'unknown':
    case 'redirected':
    case 'failed':
    case 'cancelled':
    case 'abandoned':
    case 'error':
      return '';
    default:
      return outcome satisfies never;
  }
}

export function fieldsBelongToTheirArm(outcome: PaymentOutcome): void {
  // @ts-expect-error -- only `error` has an error
  void outcome.error;
  // @ts-expect-error -- only `abandoned` has a reason
  void outcome.reason;
  // @ts-expect-error -- only `failed` has a result code
  void outcome.paymentResultCode;
  if (outcome.status === 'error') void outcome.error.hint;
  // @ts-expect-error -- an outcome is immutable
  outcome.status = 'succeeded';
  // @ts-expect-error -- no such status
  void (outcome.status === 'success');
}

type Arm<Status extends PaymentOutcome['status']> = Extract<PaymentOutcome, { status: Status }>;
yes<
  Equal<PaymentOutcome['status'], 'succeeded' | 'processing' | 'unknown' | 'redirected' | 'failed' | 'cancelled' | 'abandoned' | 'error'>
>();
yes<Equal<Retry, 'none' | 'same-session' | 'new-session' | 'after-confirmation'>>();
yes<Equal<AbandonReason, 'unmounted' | 'navigated' | 'aborted' | 'disposed' | 'replaced'>>();
yes<Equal<Arm<'succeeded'>['retry'], 'none'>>();
yes<Equal<Arm<'processing' | 'unknown' | 'redirected'>['retry'], 'after-confirmation'>>();
yes<Equal<Arm<'processing' | 'unknown' | 'redirected' | 'abandoned' | 'error'>['confirmedBy'], null>>();
yes<Equal<Arm<'failed'>['retry'], 'same-session' | 'new-session'>>();
yes<Equal<Arm<'abandoned'>['reason'], AbandonReason>>();
yes<Equal<PaymentOutcome['attemptId'], string>>();
yes<Equal<PaymentOutcome['paymentRequestId'], string | undefined>>();

export function everyRetry(retry: Retry): string {
  switch (retry) {
    case 'none':
      return '';
    case 'same-session':
      return '';
    case 'new-session':
      return '';
    case 'after-confirmation':
      return '';
  }
}

// ── State ────────────────────────────────────────────────────────────────────

export function everyPhase(state: CheckoutState): string {
  switch (state.phase) {
    case 'idle':
    case 'disposed':
      return '';
    case 'preparing':
    case 'creating-session':
    case 'opening':
    case 'open':
    case 'submitting':
    case 'confirming':
      return state.attemptId;
    case 'settled':
      return state.outcome.status;
  }
}

// @ts-expect-error -- `confirming` has no arm
export function onePhaseMissing(state: CheckoutState): string {
  switch (state.phase) {
    case 'idle':
    case 'disposed':
    case 'preparing':
    case 'creating-session':
    case 'opening':
    case 'open':
    case 'submitting':
    case 'settled':
      return '';
  }
}

type Phase<Name extends CheckoutState['phase']> = Extract<CheckoutState, { phase: Name }>;
yes<
  Equal<
    CheckoutState['phase'],
    'idle' | 'preparing' | 'creating-session' | 'opening' | 'open' | 'submitting' | 'confirming' | 'settled' | 'disposed'
  >
>();
yes<Equal<Phase<'idle'>['canPay'], true>>();
yes<Equal<Phase<'idle'>['busy'], false>>();
yes<Equal<Phase<'preparing' | 'creating-session'>['cashierVisible'], false>>();
yes<Equal<Phase<'confirming'>['cashierVisible'], boolean>>();
yes<Equal<Phase<'opening' | 'open'>['cashierVisible'], true>>();
yes<Equal<Phase<'preparing' | 'creating-session' | 'opening' | 'submitting' | 'confirming'>['busy'], true>>();
yes<Equal<Phase<'preparing' | 'creating-session' | 'opening' | 'submitting' | 'confirming'>['canPay'], false>>();
yes<Equal<Extract<CheckoutState, { phase: 'open'; busy: true }>['surface'], 'popup'>>();
yes<Equal<Extract<CheckoutState, { phase: 'open'; canPay: true }>['surface'], 'inline'>>();
yes<Equal<Phase<'settled'>['canPay'], true>>();
yes<Equal<Phase<'disposed'>['canPay'], false>>();

export function booleansNarrow(state: CheckoutState): void {
  if (state.busy) void state.attemptId;
  // @ts-expect-error -- idle has no attempt
  if (!state.busy) void state.attemptId;
  // @ts-expect-error -- a snapshot is immutable
  state.busy = true;
}
