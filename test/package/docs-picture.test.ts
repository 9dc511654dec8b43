/** What the READMEs show is there, small, and described; `npm run picture` makes it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.each([
  ['README.md', 'docs/assets/shop.webp'],
  ['README.zh-CN.md', 'docs/assets/shop.zh-CN.webp'],
])('the picture of %s', (page, file) => {
  const picture = readFileSync(root + file);

  test('is a WebP of less than 150 kB', () => {
    expect(picture.toString('latin1', 0, 4) + picture.toString('latin1', 8, 12)).toBe('RIFFWEBP');
    expect(picture.length).toBeLessThan(150_000);
  });

  test('stands on the first screen, with words for those who do not see it', () => {
    const [, words] = new RegExp(`^!\\[(.*)\\]\\(${file.replaceAll('.', '\\.')}\\)$`, 'm').exec(
      readFileSync(root + page, 'utf8').slice(0, 2000),
    )!;
    expect(words!.length).toBeGreaterThan(15);
  });
});
