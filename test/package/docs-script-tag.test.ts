/** The pages of docs/script-tag.md run as they stand there, with the packed script-tag file; only the SDK and the server are played. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JSDOM } from 'jsdom';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';

const guide = readFileSync(fileURLToPath(new URL('../../docs/script-tag.md', import.meta.url)), 'utf8');
const blocksIn = (language: string): string[] =>
  Array.from(guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g')), ([, code]) => code!);
const [checkoutPage, resultPage, ownButton] = blocksIn('html') as [string, string, string];
const [checkoutScript, resultScript, ownClick] = blocksIn('js') as [string, string, string];
const FILE = 'antom-checkout-controller.iife.min.js';

/** As much of AMSCashierPayment as a payment needs. */
const CASHIER = `
  window.AMSCashierPayment = function (options) { window.cashier = this; this.options = options; };
  AMSCashierPayment.prototype.createComponent = function () {
    document.body.appendChild(document.createElement('div')).id = 'ams-component-container';
    return Promise.resolve();
  };
  AMSCashierPayment.prototype.unmount = function () {
    var container = document.getElementById('ams-component-container');
    if (container) container.parentNode.removeChild(container);
  };
`;
const paymentSessionData = ['', 'SG', '111', btoa(JSON.stringify({ paymentSessionConfig: { productScene: 'CASHIER_PAYMENT' } }))].join(
  '&&',
);

interface Shop {
  readonly document: Document;
  readonly requests: readonly string[];
  /** The SDK's word, once the cashier is there. */
  readonly says: (code: string) => Promise<void>;
  readonly shows: (id: string, text: string) => Promise<void>;
}

let close = (): void => {};
afterEach(() => {
  close();
});

/** A page at `url`, with a server that answers each inquiry with `paymentStatus`. */
function open(html: string, url: string, paymentStatus: string): Shop {
  const requests: string[] = [];
  const library = readFileSync(join(inject('packed').content, 'dist', FILE), 'utf8');
  // The tags would be fetched; what their files hold stands as it is.
  const files: Readonly<Record<string, string>> = {
    [FILE]: 'window.installLibrary();',
    'checkout.js': checkoutScript,
    'result.js': resultScript,
  };
  const page = html.replace(/<script src="\/([^"]+)"><\/script>/g, (_tag, file: string) => `<script>${files[file]!}</script>`);
  expect(page).not.toBe(html);
  const { window } = new JSDOM(`<!doctype html><body>${page}</body>`, {
    url,
    runScripts: 'dangerously',
    beforeParse: (target) => {
      target.eval(CASHIER);
      Object.assign(target, {
        installLibrary: () => {
          target.eval(library);
        },
        fetch: (path: string, init?: { readonly body?: string }) => {
          requests.push([path, init?.body].filter(Boolean).join(' '));
          const answer = path === '/api/payment-sessions' ? { paymentSessionData, paymentRequestId: 'request-1' } : { paymentStatus };
          return Promise.resolve(Response.json(answer));
        },
      });
    },
  });
  close = () => {
    window.close();
  };
  const { document } = window;
  return {
    document,
    requests,
    says: async (code) => {
      await vi.waitUntil(() => document.getElementById('ams-component-container') !== null, { timeout: 120_000 });
      window.eval(`cashier.options.onEventCallback({ code: '${code}' })`);
    },
    shows: async (id, text) => {
      await vi.waitFor(
        () => {
          expect(document.getElementById(id)?.textContent).toBe(text);
        },
        { timeout: 120_000 },
      );
    },
  };
}

describe('docs/script-tag.md', () => {
  const CHECKOUT = 'https://shop.example/checkout';
  const isShown = (document: Document, id: string): boolean => !(document.getElementById(id) as HTMLElement).hidden;

  test('the form pays its order once, and the buyer is told', async () => {
    const { document, requests, says, shows } = open(checkoutPage, CHECKOUT, 'SUCCESS');
    const button = document.querySelector('button')!;
    button.click();
    expect(button.disabled).toBe(true);
    await says('SDK_PAYMENT_SUCCESSFUL');
    await shows('message', 'Thank you. Your order is paid.');
    expect(isShown(document, 'checkout')).toBe(false);
    expect(requests).toEqual(['/api/payment-sessions {"order":"cart42:19900"}', '/api/payments/request-1']);
  });

  test('after a failure the form can pay again', async () => {
    const { document, says, shows } = open(checkoutPage, CHECKOUT, 'FAIL');
    document.querySelector('button')!.click();
    await says('SDK_PAYMENT_FAIL');
    await shows('message', 'The payment failed. Please try again.');
    expect(isShown(document, 'checkout')).toBe(true);
    expect(isShown(document, 'check')).toBe(false);
    expect(document.querySelector('button')!.disabled).toBe(false);
  });

  test('while the payment is undecided it says so, and offers to ask instead of to pay', async () => {
    const { document, requests, says, shows } = open(checkoutPage, CHECKOUT, 'PENDING');
    document.querySelector('button')!.click();
    await says('SDK_PAYMENT_PROCESSING');
    await shows('message', 'We are asking for the result of your payment. This can take a few minutes.');
    // The page ends the waiting, as the deadline would.
    document.defaultView!.eval('checkout.unmount()');
    await shows('message', 'Your payment is not decided yet. Please do not pay again: we write to you when it is.');
    expect(isShown(document, 'checkout')).toBe(false);
    expect(isShown(document, 'check')).toBe(true);
    const asked = requests.length;
    document.getElementById('check')!.click();
    await shows('message', 'We are asking for the result of your payment. This can take a few minutes.');
    expect(requests.slice(asked)).toEqual(['/api/payments/request-1']);
  });

  test('the button with a click of its own pays, and the buyer is told in words', async () => {
    const { document, requests, says, shows } = open(`${checkoutPage}${ownButton}<script>${ownClick}</script>`, CHECKOUT, 'FAIL');
    const button = document.getElementById('pay') as HTMLButtonElement;
    button.click();
    expect(button.disabled).toBe(true);
    await says('SDK_PAYMENT_FAIL');
    await shows('message', 'The payment failed. Please try again.');
    expect(button.disabled).toBe(false);
    expect(requests[0]).toBe('/api/payment-sessions {"order":"cart42:19900"}');
  });

  test('the page that the buyer comes back to says what the server says of the payment in its address', async () => {
    const { requests, shows } = open(resultPage, 'https://shop.example/result?paymentRequestId=request-7', 'SUCCESS');
    await shows('result', 'Thank you. Your order is paid.');
    expect(requests).toEqual(['/api/payments/request-7']);
  });

  test('without one and with nothing remembered it says so', async () => {
    const { requests, shows } = open(resultPage, 'https://shop.example/result', 'SUCCESS');
    await shows('result', 'There is no payment here.');
    expect(requests).toEqual([]);
  });
});
