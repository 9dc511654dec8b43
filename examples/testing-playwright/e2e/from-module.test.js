/** A page whose SDK comes by fromModule, on the development server that has the kit in its place. */
import { after, before, test } from 'node:test';
import { createServer } from 'vite';
import { launch, playServer } from './support.js';

let vite, browser;
before(async () => {
  vite = await createServer({ mode: 'fake', logLevel: 'error', server: { port: 0 } });
  await vite.listen();
  browser = await launch();
});
after(async () => {
  await browser.close();
  await vite.close();
});

test('paid at the visible cashier', async () => {
  const page = await browser.newPage();
  await playServer(page);
  await page.goto(new URL('/from-module.html', vite.resolvedUrls.local[0]).href);
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await page.getByRole('button', { name: 'Fake cashier: pay' }).click();
  await page.getByRole('status').filter({ hasText: 'Thank you. Your order is paid.' }).waitFor();
});
