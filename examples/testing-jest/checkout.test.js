const { CheckoutController } = require('antom-checkout-controller');
const { fakeAntom } = require('antom-checkout-controller/testing');
const { showCheckout } = require('./checkout');

// After each test the kit resets itself: Jest's afterEach is a global, which the kit finds when it is loaded.
const antom = fakeAntom();
const order = 'cart42:19900';
let checkout;

const show = () => {
  document.body.innerHTML = '<main></main>';
  checkout = new CheckoutController({ ...antom.options });
  showCheckout(document.querySelector('main'), checkout, order);
};
const press = () => document.querySelector('button').click();
const told = () => document.querySelector('[role="status"]').textContent;
const outcome = () =>
  new Promise((resolve) => checkout.subscribe(() => checkout.state.phase === 'settled' && resolve(checkout.state.outcome)));

describe.each([
  ['real timers', () => jest.useRealTimers()],
  ['fake timers', () => jest.useFakeTimers()],
])('%s', (name, install) => {
  beforeEach(() => {
    install();
    show();
  });
  afterEach(() => jest.useRealTimers());

  test('paid', async () => {
    const ended = outcome();
    press();
    await antom.buyer.pays();
    expect(await ended).toMatchObject({ status: 'succeeded', confirmedBy: 'server', order });
    expect(told()).toBe('succeeded');
  });

  test('closed', async () => {
    const ended = outcome();
    press();
    await antom.buyer.closes();
    expect(await ended).toMatchObject({ status: 'cancelled', retry: 'same-session' });
  });

  test('declined', async () => {
    const ended = outcome();
    press();
    await antom.buyer.isDeclined('CARD_EXPIRED');
    expect(await ended).toMatchObject({ status: 'failed', paymentResultCode: 'CARD_EXPIRED' });
  });
});

test('a server that takes a while to know: the page says that it is asking', async () => {
  jest.useFakeTimers();
  show();
  antom.server.answers('PROCESSING', 'PROCESSING', 'SUCCESS');
  press();
  await antom.buyer.pays();
  expect(told()).toBe('We are asking for the result of your payment.');
  await jest.advanceTimersByTimeAsync(1000);
  expect(told()).toBe('succeeded');
  jest.useRealTimers();
});
