/** <AntomInline>: a form inside the page, which goes with its container. */
import { element, type CheckoutController, type PaymentOutcome } from 'antom-checkout-controller';
import { AntomInline, useAntomCheckout } from 'antom-checkout-controller/vue';
import { paymentSession } from 'antom-checkout-controller/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, KeepAlive, ref, type Component, type VNode } from 'vue';
import { antom, button, controller, heard, look, mount, press, settle } from './support';

let checkout: CheckoutController;
beforeEach(() => {
  antom.server.givesSession(paymentSession({ product: 'element' }));
  checkout = controller({ product: element, notRedirectAfterComplete: true });
});

const page = (props: () => object): Component =>
  defineComponent({
    setup() {
      const { payButton } = useAntomCheckout();
      return () => [h(AntomInline, { id: 'card', class: 'form', ...props() }), h('button', { ...payButton.value }, 'Pay')];
    },
  });
const drawn = (): number => document.querySelectorAll('#card > div').length;

describe('a form', () => {
  it('is drawn into one <div>, declined, submitted again by the page’s button, and paid', async () => {
    const onReady = vi.fn();
    const onEvent = vi.fn();
    const { onOutcome, statuses } = heard();
    mount(
      page(() => ({ order: 'a:1', onReady, onEvent, onOutcome })),
      { checkout },
    );
    await antom.buyer.fillsIn();
    expect([document.getElementById('card')!.className, drawn(), onReady.mock.calls.length]).toEqual(['form', 1, 1]);
    await press();
    expect(look()).toEqual([true, true]);
    await antom.buyer.isDeclined();
    expect([checkout.state.phase, button().disabled, statuses]).toEqual(['open', false, []]);
    await press();
    await antom.buyer.pays();
    expect([statuses, drawn()]).toEqual([['succeeded'], 0]);
    expect(onEvent).toHaveBeenCalled();
  });

  it('the buyer is not charged the old amount after the cart has changed: another order is another form', async () => {
    const outcomes: PaymentOutcome[] = [];
    const order = ref('cart:100');
    const pay = vi.fn(() => ({}));
    mount(
      page(() => ({ order: order.value, pay, onOutcome: (outcome: PaymentOutcome) => outcomes.push(outcome) })),
      { checkout },
    );
    await antom.buyer.fillsIn();
    order.value = 'cart:250';
    await settle();
    await antom.buyer.fillsIn();
    expect(outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced', order: 'cart:100' }]);
    await press();
    await antom.buyer.pays();
    expect(outcomes[1]).toMatchObject({ status: 'succeeded', order: 'cart:250' });
    expect(pay).toHaveBeenCalledTimes(2);
  });
});

it('“the form is gone, and Pay does nothing but session-mismatch”: the button beside a form that has failed draws it again', async () => {
  const { onOutcome, statuses } = heard();
  mount(
    page(() => ({ order: 'a:1', onOutcome })),
    { checkout },
  );
  await antom.buyer.fillsIn();
  await press();
  await antom.buyer.isDeclined('ORDER_IS_CLOSED');
  await settle(1000);
  expect([statuses, drawn(), button().disabled]).toEqual([['failed'], 0, false]);
  await press();
  await antom.buyer.fillsIn();
  await press();
  await antom.buyer.pays();
  await press();
  expect([statuses, drawn(), antom.server.sessions.length]).toEqual([['failed', 'succeeded'], 0, 2]);
});

it('"paid, but the page never heard": as the root of a component, which listens too, it tells both', async () => {
  const [own, ofPage] = [heard(), heard()];
  const Card = (): VNode => h(AntomInline, { order: 'a:1', onOutcome: own.onOutcome });
  mount({ render: () => h(Card, { onOutcome: ofPage.onOutcome }) }, { checkout });
  await antom.buyer.fillsIn();
  void checkout.submit();
  await antom.buyer.pays();
  expect([own.statuses, ofPage.statuses]).toEqual([['succeeded'], ['succeeded']]);
});

it('has a controller of its own where it is given one', async () => {
  const { onOutcome, statuses } = heard();
  mount({ render: () => h(AntomInline, { checkout, onOutcome }) });
  await antom.buyer.fillsIn();
  void checkout.submit();
  await antom.buyer.pays();
  expect(statuses).toEqual(['succeeded']);
});

describe('an inline form goes with its container', () => {
  it('an outcome after the unmount is not lost', async () => {
    const { onOutcome, statuses } = heard();
    const unmount = mount(
      page(() => ({ onOutcome })),
      { checkout },
    );
    await antom.buyer.fillsIn();
    unmount();
    await settle(1000);
    expect(statuses).toEqual(['abandoned']);
  });

  it('once it is submitted the server is asked', async () => {
    const { onOutcome, statuses } = heard();
    const unmount = mount(
      page(() => ({ onOutcome })),
      { checkout },
    );
    await antom.buyer.fillsIn();
    await press();
    unmount();
    antom.server.answers('SUCCESS');
    await settle(10_000);
    expect(statuses).toEqual(['succeeded']);
  });

  it('<KeepAlive> that puts it away ends it, and draws it again when it is back', async () => {
    const { onOutcome, statuses } = heard();
    const isThere = ref(true);
    const Form = page(() => ({ order: 'a:1', onOutcome }));
    mount({ render: () => h(KeepAlive, () => (isThere.value ? h(Form) : null)) }, { checkout });
    await antom.buyer.fillsIn();
    isThere.value = false;
    await settle(1000);
    expect([statuses, drawn()]).toEqual([['abandoned'], 0]);
    isThere.value = true;
    await settle();
    await antom.buyer.fillsIn();
    await press();
    await antom.buyer.pays();
    expect(statuses).toEqual(['abandoned', 'succeeded']);
  });

  it('<KeepAlive> that puts it away once it is submitted: the server is asked, and a paid form is not drawn when it is back', async () => {
    const { onOutcome, statuses } = heard();
    const isThere = ref(true);
    const Form = page(() => ({ order: 'a:1', onOutcome }));
    mount({ render: () => h(KeepAlive, () => (isThere.value ? h(Form) : null)) }, { checkout });
    await antom.buyer.fillsIn();
    await press();
    isThere.value = false;
    antom.server.answers('SUCCESS');
    await settle(10_000);
    isThere.value = true;
    await settle(1000);
    expect([statuses, drawn(), antom.server.sessions.length]).toEqual([['succeeded'], 0, 1]);
  });

  it.each(['with it', 'later'])('“the form is empty for good”: <KeepAlive> puts it away, and the order changes %s', async (when) => {
    const { onOutcome, statuses } = heard();
    const isThere = ref(true);
    const order = ref('cart:100');
    const Form = page(() => ({ order: order.value, onOutcome }));
    mount({ render: () => h(KeepAlive, () => (isThere.value ? h(Form) : null)) }, { checkout });
    await antom.buyer.fillsIn();
    isThere.value = false;
    if (when === 'later') await settle(1000);
    order.value = 'cart:250';
    await settle(1000);
    expect([statuses, antom.server.sessions.length]).toEqual([['abandoned'], 1]);
    isThere.value = true;
    await settle();
    await antom.buyer.fillsIn();
    await press();
    await antom.buyer.pays();
    expect([statuses, antom.server.sessions[1]?.order]).toEqual([['abandoned', 'succeeded'], 'cart:250']);
  });
});
