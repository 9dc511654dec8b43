/**
 * The life of one <antom-checkout>: its controller, its buttons, its form in the page, and what it tells of a payment.
 *
 * The payment belongs to the controller. An element that is taken away stops offering; a payment that is under way goes on, and the
 * controller that the element has made goes with the last of it.
 */
import type {
  CheckoutController,
  CheckoutError,
  CheckoutState,
  ErrorOutcome,
  InquiryContext,
  PaymentOutcome,
  PayOptions,
  PrepareOptions,
  SessionContext,
  SettledState,
  SubmitData,
  SubmitResult,
} from 'antom-checkout-controller';
import { invalid, makeController, readAttributes, type Given } from './attributes';
import { attribute, formOf, orderOf, payButtons, placeOf, succeededUrl } from './markup';
import { reflect } from './reflect';
import { requestInquiry, requestSession, textOf } from './requests';
import type { AntomCheckoutEventMap } from './types';

/** The element's properties and methods, by their names. */
export interface Life extends Given {
  checkout: CheckoutController | null | undefined;
  readonly state: CheckoutState;
  readonly outcome: PaymentOutcome | null;
  readonly pay: (options?: PayOptions) => Promise<PaymentOutcome>;
  readonly prepare: (options?: PrepareOptions) => Promise<void>;
  readonly submit: (data?: SubmitData) => Promise<SubmitResult>;
}

const IDLE: CheckoutState = Object.freeze({ phase: 'idle', busy: false, canPay: true, cashierVisible: false });

/** An answer that a new try may follow without anybody's asking. */
const mayTryAgain = ({ status }: PaymentOutcome): boolean => status === 'failed' || status === 'cancelled';

const attemptOf = (state: CheckoutState): { readonly attemptId?: string; readonly order?: string | undefined } => state as SettledState;

