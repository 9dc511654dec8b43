/**
 * A form inside the page, as mount() has drawn it: its submit() and validate(), and a new session in its place when the old one expires.
 *
 * A pending submit of the SDK's never settles once the form is gone, nor does the first of two (1.12.0, 1.47.2), so there is one at a
 * time, and each is answered here.
 */
import { startDeadline } from '../core/deadline';
import { deferred, type Deferred } from '../core/deferred';
import { listen, type Environment } from '../core/environment';
import { CheckoutError } from '../core/errors';
import { createScope, type Scope } from '../core/scope';
import type { CachedSession, SessionCache } from '../session/cache';
import type { Declined, SdkEvent, SubmitData, SubmitResult } from '../types';
import type { Opened } from './stages';
import { isOfSubmitted } from './submission';

/** How long the form may take to say whether its fields are right (ms). */
const VALIDATION = 15_000;

export interface FormParts {
  readonly env: Environment;
  /** Until the outcome. */
  readonly scope: Scope;
  readonly cache: SessionCache;
  readonly order: string;
  /** Ends the attempt where its order is paid by now. */
  readonly endIfPaid: () => void;
  /** Another payment of the order is undecided, so that this one must not be submitted, nor a new session be asked for. @throws CheckoutError */
  readonly owes: (opened?: Opened) => boolean;
  /** Null while no form is open. */
  readonly opened: () => Opened | null;
  /** Money may move from here on. */
  readonly submitted: (opened: Opened) => void;
  readonly enter: (phase: 'open' | 'submitting', again?: boolean) => void;
  readonly fail: (thrown: unknown) => void;
  /** The server is no longer asked beside the form. */
  readonly stopBeside: (opened: Opened) => void;
  readonly redraw: (opened: Opened, session: CachedSession) => void;
}

export interface Form {
  readonly submit: (data: SubmitData) => Promise<SubmitResult>;
  readonly validate: () => Promise<boolean>;
  /** An event that ended nothing. `declined`: a try that failed. */
  readonly onEvent: (event: SdkEvent, declined: boolean) => void;
  /** What was submitted is under way: no answer of the form's takes that back. */
  readonly underWay: () => void;
  /** Answers submit() and, at the end, validate(). */
  readonly answer: (result: SubmitResult) => void;
  /** Draws it again: `fresh` with a new session, else with the same one, whose form the page has moved. */
  readonly renew: (fresh: boolean) => void;
}

/** A session that is to take the form's place. */
interface Renewal {
  readonly form: Opened;
  session: CachedSession | null;
  /** The buyer has pressed the button: it no longer matters where the focus is. */
  urgent: boolean;
}

