/** What keeps the buyer from the cashier: cured where it can be, told where it cannot. Chromium's own modals are in test/browser/bind-page.test.ts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchReach, type ReachWatch } from '../../../src/component/reach';
import { testEnvironment } from '../../support/environment';

const { body } = document;
const unreachable = vi.fn();
let watch: ReachWatch;

/** As the SDK does it. */
function draw(id = 'ams-component-container'): HTMLElement {
  const container = document.createElement('div');
  container.id = id;
  return body.appendChild(container);
}
const observed = (): Promise<void> => Promise.resolve();

beforeEach(() => {
  body.innerHTML = '<main></main>';
  watch = watchReach(testEnvironment(), unreachable);
});
afterEach(() => {
  watch.stop();
  body.removeAttribute('style');
  body.removeAttribute('inert');
  document.head.innerHTML = '';
  Reflect.deleteProperty(document, 'elementFromPoint');
  vi.clearAllMocks();
});

describe('pointer-events: none on the body', () => {
  it("is undone for the SDK's nodes as they come, and for nothing else", async () => {
    body.style.pointerEvents = 'none';
    await observed();
    const nodes = [draw(), draw('ams-component-retention')];
    await observed();
    expect(nodes.map(({ style }) => style.pointerEvents)).toEqual(['auto', 'auto']);
    // Above what a page's style sheet says of them.
    expect(nodes.map(({ style }) => style.getPropertyPriority('pointer-events'))).toEqual(['important', 'important']);
    expect(body.outerHTML).toContain('<main></main>');
    expect(unreachable).not.toHaveBeenCalled();
  });

  it('is undone when it comes after them', async () => {
    const container = draw();
    await observed();
    expect(container.getAttribute('style')).toBeNull();
    body.style.pointerEvents = 'none';
    await observed();
    expect(container.style.pointerEvents).toBe('auto');
  });

  it("is undone when it is a style sheet's", async () => {
    document.head.innerHTML = '<style>.modal-open { pointer-events: none }</style>';
    const container = draw();
    await observed();
    body.className = 'modal-open';
    await observed();
    expect(container.style.pointerEvents).toBe('auto');
    body.removeAttribute('class');
  });

  it('that is not there leaves a node that the SDK itself lets nothing reach', async () => {
    const container = draw();
    container.style.pointerEvents = 'none';
    body.className = 'anything';
    await observed();
    expect(container.style.pointerEvents).toBe('none');
    body.removeAttribute('class');
  });

  it('leaves a node that has a value of its own', async () => {
    body.style.pointerEvents = 'none';
    const container = document.createElement('div');
    container.id = 'ams-component-container';
    container.style.pointerEvents = 'all';
    body.appendChild(container);
    await observed();
    expect(container.style.pointerEvents).toBe('all');
  });

  it('is left alone after stop()', async () => {
    watch.stop();
    body.style.pointerEvents = 'none';
    const container = draw();
    await observed();
    expect(container.getAttribute('style')).toBeNull();
  });
});

describe('what cannot be cured', () => {
  it('inert is told once, and not before the cashier is there', async () => {
    body.setAttribute('inert', '');
    await observed();
    expect(unreachable).not.toHaveBeenCalled();
    draw();
    await observed();
    watch.look();
    expect(unreachable.mock.calls).toEqual([['inert']]);
  });

  it('inert that comes after the cashier is told as it comes', async () => {
    draw();
    await observed();
    expect(unreachable).not.toHaveBeenCalled();
    body.setAttribute('inert', '');
    await observed();
    expect(unreachable.mock.calls).toEqual([['inert']]);
  });

  /** The element in the middle of the window, in each tree from the outside in. */
  function inTheMiddle(...hits: Element[]): void {
    hits.forEach((hit) => {
      Object.defineProperty(hit.getRootNode(), 'elementFromPoint', { configurable: true, value: () => hit });
    });
  }
  /** jsdom knows neither showModal() nor :modal. */
  function dialog(modal: boolean): HTMLElement {
    const element = document.createElement('dialog');
    element.matches = ((selector: string) => selector === ':modal' && modal) as Element['matches'];
    return element;
  }

  it.each([
    [true, [['modal-dialog']]],
    [false, []],
  ])('a dialog over it is told if it is modal: %s', (modal, calls) => {
    const shown = body.appendChild(dialog(modal));
    inTheMiddle(shown.appendChild(document.createElement('p')));
    draw();
    watch.look();
    expect(unreachable.mock.calls).toEqual(calls);
  });

  it('is found in a shadow tree, and through a slot', () => {
    const host = body.appendChild(document.createElement('x-dialog'));
    const root = host.attachShadow({ mode: 'open' });
    const shown = root.appendChild(dialog(true));
    const slot = shown.appendChild(document.createElement('slot'));
    const slotted = host.appendChild(document.createElement('p'));
    draw();
    inTheMiddle(host, shown);
    watch.look();
    expect(unreachable.mock.calls).toEqual([['modal-dialog']]);
    watch.stop();
    watch = watchReach(testEnvironment(), unreachable);
    expect(slotted.assignedSlot).toBe(slot);
    inTheMiddle(slotted);
    watch.look();
    expect(unreachable.mock.calls).toEqual([['modal-dialog'], ['modal-dialog']]);
  });

  it('a shadow tree that answers with its own host, or with nothing, ends the search', () => {
    const host = body.appendChild(document.createElement('x-box'));
    const root = host.attachShadow({ mode: 'open' });
    draw();
    for (const answer of [host, null]) {
      inTheMiddle(host);
      Object.defineProperty(root, 'elementFromPoint', { configurable: true, value: () => answer });
      watch.look();
    }
    expect(unreachable).not.toHaveBeenCalled();
  });
});
