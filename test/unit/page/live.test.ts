/** The list of the page's controllers, for tools: weak, and without those that were disposed of. */
import { afterEach, expect, it } from 'vitest';
import { CheckoutController } from '../../../src/controller';
import { browserEnvironment } from '../../../src/core/environment';
import { listController, liveControllers } from '../../../src/page/live';
import { emptyRegistry } from '../../support/registry';

afterEach(() => {
  emptyRegistry();
});
const made = (): CheckoutController =>
  new CheckoutController({ environment: 'sandbox', prepare: 'manual', createPaymentSession: () => Promise.resolve('') });

it('has each controller until it is disposed of', () => {
  const [first, second] = [made(), made()];
  first.dispose();
  const third = made();
  expect(liveControllers(window).list.map(({ reference }) => reference.deref())).toEqual([second, third]);
});

it('tells a tool of each controller that is made after it', () => {
  const environments: unknown[] = [];
  liveControllers(window).made = (env) => environments.push(env);
  made();
  expect(environments).toHaveLength(1);
});

it('is empty in an engine without WeakRef', () => {
  const env = { ...browserEnvironment()!, window: { document } as unknown as Window & typeof globalThis };
  listController(env, { dispose: () => undefined, state: { phase: 'idle' } });
  expect(liveControllers(window).list).toEqual([]);
});

it('forgets a controller that nobody holds any more', () => {
  const env = browserEnvironment()!;
  class Gone {
    deref(): undefined {
      return undefined;
    }
  }
  const real = window as unknown as { WeakRef: unknown };
  const { WeakRef } = real;
  real.WeakRef = Gone;
  listController(env, { dispose: () => undefined, state: { phase: 'idle' } });
  real.WeakRef = WeakRef;
  const kept = made();
  expect(liveControllers(window).list.map(({ reference }) => reference.deref())).toEqual([kept]);
});
