/** The slot: one open component per page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isSlotFree, releaseSlot, takeSlot, untilSlot, wakeSlot, type SlotState } from '../../../src/page/lock';
import { testEnvironment } from '../../support/environment';
import { jobs, peek } from '../../support/shop';

const empty = (): SlotState => ({ owner: null, cooling: null, lingering: null, waiting: [] });
const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => { resolve = done; });
  return { promise, resolve };
};

describe('the slot', () => {
  it('is held by one attempt until that one releases it', () => {
    const slot = empty();
    expect(takeSlot(slot, 'a')).toBe(true);
    expect(takeSlot(slot, 'b')).toBe(false);
    releaseSlot(slot, 'b', null);
    expect(takeSlot(slot, 'b')).toBe(false);
    releaseSlot(slot, 'a', null);
    expect(takeSlot(slot, 'b')).toBe(true);
  });

  it('cools until the last component is gone, however many cool at once', async () => {
    const slot = empty();
    const first = deferred();
    const second = deferred();
    takeSlot(slot, 'a');
    releaseSlot(slot, 'a', first.promise);
    takeSlot(slot, 'b');
    releaseSlot(slot, 'b', second.promise);
    expect(isSlotFree(slot)).toBe(false);
    second.resolve();
    await jobs();
    expect(isSlotFree(slot)).toBe(false);
    first.resolve();
    await jobs();
    expect(isSlotFree(slot)).toBe(true);
    expect(slot.cooling).toBeNull();
  });

  it('is not free when the first of two has cooled', async () => {
    const slot = empty();
    const first = deferred();
    const second = deferred();
    releaseSlot(slot, 'a', first.promise);
    releaseSlot(slot, 'b', second.promise);
    first.resolve();
    await jobs();
    expect(isSlotFree(slot)).toBe(false);
    second.resolve();
    await jobs();
    expect(isSlotFree(slot)).toBe(true);
  });

  it('unmounts what lingers when it is taken, and not when it is refused', () => {
    const slot = empty();
    const unmount = vi.fn(() => { slot.lingering = null; });
    slot.lingering = unmount;
    expect(isSlotFree(slot)).toBe(false);
    expect(takeSlot(slot, 'a')).toBe(true);
    expect(unmount).toHaveBeenCalledTimes(1);
    slot.lingering = unmount;
    takeSlot(slot, 'b');
    expect(unmount).toHaveBeenCalledTimes(1);
  });

  it('untilSlot asks after every change, with whether the slot is free, until the answer is yes, and leaves nobody waiting', async () => {
    const slot = empty();
    const heard: boolean[] = [];
    const cooled = deferred();
    takeSlot(slot, 'a');
    const free = untilSlot(testEnvironment(), slot, 1_000, (isFree) => { heard.push(isFree); return isFree; });
    releaseSlot(slot, 'a', cooled.promise);
    expect(await peek(free.then(() => 'free'))).toBe('pending');
    cooled.resolve();
    expect(await peek(free.then(() => 'free'))).toBe('free');
    expect(heard).toEqual([false, false, true]);
    expect(slot.waiting).toEqual([]);
  });

  it('untilSlot rejects with what the question throws, and asks no more', async () => {
    const slot = empty();
    takeSlot(slot, 'a');
    let gone = false;
    const wait = untilSlot(testEnvironment(), slot, 1_000, () => { if (gone) throw new Error('gone'); return false; });
    gone = true;
    releaseSlot(slot, 'a', null);
    await expect(wait).rejects.toThrow('gone');
    expect(slot.waiting).toEqual([]);
  });

  describe('untilSlot with nobody in the slot', () => {
    beforeEach(() => { vi.useFakeTimers(); });
    afterEach(() => { vi.useRealTimers(); });

    it('gives up after its patience, as component-busy, and leaves nobody waiting and no timer', async () => {
      const slot = empty();
      releaseSlot(slot, 'a', new Promise(() => undefined));
      const reason = untilSlot(testEnvironment(), slot, 1_000, (free) => free).catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(999);
      expect(slot.waiting).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(await reason).toMatchObject({ code: 'component-busy', retryable: true });
      expect(slot.waiting).toEqual([]);
      expect(vi.getTimerCount()).toBe(0);
    });

    it('has patience without end while somebody holds it, and begins to count anew afterwards', async () => {
      const slot = empty();
      const cooled = deferred();
      releaseSlot(slot, 'a', new Promise(() => undefined));
      let reason: unknown = null;
      untilSlot(testEnvironment(), slot, 1_000, (free) => free).catch((error: unknown) => { reason = error; });
      await vi.advanceTimersByTimeAsync(900);
      slot.owner = 'b';
      wakeSlot(slot);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(reason).toBeNull();
      releaseSlot(slot, 'b', cooled.promise);
      await vi.advanceTimersByTimeAsync(999);
      expect(reason).toBeNull();
      await vi.advanceTimersByTimeAsync(1);
      expect(reason).toMatchObject({ code: 'component-busy' });
    });

    it('that becomes free in time leaves no timer', async () => {
      const slot = empty();
      const cooled = deferred();
      releaseSlot(slot, 'a', cooled.promise);
      const free = untilSlot(testEnvironment(), slot, 1_000, (isFree) => isFree);
      cooled.resolve();
      await free;
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it('a payment that begins in the very task in which another ends comes before those who wait', async () => {
    const slot = empty();
    takeSlot(slot, 'a');
    const free = untilSlot(testEnvironment(), slot, 1_000, (isFree) => isFree);
    releaseSlot(slot, 'a', null);
    takeSlot(slot, 'b');
    expect(await peek(free.then(() => 'free'))).toBe('pending');
    releaseSlot(slot, 'b', null);
    expect(await peek(free.then(() => 'free'))).toBe('free');
  });
});
