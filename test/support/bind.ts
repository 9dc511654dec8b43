/** A merchant's page with a form, buttons and a link that can be bound, for unit tests. */
import type { BindOptions, PaymentOutcome } from '../../src/types';
import { flush, openShop, type Shop, type ShopOptions } from './shop';

const HTML = `
  <form id="checkout" action="/pay" class="mine">
    <label>Name <input name="name" required value="Ann"></label>
    <button type="button" id="help">Help</button>
    <button formaction="/coupon" id="coupon">Coupon</button>
    <button id="buy" data-x="1">Buy</button>
    <input type="submit" id="buy2" value="Buy too" disabled>
  </form>
  <button id="outside" form="checkout">Buy from here</button>
  <button id="alone" type="button">Pay</button>
  <a id="link" href="/pay">Pay by link</a>`;

export interface Bound extends Shop {
  readonly outcomes: PaymentOutcome[];
  readonly unbind: () => void;
  /** The page as HTML, to see that nothing is left. */
  readonly found: string;
}

export function bound(trigger: string, options: BindOptions = {}, shopOptions: ShopOptions = {}): Bound {
  setPage();
  const found = html();
  const shop = openShop(shopOptions);
  const outcomes: PaymentOutcome[] = [];
  const unbind = shop.checkout.bind(trigger, {
    onOutcome: (outcome) => {
      outcomes.push(outcome);
    },
    ...options,
  });
  return { ...shop, outcomes, unbind, found };
}

/** A body of its own each time: what a test listens to on it goes with it. */
export function setPage(): void {
  document.body.innerHTML = `<main>${HTML}</main>`;
}

export const el = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
export const isBusy = (id: string): boolean => el(id).getAttribute('aria-busy') === 'true';
export const isDisabled = (id: string): boolean => (el(id) as HTMLButtonElement).disabled;
/** What the merchant's part of the page is. */
export const html = (): string =>
  Array.from(document.querySelectorAll('#checkout,#outside,#alone,#link'), (node) => node.outerHTML).join('');
const isPrevented = Object.getOwnPropertyDescriptor(Event.prototype, 'defaultPrevented') as { get(this: Event): boolean };

/** A submit that nobody has prevented in the end would have navigated. jsdom cannot, and says so, so those are prevented last of all. */
export function leftAlone(): { readonly count: number } {
  const seen: Event[] = [];
  let left = 0;
  const last = (event: Event): void => {
    window.removeEventListener('submit', last);
    if (isPrevented.get.call(event)) return;
    left += 1;
    event.preventDefault();
  };
  document.querySelector('main')?.addEventListener(
    'submit',
    (event) => {
      seen.push(event);
      // Behind the library's, which is there by now.
      window.addEventListener('submit', last);
    },
    true,
  );
  return {
    get count() {
      window.removeEventListener('submit', last);
      return left + seen.filter((event) => !isPrevented.get.call(event)).length;
    },
  };
}

export async function launched({ sdk }: Shop): Promise<ReturnType<Shop['sdk']['cashier']>> {
  await flush();
  const cashier = sdk.cashier();
  cashier.launch();
  await flush();
  return cashier;
}
