/**
 * The life of one <antom-checkout>: its controller, its buttons, its form in the page, and what it tells of a payment.
 *
 * The payment belongs to the controller. An element that is taken away stops offering; a payment that is under way goes on, and the
 * controller that the element has made goes with the last of it.
 */
import {
  CheckoutError,
  isCheckoutError,
  type CheckoutController,
  type CheckoutState,
  type ErrorOutcome,
  type InquiryContext,
  type PaymentOutcome,
  type PaymentSession,
  type PayOptions,
  type PrepareOptions,
  type SessionContext,
  type SubmitData,
  type SubmitResult,
} from 'antom-checkout-controller';
import { listen, rootOf } from '../core/environment';
import { newId } from '../core/id';
import { add, each, filter, has, some } from '../core/list';
import { own } from '../core/read';
import { createScope, type Scope } from '../core/scope';
import { makeController, mayHaveButton, readAttributes, refusal, type Given, type Settings } from './attributes';
import { payButtons, pressed, triggersOf } from './buttons';
import { attribute, formOf, orderOf, placeOf, succeededUrl, wantsResume } from './markup';
import { internalsOf, reflect } from './reflect';
import { requestInquiry, requestSession, textOf } from './requests';
import type { AntomCheckoutEventMap } from './types';

/** What script has set, as it is set. */
export type Properties = { -readonly [Name in keyof Given]: Given[Name] };

export interface Life {
  readonly given: Properties;
  readonly controller: () => CheckoutController | null;
  readonly setController: (value: unknown) => void;
  readonly state: () => CheckoutState;
  readonly outcome: () => PaymentOutcome | null;
  readonly pay: (options?: PayOptions) => Promise<PaymentOutcome>;
  readonly prepare: (options?: PrepareOptions) => Promise<void>;
  readonly submit: (data?: SubmitData) => Promise<SubmitResult>;
  /** An attribute or a property has another value, or the element was taken away. */
  readonly changed: () => void;
  readonly connected: () => void;
}

const IDLE: CheckoutState = Object.freeze({ phase: 'idle', busy: false, canPay: true, cashierVisible: false });

/** Nothing is under way, and nothing of it is in the page. */
const isOver = (state: CheckoutState): boolean =>
  state.phase === 'idle' || state.phase === 'disposed' || (state.phase === 'settled' && !state.cashierVisible);

/** An answer that a new try may follow without anybody's asking. */
const mayTryAgain = ({ status }: PaymentOutcome): boolean => status === 'failed' || status === 'cancelled';

