/** The lock: one open component per page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isLockFree, releaseLock, acquireLock, untilLock, notifyLock, type PageLock } from '../../../src/page/lock';
import { testEnvironment } from '../../support/environment';
import { jobs, peek } from '../../support/shop';

const empty = (): PageLock => ({ owner: null, cooldown: null, keptForRedirect: null, replace: null, waiting: [] });
const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};

describe('the lock', () => {
  it('is held by one attempt until that one releases it', () => {
    const lock = empty();
    expect(acquireLock(lock, 'a')).toBe(true);
    expect(acquireLock(lock, 'b')).toBe(false);
    releaseLock(lock, 'b', null);
    expect(acquireLock(lock, 'b')).toBe(false);
    releaseLock(lock, 'a', null);
    expect(acquireLock(lock, 'b')).toBe(true);
  });

  it('cools until the last component is gone, however many cool at once', async () => {
    const lock = empty();
    const first = deferred();
    const second = deferred();
    acquireLock(lock, 'a');
    releaseLock(lock, 'a', first.promise);
    acquireLock(lock, 'b');
    releaseLock(lock, 'b', second.promise);
    expect(isLockFree(lock)).toBe(false);
    second.resolve();
    await jobs();
    expect(isLockFree(lock)).toBe(false);
    first.resolve();
    await jobs();
    expect(isLockFree(lock)).toBe(true);
    expect(lock.cooldown).toBeNull();
  });

  it('is not free when the first of two has cooldown', async () => {
    const lock = empty();
    const first = deferred();
    const second = deferred();
    releaseLock(lock, 'a', first.promise);
    releaseLock(lock, 'b', second.promise);
    first.resolve();
    await jobs();
    expect(isLockFree(lock)).toBe(false);
    second.resolve();
    await jobs();
    expect(isLockFree(lock)).toBe(true);
  });

  it('unmounts what isKeptForRedirect when it is taken, and not when it is refused', () => {
    const lock = empty();
    const unmount = vi.fn(() => {
      lock.keptForRedirect = null;
    });
    lock.keptForRedirect = unmount;
    expect(isLockFree(lock)).toBe(false);
    expect(acquireLock(lock, 'a')).toBe(true);
    expect(unmount).toHaveBeenCalledTimes(1);
    lock.keptForRedirect = unmount;
    acquireLock(lock, 'b');
    expect(unmount).toHaveBeenCalledTimes(1);
  });

  it('untilLock asks after every change, with whether the lock is free, until the answer is yes, and leaves nobody waiting', async () => {
    const lock = empty();
    const heard: boolean[] = [];
    const cooldown = deferred();
    acquireLock(lock, 'a');
    const free = untilLock(testEnvironment(), lock, 1_000, (isFree) => {
      heard.push(isFree);
      return isFree;
    });
    releaseLock(lock, 'a', cooldown.promise);
    expect(await peek(free.then(() => 'free'))).toBe('pending');
    cooldown.resolve();
    expect(await peek(free.then(() => 'free'))).toBe('free');
    expect(heard).toEqual([false, false, true]);
    expect(lock.waiting).toEqual([]);
  });

  it('untilLock rejects with what the question throws, and asks no more', async () => {
    const lock = empty();
    acquireLock(lock, 'a');
    let gone = false;
    const wait = untilLock(testEnvironment(), lock, 1_000, () => {
      if (gone) throw new Error('gone');
      return false;
    });
    gone = true;
    releaseLock(lock, 'a', null);
    await expect(wait).rejects.toThrow('gone');
    expect(lock.waiting).toEqual([]);
  });

  describe('untilLock with nobody in the lock', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('gives up after its patience, as component-busy, and leaves nobody waiting and no timer', async () => {
      const lock = empty();
      releaseLock(lock, 'a', new Promise(() => undefined));
      const reason = untilLock(testEnvironment(), lock, 1_000, (free) => free).catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(999);
      expect(lock.waiting).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(await reason).toMatchObject({ code: 'component-busy', retryable: true });
      expect(lock.waiting).toEqual([]);
      expect(vi.getTimerCount()).toBe(0);
    });

    it('has patience without end while somebody holds it, and begins to count anew afterwards', async () => {
      const lock = empty();
      const cooldown = deferred();
      releaseLock(lock, 'a', new Promise(() => undefined));
      let reason: unknown = null;
      untilLock(testEnvironment(), lock, 1_000, (free) => free).catch((error: unknown) => {
        reason = error;
      });
      await vi.advanceTimersByTimeAsync(900);
      lock.owner = 'b';
      notifyLock(lock);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(reason).toBeNull();
      releaseLock(lock, 'b', cooldown.promise);
      await vi.advanceTimersByTimeAsync(999);
      expect(reason).toBeNull();
      await vi.advanceTimersByTimeAsync(1);
      expect(reason).toMatchObject({ code: 'component-busy' });
    });

    it('that becomes free in time leaves no timer', async () => {
      const lock = empty();
      const cooldown = deferred();
      releaseLock(lock, 'a', cooldown.promise);
      const free = untilLock(testEnvironment(), lock, 1_000, (isFree) => isFree);
      cooldown.resolve();
      await free;
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it('a payment that begins in the very task in which another ends comes before those who wait', async () => {
    const lock = empty();
    acquireLock(lock, 'a');
    const free = untilLock(testEnvironment(), lock, 1_000, (isFree) => isFree);
    releaseLock(lock, 'a', null);
    acquireLock(lock, 'b');
    expect(await peek(free.then(() => 'free'))).toBe('pending');
    releaseLock(lock, 'b', null);
    expect(await peek(free.then(() => 'free'))).toBe('free');
  });
});
