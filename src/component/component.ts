/**
 * One component of the SDK's, a popup or drawn inside the page, from the call that opens it until the page is clean again.
 *
 * Turns what the driver says into inputs, which may end the attempt, and events, which go to the merchant's listeners. An input is
 * dispatched before its event is emitted, so a listener may navigate.
 */
import { deferred } from '../core/deferred';
import { add, each } from '../core/list';
import type { Environment } from '../core/environment';
import type { SdkFailure } from '../core/errors';
import { normalizeEvent } from '../events/normalize';
import { describeThrown, redact, type Log } from '../core/log';
import { isOwn, ownText } from '../core/read';
import { watchReach } from './reach';
import { snapshotPage } from './page-snapshot';
import { removeNodes, storageBlocked, type BuiltInstance } from '../sdk/instance';
import type { Driver, DriverCall, DriverSignal } from '../sdk/driver';
import type { SdkEvent, SessionDescription, SubmitData } from '../types';
import { createSlot } from './slot';
import { tearDown, type Teardown } from './teardown';
import type { Input } from '../outcome/input';
import { startWatchdog } from './watchdog';

/** What had the focus may be usable again only once the page has the outcome: how long after that (ms). */
const REFOCUS = 350;
const nothing = (): void => undefined;

export interface ComponentParts {
  readonly env: Environment;
  readonly driver: Driver;
  readonly instance: BuiltInstance;
  readonly params: Readonly<Record<string, unknown>>;
  readonly session: SessionDescription;
  /** The merchant's element that it is drawn into; null for a popup. */
  readonly container: Element | null;
  /** Of the attempt, for the id of what is drawn into. */
  readonly id: string;
  /** ms until the session expires. */
  readonly expiresIn: number;
  /** `visibilityState` can be believed. */
  readonly believesHidden: boolean;
  /** Apple Pay's sheet: not the SDK's UI, and unmount() does not close it. */
  readonly sheet: boolean;
  /** What had the focus when the attempt began. */
  readonly clicked: Element | null;
  /** The SDK draws its own popup. */
  readonly hasUi: boolean;
  readonly log: Log;
  readonly dispatch: (input: Input) => void;
  readonly emit: (event: SdkEvent) => void;
  /** createComponent has resolved. */
  readonly opened: () => void;
  /** Resolves when the attempt's outcome has been handed over. */
  readonly ended: Promise<unknown>;
}

export interface Component {
  /** Calls createComponent, within the caller's task. */
  open(): void;
  readonly settled: boolean;
  readonly redirecting: boolean;
  /** Whether a form in the page may have been submitted: then its silence counts. */
  submitted(may: boolean): void;
  /** The buyer's focus is in what is drawn. */
  readonly hasFocus: boolean;
  submit(data: SubmitData): void;
  validate(): Promise<boolean>;
  /** Decides on an onClose of this very task. */
  concludeClose(): void;
  /** Stops watching; the component itself stays. */
  stopWatching(): void;
  /** Takes it off the page; resolves when another component may open. `ownView`: the buyer is still on the view it was opened from. */
  close(ownView: boolean): Promise<void>;
  /** The buyer is on another view than it was opened from. */
  keepView(): void;
}

