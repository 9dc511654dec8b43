/**
 * Our script tags that may still run: only one of them may.
 */
import { removeNode, type Environment } from '../environment';
import { findClass } from './shape';
import { disarm } from './tag';
import { veilModuleSystems, type Veil } from './umd';

interface Live {
  readonly tag: HTMLScriptElement;
  /** Somebody waits for it. */
  readonly isAwaited: () => boolean;
  /** Ends its watching. */
  readonly stop: () => void;
}

/** Part of the page registry. */
export interface LiveTags {
  tags: Live[];
  veil: Veil | null;
  /** Who wants to hear that the SDK is on the page. */
  arrivals: (() => void)[];
}

/** From now on the tag may run. */
export function keepLive({ window, document }: Environment, live: LiveTags, entry: Live): void {
  live.veil ??= veilModuleSystems(window, () => live.tags.some(({ tag }) => tag === document.currentScript));
  live.tags.push(entry);
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

/** The SDK is here: of what has not run by now, what was given up must not run over it, and with `awaited` nothing must. */
export function disarmAll(env: Environment, live: LiveTags, awaited: boolean): void {
  live.tags.filter(({ isAwaited }) => awaited || !isAwaited()).forEach(({ tag }) => {
    retire(live, tag);
    removeNode(tag);
    disarm(env, tag);
  });
}

/** True when the class is on the page, by whichever tag: then nothing else runs over it, and whoever waits for it hears. */
export function isHere(env: Environment, live: LiveTags, className: string): boolean {
  if (!findClass(env.window, className)) return false;
  disarmAll(env, live, true);
  live.arrivals.forEach((arrived) => { arrived(); });
  return true;
}

/** Calls `arrived` when a script has brought the SDK; the returned function ends that. */
export function onArrival(live: LiveTags, arrived: () => void): () => void {
  live.arrivals = live.arrivals.concat(arrived);
  return () => { live.arrivals = live.arrivals.filter((other) => other !== arrived); };
}
