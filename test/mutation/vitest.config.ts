import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = fileURLToPath(new URL('../../src/index.ts', import.meta.url));
const alias = { 'antom-checkout-controller': source };

/** Facts about pure functions. They need no page, and Node alone starts a second sooner, which counts when it happens once per mutant. */
const PURE = [
  'events/normalize',
  'session/result-codes',
  'outcome/decide',
  'outcome/decide.inline',
  'confirmation/answer',
  'attempt/submission',
].map((name) => `test/unit/${name}.test.ts`);

/** Seconds each: hundreds of combinations, and one that collects garbage. */
const SLOW = ['controller.again-server', 'controller.surface', 'controller.memory'];

/** A mutant is over with the first test that fails: those of single parts first, and the slow ones last. */
class QuickestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const slow = SLOW.findIndex((name) => moduleId.includes(name));
      return slow >= 0 ? 2 + slow : /\/unit\/[^/]+$/.test(moduleId) ? 1 : 0;
    };
    return Promise.resolve([...files].sort((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1)));
  }
}

/** The unit tests that reach what `npm run test:mutation` mutates: those of the mutated folders, and the controller's and the form's. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    sequence: { sequencer: QuickestFirst },
    projects: [
      // First, and often enough: who kills a mutant here needs no page for it.
      {
        resolve: { alias },
        test: {
          name: 'pure',
          include: PURE,
          environment: 'node',
          testTimeout: 15_000,
          isolate: false,
          maxWorkers: 1,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'page',
          include: [
            'test/unit/{events,session,payments,outcome,confirmation,component,attempt}/**/*.test.ts',
            'test/unit/controller.*.test.ts',
            'test/unit/form.test.ts',
          ],
          exclude: [
            ...PURE,
            // Its random lives reach every line, so they would run for every mutant and take longer than all else.
            'test/unit/controller.model.test.ts',
            // It loads the modules anew, so that tables which are made while loading would count as reached by it, and by nothing else.
            'test/unit/controller.copies.test.ts',
          ],
          environment: 'jsdom',
          testTimeout: 15_000,
          // One page per mutant instead of one per file: every file cleans up after itself.
          isolate: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
