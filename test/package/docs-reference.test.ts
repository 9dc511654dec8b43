/** The event and error references are what the comments of the source say, and the troubleshooting pages what the doctor's findings say. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CheckoutError, type CheckoutErrorCode } from '../../src/core/errors.ts';
import { FINDINGS } from '../../src/doctor/findings/index.ts';
import { makeReference } from '../../tools/reference.ts';
import { makeTroubleshooting } from '../../tools/troubleshooting.ts';
import { CHINESE_IDS } from '../../tools/troubleshooting.zh-CN.ts';

const committed = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('the references', () => {
  test.each(Object.entries({ ...makeReference(), ...makeTroubleshooting() }))(
    'docs/%s is what `npm run reference` writes',
    (name, text) => {
      expect(committed(name)).toBe(text);
    },
  );
});

test('the link in the hint of every error names a heading of docs/errors.md', () => {
  const page = committed('errors.md');
  const headings = Array.from(page.matchAll(/^## (\S+)$/gm), ([, code]) => code as CheckoutErrorCode);
  expect(headings.length).toBeGreaterThan(15);
  for (const code of headings) expect(new CheckoutError(code, '').hint).toContain(`See docs/errors.md#${code}.`);
});

test.each(['troubleshooting.md', 'troubleshooting.zh-CN.md'])(
  'docs/%s has each finding once, under the anchor that the doctor names',
  (name) => {
    const anchors = Array.from(committed(name).matchAll(/^### (D\d+)$/gm), ([, id]) => id);
    expect(anchors.sort()).toEqual(FINDINGS.map(({ id }) => id).sort());
  },
);

test('the Chinese texts are of the findings that there are', () => {
  expect(CHINESE_IDS).toEqual(FINDINGS.map(({ id }) => id));
});
