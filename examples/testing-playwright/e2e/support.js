/** A browser, your build as it is, and your server played by the test. With @playwright/test the lines are the same. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { paymentSession } from 'antom-checkout-controller/testing/node';
import { chromium } from 'playwright-core';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
export const SHOP = 'https://shop.example/';

/** Without CHROMIUM_PATH, the Chrome that is installed. */
export const launch = () => {
  const { CHROMIUM_PATH } = process.env;
  return chromium.launch(CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH, args: ['--no-sandbox'] } : { channel: 'chrome' });
};

/** Your server's two addresses. `statuses` is what inquiryPayment answers, by paymentRequestId; the test says what is true. */
export async function playServer(page) {
  const server = { status: 'SUCCESS', sessions: 0 };
  await page.route('**/api/payment-sessions', (route) => {
    server.sessions += 1;
    return route.fulfill({ json: paymentSession() });
  });
  await page.route('**/api/payments/*', (route) =>
    route.fulfill({ json: { result: { resultStatus: 'S', resultCode: 'SUCCESS' }, paymentStatus: server.status } }),
  );
  return server;
}

/** dist/ at SHOP, without a server. Any other address is refused, and so is Antom's. */
export async function serveBuild(page) {
  await page.route('**/*', (route) => route.abort());
  await page.route(`${SHOP}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = new URL(`../dist${pathname === '/' ? '/index.html' : pathname}`, import.meta.url);
    try {
      await route.fulfill({ contentType: TYPES[extname(file.pathname)] ?? 'text/plain', body: await readFile(file) });
    } catch {
      await route.fulfill({ status: 404, body: 'not here' });
    }
  });
}
