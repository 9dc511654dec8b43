import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { ENGINES } from './support/catalogue.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
// The first that fits counts, and the package's name fits its subpaths too.
const alias = {
  'antom-checkout-controller/custom-element': here('../../src/custom-element/index.ts'),
  'antom-checkout-controller/server': here('../../src/server/index.ts'),
  'antom-checkout-controller/doctor': here('../../src/doctor/index.ts'),
  'antom-checkout-controller': here('../../src/index.ts'),
};

/**
 * `npm run test:engines`: the same behaviours, once in each engine. Not a part of `npm test`: most engines have to be installed first.
 * A project is an engine, so `npm run test:engines -- --project firefox` runs one.
 */
export default defineConfig({
  root: here('../..'),
  test: {
    globalSetup: [here('support/global-setup.ts')],
    reporters: ['default', here('support/report.ts')],
    // One after the other: two engines at once on two cores take as long, and are nearer to their time limits.
    fileParallelism: false,
    projects: [
      ...Object.keys(ENGINES).map((engine) => ({
        resolve: { alias },
        test: {
          name: engine,
          include: ['test/engines/behaviours.test.ts'],
          environment: 'node' as const,
          provide: { engine },
          testTimeout: 480_000,
          hookTimeout: 240_000,
        },
      })),
      { test: { name: 'syntax', include: ['test/engines/syntax.test.ts'], environment: 'node' as const, testTimeout: 60_000 } },
    ],
  },
});
