/**
 * One page with an SDK in it, the real one or the imitation, and the same strings to pull in both. A fact that is written against it is a
 * fact about either.
 */
import { openImitation, type ImitatedWindow } from './imitated-sdk.ts';
import { asked, bring, shopIn, SLOT, type Shop, type ShopWindow } from './product-players.ts';
import type { FakeCashier, SdkVersion } from './real-sdk.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The newest app of the SDK's in the page. */
export interface PlayedApp {
  /** It starts and draws itself, and Antom's server has said yes. */
  launch(): Promise<void>;
  says(code: string, fields?: Fields): void;
  /** It answers the newest submit(): with a code, or a Payment Element with a status. */
  answers(answer: Fields): void;
  /** Its form is complete, or not. */
  fill(valid: boolean): void;
  /** It answers what it was asked about its form. */
  replies(): void;
  /** The code that goes with a close. */
  declares(code: string, enabled?: boolean): void;
  /** No "leave?" from now on. */
  asksNoMore(): void;
  /** Its own close button. */
  closes(): void;
  redirects(to: Fields): void;
  /** It asks the SDK to take it away. */
  destroys(): void;
}

/** What the SDK has done to the page. */
export interface PageState {
  readonly ids: readonly string[];
  readonly styles: readonly string[];
  readonly overflow: string;
  readonly slot: readonly string[];
  readonly scripts: number;
  /** Those that only preload among them. */
  readonly iframes: number;
  readonly messageListeners: number;
}

export interface SdkWorld extends Omit<Shop<ShopWindow>, 'sdk' | 'answer' | 'failQueries' | 'journal'> {
  readonly version: SdkVersion;
  global(name: string): unknown;
  app(): PlayedApp;
  /** Antom's server says yes to what was asked. */
  answer(): void;
  /** How many apps are drawn or being drawn. */
  frames(): number;
  click(id: string): void;
  state(): PageState;
  /** Writes the state into the journal. */
  look(): void;
  /** What the console was told contains it. */
  printed(text: string): boolean;
  /** Everything heard, in order, with the moment (ms since the page opened). */
  readonly journal: readonly [at: number, channel: string, value: unknown][];
}

const NOT_PRELOADED = /^(ams-checkout-component-desktop|antom-)/;

function worldOf(version: SdkVersion, shop: Shop<ShopWindow>, rest: Pick<SdkWorld, 'app' | 'answer' | 'printed'>): SdkWorld {
  const { document, sdk } = shop;
  const journal: [number, string, unknown][] = [];
  const push = shop.journal.push.bind(shop.journal);
  shop.journal.push = (...notes) => {
    for (const { channel, value } of notes) journal.push([sdk.clock.now, channel, normal(value)]);
    return push(...notes);
  };
  const before = document.scripts.length;
  // 1.47.2 adds one as it is loaded.
  const listeners = shop.messageListeners();
  const state = (): PageState => ({
    ids: shop.ids().sort(),
    styles: shop.styles(),
    overflow: document.body.style.overflow,
    slot: [...(document.querySelector(SLOT)?.children ?? [])].map((node) => `${node.localName}#${node.id}`),
    scripts: document.scripts.length - before,
    iframes: document.querySelectorAll('iframe').length,
    messageListeners: shop.messageListeners() - listeners,
  });
  return {
    ...shop,
    get slot() {
      return shop.slot;
    },
    get slot2() {
      return shop.slot2;
    },
    ...rest,
    version,
    journal,
    global: (name) => sdk.global(name),
    frames: () => [...document.querySelectorAll('iframe')].filter(({ id }) => NOT_PRELOADED.test(id)).length,
    click: (id) => document.getElementById(id)?.click(),
    state,
    look: () => {
      journal.push([sdk.clock.now, 'page', state()]);
    },
  };
}

/**
 * What cannot be equal is made so: errors are of two realms, their stacks and, for those that V8 words itself, their texts differ; a
 * member that is undefined and one that is missing are the same to a page.
 */
function normal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { name, message } = value as { name?: unknown; message?: unknown };
  if (typeof name === 'string' && /Error$/.test(name)) return name === 'Error' ? `Error: ${String(message)}` : name;
  if (Array.isArray(value)) return value.map(normal);
  const plain: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    // The text of a TypeError in an event, and of the query's in a rejection.
    plain[key] = key === 'message' && /^Cannot (read|destructure)/.test(String(member)) ? 'a TypeError' : normal(member);
  }
  return plain;
}

// ── The real SDK ─────────────────────────────────────────────────────────────

