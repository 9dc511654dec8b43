/** The event and error references are what the comments of the source say. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeReference } from '../../tools/reference.ts';

const committed = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('the references', () => {
  test.each(Object.entries(makeReference()))('docs/%s is what `npm run reference` writes', (name, text) => {
    expect(committed(name)).toBe(text);
  });
});
