/**
 * What the buyer presses, sees and fills in: the trigger, the container, the SDK's popup and what lies above it.
 */
import { rootOf, type Environment } from '../../core/environment';
import { add, each, filter, first, has, map, some } from '../../core/list';
import { liveControllers } from '../../page/live';
import { obstacleOf } from '../../page/obstacle';
import type { DiagnoseOptions } from '../types';
import { known, type ContainerState, type Facts, type TriggerState } from './facts';

/** Its popup, a direct child of the body (1.12.0, 1.47.2). */
const POPUP = '#ams-component-container';

export function cashierFacts(env: Environment, { trigger, container }: Pick<DiagnoseOptions, 'trigger' | 'container'>): Partial<Facts> {
  const { document, window } = env;
  const popup = known(() => document.querySelector(POPUP));
  const pressed = known(() => triggerOf(env, trigger));
  return {
    trigger: pressed && pressed.state,
    triggerCovered: pressed && pressed.covered,
    container: container === undefined ? null : known(() => containerState(env, container)),
    cashierShown: known(() => document.querySelector(POPUP) !== null),
    obstacle: known(() => obstacleOf(env) ?? ''),
    cashierDead: popup && known(() => window.getComputedStyle(popup).pointerEvents === 'none'),
    cashierCovered: popup && known(() => covering(env, popup)),
  };
}

interface Pressed {
  readonly state: TriggerState;
  readonly covered: string;
}
/** The best of several counts, since a page may have one for each step. */
const BEST: readonly TriggerState[] = ['works', 'busy', 'disabled', 'inert', 'covered', 'hidden', 'detached'];

/** The one that is given, unless none that is bound is in the page any more: then presses of any go nowhere. */
function triggerOf(env: Environment, given: Element | string | null | undefined): Pressed | null {
  const bound: Pressed[] = [];
  each(liveControllers(env.window).bound, (reference) => {
    const element = reference?.deref();
    if (element) add(bound, stateOf(env, element));
  });
  const state = first(BEST, (wanted) => some(bound, (one) => one.state === wanted));
  const best = first(bound, (one) => one.state === state) ?? null;
  if (given === undefined || best?.state === 'detached') return best;
  const element = elementOf(env, given);
  if (element) return stateOf(env, element);
  // It may come later.
  return env.document.readyState === 'loading' ? null : { state: 'not-found', covered: '' };
}

/** What bind() and mount() would find. */
function elementOf({ document }: Environment, given: unknown): Element | null {
  if (typeof given === 'string') return known(() => document.querySelector(given));
  return typeof given === 'object' && given !== null && (given as Partial<Element>).nodeType === 1 ? (given as Element) : null;
}

function stateOf(env: Environment, trigger: Element): Pressed {
  const is = (state: TriggerState, covered = ''): Pressed => ({ state, covered });
  if (topOf(trigger) !== trigger.ownerDocument) return is('detached');
  // bind() has disabled it for as long as it pays; of a form it marks the form.
  if (some(ancestors(trigger), (node) => node.getAttribute('aria-busy') === 'true')) return is('busy');
  const pressed = /^form$/i.test(trigger.tagName)
    ? filter((trigger as HTMLFormElement).querySelectorAll('button,input'), (element) =>
        /^(submit|image)$/.test((element as HTMLButtonElement).type),
      )
    : [trigger];
  const every = (fits: (element: Element) => boolean): boolean => pressed.length > 0 && !some(pressed, (element) => !fits(element));
  if (!isDrawn(env, trigger) || every((element) => !isDrawn(env, element))) return is('hidden');
  if (every((element) => element.matches(':disabled') || element.getAttribute('aria-disabled') === 'true')) return is('disabled');
  if (isInert(trigger) || every((element) => env.window.getComputedStyle(element).pointerEvents === 'none')) return is('inert');
  const layers = map(pressed, (element) => above(env, element));
  const covered = has(layers, '') ? undefined : layers[0];
  return covered === undefined ? is('works') : is('covered', covered);
}

function containerState(env: Environment, given: Element | string | null): ContainerState | null {
  const element = elementOf(env, given);
  if (!element) return env.document.readyState === 'loading' ? null : 'not-found';
  const root = rootOf(element);
  if (root.nodeType === 11 && 'host' in root) return 'shadow-tree';
  if (root !== element.ownerDocument) return 'detached';
  return isDrawn(env, element) ? 'works' : 'hidden';
}

/** Through shadow trees. */
function topOf(node: Node): Node {
  let root = rootOf(node);
  while (root.nodeType === 11 && 'host' in root) root = rootOf((root as ShadowRoot).host);
  return root;
}

function ancestors(element: Element): Element[] {
  const path: Element[] = [];
  let node: Node | null = element;
  while (node) {
    if (node.nodeType === 1) add(path, node as Element);
    node = node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;
  }
  return path;
}

/** An empty container has no height, so sizes say nothing. */
function isDrawn({ window }: Environment, element: Element): boolean {
  return (
    window.getComputedStyle(element).visibility !== 'hidden' &&
    !some(ancestors(element), (node) => window.getComputedStyle(node).display === 'none' || node.hasAttribute('hidden'))
  );
}

function isInert(element: Element): boolean {
  return some(ancestors(element), (node) => node.hasAttribute('inert'));
}

/** What of the page lies above the middle of the SDK's popup; a modal dialog has a finding of its own. */
function covering(env: Environment, popup: Element): string {
  const { left, top, width, height } = popup.getBoundingClientRect();
  const { innerWidth, innerHeight } = env.window;
  if (width === 0 || height === 0) return '';
  const x = Math.min(Math.max(left + width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(top + height / 2, 0), innerHeight - 1);
  return hitAt(env, popup, x, y);
}

/** What lies above the middle of what is pressed, where that can be seen. */
function above(env: Environment, pressed: Element): string {
  const { left, top, width, height } = pressed.getBoundingClientRect();
  const x = left + width / 2;
  const y = top + height / 2;
  const isSeen = width > 0 && height > 0 && x >= 0 && y >= 0 && x < env.window.innerWidth && y < env.window.innerHeight;
  return isSeen ? (known(() => hitAt(env, pressed, x, y)) ?? '') : '';
}

/** In another element than this one, or what is in it or around it. */
function hitAt({ document }: Environment, element: Element, x: number, y: number): string {
  const hit = document.elementFromPoint(x, y);
  if (!hit || element.contains(hit) || has(ancestors(element), hit) || /^(html|body|dialog)$/i.test(hit.tagName)) return '';
  // The SDK's own animation and closing dialog.
  if (some(ancestors(hit), (node) => /^(ams|asm)-/.test(node.id))) return '';
  return `<${hit.tagName.toLowerCase()}${hit.id === '' ? '' : ` id="${hit.id.slice(0, 40)}"`}>`;
}
