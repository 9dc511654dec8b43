/**
 * Our script tags that may still run: only one of them may.
 */
import { removeNode, type Environment } from '../environment';
import { disarm } from './tag';
import { veilModuleSystems, type Veil } from './umd';

interface Live {
  readonly tag: HTMLScriptElement;
  readonly stop: () => void;
}

/** Part of the page registry. */
export interface LiveTags {
  tags: Live[];
  veil: Veil | null;
}

/** From now on the tag may run; `stop` ends its watching. */
export function keepLive({ window, document }: Environment, live: LiveTags, tag: HTMLScriptElement, stop: () => void): void {
  live.veil ??= veilModuleSystems(window, () => live.tags.some((entry) => entry.tag === document.currentScript));
  live.tags.push({ tag, stop });
}

/** The tag has run or failed. */
export function retire(live: LiveTags, tag: HTMLScriptElement): void {
  live.tags = live.tags.filter((entry) => {
    if (entry.tag === tag) entry.stop();
    return entry.tag !== tag;
  });
  if (live.tags.length > 0) return;
  live.veil?.lift();
  live.veil = null;
}

/** The SDK is here: what has not run by now must not run over it. */
export function disarmAll(env: Environment, live: LiveTags): void {
  live.tags.slice().forEach(({ tag }) => {
    retire(live, tag);
    removeNode(tag);
    disarm(env, tag);
  });
}
