/** What submit() of a form comes to: answers that nobody can read, late ones, declines, fields to correct. */
import { cashier } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { asked, shops } from '../support/product-players.ts';
import { cardSession } from '../support/product-sessions.ts';
import { drawCard, drawElement, open, reply } from '../support/forms.ts';
import { SDK_VERSIONS } from '../support/real-sdk.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});

it.each(
  SDK_VERSIONS.flatMap((version) => [{ code: 'A_CODE_NEVER_SEEN' }, { message: 'no code' }, null].map((answer) => ({ version, answer }))),
)('$version: a card form that answers submit() with $answer, which nobody can read, is unknown', async ({ version, answer }) => {
  const { shop, app } = await drawCard(world, { version });
  shop.submit();
  await shop.advance();
  app.send('onEventCallback', answer, asked(app, 'submitPay').id);
  await shop.advance(1000);
  expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status: 'unknown' } }]);
});

it('a set-up code as the answer to submit() settles it', async () => {
  const { shop, app } = await drawCard(world);
  shop.submit();
  await shop.advance();
  app.send('onEventCallback', { code: 'SDK_INTERNAL_ERROR', message: 'x' }, asked(app, 'submitPay').id);
  await shop.advance(1000);
  expect(shop.submits).toHaveLength(1);
});

it.each([
  ['element', drawElement],
  ['card', drawCard],
] as const)('%s: a redirect that did not leave the page gives the button back', async (name, draw) => {
  const { shop, app } = await draw(world);
  shop.submit();
  await shop.advance();
  if (name === 'element') app.send('onEventCallback', { code: 'SDK_CALL_URL_SUCCESS' });
  else app.send('onEventCallback', { code: 'SDK_CALL_URL_SUCCESS' });
  await shop.advance(4000);
  // Contract: "redirect … stays 3 s visible | stays open".
  expect(shop.checkout.state).toMatchObject({ phase: 'open', busy: false, canPay: true });
});

it('the answer to an earlier submit() does not answer the next one', async () => {
  const { shop, app } = await drawElement(world);
  shop.submit();
  await shop.advance();
  const first = asked(app, 'submitPay').id ?? '';
  app.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'RISK_REJECT' } });
  await shop.advance();
  expect(shop.submits).toMatchObject([{ result: 'declined' }]);
  shop.submit();
  await shop.advance();
  reply(app, { status: 'FAIL', error: { code: 'RISK_REJECT', message: '' } }, first);
  await shop.advance();
  expect(shop.submits).toHaveLength(1);
  expect(shop.checkout.state.phase).toBe('submitting');
});

it('the answer "invalid" to an earlier submit() does not undo the record of the next one', async () => {
  const { shop, app } = await drawElement(world);
  shop.submit();
  await shop.advance();
  const first = asked(app, 'submitPay').id ?? '';
  app.send('onEventCallback', { code: 'SDK_FORM_VERIFICATION_FAILED' });
  await shop.advance();
  expect(shop.submits).toEqual([{ result: 'invalid' }]);
  shop.submit();
  await shop.advance();
  reply(app, { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } }, first);
  await shop.advance();
  shop.checkout.unmount();
  await shop.advance();
  // The second one is at the app, and may be paid.
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
});

it('declined, then invalid, then unmount: the record is kept', async () => {
  const { shop, app } = await drawElement(world, { asks: true });
  shop.submit();
  await shop.advance();
  reply(app, { status: 'FAIL', error: { code: 'RISK_REJECT', message: '' } });
  await shop.advance();
  shop.submit();
  await shop.advance();
  reply(app, { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } });
  await shop.advance();
  expect(shop.submits).toMatchObject([{ result: 'declined' }, { result: 'invalid' }]);
  shop.checkout.unmount();
  await shop.advance(500);
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
  shop.mount();
  await shop.advance();
  expect(shop.asked).toEqual(['request-1']);
  expect(shop.outcomes[1]).toMatchObject({ status: 'unknown' });
});

it('invalid first, then unmount: nothing is owed, and the next one opens without asking', async () => {
  const { shop, app } = await drawElement(world, { asks: true });
  shop.submit();
  await shop.advance();
  reply(app, { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } });
  await shop.advance();
  shop.checkout.unmount();
  await shop.advance(500);
  shop.mount();
  await shop.drawn();
  expect(shop.asked).toEqual([]);
  expect(shop.checkout.state.phase).toBe('open');
});

it('invalid, then submitted, then unmount: a confirmation is owed', async () => {
  const { shop, app } = await drawElement(world, { asks: true });
  shop.submit();
  await shop.advance();
  reply(app, { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } });
  await shop.advance();
  shop.submit();
  await shop.advance();
  shop.checkout.unmount();
  await shop.advance(500);
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
});

it('SDK_SUBMIT_NETWORK_ERROR settles submit(), and the record stays', async () => {
  const { shop, app } = await drawCard(world);
  shop.submit();
  await shop.advance();
  app.send('onEventCallback', { code: 'SDK_SUBMIT_NETWORK_ERROR' }, asked(app, 'submitPay').id);
  await shop.advance();
  expect(shop.submits).toHaveLength(1);
  shop.checkout.unmount();
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ retry: 'after-confirmation' }]);
});

it('an inline card with its own button: declined in the form stays open, then paid', async () => {
  const shop = open(world, cashier, cardSession);
  shop.mount();
  const app = await shop.drawn();
  app.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'RISK_REJECT' } });
  await shop.advance();
  expect(shop.checkout.state).toMatchObject({ phase: 'open', declined: { paymentResultCode: 'RISK_REJECT' } });
  app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
});

it('submit() hands on the billing address, and nothing of the event that it is given as a handler of clicks', async () => {
  const { shop, app } = await drawCard(world);
  const event: Record<string, unknown> = { type: 'click' };
  event['nativeEvent'] = { event };
  void shop.checkout.submit(event);
  await shop.advance();
  expect(shop.outcomes).toEqual([]);
  expect(asked(app, 'submitPay').data).toEqual({});
  app.send('onEventCallback', { code: 'SDK_FORM_VERIFICATION_FAILED' }, asked(app, 'submitPay').id);
  await shop.advance();
  const data = { billingAddress: { region: 'US' } };
  void shop.checkout.submit(data);
  await shop.advance();
  expect(asked(app, 'submitPay').data).toEqual(data);
});
