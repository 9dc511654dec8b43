/** useAntomCheckout(): a button that pays. Titles name what users of other payment wrappers complain of. */
import { isCheckoutError, type CheckoutController } from 'antom-checkout-controller';
import { antomCheckout, useAntomCheckout, type UseAntomCheckoutOptions } from 'antom-checkout-controller/vue';
import { createPinia, defineStore } from 'pinia';
import { describe, expect, it, vi } from 'vitest';
import { createApp, defineComponent, effectScope, h, KeepAlive, nextTick, onMounted, ref, shallowRef, type Component } from 'vue';
import { antom, button, controller, countListeners, heard, look, mount, press, settle } from './support';

/** A button as a template with `v-bind="payButton"` makes it. */
const pay = (options: UseAntomCheckoutOptions = {}, label = 'Pay'): Component =>
  defineComponent({
    name: label,
    setup() {
      const { payButton, state, mine } = useAntomCheckout(options);
      return () => [h('button', { ...payButton.value }, label), h('p', { id: label }, `${state.value.phase}${mine.value ? ' mine' : ''}`)];
    },
  });
const stateOf = (label = 'Pay'): string | null => document.getElementById(label)!.textContent;
const all = (...components: Component[]): Component => ({ render: () => components.map((component) => h(component)) });

describe('a button', () => {
  it('pays, and tells its outcome once', async () => {
    const { onOutcome, statuses } = heard();
    mount(pay({ order: 'a:1', onOutcome }), { checkout: controller() });
    await press();
    expect([look(), stateOf()]).toEqual([[true, true], 'open mine']);
    await antom.buyer.pays();
    expect([statuses, stateOf()]).toEqual([['succeeded'], 'settled mine']);
  });

  it('the buyer is not charged the old amount after the cart has changed: order and options are read at the press', async () => {
    const order = ref('cart:100');
    mount(pay({ checkout: controller(), order, pay: () => ({ notRedirectAfterComplete: true }) }));
    order.value = 'cart:250';
    await press();
    await antom.buyer.pays();
    expect(antom.server.sessions).toEqual([expect.objectContaining({ order: 'cart:250' })]);
    expect(look()).toEqual([true, false]);
    order.value = 'cart:300';
    await nextTick();
    expect(look()).toEqual([false, false]);
  });

  it('two buttons of a list: while one pays the other is disabled and not busy; a paid one stays disabled', async () => {
    mount(all(pay({ order: 'a:1' }, 'A'), pay({ order: 'b:1' }, 'B')), { checkout: controller({ notRedirectAfterComplete: true }) });
    await press('A');
    expect([look('B'), stateOf('B')]).toEqual([[true, false], 'open']);
    await antom.buyer.pays();
    await press('B');
    await antom.buyer.pays();
    expect([look('A'), look('B')]).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  it('“one press of another button, and it was paid twice”: while the jump after a success is due, none can be pressed', async () => {
    const checkout = controller();
    const [first, other] = [heard(), heard()];
    mount(all(pay({ onOutcome: first.onOutcome }, 'A'), pay({ onOutcome: other.onOutcome }, 'B')), { checkout });
    await press('A');
    await antom.buyer.pays();
    expect([look('A'), look('B')]).toEqual([
      [true, true],
      [true, false],
    ]);
    await press('B');
    // The jump has not come.
    await settle(11_000);
    await press('B');
    expect([antom.server.sessions.length, first.statuses, other.statuses]).toEqual([1, ['succeeded'], []]);
    checkout.unmount();
    await nextTick();
    expect([look('A'), look('B')]).toEqual([
      [false, false],
      [false, false],
    ]);
  });

  it('a double click pays once', async () => {
    mount(pay(), { checkout: controller() });
    button().click();
    button().click();
    await antom.buyer.pays();
    expect(antom.server.sessions).toHaveLength(1);
  });

  it('is freed after a redirect by the page from the back/forward cache', async () => {
    mount(pay(), { checkout: controller() });
    await press();
    await antom.buyer.isRedirected();
    expect(look()).toEqual([true, true]);
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await nextTick();
    expect(look()).toEqual([false, false]);
  });

  it.each(['pointerenter', 'focus', 'touchstart'])('makes the SDK ready on %s', async (type) => {
    mount(pay({ order: 'a:1', session: () => true }), { checkout: controller() });
    button().dispatchEvent(new Event(type));
    await settle(100);
    expect(antom.server.sessions).toEqual([expect.objectContaining({ order: 'a:1' })]);
  });

  it('makes it ready with the component, and again for another order', async () => {
    const order = ref('a:1');
    const unmount = mount(pay({ order, prepare: 'mount', session: true }), { checkout: controller() });
    order.value = 'a:2';
    await settle(100);
    unmount();
    order.value = 'a:3';
    await settle(100);
    expect(antom.server.sessions.map(({ order }) => order)).toEqual(['a:1', 'a:2']);
  });

  it('submits and pays by the functions too', async () => {
    const made: ReturnType<typeof useAntomCheckout>[] = [];
    mount({ setup: () => (made.push(useAntomCheckout({ pay: { order: 'of pay' } })), () => null) }, { checkout: controller() });
    const { pay, submit } = made[0]!;
    expect(await submit()).toEqual({ result: 'not-ready' });
    const paid = pay({ order: 'given' });
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded', order: 'given' });
  });
});

describe('a payment is not ended by rendering', () => {
  it('a spinner takes the place of the button: it pays, and onOutcome hears of it', async () => {
    const { onOutcome, statuses } = heard();
    const isPaying = ref(false);
    const Button = pay({ onOutcome });
    mount({ render: () => (isPaying.value ? h('p', 'One moment') : h(Button)) }, { checkout: controller() });
    await press();
    isPaying.value = true;
    await settle();
    expect(document.querySelector('button')).toBeNull();
    await antom.buyer.pays();
    expect(statuses).toEqual(['succeeded']);
  });

  it('"paid, but the page never heard": a component that is mounted again shows the state at once', async () => {
    const checkout = controller();
    const unmount = mount(pay({ order: 'a:1' }), { checkout });
    await press();
    await antom.buyer.seesCashier();
    unmount();
    mount(pay({ order: 'a:1' }), { checkout });
    await nextTick();
    expect([stateOf(), look()]).toEqual(['open mine', [true, true]]);
    await antom.buyer.closes();
  });

  it.each([
    ['keep', 'succeeded'],
    ['end', 'abandoned'],
  ] as const)('<KeepAlive> that puts it away, with onUnmount: %s', async (onUnmount, status) => {
    const { onOutcome, statuses } = heard();
    const isThere = ref(true);
    const Button = pay({ onOutcome, onUnmount });
    mount({ render: () => h(KeepAlive, () => (isThere.value ? h(Button) : null)) }, { checkout: controller() });
    await press();
    await antom.buyer.seesCashier();
    isThere.value = false;
    await settle();
    if (status === 'succeeded') await antom.buyer.pays();
    expect(statuses).toEqual([status]);
    isThere.value = true;
    await settle();
    expect(stateOf()).toBe('settled mine');
  });

  it('<KeepAlive> that puts it away ends it with onUnmount: end, also where the order changes at once', async () => {
    const { onOutcome, statuses } = heard();
    const isThere = ref(true);
    const order = ref('a:1');
    const Button = pay({ order, onOutcome, onUnmount: 'end' });
    const checkout = controller();
    const listeners = countListeners(checkout);
    mount({ render: () => h(KeepAlive, () => (isThere.value ? h(Button) : null)) }, { checkout });
    const mounted = listeners();
    await press();
    await antom.buyer.seesCashier();
    isThere.value = false;
    await nextTick();
    order.value = 'b:1';
    await settle(1000);
    expect([statuses, checkout.state.phase]).toEqual([['abandoned'], 'settled']);
    isThere.value = true;
    await settle();
    expect(listeners()).toBe(mounted);
  });

  it('leaks nothing when it is unmounted while the payment begins', async () => {
    const checkout = controller();
    const listeners = countListeners(checkout);
    const unmount = mount(pay({ prepare: 'mount', session: true }), { checkout });
    expect(listeners()).toBeGreaterThan(0);
    await press();
    unmount();
    await antom.buyer.closes();
    expect(listeners()).toBe(0);
  });

  it('an onEvent hears the SDK while the component is there, and no longer', async () => {
    const onEvent = vi.fn();
    const unmount = mount(pay({ onEvent }), { checkout: controller() });
    await press();
    await antom.buyer.seesCashier();
    const count = onEvent.mock.calls.length;
    expect(count).toBeGreaterThan(0);
    unmount();
    await antom.buyer.pays();
    expect(onEvent).toHaveBeenCalledTimes(count);
  });
});

describe('the controller', () => {
  it('none: an error that says how to give one', () => {
    let error: unknown;
    const app = createApp(pay());
    app.config.errorHandler = (thrown) => (error = thrown);
    app.config.warnHandler = () => undefined;
    app.mount(document.createElement('main'));
    expect(isCheckoutError(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'invalid-options',
      message: expect.stringContaining('app.use(antomCheckout, checkout)') as string,
    });
    expect(() => createApp({}).use(antomCheckout, null as unknown as CheckoutController)).toThrow('There is no CheckoutController here.');
  });

  it('its own comes before the app’s, and may be the proxy that a store has made of it', async () => {
    const [provided, own] = [controller(), controller()];
    const held = ref({ checkout: own });
    mount(pay({ checkout: held.value.checkout as CheckoutController, order: 'a:1' }), { checkout: provided });
    await press();
    expect([provided.state.phase, own.state.phase, look()]).toEqual(['idle', 'open', [true, true]]);
    await antom.buyer.closes();
  });

  it.each([
    ['a ref', (given: CheckoutController) => shallowRef(given)],
    ['a getter', (given: CheckoutController) => () => given],
  ])('may be %s, as the other options', async (_name, wrap) => {
    const own = controller();
    mount(pay({ checkout: wrap(own) }));
    await press();
    expect([own.state.phase, look()]).toEqual(['open', [true, true]]);
    await antom.buyer.closes();
  });

  it('in a Pinia store: it outlives the component that made the store', async () => {
    const { onOutcome, statuses } = heard();
    const useStore = defineStore('checkout', () => {
      const { state, payButton, pay } = useAntomCheckout({ order: 'a:1', onOutcome });
      return { state, payButton, pay };
    });
    const User: Component = defineComponent({
      setup() {
        const store = useStore();
        return () => [h('button', { ...store.payButton }, 'Pay'), h('p', { id: 'Pay' }, store.state.phase)];
      },
    });
    const isThere = ref(true);
    const isOther = ref(false);
    mount(
      { render: () => [isThere.value ? h(User) : null, isOther.value ? h(User) : null] },
      { checkout: controller(), plugins: [createPinia()] },
    );
    await press();
    isThere.value = false;
    await settle();
    isOther.value = true;
    await antom.buyer.pays();
    expect([stateOf(), statuses]).toEqual(['settled', ['succeeded']]);
  });

  it('in a Pinia store that a mounted component has made: it follows from then on', async () => {
    const useStore = defineStore('late', () => {
      const { state, payButton } = useAntomCheckout();
      return { state, payButton };
    });
    const store = shallowRef<ReturnType<typeof useStore>>();
    const Page = defineComponent({
      setup() {
        onMounted(() => {
          store.value = useStore();
        });
        return () =>
          store.value ? [h('button', { ...store.value.payButton }, 'Pay'), h('p', { id: 'Pay' }, store.value.state.phase)] : null;
      },
    });
    mount(Page, { checkout: controller(), plugins: [createPinia()] });
    await settle();
    await press();
    expect([stateOf(), look()]).toEqual(['open', [true, true]]);
    await antom.buyer.closes();
  });

  it('in a Pinia store whose first component is gone: another order is made ready too', async () => {
    const order = ref('a:1');
    const useStore = defineStore('ready', () => useAntomCheckout({ order, prepare: 'mount', session: true }));
    const User = defineComponent({ setup: () => (useStore(), () => null) });
    const isThere = ref(true);
    mount({ render: () => (isThere.value ? h(User) : null) }, { checkout: controller(), plugins: [createPinia()] });
    await settle(100);
    isThere.value = false;
    await settle();
    order.value = 'b:1';
    await settle(100);
    expect(antom.server.sessions.map((session) => session.order)).toEqual(['a:1', 'b:1']);
  });

  it('outside of any component and scope: from the start, and for good', async () => {
    const { onOutcome, statuses } = heard();
    const { state, payButton, mine } = useAntomCheckout({ checkout: controller(), onOutcome });
    payButton.value.onClick();
    expect([state.value.phase, payButton.value.disabled, mine.value]).toEqual(['preparing', true, true]);
    await antom.buyer.closes();
    expect([statuses, payButton.value.disabled]).toEqual([['cancelled'], false]);
  });

  it('on a server, outside of any component: nothing subscribes', () => {
    const checkout = controller();
    const listeners = countListeners(checkout);
    vi.stubGlobal('document', undefined);
    const { state } = useAntomCheckout({ checkout });
    vi.unstubAllGlobals();
    expect([listeners(), state.value.phase]).toEqual([0, 'idle']);
  });

  it('in a scope that was stopped before its component is mounted: it never listens', async () => {
    const checkout = controller();
    const listeners = countListeners(checkout);
    const Page = defineComponent({
      setup() {
        const scope = effectScope();
        scope.run(() => useAntomCheckout({ checkout }));
        scope.stop();
        return () => null;
      },
    });
    mount(Page);
    await settle();
    expect(listeners()).toBe(0);
  });

  it('in a scope: until it is stopped', async () => {
    const checkout = controller();
    const scope = effectScope();
    const { state } = scope.run(() => useAntomCheckout({ checkout }))!;
    scope.stop();
    void checkout.pay();
    expect(state.value.phase).toBe('idle');
    await antom.buyer.closes();
  });
});