export function realWorld(shop: Shop): SdkWorld {
  const complete = new WeakMap<Element, boolean>();
  return worldOf(shop.sdk.version, shop, {
    app: () => {
      const app = shop.sdk.apps().at(-1);
      if (app === undefined) throw new Error('the SDK has no app in the page');
      return play(shop, app, complete);
    },
    answer: () => shop.answer(),
    printed: (text) => shop.sdk.console.some((line) => line.text.includes(text)),
  });
}

function play(shop: Shop, app: FakeCashier, complete: WeakMap<Element, boolean>): PlayedApp {
  const { id } = app.iframe;
  const isPage = id.startsWith('antom-checkout-page');
  const isElement = id.startsWith('antom-sdk-web-app-');
  const question = (event: string): string | undefined => asked(app, event).id;
  const wasAsked = (event: string): boolean => app.received.some((message) => message.event === event);
  const answers = (answer: Fields): void => {
    if (isElement) app.send(question('submitPay') ?? '', { data: answer });
    else app.send('onEventCallback', answer, question('submitPay'));
  };
  return {
    launch: async () => {
      if (!isPage) await bring(shop, app);
    },
    says: (code, fields = {}) => {
      if (isPage) app.post(JSON.stringify({ code, ...fields }));
      else app.send('onEventCallback', { code, ...fields });
    },
    answers,
    fill: (valid) => {
      complete.set(app.iframe, valid);
    },
    replies: () => {
      const isValid = complete.get(app.iframe) ?? true;
      if (isElement && wasAsked('onValidate')) app.send(question('onValidate') ?? '', { data: { isValid } });
      if (!isElement && wasAsked('validateFields')) app.send('validateFieldsResult', { isValid }, question('validateFields'));
      if (!isValid && wasAsked('submitPay')) {
        answers(isElement ? INVALID_FORM : { code: 'SDK_FORM_VERIFICATION_FAILED' });
      }
    },
    declares: (eventName, enableCallback = true) =>
      app.send('declareEventCallbackInfo', { popWindowEventInfo: { enableCallback, eventName } }),
    asksNoMore: () => app.send('setAllowRetention', false),
    closes: () => app.send('onClose', {}),
    redirects: (to) => {
      if (isPage) app.post(JSON.stringify({ context: { event: 'onRedirect', data: to } }));
      else app.send('onRedirect', to);
    },
    destroys: () => app.send('onDestroy', {}),
  };
}

/** What the kit's form answers to a submit of an incomplete one. */
const INVALID_FORM = { status: 'FAIL', error: { code: 'FORM_INVALID', message: 'The form is not complete.' } };

// ── The imitation ────────────────────────────────────────────────────────────

export function imitatedWorld(version: SdkVersion): { readonly world: SdkWorld; readonly close: () => void } {
  const sdk = openImitation(version);
  const shop = shopIn(sdk);
  const world = worldOf(version, shop, {
    app: () => playImitated(sdk, shop),
    answer: () => {},
    printed: (text) => sdk.console.some((line) => line.text.includes(text)),
  });
  return { world, close: () => sdk.close() };
}

function playImitated({ imitation, opened }: ImitatedWindow, shop: Shop<ImitatedWindow>): PlayedApp {
  const app = opened.at(-1);
  if (app === undefined) throw new Error('the imitation has opened no app');
  const cashier = imitation.family.cashiers.find(({ params }) => params === app.params);
  const core = imitation.core.apps.find((one) => one.app === app);
  const form = imitation.element.forms.find((one) => one.app === app);
  const page = imitation.checkoutPage.pages.find((one) => one.app === app);
  const none = (): never => {
    throw new Error('this product has no such thing');
  };
  return {
    launch: async () => {
      await shop.advance();
      app.start();
      await shop.advance();
      await shop.advance();
    },
    says: (code, fields = {}) => {
      if (page) page.post({ code, ...fields });
      else if (form) form.emit(code, fields['result']);
      else if (core) core.send('onEventCallback', { code, ...fields });
      else cashier?.emit(code, fields);
    },
    answers: (answer) => {
      if (form) form.answer(answer);
      else cashier?.answer(answer);
    },
    fill: (valid) => {
      app.fill(valid);
    },
    // It has done so by itself.
    replies: () => {},
    declares: (eventName, enableCallback = true) => {
      if (core) core.send('declareEventCallbackInfo', { popWindowEventInfo: { enableCallback, eventName } });
      else if (enableCallback) cashier?.declare(eventName);
    },
    asksNoMore: () => {
      if (core) core.send('setAllowRetention', false);
      else cashier?.noRetention();
    },
    closes: () => {
      if (core) core.send('onClose', {});
      else if (cashier) cashier.cross();
      else none();
    },
    redirects: (to) => {
      app.redirects(to);
    },
    destroys: () => {
      if (core) core.send('onDestroy', {});
      else if (form) form.vanish();
      // The rest of the products do not know that message.
    },
  };
}
