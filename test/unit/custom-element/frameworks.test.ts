/** <antom-checkout> as frameworks write to it: Angular and Vue by properties and attributes, Svelte and React 19 by a property where there is one of the name. */
import { act, createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { CheckoutController, type CheckoutOptions } from 'antom-checkout-controller';
import { $, BASE, click, element, flush, open, page, posts, statuses, useElement } from '../../support/element';

useElement();

/** As React 19, Vue and Svelte do. */
function write(node: HTMLElement, props: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(props)) {
    if (name in node) (node as unknown as Record<string, unknown>)[name] = value;
    else node.setAttribute(name, String(value));
  }
}

describe('before the element is defined', () => {
  it('properties are taken over', async () => {
    const early = document.createElement('later-checkout');
    const checkout = new CheckoutController({ ...page().antom.options });
    const createPaymentSession = vi.fn();
    Object.assign(early, { checkout, createPaymentSession, options: { locale: 'de_DE' }, prepare: 'manual' });
    early.innerHTML = '<button>Pay</button>';
    $('main').append(early);
    // The same class under another name: a name is defined once.
    const { CheckoutElement } = await import('../../../src/custom-element/element');
    customElements.define('later-checkout', class extends CheckoutElement {});
    await flush();
    const pay = early as unknown as CheckoutElementLike;
    expect([pay.checkout, pay.createPaymentSession, pay.options, early.getAttribute('prepare')]).toEqual([
      checkout,
      createPaymentSession,
      { locale: 'de_DE' },
      'manual',
    ]);
    expect(typeof pay.prepare).toBe('function');
    await click();
    await page().antom.buyer.pays();
    expect(checkout.state).toMatchObject({ outcome: { status: 'succeeded' } });
    early.remove();
    await flush();
  });
});

interface CheckoutElementLike {
  readonly checkout: unknown;
  readonly createPaymentSession: unknown;
  readonly options: unknown;
  readonly prepare: unknown;
}

describe('Angular-style binding', () => {
  it('[attr.order], [options] and (antom-outcome): attributes and properties set before and after it is connected', async () => {
    const pay = document.createElement('antom-checkout');
    pay.options = { prepare: 'manual' };
    const seen: string[] = [];
    pay.addEventListener('antom-outcome', ({ detail }) => seen.push(`${detail.status} ${String(detail.order)}`));
    $('main').append(pay);
    pay.setAttribute('environment', 'sandbox');
    pay.setAttribute('session-url', '/pay/session');
    pay.setAttribute('order', 'o1');
    pay.innerHTML = '<button>Pay</button>';
    await flush();
    await click();
    await page().antom.buyer.closes();
    pay.setAttribute('order', 'o2');
    await click();
    await page().antom.buyer.closes();
    expect(seen).toEqual(['cancelled o1', 'cancelled o2']);
  });

  it('*ngIf: a spinner in place of the element does not end its payment', async () => {
    const pay = await open(`<antom-checkout ${BASE}><button>Pay</button></antom-checkout>`);
    const seen: string[] = [];
    pay.addEventListener('antom-outcome', ({ detail }) => seen.push(detail.status));
    pay.addEventListener('antom-state', ({ detail }) => {
      if (detail.busy) pay.replaceWith('One moment');
    });
    await click();
    await page().antom.buyer.pays();
    expect(seen).toEqual(['succeeded']);
  });
});

describe('Svelte-style binding', () => {
  it('a prop of the name of a property is that property, any other one an attribute; prepare is the attribute', async () => {
    const pay = document.createElement('antom-checkout');
    write(pay, { environment: 'sandbox', 'session-url': '/pay/session', order: 42, prepare: 'manual', options: { locale: 'de_DE' } });
    pay.innerHTML = '<button>Pay</button>';
    $('main').append(pay);
    await flush();
    expect(pay.getAttribute('prepare')).toBe('manual');
    await pay.prepare();
    await click();
    await page().antom.buyer.pays();
    expect(page().outcomes).toMatchObject([{ status: 'succeeded', order: '42' }]);
  });

  it('options that are another object on every render change nothing of a payment, and forget none that is undecided', async () => {
    const pay = await open(`<antom-checkout ${BASE} order="o1"><button>Pay</button></antom-checkout>`);
    const render = (): void => {
      pay.options = { appearance: { showLoading: false } } satisfies Partial<CheckoutOptions>;
    };
    pay.addEventListener('antom-state', render);
    render();
    await click();
    await page().antom.buyer.isRedirected();
    await page().antom.buyer.comesBack();
    await click();
    await page().antom.buyer.pays();
    expect(statuses()).toEqual(['redirected', 'succeeded']);
    expect(posts()).toHaveLength(1);
  });

  it('functions that are others on every render are the ones of the moment', async () => {
    const pay = await open('<antom-checkout environment="sandbox" prepare="manual"><button>Pay</button></antom-checkout>');
    const called: string[] = [];
    const render = (name: string): void => {
      pay.createPaymentSession = (context) => {
        called.push(name);
        return page().antom.options.createPaymentSession!(context);
      };
    };
    render('first');
    await flush();
    render('second');
    await click();
    expect(called).toEqual(['second']);
    expect(element()).toBe(pay);
  });
});

it('React hydrates what a server has rendered without a word, where the markup has suppressHydrationWarning', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const quiet = { suppressHydrationWarning: true };
  const view = createElement(
    'antom-checkout',
    { environment: 'sandbox', 'session-url': '/pay/session', prepare: 'manual', order: 'o1', ...quiet },
    createElement('button', null, 'Pay'),
    createElement('p', { 'data-when': 'cancelled', ...quiet }, 'Try again'),
  );
  const main = $('main');
  main.innerHTML = renderToString(view);
  await flush();
  expect([element().dataset['phase'], $('p').hidden]).toEqual(['idle', true]);
  const root = await act(() => hydrateRoot(main, view));
  await click();
  await page().antom.buyer.closes();
  expect([statuses(), $('p').hidden]).toEqual([['cancelled'], false]);
  act(() => {
    root.unmount();
  });
  expect(complaints.mock.calls).toEqual([]);
});