export function createForm(parts: FormParts): Form {
  const { env, cache, order, opened, submitted, enter, stopBeside } = parts;
  let submission: Deferred<SubmitResult> | null = null;
  /** This submission is the first: an answer of `invalid` or `not-ready` makes it undone. */
  let isFirst = false;
  let validation: { readonly promise: Promise<boolean>; readonly end: (isValid: boolean) => void } | null = null;
  let renewal: Renewal | null = null;
  let stopWaiting: () => void = () => undefined;

  const answer = (result: SubmitResult): void => {
    if (result.result === 'ended') validation?.end(false);
    const pending = submission;
    if (!pending) return;
    const form = opened();
    if (form) stopBeside(form);
    const isRetracted = isFirst && (result.result === 'invalid' || result.result === 'not-ready');
    if (form && isRetracted) {
      const { opening } = form;
      form.opening = null;
      form.component.submitted(false);
      opening?.undo();
      // The merchant's storage has ended the attempt, which has answered.
      if (submission !== pending) return;
    }
    submission = null;
    // Nothing, where the attempt has ended.
    enter('open');
    pending.resolve(result);
    // It expired meanwhile.
    if (form && isRetracted && form === opened() && !renewal && cache.expiresIn(form.session) <= 0) renew(true);
  };

  const underWay = (): void => {
    isFirst = false;
    opened()?.opening?.done();
  };

  const decline = (form: Opened, { paymentResultCode, paymentResultMessage }: Declined): void => {
    const declined = {
      ...(paymentResultCode === undefined ? {} : { paymentResultCode }),
      ...(paymentResultMessage === undefined ? {} : { paymentResultMessage }),
    };
    form.declined = declined;
    form.component.submitted(true);
    stopBeside(form);
    if (submission) answer({ result: 'declined', ...declined });
    else enter('open', true);
  };

  const redraw = (form: Opened, session: CachedSession): void => {
    // The one that was asked answers no more.
    validation?.end(false);
    parts.redraw(form, session);
  };

  /** False: the attempt has ended, since its order was paid meanwhile, or must not be paid before something else is known. */
  const isAdmitted = (code: 'session-expired' | 'payment-unconfirmed', message: string, isRefused: () => boolean): boolean => {
    const form = opened();
    try {
      parts.endIfPaid();
      if (opened() === form && isRefused()) throw new CheckoutError(code, message);
    } catch (thrown) {
      parts.fail(thrown);
      return false;
    }
    return opened() === form;
  };

  /** The renewal of the form that is open, unless that has been submitted meanwhile. */
  const currentRenewal = (): Renewal | null => {
    const form = opened();
    if (renewal && (renewal.form !== form || form.opening)) renewal = null;
    if (!renewal) stopWaiting();
    return renewal;
  };

  const tryRenewal = (): void => {
    const current = currentRenewal();
    if (!current?.session || (current.form.component.hasFocus && !current.urgent)) return;
    if (cache.expiresIn(current.session) <= 0) {
      // While the buyer was typing.
      askFor(current);
      return;
    }
    renewal = null;
    stopWaiting();
    redraw(current.form, current.session);
  };

  const askFor = (started: Renewal): void => {
    started.session = null;
    cache.forget(order);
    cache.get(order).then(
      (session) => {
        started.session = session;
        if (currentRenewal() === started) tryRenewal();
      },
      (thrown: unknown) => {
        if (currentRenewal() === started) parts.fail(thrown);
      },
    );
  };

  /** Where the focus goes when it leaves a frame: to an element, or to nothing. */
  const awaitBlur = (): void => {
    stopWaiting();
    const waiting = createScope();
    waiting.add(listen(env.document, 'focusin', tryRenewal));
    waiting.add(listen(env.window, 'focus', tryRenewal));
    waiting.add(listen(env.document, 'pointerdown', () => env.setTimer(tryRenewal, 0)));
    stopWaiting = parts.scope.add(waiting.close);
  };

  const renew = (fresh: boolean): void => {
    const form = opened();
    if (!form || form.opening) return;
    const current = currentRenewal();
    if (!fresh) {
      if (!current) redraw(form, form.session);
      else {
        current.urgent = true;
        tryRenewal();
      }
      return;
    }
    const message = 'The session expired before anything was submitted.';
    if (!isAdmitted('session-expired', message, () => !cache.canAsk || parts.owes())) return;
    const started: Renewal = { form, session: null, urgent: false };
    renewal = started;
    awaitBlur();
    askFor(started);
  };

  return {
    submit: (data) => {
      if (submission) return submission.promise;
      const stale = currentRenewal();
      if (stale) {
        stale.urgent = true;
        tryRenewal();
      }
      const form = opened();
      if (!form || stale || !form.component.settled || !form.driver.submit) return Promise.resolve({ result: 'not-ready' });
      const pending = deferred<SubmitResult>();
      submission = pending;
      isFirst = form.opening === null;
      // A FAIL of the server was of that one, and may be of this one from now on.
      if (form.declined) stopBeside(form);
      form.declined = null;
      const message = 'Another payment of this order was begun since the form was drawn.';
      if (!isAdmitted('payment-unconfirmed', message, () => parts.owes(form))) return pending.promise;
      // The merchant's storage and subscribers may end the attempt, which answers.
      submitted(form);
      if (opened() === form) enter('submitting');
      if (opened() === form) form.component.submit(data);
      return pending.promise;
    },
    validate: () => {
      const form = opened();
      if (!form?.component.settled) return Promise.resolve(false);
      if (validation) return validation.promise;
      const { promise, resolve } = deferred<boolean>();
      const settle = (isValid: boolean): void => {
        validation = null;
        resolve(isValid);
      };
      const once = startDeadline(env, VALIDATION, () => {
        settle(false);
      });
      const end = (isValid: boolean): void => {
        once(() => {
          settle(isValid);
        });
      };
      validation = { promise, end };
      new Promise<boolean>((done) => {
        done(form.component.validate());
      }).then(end, () => {
        end(false);
      });
      return promise;
    },
    onEvent: (event, declined) => {
      const form = opened();
      /* v8 ignore next -- the attempt asks only while a form is open; the compiler cannot know */
      if (!form) return;
      if (isOfSubmitted(event)) underWay();
      if (declined) decline(form, event);
      else if (event.type === 'form-invalid') answer({ result: 'invalid' });
      // The same session once more cannot charge twice.
      else if (event.type === 'submit-network-error' && submission) decline(form, {});
    },
    underWay,
    answer,
    renew,
  };
}
