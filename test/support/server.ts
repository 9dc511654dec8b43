/** The merchant's inquiry endpoint for tests: says what it is told to, and keeps count. */
import { vi } from 'vitest';
import type { InquiryContext, PaymentInquiry, StorageLike } from '../../src/types';
import { emptyRegistry } from './registry';

/** `down`: rejects; `throws`: synchronously; `unknown`: a paymentStatus that nobody knows; `silent`: never answers, or by `answer()` only. */
export type Say =
  'SUCCESS' | 'FAIL' | 'CANCELLED' | 'PROCESSING' | 'PENDING' | 'ORDER_NOT_EXIST' | 'down' | 'throws' | 'unknown' | 'silent';

export interface Asked {
  readonly context: InquiryContext;
  /** ms on the page's clock. */
  readonly at: number;
  /** Answers a silent one, however late. */
  readonly answer: (say: Say) => void;
}

export interface FakeServer {
  readonly inquiryPayment: (context: InquiryContext) => Promise<PaymentInquiry>;
  readonly asked: Asked[];
  /** The most requests that were open at once; an aborted one is over. */
  readonly most: number;
  /** From now on the answers in order; the last one stays. */
  says(...answers: Say[]): void;
}

/** Antom's answer, with `result` as it is for that status. */
export function inquiryOf(say: Say): PaymentInquiry {
  switch (say) {
    case 'ORDER_NOT_EXIST':
      return { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST', resultMessage: 'The order does not exist.' } };
    case 'unknown':
      return { result: { resultStatus: 'S', resultCode: 'SUCCESS' }, paymentStatus: 'SUCCEEDED' };
    case 'SUCCESS':
    case 'FAIL':
    case 'CANCELLED':
    case 'PROCESSING':
    case 'PENDING':
      return { result: { resultStatus: 'S', resultCode: 'SUCCESS' }, paymentStatus: say };
    case 'down':
    case 'throws':
    case 'silent':
      throw new Error('the server is down');
  }
}

export function fakeServer(...answers: Say[]): FakeServer {
  let script = answers;
  let open = 0;
  let most = 0;
  const asked: Asked[] = [];
  return {
    asked,
    get most() {
      return most;
    },
    says: (...next) => {
      script = next;
    },
    inquiryPayment: (context) => {
      const say = script[0] ?? 'down';
      if (script.length > 1) script = script.slice(1);
      open += 1;
      most = Math.max(most, open);
      let over = false;
      const end = (): void => {
        if (!over) {
          over = true;
          open -= 1;
        }
      };
      context.signal.addEventListener('abort', end, { once: true });
      let resolve: (inquiry: PaymentInquiry) => void = () => undefined;
      const answered = new Promise<PaymentInquiry>((onResolve) => {
        resolve = onResolve;
      });
      asked.push({
        context,
        at: Date.now(),
        answer: (late) => {
          end();
          resolve(inquiryOf(late));
        },
      });
      if (say === 'silent') return answered;
      end();
      if (say === 'throws') throw new Error('inquiryPayment threw');
      return say === 'down' ? Promise.reject(new Error('the server is down')) : Promise.resolve(inquiryOf(say));
    },
  };
}

/** A Web Storage that a test can look into. */
export function memoryStorage(): StorageLike & { readonly content: Record<string, string> } {
  const content: Record<string, string> = {};
  return {
    content,
    getItem: (key) => content[key] ?? null,
    setItem: (key, value) => {
      content[key] = value;
    },
    removeItem: (key) => {
      Reflect.deleteProperty(content, key);
    },
  };
}

/** Another page of this browser has paid the order, or begun to, and writes so into the storage that both share; `id` is its payment's. */
export function writeElsewhere(storage: StorageLike, order: string, what: 'paid' | 'begun', id: string): void {
  const key = 'antom-checkout-controller.pending';
  const content = JSON.parse(storage.getItem(key) ?? '{"version":1,"records":[],"paid":[]}') as Record<'records' | 'paid', object[]>;
  const entry = { attemptId: id, order, at: Date.now() };
  if (what === 'paid') content.paid.push({ ...entry, confirmedBy: 'server' });
  else content.records.push({ ...entry, paymentRequestId: id, paymentSessionId: '' });
  storage.setItem(key, JSON.stringify(content));
}

/** The page is loaded anew: nothing of the library's is left on it but what storage holds. */
export function reloadPage(): void {
  emptyRegistry();
}

export function setOnline(online: boolean): void {
  vi.spyOn(window.navigator, 'onLine', 'get').mockReturnValue(online);
  window.dispatchEvent(new Event(online ? 'online' : 'offline'));
}
