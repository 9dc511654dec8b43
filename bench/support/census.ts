/**
 * How often a page has anything that can be counted, and how large its heap is: what the benchmarks of leftovers count with.
 */
import type { CDPSession, Page } from 'playwright-core';

/** ms: a second more than LOADTIME_LIMIT in the SDK's esm/constant. */
export const TIMERS = 16_000;
export const STEADY_HEAP = '--js-flags=--no-opt --no-maglev --no-sparkplug --no-lazy-feedback-allocation --no-flush-bytecode';

export interface Census {
  readonly elements: number;
  readonly styles: number;
  readonly frames: number;
  /** Of the window, the document and the body. */
  readonly listeners: number;
  readonly properties: number;
  readonly stored: number;
  /** Alive though no document has them. */
  readonly detached: number;
  /** Of the whole renderer, detached ones and the engine's own included. */
  readonly nodes: number;
  readonly documents: number;
  readonly jsEventListeners: number;
  readonly heap: number;
}

async function listenersOf(cdp: CDPSession, expression: string): Promise<number> {
  const { result } = await cdp.send('Runtime.evaluate', { expression, objectGroup: 'census' });
  const { listeners } = await cdp.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' });
  return listeners.length;
}

async function collectGarbage(cdp: CDPSession): Promise<void> {
  // Weak references and finalizers take more than one.
  for (let pass = 0; pass < 3; pass += 1) await cdp.send('HeapProfiler.collectGarbage');
}

async function takeCensus(page: Page, cdp: CDPSession): Promise<Census> {
  await cdp.send('Runtime.discardConsoleEntries');
  await collectGarbage(cdp);
  const { usedSize: heap } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, documents, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  let listeners = 0;
  for (const target of ['window', 'document', 'document.documentElement', 'document.body']) listeners += await listenersOf(cdp, target);
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup: 'census' });
  await cdp.send('DOM.enable');
  const { detachedNodes } = await cdp.send('DOM.getDetachedDomNodes');
  await cdp.send('DOM.disable');
  const counted = await page.evaluate(() => ({
    elements: document.querySelectorAll('*').length,
    styles: document.querySelectorAll('style').length,
    frames: window.length,
    properties: Object.getOwnPropertyNames(window).length + Object.getOwnPropertySymbols(window).length,
    stored: [localStorage, sessionStorage].reduce((sum, storage) => sum + Object.keys(storage).length, 0),
  }));
  return {
    ...counted,
    listeners,
    detached: detachedNodes.reduce((sum, { retainedNodeIds }) => sum + retainedNodeIds.length, 0),
    nodes,
    documents,
    jsEventListeners,
    heap,
  };
}

/** Counting itself leaves something the first time, and a collection may miss garbage, which is no leak: the smaller heap of two more counts is told. */
export async function takeSettledCensus(page: Page, cdp: CDPSession): Promise<Census> {
  await takeCensus(page, cdp);
  const [one, other] = [await takeCensus(page, cdp), await takeCensus(page, cdp)];
  return { ...other, heap: Math.min(one.heap, other.heap) };
}

/** Least squares. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([own]) => own), mean(([, own]) => own)];
  return (
    points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  );
}

export const COUNTED = {
  elements: 'Elements',
  styles: 'Style tags',
  frames: 'Frames',
  listeners: 'Listeners on window, document and body',
  properties: 'Properties of window',
  stored: 'Storage entries',
  detached: 'Detached nodes',
  nodes: 'Nodes in memory',
  documents: 'Documents in memory',
  jsEventListeners: 'Listeners in memory',
} as const satisfies Partial<Record<keyof Census, string>>;

export const signed = (value: number): string => (value > 0 ? `+${String(value)}` : String(value));
