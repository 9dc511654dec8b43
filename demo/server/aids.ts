/**
 * Addresses that redirects of the cashier lead to: the payment method's page, an answer without content, a download.
 */
import { Hono } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import { isLoopback, parseUrl } from '../shared/origins.ts';
import { methodPage } from './method-page.ts';

const BLANK =
  '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>blank</title><link rel="icon" href="data:,"><body></body></html>';

export const aids = new Hono<{ Bindings: HttpBindings }>()
  .get('/redirect-target', (c) =>
    c.html(
      methodPage({
        back: onThisMachine(c.req.query('return')),
        report: onThisMachine(c.req.query('report')),
        session: c.req.query('session') ?? null,
        confirms: c.req.query('approve') === 'confirm',
        lang: c.req.query('lang') === 'zh' ? 'zh' : 'en',
      }),
    ),
  )
  .get('/no-content', (c) => c.body(null, 204))
  .get('/download', (c) =>
    c.body('A receipt.\n', 200, { 'content-disposition': 'attachment; filename="receipt.txt"', 'content-type': 'text/plain' }),
  )
  .get('/blank', (c) => c.html(BLANK));

/** Only to the demo itself: an open redirect is a hole even on a laptop. */
function onThisMachine(value: string | undefined): string | null {
  const url = parseUrl(value ?? '');
  return url !== null && isLoopback(url) ? url.href : null;
}
