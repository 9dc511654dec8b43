/** What axe-core says of a page. */
import axe, { type AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import { finishAnimations } from './browser.ts';

/**
 * What axe finds in one document, its frames left out: each is looked at by itself. An iframe's missing title is the SDK's (1.47.2).
 *
 * @param atLeast more rules than that have something to say yes to: it has looked at something
 */
export async function faults(document: Page | Frame, atLeast = 5): Promise<string[]> {
  // Half faded in, nothing has its contrast.
  await finishAnimations(document);
  await document.evaluate(axe.source);
  const { passes, violations } = await document.evaluate(async () => {
    const { axe: inPage } = window as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } };
    return inPage.run({ exclude: [['iframe']] }, { iframes: false });
  });
  expect(passes.length).toBeGreaterThan(atLeast);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
