/**
 * The code of exactly this integration, for each way of use. What has its default is left out.
 */
import { OFFERS } from '../products.ts';
import type { Choice } from '../products.ts';
import type { PlaygroundSettings, Way } from './settings.ts';

export interface Code {
  /** Of the file, where the way has more than one. */
  readonly file: string;
  readonly language: 'html' | 'ts' | 'tsx' | 'vue';
  readonly text: string;
}

/** What the library calls the product: a card form is the cashier's. */
const productOf = (choice: Choice): string => (choice === 'card' ? 'cashier' : choice);
const isInline = ({ product }: PlaygroundSettings): boolean => OFFERS[product].surface === 'inline';
/** The page's own button submits what is drawn. */
const isSubmitted = ({ product }: PlaygroundSettings): boolean =>
  isInline({ product } as PlaygroundSettings) && !OFFERS[product].hasOwnButton;
const hidesButton = ({ product }: PlaygroundSettings): boolean => product === 'card' || product === 'vaulting';
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** What every call of pay() and mount() is given. */
function payOptions(settings: PlaygroundSettings): string {
  const members = [
    settings.order === '' ? '' : `order: ${quoted(settings.order)}`,
    hidesButton(settings) ? 'appearance: { showSubmitButton: false }' : '',
  ].filter(Boolean);
  return members.length === 0 ? '' : `{ ${members.join(', ')} }`;
}

/** The members of CheckoutOptions that are not at their default. */
function optionLines(settings: PlaygroundSettings, of: 'AntomCheckout.' | '', sdk: string): string[] {
  const { product, locale, leave, prepare, stay, inquiry } = settings;
  const name = productOf(product);
  return [
    `environment: 'sandbox',`,
    name === 'cashier' ? '' : `product: ${of}${name},`,
    sdk,
    locale === 'auto' ? '' : `locale: '${locale}',`,
    leave === 'auto' ? '' : `leave: '${leave}',`,
    prepare === 'idle' ? '' : `prepare: '${prepare}',`,
    stay ? 'notRedirectAfterComplete: true,' : '',
    ...(of === ''
      ? [
          'createPaymentSession: ({ order, signal }) =>',
          `  fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order }), signal }),`,
        ]
      : [
          'createPaymentSession: function (context) {',
          `  return fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order: context.order }) });`,
          '},',
        ]),
    ...(!inquiry
      ? []
      : of === ''
        ? [
            'inquiryPayment: ({ paymentRequestId, signal }) =>',
            '  fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}`, { signal }),',
          ]
        : [
            'inquiryPayment: function (context) {',
            `  return fetch('/api/payments/' + encodeURIComponent(context.paymentRequestId));`,
            '},',
          ]),
  ].filter(Boolean);
}

const indented = (lines: readonly string[], by: string): string => lines.map((line) => by + line).join('\n');

/** The module that every way with a bundler has. */
function controllerModule(settings: PlaygroundSettings): Code {
  const name = productOf(settings.product);
  const imports = ['CheckoutController', 'fromModule', ...(name === 'cashier' ? [] : [name])].sort();
  return {
    file: 'checkout.ts',
    language: 'ts',
    text: `import { ${imports.join(', ')} } from 'antom-checkout-controller';

export const checkout = new CheckoutController({
${indented(optionLines(settings, '', `sdk: fromModule(() => import('@alipay/ams-checkout')),`), '  ')}
});
`,
  };
}

