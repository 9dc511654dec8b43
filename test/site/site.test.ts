/** The built site in Chromium: no request leaves the machine, it can be searched in both languages, axe-core has nothing to say, and a model can read it. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faults } from '../browser/support/axe.ts';
import { expectNoProblems, useBrowser, type Visit } from '../browser/support/browser.ts';

const dist = fileURLToPath(new URL('../../site/dist/', import.meta.url));
const browser = useBrowser();

async function open(path: string): Promise<Visit> {
  const visit = await browser.open(path);
  // Vue has taken over: what is pressed answers.
  await visit.page.locator('#local-search button').waitFor();
  return visit;
}

async function search({ page }: Visit, words: string): Promise<string[]> {
  await page.keyboard.press('Control+k');
  await page.locator('#localsearch-input').fill(words);
  const results = page.locator('#localsearch-list a');
  await results.first().waitFor();
  return results.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
}

describe('the site', () => {
  it.each(['/', '/outcomes.html', '/api/', '/zh/script-tag.html'])('is found without fault by axe-core at %s', async (path) => {
    const visit = await open(path);
    // The key beside "Search" is a hint, not its name.
    expect((await faults(visit.page, 15)).filter((fault) => !/^label-content-name-mismatch:/.test(fault))).toEqual([]);
    expect(visit.refused).toEqual([]);
    expectNoProblems(visit);
  });

  it('shows the picture of the demo', async () => {
    const { page } = await open('/');
    const width = await page.locator('.vp-doc img').evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return image.naturalWidth;
    });
    expect(width).toBeGreaterThan(800);
  });

  it('is searched by the keyboard, in English', async () => {
    expect(await search(await open('/'), 'payment-unconfirmed')).toContain('/errors.html#payment-unconfirmed');
  });

  it('is searched in Chinese, by a word within a sentence', async () => {
    const results = await search(await open('/zh/'), '收银台');
    expect(results.length).toBeGreaterThan(3);
    expect(results.filter((link) => !link.startsWith('/zh/'))).toEqual([]);
  });

  it('has the same page in the other language, or says that there is only the English one', async () => {
    const { page } = await open('/spa.html');
    await page.getByRole('button', { name: 'Change language' }).hover();
    await page.getByRole('link', { name: '简体中文' }).first().click();
    await page.waitForURL('**/zh/spa.html');
    await page.getByRole('heading', { name: '在单页应用中' }).waitFor();
    await page.goto('/zh/faults.html');
    await page.getByText('本页尚无中文版').waitFor();
    expect(await page.locator('[lang="en"] h2').count()).toBeGreaterThan(1);
  });
});

describe('llms.txt', () => {
  const text = readFileSync(`${dist}llms.txt`, 'utf8');
  const links = Array.from(text.matchAll(/^- \[(.+)\]\(\/(.+)\)/gm), ([, title, path]) => ({ title, path: path! }));

  it('begins with the name and what it is, and lists every page that it can be asked for', () => {
    expect(text).toMatch(/^# antom-checkout-controller\n\n> .+\n\n## Start\n/);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter(({ title, path }) => title === '' || !existsSync(dist + path))).toEqual([]);
    expect(links.map(({ path }) => path)).toEqual(expect.arrayContaining(['index.md', 'spa.md', 'errors.md', 'api/server.md']));
  });

  it('has the guides in one file', () => {
    expect(readFileSync(`${dist}llms-full.txt`, 'utf8')).toContain('\n# How an attempt ends\n');
  });
});
