/** Steps that the tests of forms on the real SDK share. */
import { cashier, element, type CheckoutOptions, type Product } from 'antom-checkout-controller';
import { asked, type shops } from './product-players.ts';
import { cardSession, elementSession, payPalSession, type SessionBuilder } from './product-sessions.ts';
import { productShop, type ProductShop } from './product-shop.ts';
import type { FakeCashier, SdkVersion } from './real-sdk.ts';

export type World = ReturnType<typeof shops>;
export type Options = Partial<CheckoutOptions> & { asks?: boolean; fields?: Record<string, unknown>; version?: SdkVersion };

export const NOW = 1_800_000_000_000;
export const expiringIn = (ms: number): { paymentSessionExpiryTime: string } => ({
  paymentSessionExpiryTime: new Date(NOW + ms).toISOString(),
});

export function open(world: World, product: Product | Product[], session: SessionBuilder, options: Options = {}): ProductShop {
  const { version = '1.47.2', ...rest } = options;
  let n = 0;
  const unique = (): string => {
    n += 1;
    return session({ n });
  };
  return productShop(world.open({ version }), unique, { product, notRedirectAfterComplete: true, ...rest });
}
export async function drawElement(world: World, options: Options = {}): Promise<{ shop: ProductShop; app: FakeCashier }> {
  const shop = open(world, element, elementSession, options);
  shop.mount();
  return { shop, app: await shop.drawn() };
}
export async function drawCard(world: World, options: Options = {}): Promise<{ shop: ProductShop; app: FakeCashier }> {
  const shop = open(world, cashier, cardSession, { appearance: { showSubmitButton: false }, ...options });
  shop.mount();
  return { shop, app: await shop.drawn() };
}
/** The element's answer to the newest submit. */
export const reply = (app: FakeCashier, data: unknown, id = asked(app, 'submitPay').id ?? ''): void => {
  app.send(id, { data });
};
export interface PayPalConfig {
  onApprove(data: unknown): Promise<unknown>;
  onCancel(data: unknown): Promise<unknown>;
  onShippingChange(data: unknown): Promise<unknown>;
  createOrder(): Promise<unknown>;
}
/** PayPal's script: loads when told, draws an iframe into the place. */
export function stubPayPal(shop: ProductShop): {
  scripts(): HTMLScriptElement[];
  configs: PayPalConfig[];
  load(script?: HTMLScriptElement): void;
} {
  const { document } = shop.raw;
  const configs: PayPalConfig[] = [];
  (shop.raw.sdk.window as unknown as Record<string, unknown>)['paypal'] = {
    FUNDING: {},
    Buttons: (config: PayPalConfig) => ({
      render: (selector: string) => {
        configs.push(config);
        const place = document.querySelector(selector);
        // Of the page's realm, as PayPal's own are.
        if (place === null) throw new (shop.raw.sdk.window as unknown as { Error: typeof Error }).Error(`no ${selector}`);
        place.appendChild(document.createElement('iframe'));
        return Promise.resolve();
      },
    }),
  };
  const scripts = (): HTMLScriptElement[] => [...document.querySelectorAll<HTMLScriptElement>('script[src*="paypal.com"]')];
  return {
    scripts,
    configs,
    load: (script = scripts().at(-1)) => {
      script?.onload?.(new (shop.raw.sdk.window as unknown as { Event: typeof Event }).Event('load'));
    },
  };
}
export { payPalSession };
