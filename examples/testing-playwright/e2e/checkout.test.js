/** The build that goes to production, with the kit as a script before its own: `npm run build && npm test`. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { fakeAntomScript } from 'antom-checkout-controller/testing/node';
import { launch, playServer, serveBuild, SHOP } from './support.js';

let browser, page, server;
before(async () => {
  browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
  page = await browser.newPage();
  await serveBuild(page);
  server = await playServer(page);
  await page.addInitScript({ path: fakeAntomScript });
  await page.goto(SHOP);
});
afterEach(() => page.close());

const press = (name) => page.getByRole('button', { name, exact: true }).click();
const told = (text) => page.getByRole('status').filter({ hasText: text }).waitFor();

test('paid', async () => {
  await press('Pay');
  await press('Fake cashier: pay');
  await told('Thank you. Your order is paid.');
});

test('declined, then paid', async () => {
  server.status = 'FAIL';
  await press('Pay');
  await press('Fake cashier: decline');
  await told('This payment failed.');
  server.status = 'SUCCESS';
  await press('Pay');
  await press('Fake cashier: pay');
  await told('Thank you. Your order is paid.');
});

test('closed: the same session opens again', async () => {
  server.status = 'PROCESSING'; // what Antom says of a session that nobody has paid yet
  await press('Pay');
  await press('Fake cashier: close');
  await told('You have not paid yet.');
  await press('Pay');
  await press('Fake cashier: close');
  assert.equal(server.sessions, 1);
});

test('the success of the cashier is not enough', async () => {
  server.status = 'FAIL';
  await press('Pay');
  await press('Fake cashier: pay');
  await told('This payment failed.');
});
