/** A checkout view. It is given its controller: in production one for your server, in a test one of the kit's. */
import type { CheckoutController, CheckoutState } from 'antom-checkout-controller';

export function showCheckout(root: HTMLElement, checkout: CheckoutController, order: string): void {
  root.innerHTML = `
    <form><button>Pay</button></form>
    <div id="card"></div>
    <button id="check" type="button">Check again</button>
    <p role="status"></p>`;
  const form = find<HTMLFormElement>(root, 'form');
  const check = find<HTMLButtonElement>(root, '#check');
  const draw = (): void => {
    const { state } = checkout;
    const outcome = state.phase === 'settled' ? state.outcome : null;
    const isUndecided = outcome?.status === 'processing' || outcome?.status === 'unknown';
    find(root, '[role="status"]').textContent = messageFor(state);
    form.hidden = isUndecided || outcome?.retry === 'none';
    check.hidden = !isUndecided;
  };
  checkout.subscribe(draw);
  checkout.bind(form, { pay: { order } });
  check.addEventListener('click', () => void checkout.resume({ order }));
  draw();
}

function messageFor(state: CheckoutState): string {
  if (state.phase === 'open' && state.surface === 'inline' && state.declined) return 'The card was declined. Please try another one.';
  if (state.phase !== 'settled') return '';
  const { outcome } = state;
  switch (outcome.status) {
    case 'succeeded':
      return 'Thank you. Your order is paid.';
    case 'processing':
    case 'unknown':
      return 'Your payment is not decided yet. Please do not pay again.';
    case 'redirected':
      return 'Please finish your payment where you were sent.';
    case 'failed':
      return 'This payment failed. Please try again.';
    case 'cancelled':
    case 'abandoned':
      return 'You have not paid yet.';
    case 'error':
      return `The cashier could not be opened (${outcome.error.code}).`;
  }
}

function find<Kind extends HTMLElement>(root: HTMLElement, selector: string): Kind {
  const found = root.querySelector<Kind>(selector);
  if (found === null) throw new Error(`The view has no ${selector}.`);
  return found;
}
