import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `npm run test:site`: the built site. Not a part of `npm test`, which needs none. */
export default defineConfig({
  root: here('../..'),
  test: {
    name: 'site',
    include: ['test/site/*.test.ts'],
    environment: 'node',
    globalSetup: [here('global-setup.ts')],
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