export function createComponent(parts: ComponentParts): Component {
  const { env, driver, instance, log } = parts;
  const slot = parts.container && createSlot(env, parts.container, parts.id);
  const snapshot = snapshotPage(env, parts.clicked, slot && slot.element);
  const call: DriverCall = {
    env,
    params: parts.params,
    session: parts.session,
    slot: slot && slot.element,
    emit: (signal) => {
      onSignal(signal);
    },
  };
  const watchdog = startWatchdog(
    env,
    {
      isShowing: () => driver.isShowing(call),
      hasUi: parts.hasUi,
      inline: slot !== null,
      expiresIn: parts.expiresIn,
      believesHidden: parts.believesHidden,
    },
    (input) => {
      // A redirect of an earlier press says nothing of the one since.
      if (input.type !== 'redirect-returned' || redirecting) parts.dispatch(input);
    },
  );
  const unwatch = slot ? slot.watch(parts.dispatch) : nothing;
  const reach =
    parts.hasUi && !slot
      ? watchReach(env, (reason) => {
          log('warn', 'cashier.unreachable', { reason });
        })
      : null;
  let settled = false;
  let redirecting = false;
  /** How often the form was submitted. */
  let submits = 0;
  let failureTold = false;
  /** Events of the task in which onClose came; null outside of one. */
  let atClose: SdkEvent[] | null = null;
  let teardown: Teardown | null = null;
  /** createComponent has settled, either way. */
  const created = deferred();
  /** A sheet that unmount() does not close has answered. */
  let answered = deferred();
  /** The popup that came instead of one has asked for it itself. */
  let asksForSheet = false;
  if (!parts.sheet) answered.resolve();

  /** The SDK has met it with a popup: 1.12.0, and 1.47.2 where its plugin does not know the session. */
  const lookForSheet = (): void => {
    if (parts.sheet && !asksForSheet && driver.isShowing(call)) answered.resolve();
  };

  const onSignal = (signal: DriverSignal): void => {
    lookForSheet();
    switch (signal.type) {
      case 'log':
        log('debug', 'sdk.log', { code: ownText(signal.raw, 'code'), message: redact(ownText(signal.raw, 'message') ?? '') });
        break;
      case 'opened':
        settle();
        watchdog.settled();
        reach?.look();
        parts.opened();
        break;
      case 'failed':
        if (!signal.settled) teardown?.onLateSignal();
        try {
          failSetup(signal.raw);
        } finally {
          if (signal.settled) {
            settle();
            // There never was a sheet.
            answered.resolve();
          }
        }
        break;
      case 'broken':
        teardown?.onLateSignal();
        breakUp(signal.raw);
        break;
      case 'sheet':
        if (parts.sheet) {
          asksForSheet = true;
          answered = deferred();
        }
        parts.dispatch(signal);
        break;
      case 'not-ready':
        parts.dispatch(signal);
        break;
      case 'gone':
        settle();
        answered.resolve();
        break;
      case 'closed':
        teardown?.onLateSignal();
        onClosed();
        break;
      case 'event':
      case 'result':
        teardown?.onLateSignal();
        if (signal.type === 'result') answered.resolve();
        onEvent(signal.event, signal.untrusted);
        break;
    }
  };

  const settle = (): void => {
    settled = true;
    created.resolve();
  };

  const onEvent = (event: SdkEvent, untrusted: boolean): void => {
    if (event.type === 'redirect-started' || event.type === 'redirect-requested') redirecting = true;
    watchdog.onEvent(event);
    parts.dispatch({ type: 'event', event, untrusted: untrusted || atClose !== null });
    emit(event);
  };

  const emit = (event: SdkEvent): void => {
    if (atClose) add(atClose, event);
    else parts.emit(event);
  };

  /** A declared code follows in the same task, so the close is decided on in the next one (1.47.2 closeBtnFunc). */
  const onClosed = (): void => {
    const closed = normalizeEvent({ code: 'onClose' });
    // Not a sheet after all, or one that is closed.
    answered.resolve();
    if (atClose) return;
    atClose = [closed];
    void Promise.resolve().then(concludeClose);
  };

  const concludeClose = (): void => {
    const events = atClose;
    if (!events) return;
    atClose = null;
    parts.dispatch({ type: 'closed' });
    each(events, parts.emit);
  };

  /** However many channels report a failure: one event. */
  const tellFailure = (event: SdkEvent): void => {
    if (failureTold) return;
    failureTold = true;
    emit(event);
  };

  const breakUp = (raw: unknown): void => {
    const failure = failureOf(raw);
    parts.dispatch({ type: 'broken', failure });
    tellFailure({ ...setupFailed(failure), raw });
  };

  /** The SDK may report one failure by three channels: one outcome. */
  const failSetup = (raw: unknown): void => {
    const failure = failureOf(raw);
    // What it lets through has no code of the SDK's.
    const blocked = ownText(raw, 'code') === undefined ? storageBlocked(env, raw) : null;
    parts.dispatch(blocked ? { type: 'failed-before', error: blocked } : { type: 'setup-failed', failure, cause: raw });
    const event = normalizeEvent(raw);
    tellFailure(event.type === 'setup-failed' ? event : { ...setupFailed(failure), raw });
  };

  return {
    open: () => {
      driver.open(instance, call);
    },
    get settled() {
      return settled;
    },
    get redirecting() {
      return redirecting;
    },
    submitted: watchdog.submitted,
    get hasFocus() {
      return slot !== null && slot.element.contains(env.document.activeElement);
    },
    submit: (data) => {
      submits += 1;
      const mine = submits;
      redirecting = false;
      const own = (signal: DriverSignal): void => {
        // What an earlier press came to is no answer to this one; that it was paid is news all the same.
        if (mine === submits || !isAnswer(signal)) onSignal(signal);
      };
      driver.submit?.(instance, { ...call, emit: own }, data);
    },
    validate: () => driver.validate?.(instance, call) ?? Promise.resolve(false),
    concludeClose,
    stopWatching: () => {
      watchdog.stop();
      unwatch();
    },
    close: (ownView) => {
      lookForSheet();
      watchdog.stop();
      unwatch();
      reach?.stop();
      removeNodes(instance);
      if (!ownView) snapshot.keepView();
      const unmount = (): void => {
        try {
          driver.close(instance, call);
        } catch (thrown) {
          log('warn', 'sdk.unmount-threw', { message: describeThrown(thrown) });
        }
        slot?.remove();
      };
      const failed = (thrown: unknown): void => {
        log('error', 'page.restore-failed', { message: describeThrown(thrown) });
      };
      teardown = tearDown(env, { unmount, snapshot, failed, created: created.promise, answered: answered.promise });
      void parts.ended.then(() => {
        env.setTimer(snapshot.endWait, REFOCUS);
      });
      // AMSElement, AMSEasyPay and AMSAutoDebit leave listeners that keep their instance for good (1.47.2): it keeps no attempt.
      if (driver.lifetime(instance.sdkClass) === 'attempt') void teardown.cooldown.then(() => letGo(instance));
      return teardown.cooldown;
    },
    keepView: snapshot.keepView,
  };
}

function letGo(instance: BuiltInstance): void {
  instance.route = nothing;
  instance.stop = nothing;
}

/** Says only what became of a press. */
function isAnswer(signal: DriverSignal): boolean {
  return (
    signal.type === 'not-ready' ||
    (isOwn(signal, 'event') && (signal.event.type === 'form-invalid' || signal.event.type === 'payment-failed'))
  );
}

function setupFailed(failure: SdkFailure): SdkEvent {
  return normalizeEvent({ code: 'SDK_INTERNAL_ERROR', message: failure.message });
}

/** Rejections are plain `{code, message?}`, or the error that a merchant's callback threw. */
function failureOf(raw: unknown): SdkFailure {
  return {
    code: ownText(raw, 'code') ?? 'SDK_INTERNAL_ERROR',
    message: redact(ownText(raw, 'message') ?? (typeof raw === 'string' ? raw : '')),
  };
}
