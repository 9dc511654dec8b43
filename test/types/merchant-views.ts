/**
 * A merchant's lines for the entries that need other packages, as in merchant-code.ts: React with two of its types, Vue in two versions, a
 * server. test/package/types-entries.test.ts compiles each against the packed package.
 */

export interface EntryCode {
  readonly fact: string;
  /** File extension beside `.ts`. */
  readonly jsx?: true;
  readonly code: string;
}
export interface WrongEntryCode extends EntryCode {
  readonly error: readonly `TS${number}`[];
  readonly says: string;
}
export interface Entry {
  readonly right: readonly EntryCode[];
  readonly wrong: readonly WrongEntryCode[];
}

const MISSPELT = { error: ['TS2353', 'TS2561'], says: `'orders' does not exist in type 'UseAntomCheckoutOptions'` } as const;

export const REACT: Entry = {
  right: [
    {
      fact: 'the hooks with every option',
      code: `
import { createElement, type ReactElement } from 'react';
import { useAntomCheckout, useAntomResume, type AntomCheckout, type UseAntomCheckoutOptions } from 'antom-checkout-controller/react';
const options: UseAntomCheckoutOptions = { checkout: undefined, order: 'cart42:19900', pay: () => ({ notRedirectAfterComplete: true }), prepare: 'mount', session: true, onUnmount: 'end' };
export function Pay(): ReactElement {
  const checkout: AntomCheckout = useAntomCheckout({ ...options, onOutcome: ({ status }) => { console.log(status); }, onEvent: ({ type }) => { console.log(type); } });
  void checkout.pay({ force: true }).then(({ retry }) => { console.log(retry); });
  void checkout.submit().then((answer) => { if (answer.result === 'ended') console.log(answer.outcome.status); });
  const { state, mine } = checkout;
  return createElement('button', checkout.payButton, mine && state.phase === 'settled' ? state.outcome.status : 'Pay');
}
export function told(): string {
  const resume = useAntomResume({ order: 'cart42:19900' });
  return resume.status === 'settled' ? resume.outcome.status : resume.status;
}`,
    },
    {
      fact: 'the components in JSX',
      jsx: true,
      code: `
import type { CheckoutController } from 'antom-checkout-controller';
import { AntomInline, AntomProvider, useAntomCheckout } from 'antom-checkout-controller/react';
function Pay() {
  const { payButton } = useAntomCheckout();
  return <button {...payButton} className="pay">Pay</button>;
}
export const shop = (checkout: CheckoutController) => (
  <AntomProvider checkout={checkout}>
    <AntomInline key="a" order="cart42:19900" id="card" className="form" style={{ minHeight: 200 }} onReady={() => undefined} onOutcome={({ status }) => { console.log(status); }} />
    <Pay />
  </AntomProvider>
);`,
    },
  ],
  wrong: [
    {
      fact: 'an option with a typing error',
      code: `import { useAntomCheckout } from 'antom-checkout-controller/react'; export const checkout = () => useAntomCheckout({ orders: 'cart42:19900' });`,
      ...MISSPELT,
    },
    {
      fact: 'a provider without a controller',
      jsx: true,
      code: `import { AntomProvider } from 'antom-checkout-controller/react'; export const shop = <AntomProvider><p /></AntomProvider>;`,
      error: ['TS2741'],
      says: `Property 'checkout' is missing in type`,
    },
    {
      fact: 'onUnmount of a form, which goes with its container',
      jsx: true,
      code: `import { AntomInline } from 'antom-checkout-controller/react'; export const form = <AntomInline onUnmount="keep" />;`,
      error: ['TS2322'],
      says: `Property 'onUnmount' does not exist on type`,
    },
  ],
};

export const VUE: Entry = {
  right: [
    {
      fact: 'the composables with values, refs and getters, and the plugin',
      code: `
import { createApp, defineComponent, h, ref } from 'vue';
import type { CheckoutController } from 'antom-checkout-controller';
import { AntomInline, antomCheckout, useAntomCheckout, useAntomResume } from 'antom-checkout-controller/vue';
const order = ref('cart42:19900');
const Pay = defineComponent({
  setup() {
    const { payButton, state, mine } = useAntomCheckout({ order, session: () => true, pay: { notRedirectAfterComplete: true }, onOutcome: ({ status }) => { console.log(status); } });
    const resume = useAntomResume({ order: () => order.value });
    return () => [
      h(AntomInline, { order: order.value, onOutcome: ({ status }) => { console.log(status); }, onReady: () => undefined }),
      h('button', { ...payButton.value }, mine.value && state.value.phase === 'settled' ? state.value.outcome.status : 'Pay'),
      resume.value.status === 'settled' ? resume.value.outcome.status : resume.value.status,
    ];
  },
});
export const shop = (checkout: CheckoutController) => createApp(Pay).use(antomCheckout, checkout);`,
    },
  ],
  wrong: [
    {
      fact: 'an option with a typing error',
      code: `import { useAntomCheckout } from 'antom-checkout-controller/vue'; export const checkout = () => useAntomCheckout({ orders: 'cart42:19900' });`,
      ...MISSPELT,
    },
  ],
};

