/** The page's environment for tests of single parts. Timers and clocks are whatever `vi.useFakeTimers` made of them. */
import { browserEnvironment, type Environment } from '../../src/core/environment';

export function testEnvironment(): Environment {
  const env = browserEnvironment();
  if (!env) throw new Error('these tests need a window');
  return env;
}