/** @returns the element's members, and what it does when something of it has changed, its place in the page included */
export function createLife(host: HTMLElement): readonly [life: Life, changed: () => void] {
  /** The page's own controller, and the one that is used: that, or one made of the attributes, which then has a key. */
  let pages: CheckoutController | null | undefined;
  let controller: CheckoutController | null = null;
  let key: readonly unknown[] | undefined;
  /** Ends what was begun at the controller. */
  let undo: (() => void)[] = [];
  const bound = new Map<Node, () => void>();
  /** It has been in the page, and was not ended since. */
  let isActive = false;
  let isDue = false;
  /** The form of the button that was pressed. */
  let form: HTMLFormElement | null = null;
  /** The order that was asked for here. */
  let asked: string | undefined;
  /** What it said at the press. A page may disable its fields while it is busy, and the request that comes later would be without them. */
  let fields: FormData | null = null;
  /** What it sent for the session that the controller has: nothing at all, where no box is ticked. */
  let sent: string | undefined;
  /** The place that was drawn into, or will not be without a press. */
  let drawn: Element | null = null;
  /** The attempt that was mounted, its order, and the element's own at that time: pay() may name another one. */
  let mounted: { readonly attemptId: string | undefined; readonly order: string | undefined; readonly own: string | undefined } | undefined;
  /** resume() was called in this life, and has not answered yet. */
  let isResumed = false;
  let isResuming = false;
  let outcome: PaymentOutcome | null = null;
  /** The last one, unless it ended before anything was opened: that decides nothing about the payment of its order before it. */
  let last: PaymentOutcome | null = null;
  /** bind() and a promise tell the same. */
  let told: PaymentOutcome | null = null;
  /** With it the page is on its way to `succeeded-url`. */
  let leaving: PaymentOutcome | null = null;
  const internals = (host as Partial<HTMLElement>).attachInternals?.call(host);

  const emit = <Name extends keyof AntomCheckoutEventMap>(name: Name, detail: AntomCheckoutEventMap[Name]['detail']): boolean =>
    host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === 'antom-outcome' }));

  const stateOf = (): CheckoutState => controller?.state ?? IDLE;
  const ownOrder = (): string | undefined => orderOf(host, form ?? formOf(host));
  /** Until that is paid or the element's own is another one, its form stays that of the order that was mounted. */
  const order = (): string | undefined => {
    const own = ownOrder();
    const isPaid = outcome?.status === 'succeeded' && outcome.order === mounted?.order;
    return mounted && mounted.own === own && !isPaid && placeOf(host) ? mounted.order : own;
  };
  /** Of an order that is neither this element's nor was asked for here: another one at the page's controller pays it. */
  const isForeign = (): boolean => {
    const { order: paid } = attemptOf(stateOf());
    return paid !== undefined && paid !== asked && (ownOrder() ?? paid) !== paid;
  };
  const show = (): void => {
    reflect(host, internals, stateOf(), outcome, isForeign());
  };

  /** Nothing is under way, and nothing of it is in the page. */
  const isOver = (): boolean => /^(idle|disposed|settled)$/.test(stateOf().phase) && !stateOf().cashierVisible;

  /** Paid, and the SDK is about to jump to the page's paymentRedirectUrl. */
  const isJumping = (): boolean => stateOf().phase === 'settled' && stateOf().cashierVisible;

  /** Elements that share a controller see each other's. */
  const isOwn = (): boolean => attemptOf(stateOf()).attemptId === mounted?.attemptId;
  /** The form is open that this element has drawn. */
  const isMounted = (): boolean => stateOf().phase === 'open' && isOwn();
  const isFormOpen = (): boolean => isMounted() && attemptOf(stateOf()).order === order();

  /** Another order's form is open, of another element at this controller. */
  const isOtherFormOpen = (): boolean => {
    const state = stateOf();
    return state.phase === 'open' && state.surface === 'inline' && order() !== undefined && state.order !== order();
  };

  const stateChanged = (): void => {
    const state = stateOf();
    // What takes the place of a form has read its fields before that one ends.
    const isReplaced = state.phase === 'settled' && state.outcome.status === 'abandoned' && state.outcome.reason === 'replaced';
    if (!state.busy && !isReplaced) fields = null;
    if (state.phase === 'settled') {
      outcome = state.outcome;
      if (outcome.retry === 'after-confirmation' || !/abandoned|error/.test(outcome.status) || last?.order !== outcome.order)
        last = outcome;
    }
    // A form that is drawn again after a failure does not take back what was said of it.
    else if (state.busy && (state.surface === 'popup' || /submitting|confirming/.test(state.phase))) outcome = null;
    show();
    emit('antom-state', state);
    // What had to wait: other attributes, buttons that are gone, the removal.
    changed();
  };

  const conclude = (result: PaymentOutcome): void => {
    if (result === told) return;
    told = outcome = result;
    show();
    const url = emit('antom-outcome', result) && result.status === 'succeeded' && succeededUrl(host);
    if (url && url.href !== location.href) {
      // Until the page is back from the back/forward cache, a press goes there again and pays nothing.
      if (url.href.split('#')[0] !== location.href.split('#')[0]) leaving = result;
      addEventListener('pageshow', () => (leaving = null), { once: true });
      location.href = url.href;
    }
    if (mayTryAgain(result)) drawn = null;
    changed();
  };

  const refuse = (error: CheckoutError): PaymentOutcome => {
    const result: ErrorOutcome = { attemptId: Date.now().toString(36), status: 'error', confirmedBy: null, retry: 'none', error };
    conclude(Object.freeze(result));
    return result;
  };

  // ── The controller ─────────────────────────────────────────────────────────

  const unbindAll = (): void => {
    bound.forEach((unbind) => {
      unbind();
    });
    bound.clear();
  };

  /** Takes that controller in place of the one before, whose payment is over. */
  const use = (next: CheckoutController | null, nextKey?: readonly unknown[]): void => {
    for (const end of undo) end();
    unbindAll();
    if (key) controller?.dispose();
    drawn = last = null;
    sent = undefined;
    controller = next;
    key = nextKey;
    undo = next ? [next.subscribe(stateChanged), next.on((event) => emit('antom-event', event))] : [];
  };

  /** @returns whether its last payment is undecided, or has succeeded: with `storage: 'none'` another controller would not know */
  const mustRemember = (isPaid: (order: string | undefined) => boolean): boolean =>
    stateOf().phase === 'settled' &&
    last !== null &&
    (last.retry === 'after-confirmation' || (last.status === 'succeeded' && isPaid(last.order)));
  const mayReplace = (): boolean => !mustRemember((paid) => paid === order() || paid === mounted?.order);

  const createPaymentSession = (context: SessionContext): ReturnType<NonNullable<Given['createPaymentSession']>> => {
    // The page's own function may read the form too.
    const now = fields ?? (form && new FormData(form));
    fields = null;
    sent = now ? textOf(now) : undefined;
    if (life.createPaymentSession) return life.createPaymentSession(context);
    return requestSession(host, form, now, context);
  };

  const inquiryPayment = (context: InquiryContext): ReturnType<NonNullable<Given['inquiryPayment']>> =>
    life.inquiryPayment ? life.inquiryPayment(context) : requestInquiry(host, context);

  const make = (pays: boolean, isPress: boolean): void => {
    const settings = readAttributes(host, life, pays);
    const { options, faults, makes, asks } = settings;
    const isOther =
      stateOf().phase === 'disposed' ||
      settings.key.some((value, index) => value !== key?.[index]) ||
      // Not asked while a form is open, which keeps its session: another one would take what the buyer has typed along.
      (sent !== undefined && form && sent !== textOf(new FormData(form)));
    if (!key || (isPress && isOther && mayReplace())) {
      const made = makeController(
        {
          createPaymentSession: makes ? createPaymentSession : undefined,
          inquiryPayment: asks ? inquiryPayment : undefined,
          ...options,
        },
        faults,
      );
      use(made, settings.key);
    } else if (isPress && faults[0]) throw invalid(faults);
  };

  const payOptions = (given?: PayOptions): PayOptions => {
    fields = form && new FormData(form);
    const options = { order: order(), notRedirectAfterComplete: succeededUrl(host) ? true : undefined, ...given };
    asked = options.order;
    return options;
  };

  /** bind() asks at a hover too, and beside a payment that is no press. */
  const bindOptions = (): PayOptions => {
    const before = { fields, asked };
    const options = payOptions();
    if (stateOf().busy && !isResuming) ({ fields, asked } = before);
    return options;
  };

  /**
   * The controller as the attributes and properties want it, if nothing is under way, and the buttons as they are now.
   * @param isPress only then another controller takes the place of one that works
   * @returns why there is none
   */
  const refresh = (pays: boolean, isPress: boolean): CheckoutError | undefined => {
    try {
      if (isOver()) {
        if (!pages) make(pays, isPress);
        else if (typeof pages.bind !== 'function' || pages.state.phase === 'disposed')
          throw invalid(['the property checkout must be a CheckoutController that was not disposed of']);
        else if (pages !== controller) use(pages);
      }
      const now = controller as CheckoutController;
      if (!host.isConnected || now.state.phase === 'disposed') return undefined;
      isActive = true;
      const root = host.getRootNode();
      const wanted = [root, ...payButtons(host)];
      bound.forEach((unbind, node) => {
        // The outcome of a payment is told by the binding that began it.
        if (now.state.busy || wanted.indexOf(node) >= 0) return;
        unbind();
        bound.delete(node);
      });
      for (const node of wanted) {
        if (bound.has(node)) continue;
        if (node === root) {
          // Above the form, where bind() hears of the event once more.
          root.addEventListener('submit', press, true);
          bound.set(root, () => {
            root.removeEventListener('submit', press, true);
          });
        } else bound.set(node, now.bind(node as Element, { pay: bindOptions, onOutcome: conclude }));
      }
      return undefined;
    } catch (thrown) {
      return thrown as CheckoutError;
    }
  };

  // ── What happens ───────────────────────────────────────────────────────────

  const mount = (place: Element, options?: PayOptions): Promise<PaymentOutcome> => {
    drawn = place;
    // The two products that have a button of their own unless they are told that the page has one.
    const hasButton = key && /cashier|vaulting/.test(attribute(host, 'product') ?? 'cashier') && payButtons(host)[0];
    const appearance = { showSubmitButton: false, ...life.options?.appearance };
    const before = mounted;
    const given = payOptions({ ...(hasButton ? { appearance } : {}), ...options });
    const result = (controller as CheckoutController).mount(place, given);
    const { attemptId, order: shown } = attemptOf(stateOf());
    const wanted = given.order === '' ? undefined : given.order;
    // Refused or paid already, beside the form of another order.
    const now = shown === wanted ? (mounted = { attemptId, order: wanted, own: ownOrder() }) : before;
    void result.then((ended) => {
      // Refused or paid already: the attempt was another one.
      if (ended.attemptId !== attemptId && mounted === now) mounted = before;
      conclude(ended);
    });
    return result;
  };

  const payWith = (options?: PayOptions): Promise<PaymentOutcome> => {
    const result = (controller as CheckoutController).pay(payOptions(options));
    void result.then(conclude);
    return result;
  };

  const update = (): void => {
    const place = placeOf(host);
    // It is back in the page, for another order than the one that was paid.
    if (!isActive && mayReplace()) drawn = null;
    // Frameworks write a boolean out.
    const isReturn = (host.getAttribute('resume') ?? 'false') !== 'false';
    // A form is drawn as by a press.
    const fault = refresh(place !== null, place !== null && place !== drawn);
    if (fault) {
      // Nobody presses anything to hear of it. Once for each text.
      if ((place || isReturn) && (outcome as Partial<ErrorOutcome> | null)?.error?.message !== fault.message) refuse(fault);
      return;
    }
    show();
    const now = controller as CheckoutController;
    // Another element's form, or a popup's: a form here would take that away.
    if (now.state.busy || (isJumping() && !isOwn()) || isResuming) return;
    if (isReturn && !isResumed) {
      isResumed = isResuming = true;
      void now.resume({ order: order() }).then((result) => {
        isResuming = false;
        // Paid, or not decided: a form would offer a payment that nobody has asked for.
        if (result && !mayTryAgain(result)) drawn = place;
        if (result) conclude(result);
        changed();
      });
    } else if (place && (place !== drawn || (isMounted() && !isFormOpen()))) {
      if (document.readyState === 'loading') {
        // The button after it may still be on its way.
        document.addEventListener('DOMContentLoaded', changed, { once: true });
      } else {
        form = formOf(host);
        void mount(place);
      }
    }
  };

  const changed = (): void => {
    show();
    if (isDue) return;
    isDue = true;
    // A task later: a move is over by then, and the outcome of what has just settled is told.
    setTimeout(() => {
      isDue = false;
      // Nothing in its place can jump any more, and another element's form waits for that.
      if (isJumping() && isOwn() && !(host.isConnected && placeOf(host))) (controller as CheckoutController).unmount();
      if (host.isConnected) update();
      else if (isActive && isOver()) {
        isActive = isResumed = false;
        mounted = undefined;
        // The element may come back, and its button must not pay a second time.
        if (key && mustRemember(() => true)) unbindAll();
        else use(null);
      }
    });
  };

  /** What happens in place of a payment; undefined: it is one. */
  const instead = (pays: boolean, wanted: string | undefined): PaymentOutcome | undefined => {
    const url = leaving?.order === wanted && succeededUrl(host);
    if (leaving && url) {
      location.href = url.href;
      return leaving;
    }
    leaving = null;
    if (!stateOf().busy) told = null;
    const fault = refresh(pays, true);
    return fault && refuse(fault);
  };

  /** A click, and the submit by a button, which script may ask for without one. Of the two that are one press the second finds nothing to do. */
  function press(event: Event): void {
    const button = payButtons(host).filter(
      (one) => one === (event as SubmitEvent).submitter || (one.contains(event.target as Node) && !one.matches(':disabled')),
    )[0];
    if (!button || event.defaultPrevented || !host.isConnected) return;
    form = button.form ?? formOf(host);
    const place = placeOf(host);
    if (!instead(true, order())) {
      const state = stateOf();
      if (!place) {
        // bind() would submit the form of another element at this controller.
        if (!isOtherFormOpen()) return;
        void payWith();
      } else if (state.busy || isFormOpen()) return;
      // Paid is paid, also where no order says so.
      else if (outcome?.status !== 'succeeded' || (outcome.order ?? order()) !== undefined) void mount(place);
    }
    // bind() leaves alone what is prevented.
    event.preventDefault();
  }
  host.addEventListener('click', press, true);
  new MutationObserver(changed).observe(host, {
    childList: true,
    subtree: true,
    attributeFilter: ['data-antom', 'data-when', 'type', 'formaction'],
  });

  const life: Life = {
    options: undefined,
    createPaymentSession: undefined,
    inquiryPayment: undefined,
    get checkout() {
      return controller;
    },
    set checkout(value) {
      pages = value;
    },
    get state() {
      return stateOf();
    },
    get outcome() {
      return outcome;
    },
    pay: (options) => {
      const before = { form, fields, asked };
      const { attemptId } = attemptOf(stateOf());
      const wasOver = isOver();
      form = formOf(host);
      const wanted = { order: ownOrder(), ...options };
      const answer = instead(!options?.session, wanted.order);
      if (answer) return Promise.resolve(answer);
      const place = placeOf(host);
      const result = place ? mount(place, wanted) : payWith(wanted);
      // What joins a payment that is under way, or is refused beside it, is not what that one asks for.
      if (!wasOver && attemptId === attemptOf(stateOf()).attemptId) ({ form, fields, asked } = before);
      return result;
    },
    prepare: (options) => {
      if (!stateOf().busy) fields = null;
      if (!fields) form = formOf(host);
      const fault = refresh(options?.session === true, true);
      return fault ? Promise.reject(fault) : (controller as CheckoutController).prepare({ order: order(), ...options });
    },
    submit: (data) => {
      const own = order();
      // Another order's form is another element's, or this one's own until that is drawn anew.
      const isMeant = own === undefined || own === attemptOf(stateOf()).order;
      return controller && isMeant ? controller.submit(data) : Promise.resolve({ result: 'not-ready' });
    },
  };
  return [life, changed];
}
