/**
 * What the buyer presses, sees and fills in: the trigger, the container, the SDK's popup and what lies above it.
 */
import { rootOf, type Environment } from '../../core/environment';
import { add, each, filter, first, has, some } from '../../core/list';
import { liveControllers } from '../../page/live';
import { obstacleOf } from '../../page/obstacle';
import type { DiagnoseOptions } from '../types';
import { known, type ContainerState, type Facts, type TriggerState } from './facts';

/** Its popup, a direct child of the body (1.12.0, 1.47.2). */
const POPUP = '#ams-component-container';

export function cashierFacts(env: Environment, { trigger, container }: Pick<DiagnoseOptions, 'trigger' | 'container'>): Partial<Facts> {
  const { document, window } = env;
  const popup = known(() => document.querySelector(POPUP));
  return {
    trigger: known(() => triggerState(env, trigger)),
    container: container === undefined ? null : known(() => containerState(env, container)),
    cashierShown: known(() => document.querySelector(POPUP) !== null),
    obstacle: known(() => obstacleOf(env) ?? ''),
    cashierDead: popup && known(() => window.getComputedStyle(popup).pointerEvents === 'none'),
    cashierCovered: popup && known(() => covering(env, popup)),
  };
}

/** Of the one given, else of all that are bound: the best of them, since a page may have one for each step. */
function triggerState(env: Environment, given: Element | string | undefined): TriggerState | null {
  if (given !== undefined) {
    const element = typeof given === 'string' ? env.document.querySelector(given) : given;
    return element ? stateOf(env, element) : 'not-found';
  }
  const states: TriggerState[] = [];
  each(liveControllers(env.window).bound, (reference) => {
    const element = reference?.deref();
    if (element) add(states, stateOf(env, element));
  });
  return first(['works', 'busy', 'disabled', 'inert', 'hidden', 'detached'] as const, (state) => has(states, state)) ?? null;
}

function stateOf(env: Environment, trigger: Element): TriggerState {
  if (topOf(trigger) !== trigger.ownerDocument) return 'detached';
  // bind() has disabled it for as long as it pays.
  if (trigger.getAttribute('aria-busy') === 'true') return 'busy';
  const pressed = /^form$/i.test(trigger.tagName)
    ? filter((trigger as HTMLFormElement).querySelectorAll('button,input'), (element) =>
        /^(submit|image)$/.test((element as HTMLButtonElement).type),
      )
    : [trigger];
  const every = (fits: (element: Element) => boolean): boolean => pressed.length > 0 && !some(pressed, (element) => !fits(element));
  if (!isDrawn(env, trigger) || every((element) => !isDrawn(env, element))) return 'hidden';
  if (every((element) => element.matches(':disabled') || element.getAttribute('aria-disabled') === 'true')) return 'disabled';
  if (isInert(trigger) || every((element) => env.window.getComputedStyle(element).pointerEvents === 'none')) return 'inert';
  return 'works';
}

function containerState(env: Environment, given: Element | string): ContainerState {
  const element = typeof given === 'string' ? env.document.querySelector(given) : given;
  if (!element) return 'not-found';
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
function covering({ document, window }: Environment, popup: Element): string {
  const { left, top, width, height } = popup.getBoundingClientRect();
  const x = Math.min(Math.max(left + width / 2, 0), window.innerWidth - 1);
  const y = Math.min(Math.max(top + height / 2, 0), window.innerHeight - 1);
  const hit = document.elementFromPoint(x, y);
  if (!hit || width === 0 || height === 0 || popup.contains(hit) || /^(html|body|dialog)$/i.test(hit.tagName)) return '';
  // Its own animation and closing dialog are siblings of it.
  if (some(ancestors(hit), (node) => /^(ams|asm)-/.test(node.id))) return '';
  return `<${hit.tagName.toLowerCase()}${hit.id === '' ? '' : ` id="${hit.id.slice(0, 40)}"`}>`;
}
