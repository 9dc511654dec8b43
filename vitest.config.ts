import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = fileURLToPath(new URL('./src/index.ts', import.meta.url));
const alias = { 'antom-checkout-controller': source };

/** Four layers, each catching what the one before it cannot. docs/architecture.md says which fact belongs where. */
export default defineConfig({
  test: {
    projects: [
      // Pure functions, and the controller with a scripted SDK and an injected clock.
      { resolve: { alias }, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'jsdom' } },
      // The demo's server: signatures, the gateway stand-in, the merchant's endpoints. Manual clock, loopback only.
      { test: { name: 'server', include: ['test/server/**/*.test.ts'], environment: 'node', testTimeout: 30_000 } },
      // The real @alipay/ams-checkout in jsdom: every fact the code relies on.
      { resolve: { alias }, test: { name: 'sdk', include: ['test/sdk/**/*.test.ts'], environment: 'node', testTimeout: 30_000 } },
      // The real SDK in a real Chromium, driving the built demo and the built files of dist/.
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/browser/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Much of it is waiting: two at a time on two cores.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      // What npm would publish: the files of dist/, plain Node, the README's code.
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], environment: 'node', testTimeout: 60_000 } },
    ],
  },
});