const WAYS: Readonly<Record<Way, (settings: PlaygroundSettings) => readonly Code[]>> = {
  spa: (settings) => {
    const call = isInline(settings)
      ? `checkout.mount('#form'${payOptions(settings) && `, ${payOptions(settings)}`})`
      : `checkout.pay(${payOptions(settings)})`;
    const press = `document.querySelector('#pay')!.addEventListener('click', () => `;
    return [
      controllerModule(settings),
      {
        file: 'page.ts',
        language: 'ts',
        text: `import { checkout } from './checkout';

${
  isInline(settings)
    ? `${isSubmitted(settings) ? `${press}void checkout.submit());\n` : ''}const outcome = await ${call};
document.querySelector('#result')!.textContent = outcome.status;
`
    : `${press}{
  void ${call}.then((outcome) => {
    document.querySelector('#result')!.textContent = outcome.status;
  });
});
`
}`,
      },
    ];
  },

  script: (settings) => {
    const given = payOptions(settings);
    const show = `function show(outcome) { document.querySelector('#result').textContent = outcome.status; }`;
    const start = isInline(settings)
      ? [
          `checkout.mount('#form'${given && `, ${given}`}).then(show);`,
          // With a form open, a bound button submits it.
          ...(isSubmitted(settings) ? [`checkout.bind('#pay');`] : []),
        ]
      : [`checkout.bind('#pay', { ${given && `pay: ${given}, `}onOutcome: show });`];
    return [
      {
        file: 'index.html',
        language: 'html',
        text: `${isInline(settings) ? '<div id="form"></div>\n' : ''}${isInline(settings) && !isSubmitted(settings) ? '' : '<button id="pay" type="button">Pay</button>\n'}<p id="result" role="status"></p>
<script src="/antom-checkout-controller.iife.min.js"></script>
<script>
  var checkout = new AntomCheckout.CheckoutController({
${indented(optionLines(settings, 'AntomCheckout.', ''), '    ')}
  });
  ${show}
  ${start.join('\n  ')}
</script>
`,
      },
    ];
  },

  react: (settings) => {
    const { order } = settings;
    const named = order === '' ? '' : `order: ${quoted(order)}`;
    const prop = order === '' ? '' : ` order={${quoted(order)}}`;
    const pay = hidesButton(settings) ? ' pay={{ appearance: { showSubmitButton: false } }}' : '';
    const button = `const { payButton } = useAntomCheckout({ checkout${named && `, ${named}`}${isInline(settings) ? '' : ', onOutcome'} });`;
    const uses = [
      ...(isInline(settings) ? ['AntomInline'] : []),
      ...(isInline(settings) && !isSubmitted(settings) ? [] : ['useAntomCheckout']),
    ];
    return [
      controllerModule(settings),
      {
        file: 'pay.tsx',
        language: 'tsx',
        text: `import type { PaymentOutcome } from 'antom-checkout-controller';
import { ${uses.join(', ')} } from 'antom-checkout-controller/react';
import { useState } from 'react';
import { checkout } from './checkout';

export function Pay() {
  const [status, setStatus] = useState('');
  const onOutcome = (outcome: PaymentOutcome) => setStatus(outcome.status);
${uses.includes('useAntomCheckout') ? `  ${button}\n` : ''}  return (
    <>
${isInline(settings) ? `      <AntomInline checkout={checkout}${prop}${pay} onOutcome={onOutcome} />\n` : ''}${uses.includes('useAntomCheckout') ? '      <button {...payButton}>Pay</button>\n' : ''}      <p role="status">{status}</p>
    </>
  );
}
`,
      },
    ];
  },

  vue: (settings) => {
    const { order } = settings;
    const named = order === '' ? '' : `order: ${quoted(order)}`;
    const prop = order === '' ? '' : ` order="${attribute(order)}"`;
    const pay = hidesButton(settings) ? ' :pay="{ appearance: { showSubmitButton: false } }"' : '';
    const hasButton = !isInline(settings) || isSubmitted(settings);
    const uses = [...(isInline(settings) ? ['AntomInline'] : []), ...(hasButton ? ['useAntomCheckout'] : [])];
    return [
      controllerModule(settings),
      {
        file: 'Pay.vue',
        language: 'vue',
        text: `<script setup lang="ts">
import type { PaymentOutcome } from 'antom-checkout-controller';
import { ${uses.join(', ')} } from 'antom-checkout-controller/vue';
import { ref } from 'vue';
import { checkout } from './checkout';

const status = ref('');
const onOutcome = (outcome: PaymentOutcome) => { status.value = outcome.status; };
${hasButton ? `const { payButton } = useAntomCheckout({ checkout${named && `, ${named}`}${isInline(settings) ? '' : ', onOutcome'} });\n` : ''}</script>

<template>
${isInline(settings) ? `  <AntomInline :checkout="checkout"${prop}${pay} @outcome="onOutcome" />\n` : ''}${hasButton ? '  <button v-bind="payButton">Pay</button>\n' : ''}  <p role="status">{{ status }}</p>
</template>
`,
      },
    ];
  },

  element: (settings) => {
    const { product, order, locale, leave, prepare, inquiry, stay } = settings;
    const attributes = [
      'environment="sandbox"',
      'session-url="/api/payment-sessions"',
      inquiry ? 'inquiry-url="/api/payments/{paymentRequestId}"' : '',
      order === '' ? '' : `order="${attribute(order)}"`,
      productOf(product) === 'cashier' ? '' : `product="${productOf(product).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}"`,
      locale === 'auto' ? '' : `locale="${locale}"`,
      leave === 'auto' ? '' : `leave="${leave}"`,
      prepare === 'idle' ? '' : `prepare="${prepare}"`,
      stay ? 'succeeded-url="/thank-you"' : '',
    ].filter(Boolean);
    return [
      {
        file: 'index.html',
        language: 'html',
        text: `<antom-checkout
${indented(attributes, '  ')}
>
${isInline(settings) ? '  <div data-antom="form"></div>\n' : ''}${isInline(settings) && !isSubmitted(settings) ? '' : '  <button>Pay</button>\n'}  <p data-when="succeeded">Thank you. Your order is paid.</p>
  <p data-when="failed cancelled">Nothing is paid. You can try again.</p>
</antom-checkout>
<script src="/antom-checkout-element.iife.min.js"></script>
`,
      },
    ];
  },
};

export const codeFor = (settings: PlaygroundSettings): readonly Code[] => WAYS[settings.way](settings);
