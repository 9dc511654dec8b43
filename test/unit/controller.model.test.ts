/**
 * The whole controller as a property: whatever the buyer, the page, the SDK and the merchant's server do, and in whatever order, the rules
 * of the contract hold. test/support/model-world.ts says which. MODEL_RUNS and MODEL_SEED ask for more runs and other ones.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scenario } from '../support/model-actions';
import { watchPage } from '../support/model-page';
import { play } from '../support/model-world';

const runs = Number(process.env['MODEL_RUNS'] ?? 400);
const seed = Number(process.env['MODEL_SEED'] ?? 20260301);

let unwatch: () => void = () => undefined;
beforeAll(() => {
  unwatch = watchPage();
});
afterAll(() => {
  unwatch();
});

it(
  `every rule holds in ${String(runs)} random lives of a checkout (seed ${String(seed)})`,
  async () => {
    let played = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async (life) => {
        played += 1;
        await play(life);
      }),
      { seed, numRuns: runs },
    );
    expect(played).toBe(runs);
  },
  60_000 + runs * 2_000,
);
