/**
 * How many bytes a text takes on the wire.
 *
 * Not every Node deflates alike: the builds from nodejs.org bring Chromium's zlib, those of some distributions the system's, and the
 * two differ by a fraction of a percent. So whoever compares lengths of two machines must know whether both have the same deflater.
 */
import { brotliCompressSync, gzipSync } from 'node:zlib';

export const gzipLength = (text: string): number => gzipSync(text, { level: 9 }).length;
export const brotliLength = (text: string): number => brotliCompressSync(text).length;

/** Equal on two machines whose deflaters give the same lengths, for all that one text can tell. */
export function deflaterProbe(): number {
  return gzipLength(Array.from({ length: 20_000 }, (_, i) => String((i * i) % 9973)).join(' '));
}
