/** What is still held: weak references, after garbage collection. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Waits until nothing holds any of them. */
export async function expectForgotten(references: readonly WeakRef<object>[]): Promise<void> {
  await expect
    .poll(async () => {
      // Jobs and timers that are due, so that nothing on the stack holds what is to go.
      await new Promise((resolve) => void setTimeout(resolve));
      collectGarbage();
      return references.map((reference) => reference.deref() !== undefined);
    })
    .toEqual(references.map(() => false));
}
