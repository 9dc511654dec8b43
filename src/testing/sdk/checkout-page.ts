/**
 * AMSCheckoutPage of 1.47.2, scripted (esm/core/component/ckp): a frame without a handshake, whose messages reach the instance by a
 * listener on the window that believes everybody. Its `eventListenerWrapper` is a property that a page may replace before it mounts.
 */
import type { FakeSdkWorld } from './ams-checkout';
import type { App, Params } from './app';
import { createNodes, type PageWindow } from './nodes';

interface PageOptions {
  readonly environment?: unknown;
  readonly onEventCallback?: (raw: unknown) => void;
}

/** One mounted page. */
export interface FakeCheckoutPage {
  readonly app: App;
  /** It posts a message to the window; an object is sent as JSON. */
  readonly post: (data: unknown) => void;
}

export interface FakeCheckoutPageSdk {
  readonly module: { readonly AMSCheckoutPage: new (options: PageOptions) => object };
  readonly pages: readonly FakeCheckoutPage[];
  /** Thrown by unmount(). */
  unmountError: unknown;
}

const FRAME = 'antom-checkout-page-sub-page-iframe';
const ORIGIN = 'https://checkout.antom.com';
/** What the imitated frame has of a real one. */
interface Frame extends HTMLElement {
  src: string;
  contentWindow: { postMessage: () => void };
}

export function createFakeCheckoutPage(given: Partial<FakeSdkWorld> = {}): FakeCheckoutPageSdk {
  const pageWindow = given.window ?? ((): PageWindow => window);
  const nodes = createNodes(pageWindow);
  const pages: FakeCheckoutPage[] = [];

  class AMSCheckoutPage {
    iframe: Frame | null = null;
    eventListenerWrapper: (event: { readonly data: unknown }) => void;

    constructor(private readonly options: PageOptions) {
      Object.keys(options);
      nodes.tracker();
      this.eventListenerWrapper = ({ data }) => {
        this.hear(data);
      };
    }

    private hear(data: unknown): void {
      const { code, message, result, context } = (JSON.parse(data as string) ?? {}) as Message;
      if (code && code.indexOf('SDK_PAYMENT') === 0) this.options.onEventCallback?.({ code, message, result });
      if (context?.event && context.event.indexOf('onRedirect') === 0) {
        this.options.onEventCallback?.({ code, message, result });
        const url = context.data?.normalUrl;
        if (url) given.navigate?.(url, '_self');
      }
    }

    mountComponent(params: Params, selector: unknown): Promise<void> {
      const { sessionData } = params;
      if (typeof sessionData !== 'string' || sessionData === '') throw new Error('PARAMS_ERROR_INVALID_SESSION_DATA');
      const page = pageWindow();
      page.addEventListener('message', this.eventListenerWrapper);
      // The SDK prints the session.
      page.console.log('AMSCheckoutPage', this.options.environment, sessionData);
      const place = nodes.document.querySelector(selector as string);
      if (!place) {
        page.removeEventListener('message', this.eventListenerWrapper);
        throw new Error('PARAMS_ERROR_INVALID_SELECTOR');
      }
      place.innerHTML = '';
      const frame = nodes.append('iframe', FRAME, place) as Frame;
      frame.src = `${ORIGIN}/checkout-page/pages/payment/index.html?sessionData=${encodeURIComponent(sessionData)}`;
      frame.contentWindow = { postMessage: () => undefined };
      this.iframe = frame;
      const drawn = createPage(frame, params);
      pages.push(drawn);
      given.opened?.(drawn.app);
      return Promise.resolve();
    }

    unmount(): void {
      if (sdk.unmountError !== undefined) throw sdk.unmountError as Error;
      pageWindow().removeEventListener('message', this.eventListenerWrapper);
      nodes.remove(FRAME);
    }
  }

  function createPage(frame: Frame, params: Params): FakeCheckoutPage {
    let drawn = false;
    const post = (data: unknown): void => {
      const page = pageWindow();
      const event = new page.MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data), origin: ORIGIN });
      // A real source is a window, and the imitated frame has none.
      Object.defineProperty(event, 'source', { value: frame.contentWindow });
      page.dispatchEvent(event);
    };
    const app: App = {
      className: 'AMSCheckoutPage',
      session: params['sessionData'] as string,
      params,
      surface: 'inline',
      ownButton: true,
      get phase() {
        if (!frame.isConnected) return 'gone';
        return drawn ? 'drawn' : 'starting';
      },
      awaitsAnswer: false,
      get place() {
        return frame.isConnected ? frame.parentElement : null;
      },
      start: () => {
        drawn = true;
      },
      says: (code, result) => {
        post(result === undefined ? { code } : { code, result });
      },
      fill: () => undefined,
      // Its frame stays; what it says is that the buyer went back to the shop.
      closes: () => {
        post({ code: 'SDK_PAYMENT_CLICK_BACK_TO_MERCHANT' });
      },
      submitted: null,
      redirects: ({ normalUrl = 'https://method.example/pay', ...more }) => {
        post({ context: { event: 'onRedirect', data: { normalUrl, ...more } } });
      },
      vanishes: () => {
        frame.remove();
      },
    };
    return { app, post };
  }

  const sdk: FakeCheckoutPageSdk = { module: { AMSCheckoutPage }, pages, unmountError: undefined };
  return sdk;
}

interface Message {
  readonly code?: string;
  readonly message?: unknown;
  readonly result?: unknown;
  readonly context?: { readonly event?: string; readonly data?: { readonly normalUrl?: string } };
}
