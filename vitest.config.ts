import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = fileURLToPath(new URL('./src/index.ts', import.meta.url));
const alias = { 'antom-checkout-controller': source };

/**
 * Minutes of payments: every way of the demo's shop, one under each content security policy, what the server confirms, and one payment after
 * another. `npm run test:scenarios`, so that `npm test` stays short.
 */
const SCENARIOS = ['shop', 'shop-return', 'csp', 'confirming', 'keeping-apart'].map((name) => `test/browser/${name}.test.ts`);
const inChromium = {
  environment: 'node' as const,
  globalSetup: ['test/browser/support/global-setup.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Much of it is waiting: two at a time on two cores.
  maxWorkers: 2,
  // Chrome decides whether it keeps a page for Back, and an overloaded one may not. What a kept page does cannot be seen then, so that test
  // is run once more, and the run says so. Everything else that fails has failed.
  retry: { count: 1, condition: /loaded again: / },
};

/** Four layers, each catching what the one before it cannot. docs/architecture.md says which fact belongs where. */
export default defineConfig({
  test: {
    // Vitest leaves one core to others, which is half of a machine with two.
    maxWorkers: '100%',
    // `npm run test:coverage`: what the unit layer leaves out has its reason next to it (`v8 ignore`), or turns this red.
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      // An export list and types: there is nothing in them to run.
      exclude: ['src/index.ts', 'src/types.ts'],
      reporter: [['text', { skipFull: true }]],
      thresholds: { 100: true },
    },
    projects: [
      // Pure functions, and the controller with a scripted SDK and an injected clock.
      { resolve: { alias }, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'jsdom' } },
      // The demo's server: signatures, the gateway stand-in, the merchant's endpoints. Manual clock, loopback only.
      { test: { name: 'server', include: ['test/server/**/*.test.ts'], environment: 'node', testTimeout: 30_000 } },
      // The real @alipay/ams-checkout in jsdom: every fact the code relies on.
      { resolve: { alias }, test: { name: 'sdk', include: ['test/sdk/**/*.test.ts'], environment: 'node', testTimeout: 30_000 } },
      // The real SDK in a real Chromium, driving the built demo and the built files of dist/.
      { test: { ...inChromium, name: 'browser', include: ['test/browser/**/*.test.ts'], exclude: SCENARIOS, sequence: { groupOrder: 1 } } },
      { test: { ...inChromium, name: 'scenarios', include: SCENARIOS, sequence: { groupOrder: 2 } } },
      // What npm would publish: the packed files, plain Node, types, the documentation's code.
      { resolve: { alias }, test: { name: 'package', include: ['test/package/**/*.test.ts'], globalSetup: ['test/package/support/global-setup.ts'], environment: 'node', testTimeout: 60_000 } },
    ],
  },
});
