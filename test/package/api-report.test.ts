/** The public types do not change unseen: docs/api-report is what the build declares. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { committed, reportOf, reports } from './support/api-report.ts';

const { content } = inject('packed');

/** The first line that differs, in one sentence with what to do. */
function difference(): string {
  const [now, before] = [reports(content), committed()];
  for (const { file, text } of now) {
    const old = before.find((report) => report.file === file)?.text.split('\n') ?? [];
    const line = text.split('\n').findIndex((told, index) => told !== old[index]);
    if (line >= 0 || old.length !== text.split('\n').length) {
      return `The public types are no longer those of docs/api-report/${file} (line ${String((line < 0 ? text.split('\n').length : line) + 1)}): run "npm run api-report" and review its diff like an API change.`;
    }
  }
  const gone = before.find(({ file }) => !now.some((report) => report.file === file));
  return gone === undefined ? '' : `docs/api-report/${gone.file} belongs to no entry of the package: run "npm run api-report".`;
}

test('the public types are those of docs/api-report', () => {
  const told = difference();
  if (told !== '') throw new Error(told);
});

describe('the report', () => {
  const types = readFileSync(join(content, 'dist/index.d.ts'), 'utf8');
  const report = reportOf('antom-checkout-controller', types);

  test('is the same for import and require', () => {
    expect(reportOf('antom-checkout-controller', readFileSync(join(content, 'dist/index.d.cts'), 'utf8'))).toBe(report);
  });

  test.each([
    ['an option gets another type', 'sdk?: number | undefined;', 'sdk?: string | undefined;'],
    ['a member is gone', 'readonly unmount: () => void;', ''],
    ['a member may be missing', 'readonly attemptId: string;', 'readonly attemptId?: string;'],
    ['a literal is renamed', "'after-confirmation'", "'after-check'"],
    ['a type is no longer exported', 'export type { AbandonReason, ', 'export type { '],
    ['what is not exported itself changes below what is', 'interface OutcomeBase {', 'interface OutcomeBase { readonly more: string;'],
  ])('changes when %s', (_what, from, to) => {
    expect(types).toContain(from);
    expect(reportOf('antom-checkout-controller', types.replace(from, to))).not.toBe(report);
  });

  test.each([
    ['a comment', '/** Not decided yet. */', '/** Nobody knows yet. */'],
    ['a private member', 'private readonly log;', 'private readonly journal;'],
  ])('does not change with %s', (_what, from, to) => {
    expect(types).toContain(from);
    expect(reportOf('antom-checkout-controller', types.replace(from, to))).toBe(report);
  });

  test('has no text of a hint, which is no contract', () => {
    expect(types).not.toContain('Correct the options');
  });

  test('has neither dates nor paths', () => {
    expect(report).not.toMatch(/\b20\d\d-\d\d|(?:^|[\s'"(])\/(?:[\w.-]+\/)+/m);
  });
});
