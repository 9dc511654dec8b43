/** Every test of a file shares one window; the registry on it cannot be deleted, so it is emptied: a page that has just been opened. */
import { pageRegistry } from '../../src/page/registry';

export function emptyRegistry(): void {
  const registry = pageRegistry(window);
  Object.assign(registry.slot, { owner: null, cooling: null, lingering: null, waiting: [] });
  Object.assign(registry.load, { current: null, live: { tags: [], veil: null, waits: [] }, dead: [], failed: {}, trust: { policy: null } });
  registry.instance = null;
  registry.unstored = [];
}
