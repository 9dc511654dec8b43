import type { Linter } from 'eslint';

export const ROOMS: Readonly<Record<string, readonly string[]>>;
export const PURE: readonly string[];
export const IMPURE: readonly string[];
export const rooms: Linter.Config;
