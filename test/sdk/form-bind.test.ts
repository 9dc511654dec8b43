/** bind() on a page with an open form. */
import { afterEach, expect, it, vi } from 'vitest';
import type { PaymentOutcome } from 'antom-checkout-controller';
import { shops } from '../support/product-players.ts';
import { drawElement, reply } from '../support/forms.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});

it('presses: invalid gives the button back, declined too, a success keeps it while the jump is due', async () => {
  const { shop, app } = await drawElement(world, { notRedirectAfterComplete: false });
  const { document } = shop.raw;
  const button = document.createElement('button');
  button.type = 'button';
  document.body.appendChild(button);
  const outcomes: PaymentOutcome[] = [];
  shop.checkout.bind(button, { onOutcome: (outcome) => outcomes.push(outcome) });
  const press = async (): Promise<void> => {
    button.click();
    await shop.advance(10);
  };
  await press();
  expect(button.disabled).toBe(true);
  await press();
  reply(app, { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } });
  await shop.advance();
  expect(button.disabled).toBe(false);
  await press();
  reply(app, { status: 'FAIL', error: { code: 'RISK_REJECT', message: '' } });
  await shop.advance();
  expect(button.disabled).toBe(false);
  await press();
  reply(app, { status: 'SUCCESS' });
  await shop.advance();
  expect(outcomes).toMatchObject([{ status: 'succeeded' }]);
  expect(button.disabled).toBe(true);
  expect(app.received.filter(({ event }) => event === 'submitPay')).toHaveLength(3);
  shop.checkout.unmount();
  expect(button.disabled).toBe(false);
});

it('a success that only the server knows of gives the button back: nobody is about to jump', async () => {
  const { shop } = await drawElement(world, { asks: true, notRedirectAfterComplete: false });
  const { document } = shop.raw;
  const button = document.createElement('button');
  document.body.appendChild(button);
  shop.checkout.bind(button, {});
  button.click();
  await shop.advance(10);
  shop.inquiry = { paymentStatus: 'SUCCESS' };
  await shop.advance(62_000);
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
  await shop.advance(60_000);
  expect(shop.raw.slot.innerHTML).toBe('');
  expect(button.disabled).toBe(false);
});

it('a press while the form is still opening does nothing', async () => {
  const { shop } = await drawElement(world);
  shop.checkout.unmount();
  await shop.advance(500);
  const button = shop.raw.document.createElement('button');
  shop.raw.document.body.appendChild(button);
  shop.checkout.bind(button, {});
  shop.mount();
  await shop.advance();
  button.click();
  await shop.advance(10);
  expect(button.disabled).toBe(false);
  expect(shop.outcomes).toHaveLength(1);
});
