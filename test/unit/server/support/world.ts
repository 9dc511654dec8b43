/** Antom's side of a call, signed by `node:crypto` and not by the code under test; a clock in our hand; a shop that writes down what it hears. */
import { makeKeyPair, writePrivateKey, writePublicKey } from '../../../../demo/server/antom/keys';
import { signatureOf } from '../../../../demo/server/antom/signature';
import type { Antom } from '../../../../src/server/antom';
import { antomOf } from '../../../../src/server/create';
import type { Clock } from '../../../../src/server/gateway';
import { readOptions, type AntomOptions } from '../../../../src/server/options';

export type Json = Record<string, unknown>;

export const CLIENT = 'SANDBOX_TEST';
export const NOW = Date.parse('2026-01-01T00:00:00Z');
export const ORIGIN = 'https://shop.example';

const [merchant, antom, stranger] = await Promise.all([makeKeyPair(), makeKeyPair(), makeKeyPair()]);
export const pairs = { merchant, antom, stranger };
export const texts = {
  privateKey: writePrivateKey(merchant.privateKey),
  publicKey: writePublicKey(antom.publicKey),
  strangersKey: writePublicKey(stranger.publicKey),
  ownPublicKey: writePublicKey(merchant.publicKey),
};

export const OPTIONS: AntomOptions = {
  clientId: CLIENT,
  privateKey: texts.privateKey,
  publicKey: texts.publicKey,
  environment: 'sandbox',
  gateway: 'https://gateway.example',
};

export const S = { resultStatus: 'S', resultCode: 'SUCCESS', resultMessage: 'success' };

/** How an answer or a notification may differ from a right one. */
export interface Signed {
  readonly path?: string;
  readonly clientId?: string;
  readonly time?: string;
  readonly key?: (typeof merchant)['privateKey'];
  /** What is put in the place of the right headers; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

export function signedHeaders(
  timeHeader: 'request-time' | 'response-time',
  body: string | Uint8Array,
  path: string,
  { clientId = CLIENT, time = String(NOW), key = antom.privateKey, headers = {} }: Signed = {},
): Record<string, string> {
  const right = { 'client-id': clientId, [timeHeader]: time, signature: signatureOf({ path, clientId, time, body }, key) };
  return Object.fromEntries(
    Object.entries({ ...right, ...headers }).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export interface Sent {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: Record<string, string>; readonly body: string };
}

export interface TestClock extends Clock {
  time: number;
  /** Lets every timer that is set run out. */
  ring(): void;
  /** ms that the timers were set for. */
  readonly waits: number[];
}

export function testClock(): TestClock {
  let tasks: (() => void)[] = [];
  const clock: TestClock = {
    time: NOW,
    waits: [],
    now: () => clock.time,
    after(ms, task) {
      clock.waits.push(ms);
      tasks.push(task);
      return () => {
        tasks = tasks.filter((other) => other !== task);
      };
    },
    ring() {
      for (const task of tasks.splice(0)) task();
    },
  };
  return clock;
}

export interface World {
  readonly antom: Antom;
  readonly sent: Sent[];
  readonly clock: TestClock;
  /** What the gateway answers from now on; by default what was last given, signed. */
  readonly answers: (reply: Json | string | ((sent: Sent) => Response | Promise<Response>), signed?: Signed) => void;
}

export function world(change: Partial<AntomOptions> = {}): World {
  const clock = testClock();
  const sent: Sent[] = [];
  let reply: (sent: Sent) => Response | Promise<Response> = () => new Response('nothing was asked for', { status: 500 });
  const fetch = ((url: string, init: Sent['init']) => {
    const one = { url, init };
    sent.push(one);
    return Promise.resolve(reply(one));
  }) as typeof globalThis.fetch;
  return {
    antom: antomOf(readOptions({ ...OPTIONS, fetch, ...change }), clock),
    sent,
    clock,
    answers(next, signed = {}) {
      if (typeof next === 'function') {
        reply = next;
        return;
      }
      const body = typeof next === 'string' ? next : JSON.stringify(next);
      reply = ({ url }) =>
        new Response(body, {
          headers: {
            'content-type': 'application/json',
            ...signedHeaders('response-time', body, signed.path ?? new URL(url).pathname, signed),
          },
        });
    },
  };
}

export const notification = (change: Json = {}): Json => ({
  notifyType: 'PAYMENT_RESULT',
  result: S,
  paymentRequestId: 'request-1',
  paymentId: '2020010123456789',
  paymentAmount: { value: '12800', currency: 'HKD' },
  paymentCreateTime: '2020-01-01T12:01:00+08:30',
  ...change,
});

export const NOTIFY = '/api/notify';
/** A notification as Antom sends it. */
export function notifyRequest(body: Json | string | Uint8Array, signed: Signed & { readonly url?: string } = {}): Request {
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return new Request(signed.url ?? ORIGIN + NOTIFY, {
    method: 'POST',
    headers: signedHeaders('request-time', bytes, signed.path ?? NOTIFY, signed),
    body: bytes as string,
  });
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<{ code: string; message: string; faults: readonly string[] }> {
  try {
    await promise;
  } catch (error) {
    return error as { code: string; message: string; faults: readonly string[] };
  }
  throw new Error('It did not reject.');
}

export const codeOf = async (promise: Promise<unknown>): Promise<string> => (await rejection(promise)).code;

/** No run of 12 characters of any key is in it. */
export function holdsNoKey(text: string): boolean {
  return Object.values(texts).every((secret) => {
    for (let at = 0; at + 12 <= secret.length; at += 1) if (text.includes(secret.slice(at, at + 12))) return false;
    return true;
  });
}

export const SESSION = {
  productCode: 'CASHIER_PAYMENT',
  paymentRequestId: 'request-1',
  paymentAmount: { currency: 'HKD', value: '12800' },
  paymentMethod: { paymentMethodType: 'ALIPAY_HK' },
  paymentRedirectUrl: `${ORIGIN}/result`,
  paymentNotifyUrl: ORIGIN + NOTIFY,
  order: { orderAmount: { currency: 'HKD', value: '12800' }, referenceOrderId: 'order-1', orderDescription: 'Beans' },
} as const;
