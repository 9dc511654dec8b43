/**
 * Asks the server about a payment that was started earlier: on the page the buyer comes back to.
 */
import { listen, type Environment } from '../core/environment';
import { add, each, first, map, some, take } from '../core/list';
import { isGuessed, isPayment, kindOf, type PendingRecord } from '../payments/records';
import type { CheckoutState, PaymentOutcome, ResumeOptions } from '../types';
import { confirm, type Ask, type Cadence, type Confirmation } from './poll';
import type { Confirmations } from './confirmations';
import type { InquiryClient } from './client';
import { NO_ANSWER, type Answer } from './answer';
import { isEnough, verdictOnReturn } from './resolve';
import type { RepaymentGuard } from '../payments/guard';
import { isOf } from '../outcome/order';
import { identified, settledState } from '../outcome/outcome';
import type { PageLock } from '../page/lock';

export interface Resumption {
  readonly result: Promise<PaymentOutcome>;
  /** Settles as at the deadline. */
  readonly conclude: () => void;
}

export interface ResumeParts {
  readonly env: Environment;
  readonly inquire: InquiryClient;
  readonly cadence: Cadence;
  readonly guard: RepaymentGuard;
  readonly lock: PageLock;
  readonly confirmations: Confirmations;
  readonly signal: AbortSignal | undefined;
  readonly state: (state: CheckoutState) => void;
  /** The server's last answer is in; before anybody else knows of it. */
  readonly ended: (outcome: PaymentOutcome) => void;
}

export function resumePayment(record: PendingRecord, attemptId: string, parts: ResumeParts): Resumption {
  const { env, inquire, cadence, guard, lock, signal } = parts;
  const waiting: ((answer: Answer | null) => void)[] = [];
  let confirmation!: Confirmation;
  let stopSignal: () => void = () => undefined;

  // While its component is on this page, or the SDK is still at work on one, as an Apple Pay sheet may be, it may yet be submitted.
  // Another attempt may have opened the same payment.
  const maySubmit = (): boolean =>
    lock.owner === record.attemptId ||
    lock.cooldown !== null ||
    guard.newest((other) => other.attemptId === lock.owner && other.paymentRequestId === record.paymentRequestId) !== null;
  const ask: Ask = (aborted) =>
    inquire(record)(aborted).then((answer) => (answer.kind === 'not-found' && maySubmit() ? NO_ANSWER : answer));
  const tell = (answer: Answer | null): void => {
    if (!isGuessed(record) && (answer?.kind === 'processing' || answer?.kind === 'pending')) guard.noted(record, true);
    each(take(waiting), (resolve) => {
      resolve(answer);
    });
  };

  const conclude = (): void => {
    confirmation.conclude();
  };
  const asked = parts.confirmations(record.paymentRequestId);
  asked.poll = {
    next: () =>
      new Promise((resolve) => {
        add(waiting, resolve);
        if (!confirmation.poke()) tell(null);
      }),
    conclude,
  };

  const result = new Promise<PaymentOutcome>((resolve) => {
    const done = (answer: Answer): void => {
      stopSignal();
      asked.poll = undefined;
      const { decision, decided } = verdictOnReturn(answer);
      if (decided) guard.decided(record, false);
      const order = isGuessed(record) ? '' : record.order;
      const outcome = identified(decision, { ...record, order }, attemptId);
      if (isPayment(record)) guard.pay(order, outcome);
      parts.ended(outcome);
      tell(null);
      parts.state(settledState(attemptId, outcome, false));
      resolve(outcome);
    };
    // ORDER_NOT_EXIST is final here: the buyer is back, so nothing is about to be submitted.
    confirmation = confirm(env, ask, cadence, (answer) => answer.kind === 'not-found' || isEnough(answer, 'poll'), done, tell);
    if (signal)
      stopSignal = listen(signal, 'abort', () => {
        confirmation.conclude();
      });
  });

  return { result, conclude };
}

/** The payment that is given, else the one that the page's address names, else the newest remembered; null where there is none. */
export function pendingPayment(
  env: Environment,
  guard: RepaymentGuard,
  { paymentRequestId, order }: ResumeOptions,
  attemptId: string,
): PendingRecord | null {
  const address = parametersOf(env.window.location.search);
  // As paymentRedirectUrl may have it. The buyer may have changed the cart since: then it is remembered as another order's.
  const named = first(address, ({ name, value }) => name === 'paymentRequestId' && value !== '')?.value;
  const isOther =
    order !== undefined &&
    guard.newest((record) => !isGuessed(record) && record.paymentRequestId === named && !isOf(record, order)) !== null;
  const wanted = paymentRequestId ?? (isOther ? undefined : named);
  const known = guard.newest(
    (record) =>
      // What an earlier call has guessed says nothing of this one.
      (wanted === undefined || (record.paymentRequestId === wanted && !isGuessed(record))) &&
      (order === undefined || isOf(record, order) || record.paymentRequestId === paymentRequestId),
  );
  // What storage holds of a long order is not the order.
  if (known) return order !== undefined && isOf(known, order) ? { ...known, order } : known;
  if (wanted === undefined) return null;
  // Another device, or storage was lost: the id is all that is needed. Until it is decided the order is not paid again.
  const record = {
    attemptId,
    paymentRequestId: wanted,
    paymentSessionId: '',
    order: order ?? '',
    at: env.now(),
    ...kindOf(guard.movesMoney),
  };
  const isSure = wanted === paymentRequestId || some(address, ({ value }) => value === order);
  return isSure || order === undefined ? record : { ...record, guessed: true };
}

function parametersOf(search: string): { readonly name: string; readonly value: string }[] {
  return map(search.slice(1).split('&'), (pair) => {
    const at = pair.indexOf('=');
    try {
      return { name: pair.slice(0, at), value: decodeURIComponent(pair.slice(at + 1).replace(/\+/g, ' ')) };
    } catch {
      // Not percent-encoded text, so nothing of ours.
      return { name: '', value: '' };
    }
  });
}
