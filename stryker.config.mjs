/**
 * `npm run test:mutation`: changes src in small ways, and looks whether a unit test notices.
 * One folder or file: `npm run test:mutation -- --mutate src/session/cache.ts`.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/ignorers.mjs'],
  ignorers: ['words'],
  mutate: ['events', 'session', 'payments', 'outcome', 'confirmation', 'component', 'attempt'].map((room) => `src/${room}/**/*.ts`),
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  dryRunTimeoutMinutes: 15,
  thresholds: { high: 95, low: 90, break: 90 },
  incremental: true,
  incrementalFile: '.cache/mutation/incremental.json',
  tempDirName: '.cache/mutation/sandbox',
  ignorePatterns: ['bench', 'demo', 'dist', 'docs', 'coverage', '.cache', 'tools'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { logTests: false, allowColor: false, reportTests: false },
  jsonReporter: { fileName: '.cache/mutation/report.json' },
};
