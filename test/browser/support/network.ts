/** A merchant's site, Antom's CDN and Antom's cashier as a page meets them: played from files and by the demo's server. */
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { BrowserContext, Route } from 'playwright-core';
import { inject } from 'vitest';

export const SHOP = 'https://shop.example';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
};

export interface Page {
  readonly contentType: string;
  readonly body: string | Buffer;
}

/** What the site has at a path: the file in the first of those folders that has it. */
export const fileIn =
  (folders: readonly string[]) =>
  (pathname: string): Page | undefined => {
    const path = pathname === '/' ? 'index.html' : pathname;
    const file = folders.map((folder) => join(folder, path)).find((candidate) => existsSync(candidate));
    return file === undefined ? undefined : { contentType: TYPES[extname(file)] ?? 'text/plain', body: readFileSync(file) };
  };

/** The demo's server takes JSON; of a form it gets the fields that it knows. */
export function bodyOf(route: Route): string {
  const request = route.request();
  const body = request.postData() ?? '{}';
  return /urlencoded/.test(request.headers()['content-type'] ?? '') ? JSON.stringify(Object.fromEntries(new URLSearchParams(body))) : body;
}

/** The demo's answer, as that of any host to any page. */
async function answerFrom(url: string, route: Route, init: RequestInit): Promise<void> {
  const response = await fetch(url, { method: route.request().method(), ...init });
  await route.fulfill({
    status: response.status,
    contentType: response.headers.get('content-type') ?? 'text/plain',
    headers: { 'access-control-allow-origin': '*' },
    body: await response.text(),
  });
}

/** Antom's hosted forms, by the demo's players. */
export async function playForms(context: BrowserContext, demo: string): Promise<void> {
  const fromDemo = (route: Route, path: string): Promise<void> => {
    const body = route.request().postData();
    return answerFrom(demo + path, route, body === null ? {} : { body });
  };
  // Chromium lets no page of another host ask this machine.
  await context.route('**/ams/demo/report', (route) => fromDemo(route, '/ams/demo/report'));
  await context.route('https://checkout.antom.com/**', (route) => {
    const { pathname } = new URL(route.request().url());
    return fromDemo(route, pathname.startsWith('/elements/') ? '/players/element/' : pathname);
  });
  // What the Payment Element asks before it is drawn; the demo's page needs none of the answer.
  await context.route('https://imgs-sea-global.alipay.com/mgw.htm', (route) => {
    const { origin = '' } = route.request().headers();
    return route.fulfill({
      headers: { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' },
      json: { success: true, paymentMethods: [{}], orderAmountView: {}, paymentAmountView: {} },
    });
  });
}

/** The merchant's site, Antom's CDN, Antom's cashier. Every other host stays refused. */
export async function playNetwork(context: BrowserContext, site: (pathname: string) => Page | undefined): Promise<void> {
  const demo = inject('demoUrl');
  const fromDemo = (route: Route, path: string): Promise<void> =>
    answerFrom(demo + path, route, {
      headers: { 'content-type': 'application/json' },
      ...(route.request().method() === 'POST' ? { body: bodyOf(route) } : {}),
    });
  await context.route(`${SHOP}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith('/api/')) return fromDemo(route, pathname);
    const page = site(pathname);
    return route.fulfill(page ?? { status: 404, body: 'not here' });
  });
  await context.route('https://sdk.marmot-cloud.com/package/ams-checkout/*/dist/umd/ams-checkout.min.js', (route) =>
    fromDemo(route, '/sdk/ams-checkout.min.js'),
  );
  await context.route('https://ac.alipay.com/**', (route) => {
    const file = new URL(route.request().url()).pathname.replace(/^.*\//, '');
    return fromDemo(route, `/cashier/${file.endsWith('.html') ? '' : file}`);
  });
}
