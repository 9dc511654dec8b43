import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = fileURLToPath(new URL('./src/index.ts', import.meta.url));
// The first that fits counts, and the package's name fits its subpaths too.
const alias = {
  ...Object.fromEntries(
    ['server', 'react', 'vue', 'custom-element', 'doctor', 'testing'].map((name) => [
      `antom-checkout-controller/${name}`,
      fileURLToPath(new URL(`./src/${name}/index.ts`, import.meta.url)),
    ]),
  ),
  'antom-checkout-controller': source,
};

/**
 * Minutes of payments: every way of the demo's shop and every product, one under each content security policy, what the server confirms, one
 * payment after another, each way that a script fails to load, each way that a buyer leaves and comes back, pages that are difficult, and the
 * doctor on pages that are broken. `npm run test:scenarios`, so that `npm test` stays short.
 */
const SCENARIOS = [
  'shop shop-return products accessibility playground csp confirming keeping-apart loader',
  'doctor doctor-session doctor-payments doctor-panel',
  'leaving coming-back back-forward-cache crash-and-tabs page bind-page unreliable-pages turbo',
]
  .join(' ')
  .split(' ')
  .map((name) => `test/browser/${name}.test.ts`);
/** The test kit beside the real SDK: minutes as well, since each fact opens pages of both. */
const FACTS = ['test/sdk/imitation.test.ts'];
/** No test depends on how fast the machine is: it waits for what happens, and these only end one that waits in vain. */
const ceilings = { testTimeout: 240_000, hookTimeout: 240_000, expect: { poll: { timeout: 120_000 } } };
const inChromium = {
  environment: 'node' as const,
  globalSetup: ['test/browser/support/global-setup.ts'],
  ...ceilings,
  // Much of it is waiting: two at a time on two cores.
  maxWorkers: 2,
  // Chrome decides whether it keeps a page for Back, and an overloaded one may not. What a kept page does cannot be seen then, so that test
  // is run again, and the run says so. Everything else that fails has failed.
  retry: { count: 4, condition: /loaded again: / },
};

/** `npm run dev`: the quick files first, since the first answer is what one waits for. */
class ShortestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const size = ({ moduleId }: TestSpecification): number => statSync(moduleId).size;
    return Promise.resolve([...files].sort((a, b) => size(a) - size(b)));
  }
}

/** Four layers, each catching what the one before it cannot. docs/architecture.md says which fact belongs where. */
export default defineConfig(({ mode }) => ({
  test: {
    ...(mode === 'dev' ? { sequence: { sequencer: ShortestFirst } } : {}),
    // Vitest leaves one core to others, which is half of a machine with two.
    maxWorkers: '100%',
    // `npm run test:coverage`: what the unit tests and those with the real SDK leave out has its reason next to it (`v8 ignore`), or turns this red.
    // CI has it from the one run of `npm test`.
    coverage: {
      enabled: process.env['COVERAGE'] === 'true',
      provider: 'v8',
      include: ['src/**'],
      // An export list and types: there is nothing in them to run. The test kit is held to the real SDK, fact by fact, by test/sdk/imitation.
      // The demo has a folder `src` as well.
      exclude: ['src/index.ts', 'src/types/**', 'src/testing/**', 'demo/**'],
      reporter: [['text', { skipFull: true }]],
      thresholds: { 100: true },
    },
    projects: [
      // Pure functions, and the controller with a scripted SDK and an injected clock.
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          ...ceilings,
          env: mode === 'dev' ? { MODEL_RUNS: process.env['MODEL_RUNS'] ?? '20' } : {},
        },
      },
      // The demo's server: signatures, the gateway stand-in, the merchant's endpoints. Manual clock, loopback only.
      { resolve: { alias }, test: { name: 'server', include: ['test/server/**/*.test.ts'], environment: 'node', ...ceilings } },
      // The real @alipay/ams-checkout in jsdom: every fact the code relies on.
      {
        resolve: { alias },
        test: { name: 'sdk', include: ['test/sdk/**/*.test.ts'], exclude: FACTS, environment: 'node', ...ceilings },
      },
      { resolve: { alias }, test: { name: 'scenarios of the kit', include: FACTS, environment: 'node', ...ceilings } },
      // The real SDK in a real Chromium, driving the built demo and the built files of dist/.
      {
        resolve: { alias },
        test: { ...inChromium, name: 'browser', include: ['test/browser/**/*.test.ts'], exclude: SCENARIOS, sequence: { groupOrder: 1 } },
      },
      { resolve: { alias }, test: { ...inChromium, name: 'scenarios', include: SCENARIOS, sequence: { groupOrder: 2 } } },
      // What npm would publish: the packed files, plain Node, types, the documentation's code.
      {
        resolve: { alias },
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/package/support/global-setup.ts'],
          environment: 'node',
          ...ceilings,
        },
      },
    ],
  },
}));
