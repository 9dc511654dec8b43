/**
 * A form inside the page, as mount() has drawn it: its submit() and validate(), and a new session in its place when the old one expires.
 *
 * A pending submit of the SDK's never settles once the form is gone, nor does the first of two (1.12.0, 1.47.2), so there is one at a
 * time, and each is answered here.
 */
import { deferred, type Deferred } from '../core/deferred';
import { listen, type Environment } from '../core/environment';
import { CheckoutError } from '../core/errors';
import { createScope, type Scope } from '../core/scope';
import type { CachedSession, SessionCache } from '../session/cache';
import type { Declined, SdkEvent, SubmitData, SubmitResult } from '../types';
import type { Opened } from './stages';

/** How long the form may take to say whether its fields are right (ms). */
const VALIDATION = 15_000;

export interface FormParts {
  readonly env: Environment;
  /** Until the outcome. */
  readonly scope: Scope;
  readonly cache: SessionCache;
  readonly order: string;
  /** No new session may be asked for: nobody can be, or an earlier payment of the order is undecided. @throws CheckoutError */
  readonly owes: () => boolean;
  /** Null while no form is open. */
  readonly opened: () => Opened | null;
  /** Money may move from here on. */
  readonly submitted: (opened: Opened) => void;
  readonly enter: (phase: 'open' | 'submitting', again?: boolean) => void;
  readonly fail: (thrown: unknown) => void;
  readonly redraw: (opened: Opened, session: CachedSession) => void;
}

export interface Form {
  readonly submit: (data: SubmitData) => Promise<SubmitResult>;
  readonly validate: () => Promise<boolean>;
  /** An event that ended nothing. `declined`: a try that failed. */
  readonly onEvent: (event: SdkEvent, declined: boolean) => void;
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
  const { env, cache, order, opened, submitted, enter, redraw } = parts;
  let submission: Deferred<SubmitResult> | null = null;
  /** This submission is the first: an answer of `invalid` or `not-ready` makes it undone. */
  let isFirst = false;
  let validation: { readonly promise: Promise<boolean>; readonly end: (isValid: boolean) => void } | null = null;
  let renewal: Renewal | null = null;

  const answer = (result: SubmitResult): void => {
    if (result.result === 'ended') validation?.end(false);
    const pending = submission;
    if (!pending) return;
    submission = null;
    const form = opened();
    if (form && (result.result === 'invalid' || result.result === 'not-ready') && isFirst) {
      form.opening?.undo();
      form.opening = null;
    }
    if (result.result !== 'ended') enter('open');
    pending.resolve(result);
  };

  const decline = (form: Opened, { paymentResultCode, paymentResultMessage }: Declined): void => {
    const declined = {
      ...(paymentResultCode === undefined ? {} : { paymentResultCode }),
      ...(paymentResultMessage === undefined ? {} : { paymentResultMessage }),
    };
    form.declined = declined;
    form.opening?.done();
    if (submission) answer({ result: 'declined', ...declined });
    else enter('open', true);
  };

  const tryRenewal = (): void => {
    const form = opened();
    if (!renewal || !form || renewal.form !== form || !renewal.session || form.opening) return;
    if (form.component.hasFocus && !renewal.urgent) return;
    const { session } = renewal;
    renewal = null;
    redraw(form, session);
  };

  /** Where the focus goes when it leaves a frame: to an element, or to nothing. */
  const awaitBlur = (): void => {
    const waiting = createScope();
    parts.scope.add(waiting.close);
    const look = (): void => {
      tryRenewal();
      if (!renewal) waiting.close();
    };
    waiting.add(listen(env.document, 'focusin', look));
    waiting.add(listen(env.window, 'focus', look));
    waiting.add(listen(env.document, 'pointerdown', () => env.setTimer(look, 0)));
  };

  return {
    submit: (data) => {
      const form = opened();
      if (submission) return submission.promise;
      const stale = renewal;
      if (stale && stale.form === form) {
        stale.urgent = true;
        tryRenewal();
      }
      if (!form || form !== opened() || stale?.form === form || !form.component.settled || !form.driver.submit)
        return Promise.resolve({ result: 'not-ready' });
      const pending = deferred<SubmitResult>();
      submission = pending;
      isFirst = form.opening === null;
      form.declined = null;
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
      const end = (isValid: boolean): void => {
        validation = null;
        cancel();
        resolve(isValid);
      };
      const cancel = env.setTimer(() => {
        end(false);
      }, VALIDATION);
      validation = { promise, end };
      const mine = validation;
      const settle = (isValid: boolean): void => {
        if (validation === mine) end(isValid && opened() === form);
      };
      new Promise<boolean>((done) => {
        done(form.component.validate());
      }).then(settle, () => {
        settle(false);
      });
      return promise;
    },
    onEvent: (event, declined) => {
      const form = opened();
      if (!form) return;
      if (declined) decline(form, event);
      else if (event.type === 'form-invalid') answer({ result: 'invalid' });
      // The same session once more cannot charge twice.
      else if (event.type === 'submit-network-error' && submission) decline(form, {});
    },
    answer,
    renew: (fresh) => {
      const form = opened();
      if (!form || form.opening) return;
      if (!fresh) {
        redraw(form, form.session);
        return;
      }
      try {
        if (parts.owes()) throw new CheckoutError('session-expired', 'The session expired before anything was submitted.');
      } catch (thrown) {
        parts.fail(thrown);
        return;
      }
      // By the merchant's storage, as it was read.
      if (opened() !== form) return;
      const started: Renewal = { form, session: null, urgent: false };
      renewal = started;
      cache.forget(order);
      awaitBlur();
      cache.get(order).then(
        (session) => {
          if (renewal !== started) return;
          started.session = session;
          tryRenewal();
        },
        (thrown: unknown) => {
          if (renewal === started && opened() === form && !form.opening) parts.fail(thrown);
        },
      );
    },
  };
}
