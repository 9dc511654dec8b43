/**
 * What every copy of this library on a page shares, under one `Symbol.for` key of `window`.
 *
 * The SDK's DOM ids and its bus are page-wide, so the slot for the one open component, the SDK's instance and its load
 * must be too: a merchant page may hold two bundles that each bring this library.
 */
import type { SlotState } from './lock';
import type { InstanceHolder } from '../sdk/instance';
import type { Unstored } from '../payments/records';
import type { LoadState } from '../sdk/script/load';

export interface PageRegistry extends InstanceHolder {
  readonly slot: SlotState;
  readonly load: LoadState;
  /** Records that a storage would not take, by that storage. */
  unstored: readonly Unstored[];
}

// The number changes when the shape does: copies that cannot understand each other must not try.
const NAME = 'antom-checkout-controller/1';
// Android 5.0's WebView 37 has no Symbol.
const KEY = typeof Symbol === 'function' ? Symbol.for(NAME) : NAME;

export function pageRegistry(window: Window): PageRegistry {
  const holder = window as unknown as Record<symbol | string, PageRegistry | undefined>;
  const existing = holder[KEY];
  if (existing) return existing;
  const created: PageRegistry = {
    slot: { owner: null, cooling: null, lingering: null, waiting: [] },
    load: { current: null, live: { tags: [], waits: [], veil: null }, dead: [], failed: {}, trust: { policy: null } },
    instance: null,
    unstored: [],
  };
  Object.defineProperty(window, KEY, { value: created });
  return created;
}
