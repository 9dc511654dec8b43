/** What a server renders, and what the browser hydrates: idle, whatever the controller says. */
import { act, render, screen } from '@testing-library/react';
import type { CheckoutController } from 'antom-checkout-controller';
import { AntomInline, AntomProvider, useAntomCheckout, useAntomResume } from 'antom-checkout-controller/react';
import { type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { antom, controller } from './support';

function Page(): ReactElement {
  const { payButton, state } = useAntomCheckout({ order: 'a:1' });
  const { status } = useAntomResume({ order: 'a:1' });
  return (
    <>
      <AntomInline order="b:1" id="card" />
      <button {...payButton}>{state.phase}</button>
      <p role="status">{status}</p>
    </>
  );
}

const page = (checkout: CheckoutController): ReactElement => (
  <AntomProvider checkout={checkout}>
    <Page />
  </AntomProvider>
);

it('a server’s render is idle and asking, also beside a payment that is under way', async () => {
  const checkout = controller();
  void checkout.pay({ order: 'a:1' });
  await antom.buyer.seesCashier();
  const html = renderToString(page(checkout));
  expect(html).toBe('<div id="card"></div><button type="button" disabled="" aria-busy="false">idle</button><p role="status">asking</p>');
  await antom.buyer.closes();
});

it('hydrating beside a payment that is under way is no mismatch, and shows that payment afterwards', async () => {
  const checkout = controller();
  const container = document.body.appendChild(document.createElement('main'));
  container.innerHTML = renderToString(page(checkout));
  void checkout.pay({ order: 'a:1' });
  await antom.buyer.seesCashier();
  const { unmount } = render(page(checkout), { container, hydrate: true });
  expect([screen.getByRole('button').textContent, screen.getByRole<HTMLButtonElement>('button').disabled]).toEqual(['open', true]);
  await antom.buyer.closes();
  await act(() => vi.advanceTimersByTimeAsync(1000));
  unmount();
  container.remove();
});

it('“the first press did nothing”: what a server has rendered cannot be pressed until it is hydrated', async () => {
  const Pay = (): ReactElement => <button {...useAntomCheckout({ checkout, order: 'a:1' }).payButton} />;
  const checkout = controller();
  const container = document.body.appendChild(document.createElement('main'));
  container.innerHTML = renderToString(<Pay />);
  const button = container.querySelector('button')!;
  button.click();
  expect(button.disabled).toBe(true);
  const { unmount } = render(<Pay />, { container, hydrate: true });
  expect([screen.getByRole('button') === button, button.disabled]).toEqual([true, false]);
  act(() => {
    button.click();
  });
  await antom.buyer.pays();
  expect(checkout.state).toMatchObject({ phase: 'settled', outcome: { status: 'succeeded', order: 'a:1' } });
  unmount();
  container.remove();
});
