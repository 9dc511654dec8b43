/** The event and error references are what the comments of the source say. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CheckoutError, type CheckoutErrorCode } from '../../src/core/errors.ts';
import { makeReference } from '../../tools/reference.ts';

const committed = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('the references', () => {
  test.each(Object.entries(makeReference()))('docs/%s is what `npm run reference` writes', (name, text) => {
    expect(committed(name)).toBe(text);
  });
});

test('the link in the hint of every error names a heading of docs/errors.md', () => {
  const page = committed('errors.md');
  const headings = Array.from(page.matchAll(/^## (\S+)$/gm), ([, code]) => code as CheckoutErrorCode);
  expect(headings.length).toBeGreaterThan(15);
  for (const code of headings) expect(new CheckoutError(code, '').hint).toContain(`See docs/errors.md#${code}.`);
});
