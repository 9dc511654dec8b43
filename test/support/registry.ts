/** Every test of a file shares one window; what is shared on it cannot be deleted, so it is emptied: a page that has just been opened. */
import { liveControllers } from '../../src/page/live';
import { pageLock } from '../../src/page/lock';
import { pageUnstored } from '../../src/payments/records';
import { pageInstance } from '../../src/sdk/instance';
import { pageLoad } from '../../src/sdk/script/load';

export function emptyRegistry(): void {
  Object.assign(pageLock(window), { owner: null, cooldown: null, keptForRedirect: null, waiting: [] });
  Object.assign(pageLoad(window), {
    current: null,
    pending: { tags: [], hidden: null, waits: [] },
    dead: [],
    failed: {},
    trust: { policy: null },
  });
  Object.assign(liveControllers(window), { list: [], made: null, bound: [] });
  pageInstance(window).instance = null;
  pageUnstored(window).unstored = [];
}
