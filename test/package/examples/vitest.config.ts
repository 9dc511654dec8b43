import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `npm run test:examples`: the apps of examples/ with the packed package. Not a part of `npm test`: bundling the SDK takes its time. */
export default defineConfig({
  root: here('../../..'),
  test: {
    name: 'examples',
    include: ['test/package/examples/*.check.ts'],
    environment: 'node',
    // The packed package; Chromium and the demo's server, which plays the merchant's.
    globalSetup: [here('../support/global-setup.ts'), here('../../browser/support/global-setup.ts')],
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
});
