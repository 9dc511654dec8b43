/** What every test of the Vue entry begins with. */
import type { CheckoutController } from 'antom-checkout-controller';
import { antomCheckout } from 'antom-checkout-controller/vue';
import { afterEach, beforeEach, expect, vi, type Mock } from 'vitest';
import { createApp, type App, type Component } from 'vue';
import { antom } from '../framework';

export { antom, cameBack, controller, countListeners, heard } from '../framework';

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
