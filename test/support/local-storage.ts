/** A localStorage that the SDK cannot use, as browsers make it. */
import { vi } from 'vitest';

export type StorageFault = 'denied' | 'null' | 'full';

export const STORAGE_FAULTS: readonly StorageFault[] = ['denied', 'null', 'full'];

/** What the SDK's constructor then throws. */
export function thrownBy(fault: StorageFault): unknown {
  switch (fault) {
    case 'denied':
      return new DOMException('The operation is insecure.', 'SecurityError');
    case 'null':
      return new TypeError("Cannot read properties of null (reading 'setItem')");
    case 'full':
      return new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  }
}

/** Breaks the page's localStorage. Returns what mends it. */
export function breakLocalStorage(fault: StorageFault): () => void {
  const getter = vi.spyOn(window, 'localStorage', 'get');
  const full = {
    getItem: () => null,
    setItem: () => {
      throw thrownBy('full');
    },
    removeItem: () => undefined,
  };
  getter.mockImplementation(() => {
    if (fault === 'denied') throw thrownBy('denied');
    return (fault === 'null' ? null : full) as unknown as Storage;
  });
  return () => {
    getter.mockRestore();
  };
}
