/** Timers that count visible time only. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { visibleTimer } from '../../../src/page/activity';
import { testEnvironment } from '../../support/environment';
import { setVisibility } from '../../support/shop';

const run = vi.fn();
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  Reflect.deleteProperty(document, 'visibilityState');
  vi.clearAllMocks();
  vi.useRealTimers();
});

describe('visibleTimer', () => {
  it('runs once after the time, and not again when visibility changes', () => {
    visibleTimer(testEnvironment(), 1_000, run);
    vi.advanceTimersByTime(999);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
    setVisibility('hidden');
    setVisibility('visible');
    vi.advanceTimersByTime(10_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('adds up visible time over several absences', () => {
    visibleTimer(testEnvironment(), 1_000, run);
    for (let i = 0; i < 4; i += 1) {
      vi.advanceTimersByTime(240);
      setVisibility('hidden');
      vi.advanceTimersByTime(100_000);
      setVisibility('visible');
    }
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(40);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('begins when a page that is hidden becomes visible', () => {
    setVisibility('hidden');
    visibleTimer(testEnvironment(), 1_000, run);
    vi.advanceTimersByTime(100_000);
    expect(run).not.toHaveBeenCalled();
    setVisibility('visible');
    vi.advanceTimersByTime(1_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('hears visible twice in a row without starting twice', () => {
    visibleTimer(testEnvironment(), 1_000, run);
    setVisibility('visible');
    setVisibility('visible');
    vi.advanceTimersByTime(1_000);
    expect(run).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each(['visible', 'hidden'] as const)('cancelled while %s it never runs and leaves no timer', (state) => {
    const cancel = visibleTimer(testEnvironment(), 1_000, run);
    setVisibility(state);
    cancel();
    cancel();
    setVisibility('hidden');
    setVisibility('visible');
    vi.advanceTimersByTime(10_000);
    expect(run).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