export const ELEMENT: Entry = {
  right: [
    {
      fact: 'the element by its name, its properties, and its events with their details',
      code: `
import { AntomCheckoutElement, type AntomCheckoutEventMap } from 'antom-checkout-controller/custom-element';
import type { CheckoutEvent, CheckoutState, PaymentOutcome } from 'antom-checkout-controller';
const pay = document.querySelector('antom-checkout');
if (pay) {
  const outcome: PaymentOutcome | null = pay.outcome;
  pay.options = { timeouts: { session: 10_000 } };
  pay.createPaymentSession = ({ order }) => fetch('/api/payment-sessions', { method: 'POST', body: order ?? '' });
  pay.addEventListener('antom-outcome', ({ detail }) => { const told: PaymentOutcome = detail; if (told.status === 'error') console.log(told.error.code, outcome); });
  void pay.submit().then((answer) => { if (answer.result === 'ended') console.log(answer.outcome.status); });
}
document.addEventListener('antom-state', ({ detail }) => { const state: CheckoutState = detail; console.log(state.phase); });
window.addEventListener('antom-event', (event) => { const told: CheckoutEvent = event.detail; event.preventDefault(); console.log(told.type); });
export const made: AntomCheckoutElement = document.createElement('antom-checkout');
export const another: AntomCheckoutElement = new AntomCheckoutElement();
export const listener = ({ detail }: AntomCheckoutEventMap['antom-outcome']): string => detail.retry;`,
    },
  ],
  wrong: [
    {
      fact: 'a detail taken for what it is not',
      code: `import 'antom-checkout-controller/custom-element'; document.addEventListener('antom-outcome', ({ detail }) => { console.log(detail.phase); });`,
      error: ['TS2339', 'TS2551'],
      says: `Property 'phase' does not exist on type`,
    },
    {
      fact: 'the state written by the page',
      code: `import 'antom-checkout-controller/custom-element'; document.createElement('antom-checkout').outcome = null;`,
      error: ['TS2540'],
      says: `Cannot assign to 'outcome' because it is a read-only property.`,
    },
  ],
};

export const SERVER: Entry = {
  right: [
    {
      fact: 'the three routes from the keys',
      code: `
import { checkoutRoutes, createAntom, type CreatePaymentSessionRequest, type RouteHandlers } from 'antom-checkout-controller/server';
declare const keys: { clientId: string; privateKey: string; publicKey: string };
declare function requestOf(request: Request): Promise<CreatePaymentSessionRequest>;
export const antom = createAntom({ ...keys, environment: 'sandbox', gateway: undefined });
export const { session, inquiry, notify }: RouteHandlers = checkoutRoutes(antom, {
  order: requestOf, mayAsk: async () => true, expected: async () => ({ currency: 'HKD', value: '19900' }),
  onPayment: async ({ status, paymentRequestId }) => { if (status === 'SUCCESS') console.log(paymentRequestId); },
});`,
    },
    {
      fact: 'a session request for each product',
      code: `
import type { CreatePaymentSessionRequest } from 'antom-checkout-controller/server';
const amount = { currency: 'HKD', value: '19900' };
const payment = { paymentRequestId: 'p1', paymentAmount: amount, order: { orderAmount: amount, referenceOrderId: 'o1', orderDescription: 'Order' }, paymentRedirectUrl: 'https://shop.example/result' };
export const requests: CreatePaymentSessionRequest[] = [
  { ...payment, productCode: 'CASHIER_PAYMENT', paymentMethod: { paymentMethodType: 'ALIPAY_HK' } },
  { ...payment, productCode: 'CASHIER_PAYMENT', productScene: 'ELEMENT_PAYMENT' },
  { ...payment, productCode: 'AGREEMENT_PAYMENT', productScene: 'EASY_PAY', paymentMethod: { paymentMethodType: 'GCASH' } },
];`,
    },
  ],
  wrong: [
    {
      fact: 'an environment that does not exist',
      code: `import { createAntom } from 'antom-checkout-controller/server'; createAntom({ clientId: '', privateKey: '', publicKey: '', environment: 'production' });`,
      error: ['TS2322'],
      says: `Type '"production"' is not assignable to type '"sandbox" | "prod"'.`,
    },
  ],
};
