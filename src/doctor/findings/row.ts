/**
 * What one finding is: what it says, and by which facts it is made. docs/troubleshooting.md is made of the same rows.
 */
import type { Facts } from '../facts/facts';
import type { Level, Stage, Symptom } from '../types';

export interface Row {
  readonly id: `D${number}`;
  readonly stage: Stage;
  readonly level: Level;
  readonly title: string;
  readonly remedy: string;
  /** The first one is where the documentation has it. */
  readonly symptoms: readonly [Symptom, ...Symptom[]];
  /** What it cannot be seen without. */
  readonly needs?: 'probe' | 'timeline' | 'session' | 'container' | undefined;
  /** What was seen, or null where it is not so, or not known. Pure. */
  readonly seen: (facts: Facts) => string | null;
}

export const when = (holds: boolean, evidence: string): string | null => (holds ? evidence : null);

/** Of a list that is a string: null where it is empty or not known. */
export const listed = (list: string | null): string | null => (list === null || list === '' ? null : list);

export const has = (list: string | null, item: string): boolean => (list === null ? false : `, ${list},`.indexOf(`, ${item},`) >= 0);

export const seconds = (ms: number | null): string => `${(Number(ms) / 1000).toFixed(1)} s`;

/** The library's own policy was refused: one of the two causes of that code. */
export const isTrustedTypes = (facts: Facts): boolean =>
  failedAs(facts, 'sdk-blocked-by-csp') && facts.lastDirective === 'require-trusted-types-for';

/** How the last payment ended, or what failed in the background. */
export function ended({ lastCode, lastReason, lastMessage, lastSource }: Facts): string {
  const reason = lastReason === null ? '' : ` (${lastReason})`;
  const said = listed(lastMessage) ?? lastSource;
  return `${lastCode ?? ''}${reason}${said === null ? '' : `: ${said}`}`;
}

export const failedAs = (facts: Facts, code: string, reason?: string): boolean =>
  facts.lastCode === code && (reason === undefined || facts.lastReason === reason);
