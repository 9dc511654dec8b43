/** What every test of the Vue entry begins with. It needs the package alone, so that it also runs on the packed one with Vue 3.3. */
import { CheckoutController, type CheckoutOptions, type PaymentOutcome } from 'antom-checkout-controller';
import { antomCheckout } from 'antom-checkout-controller/vue';
import { fakeAntom, type FakeAntom } from 'antom-checkout-controller/testing';
import { afterEach, beforeEach, expect, vi, type Mock } from 'vitest';
import { createApp, type App, type Component } from 'vue';

export const antom: FakeAntom = fakeAntom();

let complaints: readonly Mock[] = [];
const apps: App[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  complaints = [
    vi.spyOn(console, 'error').mockImplementation(() => undefined),
    vi.spyOn(console, 'warn').mockImplementation(() => undefined),
  ];
});
afterEach(async () => {
  for (const app of apps.splice(0)) app.unmount();
  document.body.innerHTML = '';
  await antom.reset();
  vi.useRealTimers();
  expect(complaints.flatMap(({ mock }) => mock.calls)).toEqual([]);
  vi.restoreAllMocks();
});

export const controller = (options: Partial<CheckoutOptions> = {}): CheckoutController =>
  new CheckoutController({ ...antom.options, ...options });

/** Collects outcomes by their status. */
export const heard = (): { readonly onOutcome: (outcome: PaymentOutcome) => void; readonly statuses: string[] } => {
  const statuses: string[] = [];
  return { onOutcome: ({ status }) => void statuses.push(status), statuses };
};

/** Mounts the component in an app of its own. Returns what unmounts it. */
export function mount(
  component: Component,
  { checkout, plugins = [] }: { checkout?: CheckoutController; plugins?: { install(app: App): void }[] } = {},
): () => void {
  const app = createApp(component);
  for (const plugin of plugins) app.use(plugin);
  if (checkout) app.use(antomCheckout, checkout);
  app.mount(document.body.appendChild(document.createElement('main')));
  apps.push(app);
  return () => {
    apps.splice(apps.indexOf(app), 1);
    app.unmount();
  };
}

export const button = (name = 'Pay'): HTMLButtonElement => {
  const found = Array.from(document.querySelectorAll('button')).find(({ textContent }) => textContent === name);
  if (!found) throw new Error(`There is no button "${name}".`);
  return found;
};

/** Renders what has changed, and what is due. */
export const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

export async function press(name = 'Pay'): Promise<void> {
  button(name).click();
  await settle();
}

export const look = (name = 'Pay'): [disabled: boolean, busy: boolean] => [
  button(name).disabled,
  button(name).getAttribute('aria-busy') === 'true',
];

/** How many listeners the controller has, of state and of events. */
export const countListeners = (checkout: CheckoutController): (() => number) => {
  let count = 0;
  for (const name of ['subscribe', 'on'] as const) {
    const listen = checkout[name];
    vi.spyOn(checkout, name).mockImplementation((listener: () => void) => {
      const stop = listen(listener);
      count += 1;
      return () => {
        count -= 1;
        stop();
      };
    });
  }
  return () => count;
};
