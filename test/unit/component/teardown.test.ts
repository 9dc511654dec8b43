/** Taking a component off the page, as the part alone. With the SDK's own clean-ups it is in controller.apart.test.ts. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tearDown, type Teardown } from '../../../src/component/teardown';
import { testEnvironment } from '../../support/environment';
import { pass } from '../../support/shop';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  document.body.innerHTML = '';
  vi.useRealTimers();
});

/** The SDK says something as many promise jobs after the last clean-up; what it finds when another component may open. */
async function signalled(jobs: number): Promise<{ cooldown: boolean; lateUnmounts: number; nextIsThere: boolean }> {
  const next = document.createElement('div');
  next.id = 'ams-component-container';
  let cooldown = false;
  let lateUnmounts = 0;
  let restored = false;
  const signal = async (): Promise<void> => {
    for (let i = 0; i < jobs; i += 1) await Promise.resolve();
    teardown.onLateSignal();
  };
  const teardown: Teardown = tearDown(testEnvironment(), {
    unmount: () => {
      if (cooldown) lateUnmounts += 1;
    },
    snapshot: {
      unmount: (work) => {
        work();
      },
      restore: () => {
        if (!restored) void signal();
        restored = true;
      },
      keepView: () => undefined,
      endWait: () => undefined,
      stop: () => undefined,
    },
    failed: () => undefined,
    created: Promise.resolve(),
    answered: Promise.resolve(),
  });
  void teardown.cooldown.then(() => {
    cooldown = true;
    document.body.appendChild(next);
  });
  await pass(60_000);
  return { cooldown, lateUnmounts, nextIsThere: next.isConnected };
}

it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
  'a signal %i promise jobs after the last clean-up neither keeps the lock for ever nor takes away what opens next',
  async (jobs) => {
    expect(await signalled(jobs)).toEqual({ cooldown: true, lateUnmounts: 0, nextIsThere: true });
  },
);

/** A component that is taken off the page; `snapshot` fails as told. */
function close(failing?: 'unmount' | 'restore'): { teardown: Teardown; unmounts: () => number; failures: unknown[] } {
  let unmounts = 0;
  const failures: unknown[] = [];
  const teardown = tearDown(testEnvironment(), {
    unmount: () => {
      unmounts += 1;
    },
    snapshot: {
      unmount: (work) => {
        work();
        if (failing === 'unmount') throw new Error('unmount');
      },
      restore: () => {
        if (failing === 'restore') throw new Error('restore');
      },
      keepView: () => undefined,
      endWait: () => undefined,
      stop: () => undefined,
    },
    failed: (thrown) => {
      failures.push(thrown);
    },
    created: Promise.resolve(),
    answered: Promise.resolve(),
  });
  return { teardown, unmounts: () => unmounts, failures };
}

it.each(['unmount', 'restore'] as const)('a %s that throws is told, and the lock becomes free all the same', async (failing) => {
  const { teardown, failures } = close(failing);
  const cooldown = vi.fn();
  void teardown.cooldown.then(cooldown);
  await pass(60_000);
  expect(cooldown).toHaveBeenCalledTimes(1);
  expect(failures).toContainEqual(new Error(failing));
});

it('many signals of one task unmount it once more, and those of the next task again', async () => {
  const { teardown, unmounts } = close();
  await pass(1);
  const before = unmounts();
  for (let i = 0; i < 5; i += 1) teardown.onLateSignal();
  await pass(1);
  expect(unmounts()).toBe(before + 1);
  teardown.onLateSignal();
  await pass(1);
  expect(unmounts()).toBe(before + 2);
});
