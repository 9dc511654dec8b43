/** Pages with <antom-checkout> for unit tests: the test kit plays the SDK, the buyer and, behind the page's `fetch`, the server. */
import { afterEach, beforeEach, vi } from 'vitest';
import type { CheckoutState, PaymentOutcome } from 'antom-checkout-controller';
import '../../src/custom-element';
import type { AntomCheckoutElement } from '../../src/custom-element';
import { fakeAntom, type FakeAntom } from '../../src/testing';
import { emptyRegistry } from './registry';
import { pass } from './shop';

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As text; of a multipart form its entries. */
  readonly body: string;
  readonly type: 'urlencoded' | 'multipart' | 'text';
  readonly credentials: string | undefined;
  readonly cache: string | undefined;
}

export interface Page {
  readonly antom: FakeAntom;
  readonly requests: Request[];
  /** What `antom-outcome` told on the document, or on the element where it is gone. */
  readonly outcomes: PaymentOutcome[];
  readonly states: CheckoutState[];
  /** Where the page was sent to. */
  readonly visited: string[];
}

export const SESSION = 'session-url="/pay/session"';
export const INQUIRY = 'inquiry-url="/pay/{paymentRequestId}"';
/** What every test needs and none is about. */
export const BASE = `environment="sandbox" ${SESSION} prepare="manual"`;

function told(body: BodyInit | null | undefined): Pick<Request, 'body' | 'type'> {
  if (body instanceof URLSearchParams) return { body: body.toString(), type: 'urlencoded' };
  if (body instanceof FormData)
    return {
      body: Array.from(body.entries(), ([name, value]) => `${name}=${typeof value === 'string' ? value : value.name}`).join('&'),
      type: 'multipart',
    };
  return { body: typeof body === 'string' ? body : '', type: 'text' };
}

/** Until the element has looked around: it does so in a task of its own, and now and then that asks for one more. */
export const flush = (): Promise<void> => pass(5);

let current: Page;
export const page = (): Page => current;

/** Call at the top of a file. */
export function useElement(): void {
  let uninstall: () => void = () => undefined;
  const note = (event: CustomEvent<PaymentOutcome>): void => {
    current.outcomes.push(event.detail);
  };
  const noteState = (event: CustomEvent<CheckoutState>): void => {
    current.states.push(event.detail);
  };

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') });
    emptyRegistry();
    sessionStorage.clear();
    document.head.innerHTML = '';
    document.body.innerHTML = '<main></main>';
    const antom = fakeAntom();
    uninstall = antom.install();
    const requests: Request[] = [];
    const visited: string[] = [];
    current = { antom, requests, outcomes: [], states: [], visited };
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      requests.push({
        method: init.method ?? 'GET',
        url,
        headers: init.headers as Record<string, string>,
        ...told(init.body),
        credentials: init.credentials,
        cache: init.cache,
      });
      const signal = init.signal as AbortSignal;
      const { createPaymentSession, inquiryPayment } = antom.options;
      return Response.json(
        init.method === 'POST'
          ? await createPaymentSession!({ signal })
          : await inquiryPayment!({ paymentRequestId: url.replace('/pay/', ''), signal }),
      );
    });
    history.replaceState(null, '', '/checkout');
    // jsdom cannot navigate.
    const real = window.location;
    vi.stubGlobal(
      'location',
      new Proxy(
        {},
        {
          get: (_, key) => (real as unknown as Record<string | symbol, unknown>)[key],
          set: (_, __, url: string) => visited.push(url) > 0,
        },
      ),
    );
    document.addEventListener('antom-outcome', note);
    document.addEventListener('antom-state', noteState);
  });

  afterEach(async () => {
    document.body.innerHTML = '';
    document.removeEventListener('antom-outcome', note);
    document.removeEventListener('antom-state', noteState);
    await current.antom.reset();
    await flush();
    uninstall();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

/** Puts markup into the page; returns its first <antom-checkout>, when it has looked around. */
export async function open(html: string): Promise<AntomCheckoutElement> {
  (document.querySelector('main') as Element).innerHTML = html;
  await flush();
  return element();
}

export const element = (): AntomCheckoutElement => document.querySelector('antom-checkout') as AntomCheckoutElement;
export const $ = (selector: string): HTMLElement => document.querySelector(selector) as HTMLElement;
export const click = async (selector = 'button'): Promise<void> => {
  $(selector).click();
  await flush();
};
export const statuses = (): string[] => current.outcomes.map(({ status }) => status);
export const posts = (): Request[] => current.requests.filter(({ method }) => method === 'POST');
/** The message of the newest outcome, which must be an error of that code. */
export function faultOf(code = 'invalid-options'): string {
  const last = current.outcomes.at(-1);
  if (last?.status !== 'error' || last.error.code !== code) throw new Error(`the outcome is ${JSON.stringify(last)}`);
  return last.error.message;
}