export function createLife(host: HTMLElement): Life {
  const given: Properties = { options: undefined, createPaymentSession: undefined, inquiryPayment: undefined };
  const internals = internalsOf(host);
  let pages: unknown = null;
  /** Made of the attributes. */
  let made: { readonly controller: CheckoutController; readonly key: string; readonly options: unknown } | null = null;
  /** The one that is used: the page's, or ours. */
  let controller: CheckoutController | null = null;
  let uses: Scope = createScope();
  let bound: readonly { readonly trigger: Element; readonly unbind: () => void }[] = [];
  /** From the connection until a task after the removal. */
  let life: Scope | null = null;
  /** The form of the button that was pressed. */
  let form: HTMLFormElement | null = null;
  /** What the form sent for the session that the controller has. */
  let sent: string | null = null;
  /** The place that was drawn into, or will not be without a press. */
  let drawn: Element | undefined;
  let isResuming = false;
  /** Once a connection. */
  let isResumed = false;
  let isDue = false;
  let outcome: PaymentOutcome | null = null;
  /** A payment that no controller could be made for. */
  let refused: CheckoutState | null = null;
  /** bind() and a promise tell the same. */
  let told: PaymentOutcome | null = null;
  /** The page is on its way to `succeeded-url`. */
  let leaving: PaymentOutcome | null = null;

  const emit = <Name extends keyof AntomCheckoutEventMap>(
    name: Name,
    detail: AntomCheckoutEventMap[Name]['detail'],
    cancelable = false,
  ): boolean => host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));

  const state = (): CheckoutState => refused ?? controller?.state ?? IDLE;
  const order = (): string | undefined => orderOf(host, form ?? formOf(host));

  // ── What is told ───────────────────────────────────────────────────────────

  const show = (): void => {
    const now = state();
    if (now.phase === 'settled') outcome = now.outcome;
    // A form that is drawn again after a failure does not take back what was said of it.
    else if (now.busy && (now.surface === 'popup' || now.phase === 'submitting' || now.phase === 'confirming')) outcome = null;
    reflect(host, internals, now, outcome);
  };

  const stateChanged = (): void => {
    show();
    emit('antom-state', state());
    // What had to wait: other attributes, buttons that are gone, the removal.
    if (isOver(state())) changed();
  };

  const leave = (url: URL, paid: PaymentOutcome): void => {
    const here = location.href.replace(/#.*/, '');
    if (url.href === location.href) return;
    // Until the page is back from the back/forward cache, a press goes there again and pays nothing.
    if (url.href.replace(/#.*/, '') !== here) leaving = paid;
    location.href = url.href;
  };

  const conclude = (result: PaymentOutcome): void => {
    if (result === told) return;
    told = result;
    const isAccepted = emit('antom-outcome', result, true);
    const url = succeededUrl(host);
    if (isAccepted && result.status === 'succeeded' && url) leave(url, result);
    if (!mayTryAgain(result)) return;
    drawn = undefined;
    changed();
  };

  const refuse = (error: CheckoutError): PaymentOutcome => {
    const result: ErrorOutcome = Object.freeze({ attemptId: newId(), status: 'error', confirmedBy: null, retry: 'none', error });
    refused = Object.freeze({
      phase: 'settled',
      attemptId: result.attemptId,
      outcome: result,
      busy: false,
      canPay: true,
      cashierVisible: false,
    });
    stateChanged();
    conclude(result);
    return result;
  };

  // ── The controller ─────────────────────────────────────────────────────────

  const createPaymentSession = (context: SessionContext): Promise<PaymentSession | string | Response> => {
    const url = attribute(host, 'session-url');
    if (given.createPaymentSession) return given.createPaymentSession(context);
    if (url === undefined) return Promise.reject(refusal(['session-url is missing']));
    sent = form && textOf(form);
    return requestSession(host, url, form, context);
  };

  const inquiryPayment = (context: InquiryContext): ReturnType<NonNullable<Given['inquiryPayment']>> => {
    const url = attribute(host, 'inquiry-url');
    return given.inquiryPayment ? given.inquiryPayment(context) : requestInquiry(host, url as string, context);
  };

  /** Takes that controller in place of the one before, whose payment is over. */
  const use = (next: CheckoutController | null): void => {
    if (next === controller) return;
    uses.close();
    bound = [];
    drawn = undefined;
    sent = null;
    controller = next;
    if (made && made.controller !== next) {
      made.controller.dispose();
      made = null;
    }
    if (!next) return;
    uses = createScope([
      next.subscribe(() => {
        refused = null;
        stateChanged();
      }),
      next.on((event) => emit('antom-event', event)),
    ]);
  };

  /** Not while a payment of it is undecided, nor once it has been paid: another controller might not know. */
  const mayReplace = (now: CheckoutState): boolean => {
    if (now.phase !== 'settled') return true;
    const { outcome: last } = now;
    return last.retry !== 'after-confirmation' && (last.status !== 'succeeded' || last.order !== order());
  };

  const make = (settings: Settings, key: string): void => {
    const { options } = given;
    const asks = given.inquiryPayment ?? attribute(host, 'inquiry-url');
    const next = makeController({
      ...settings,
      options: {
        ...settings.options,
        ...(own(options, 'createPaymentSession') === undefined || given.createPaymentSession ? { createPaymentSession } : {}),
        ...(asks === undefined ? {} : { inquiryPayment }),
      },
    });
    use(next);
    made = { controller: next, key, options };
  };

  /** @throws CheckoutError */
  const usePages = (): void => {
    const { bind, state: now } = pages as Partial<CheckoutController>;
    if (typeof bind !== 'function') throw refusal(['the property checkout must be a CheckoutController']);
    if (now?.phase === 'disposed')
      throw new CheckoutError('disposed', '<antom-checkout>: the controller in its property checkout was disposed of.');
    use(pages as CheckoutController);
  };

  /** @throws CheckoutError */
  const useOurs = (pays: boolean, isPress: boolean): void => {
    const settings = readAttributes(host, given, pays);
    const key = `${settings.key}\n${String(Boolean(given.inquiryPayment ?? attribute(host, 'inquiry-url')))}`;
    const now = controller?.state ?? IDLE;
    const hasChanged = (): boolean =>
      now.phase === 'disposed' ||
      made?.key !== key ||
      made.options !== given.options ||
      // What is drawn in the page keeps its session: it would take what the buyer has typed along.
      (sent !== null && form !== null && !placeOf(host) && sent !== textOf(form));
    if (!made || (isPress && hasChanged() && mayReplace(now))) make(settings, key);
    else if (isPress && settings.faults.length > 0) throw refusal(settings.faults);
  };

  /**
   * The controller as the attributes and properties want it, if nothing is under way, and the buttons as they are now.
   * @param isPress only then another controller takes the place of one that works
   * @returns why there is none
   */
  const refresh = (pays: boolean, isPress: boolean): CheckoutError | null => {
    try {
      if (isOver(controller?.state ?? IDLE)) {
        if (pages === null) useOurs(pays, isPress);
        else usePages();
      }
      bindButtons();
      return null;
    } catch (thrown) {
      /* v8 ignore next -- nothing else is thrown */
      if (!isCheckoutError(thrown)) throw thrown;
      return thrown;
    }
  };

  const payOptions = (): PayOptions => ({ order: order(), notRedirectAfterComplete: succeededUrl(host) ? true : undefined });

  const bindButtons = (): void => {
    const now = controller;
    if (!now || !life || now.state.phase === 'disposed') return;
    const wanted = triggersOf(host);
    const left = filter(bound, ({ trigger, unbind }) => {
      // The outcome of a payment is told by the binding that began it.
      if (has(wanted, trigger) || now.state.busy) return true;
      unbind();
      return false;
    });
    each(wanted, (trigger) => {
      if (!some(left, (binding) => binding.trigger === trigger))
        add(left, { trigger, unbind: uses.add(now.bind(trigger, { pay: payOptions, onOutcome: conclude })) });
    });
    bound = left;
  };

  // ── The form in the page ───────────────────────────────────────────────────

  const isFormOpen = (): boolean => {
    const now = state();
    return now.phase === 'open' && now.surface === 'inline' && now.order === order();
  };

  const mount = (now: CheckoutController, place: Element, options?: PayOptions): Promise<PaymentOutcome> => {
    drawn = place;
    const appearance = own(given.options, 'appearance') as object | undefined;
    const hasButton = now === made?.controller && mayHaveButton(host, given) && payButtons(host).length > 0;
    return now.mount(place, {
      ...payOptions(),
      ...(hasButton ? { appearance: { showSubmitButton: false, ...appearance } } : {}),
      ...options,
    });
  };

  const draw = (now: CheckoutController, place: Element): void => {
    void mount(now, place).then(conclude);
  };

  // ── What happens ───────────────────────────────────────────────────────────

  const resume = (now: CheckoutController): void => {
    isResumed = true;
    isResuming = true;
    void now.resume({ order: order() }).then((result) => {
      isResuming = false;
      // Paid, or not decided: a form would offer a payment that nobody has asked for.
      if (result && !mayTryAgain(result)) drawn = placeOf(host);
      if (result) conclude(result);
      changed();
    });
  };

  const update = (): void => {
    const place = placeOf(host);
    // Nobody presses anything to hear what is wrong.
    const isWaited = place !== undefined || wantsResume(host);
    const fault = refresh(place !== undefined, false);
    if (fault) {
      if (isWaited && (outcome?.status !== 'error' || outcome.error.message !== fault.message)) refuse(fault);
      return;
    }
    if (isWaited && refused) {
      refused = null;
      outcome = null;
    }
    show();
    if (!controller || controller.state.busy || isResuming) return;
    if (wantsResume(host) && !isResumed) resume(controller);
    // The button after it may still be on its way.
    else if (place && document.readyState !== 'loading' && (place !== drawn || (controller.state.phase === 'open' && !isFormOpen()))) {
      form = formOf(host);
      draw(controller, place);
    }
  };

  /** What a press does in place of a payment; null: it is one. */
  const instead = (wanted: string | undefined, pays: boolean): PaymentOutcome | null => {
    const url = succeededUrl(host);
    if (leaving && leaving.order === wanted && url) {
      leave(url, leaving);
      return leaving;
    }
    leaving = null;
    if (!state().busy) told = null;
    const fault = refresh(pays, true);
    if (fault) return refuse(fault);
    if (refused) {
      refused = null;
      show();
    }
    return null;
  };

  const onPress = (event: Event): void => {
    const button = event.defaultPrevented ? undefined : pressed(host, event);
    if (!button) return;
    form = button.form ?? formOf(host);
    const place = placeOf(host);
    if (!instead(order(), true)) {
      if (!controller || !place || controller.state.busy || isFormOpen()) return;
      draw(controller, place);
    }
    // bind() leaves alone what is prevented.
    event.preventDefault();
  };

  const changed = (): void => {
    if (!life) return;
    if (isDue) return;
    isDue = true;
    // A task later: a move is over by then, and the outcome of what has just settled is told.
    setTimeout(() => {
      isDue = false;
      if (host.isConnected) update();
      else end();
    });
  };

  const end = (): void => {
    if (!isOver(controller?.state ?? IDLE)) return;
    life?.close();
    life = null;
    use(null);
    isResumed = false;
  };

  return {
    given,
    state,
    controller: () => controller,
    setController: (value) => {
      pages = value ?? null;
      changed();
    },
    outcome: () => outcome,
    changed,
    connected: () => {
      if (!life) {
        life = createScope();
        life.add(
          listen(window, 'pageshow', (event) => {
            if ((event as PageTransitionEvent).persisted) leaving = null;
          }),
        );
        life.add(listen(document, 'DOMContentLoaded', changed));
        const observer = new MutationObserver(() => {
          show();
          changed();
        });
        observer.observe(host, {
          childList: true,
          subtree: true,
          attributes: true,
          attributeFilter: ['data-antom', 'data-when', 'type', 'form', 'formaction'],
        });
        life.add(() => {
          observer.disconnect();
        });
      }
      // Before those of bind(), and in the tree that it is in now: a submit does not leave its shadow tree.
      const { add: until } = life;
      each([window, rootOf(host)], (target) => {
        each(['click', 'submit'], (type) => {
          until(listen(target, type, onPress, true));
        });
      });
      show();
      changed();
    },
    pay: (options) => {
      form = formOf(host);
      const answer = instead(options?.order ?? order(), options?.session === undefined);
      const place = placeOf(host);
      if (answer || !controller) return Promise.resolve(answer as PaymentOutcome);
      const result = place ? mount(controller, place, options) : controller.pay({ ...payOptions(), ...options });
      void result.then(conclude);
      return result;
    },
    prepare: (options) => {
      form = formOf(host);
      const fault = refresh(options?.session === true, true);
      if (fault) return Promise.reject(fault);
      return (controller as CheckoutController).prepare({ order: order(), ...options });
    },
    submit: (data) => controller?.submit(data) ?? Promise.resolve({ result: 'not-ready' }),
  };
}
