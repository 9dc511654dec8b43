/**
 * A payment as the servers see it: what the gateway is told about it, what the merchant's server was asked for, what the browser remembers.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { expect, inject } from 'vitest';

export interface Remembered {
  readonly paymentRequestId: string;
  readonly paymentSessionId: string;
  readonly order: string;
}

/** The records of started payments in this page's storage, oldest first. */
export function remembered(page: Page, storage: 'sessionStorage' | 'localStorage' = 'sessionStorage'): Promise<Remembered[]> {
  return page.evaluate((name) => {
    const { records } = JSON.parse(window[name].getItem('antom-checkout-controller.pending') ?? '{"records":[]}') as {
      records: Remembered[];
    };
    return records;
  }, storage);
}

export type Asked = 'session' | 'inquiry';

/** What the pages of a context ask the merchant's server for, in the order in which they do. Each session is a new paymentRequestId. */
export function watchServer(context: BrowserContext): readonly Asked[] {
  const asked: Asked[] = [];
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/api\/(payment|vaulting)-sessions$/.test(pathname)) asked.push('session');
    if (pathname.startsWith('/api/payments/')) asked.push('inquiry');
  });
  return asked;
}

/** A round trip of the page's own: every request that it made before has been seen by now. */
export async function requestsSeen(page: Page): Promise<void> {
  await page.evaluate(() => fetch('/no-content').then(() => undefined));
}

/** Decides a payment at the gateway, as the payment method would. */
export async function decide(
  { paymentSessionId }: { readonly paymentSessionId?: string },
  status: 'SUCCESS' | 'FAIL' | 'CANCELLED' | 'PENDING' | 'PROCESSING',
): Promise<void> {
  const response = await fetch(`${inject('demoUrl')}/ams/demo/report`, {
    method: 'POST',
    body: JSON.stringify({ paymentSessionId, event: 'decide', status }),
  });
  expect(await response.json(), 'the gateway takes the decision').toMatchObject({ accepted: true, paymentStatus: status });
}

/** The merchant's own view: `open`, `pending`, `paid`, `failed`. */
export async function orderStatus({ paymentRequestId }: { readonly paymentRequestId?: string }): Promise<string> {
  const response = await fetch(`${inject('demoUrl')}/api/orders/${paymentRequestId ?? ''}`);
  return ((await response.json()) as { status: string }).status;
}
