/** What was measured here, held against what bench/results.json says. */
import { expect } from 'vitest';
import type { Size, SizesData } from '../../../bench/sizes.ts';
import { deflaterProbe } from '../../../bench/support/compress.ts';

/** Distributions' Nodes deflate a little differently: see bench/support/compress.ts. */
export const deflatesAlike = ({ deflaterProbe: probe }: SizesData): boolean => deflaterProbe() === probe;

/** To the byte, where both have the same deflater. `redo` says what to do about it. */
export function expectLengths(now: readonly number[], then: readonly number[], sameDeflater: boolean, redo: string): void {
  if (sameDeflater) expect(now, redo).toEqual(then);
  else
    now.forEach((length, index) => {
      expect(Math.abs(length / then[index]! - 1), redo).toBeLessThan(0.01);
    });
}

/** What no deflater has a say in. */
export const codeOf = ({ name, imports, minified, sha256 }: Size): unknown => ({ name, imports, minified, sha256 });
