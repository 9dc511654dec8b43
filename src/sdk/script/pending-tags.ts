/**
 * The wait for the SDK's class, by whichever tag it comes, and our own tags that may still run: only one of them may.
 */
import { listen, removeNode, type Environment } from '../../core/environment';
import { add, each, filter, join, some, without } from '../../core/list';
import { redactUrl } from '../../core/log';
import { findClass } from '../types';
import { disarm } from './tag';
import { veilModuleSystems, type Veil } from './module-globals';

interface Live {
  readonly tag: HTMLScriptElement;
  /** Somebody waits for it. */
  readonly isAwaited: () => boolean;
  /** Ends its watching. */
  readonly stop: () => void;
}

/** Somebody who waits for the SDK on the page. */
interface Wait {
  /** The SDK is there. */
  readonly arrived: () => void;
  /** Meanwhile the page's module systems are hidden from the script of this address (absolute), and from any with the SDK's file name. */
  readonly address?: string | undefined;
}

/** Shared by the copies of this library on the page. */
export interface LiveTags {
  tags: Live[];
  waits: Wait[];
  veil: Veil | null;
}

/** The event of a script in a shadow root reaches no listener on the document, and an inline script has none (ms). */
const PERIOD = 250;

/** The SDK's file, wherever it is served. */
export function isSdkFile(url: string): boolean {
  return /\/ams-checkout(\.min)?\.js$/.test(redactUrl(url));
}

/** True for a script that may bring the SDK: ours, one of an address that we wait for, or one with the SDK's file name. */
function isSdkScript(live: LiveTags, node: unknown): boolean {
  if (isOurs(live, node)) return true;
  const script = node as HTMLScriptElement | null;
  const src = script?.src;
  // In an SVG it is no text. RequireJS marks its tags: what it asks for by itself must be a module.
  if (typeof src !== 'string' || src === '' || script?.hasAttribute('data-requiremodule')) return false;
  return isSdkFile(src) || some(live.tags, ({ tag }) => tag.src === src) || some(live.waits, ({ address }) => address === src);
}

function isOurs(live: LiveTags, node: unknown): boolean {
  return some(live.tags, ({ tag }) => tag === node);
}

/** Hides the page's module systems as long as a script may come that must not see them. */
function veil({ window, document }: Environment, live: LiveTags): void {
  if (live.tags.length > 0 || some(live.waits, ({ address }) => address !== undefined)) {
    live.veil ??= veilModuleSystems(window, () => isSdkScript(live, document.currentScript));
  } else {
    live.veil?.lift();
    live.veil = null;
  }
}

/** From now on the tag may run. */
export function keepLive(env: Environment, live: LiveTags, entry: Live): void {
  add(live.tags, entry);
  veil(env, live);
}

/** The tag has run or failed. */
export function retire(env: Environment, live: LiveTags, tag: HTMLScriptElement): void {
  live.tags = filter(live.tags, (entry) => {
    if (entry.tag === tag) entry.stop();
    return entry.tag !== tag;
  });
  veil(env, live);
}

/** The SDK is here: of what has not run by now, what was given up must not run over it, and with `awaited` nothing must. */
export function disarmAll(env: Environment, live: LiveTags, awaited: boolean): void {
  each(filter(live.tags, ({ isAwaited }) => awaited || !isAwaited()), ({ tag }) => {
    retire(env, live, tag);
    removeNode(tag);
    disarm(env, tag);
  });
}

/** True when the class is on the page, by whichever tag: then nothing else runs over it, and whoever waits for it hears. */
export function isHere(env: Environment, live: LiveTags, className: string): boolean {
  if (!findClass(env.window, className)) return false;
  disarmAll(env, live, true);
  each(live.waits, ({ arrived }) => { arrived(); });
  return true;
}

/** Waits until somebody has noticed that the SDK is there; the returned function ends that. */
export function awaitArrival(env: Environment, live: LiveTags, wait: Wait): () => void {
  live.waits = join(live.waits, [wait]);
  veil(env, live);
  return () => {
    live.waits = without(live.waits, wait);
    veil(env, live);
  };
}

/** Calls `look` whenever the class may have come: a script has run, or some time has passed. The returned function ends that. */
export function watchPage(env: Environment, live: LiveTags, className: string, look: () => void): () => void {
  let cancel!: () => void;
  const again = (): void => {
    cancel = env.setTimer(() => {
      again();
      look();
    }, PERIOD);
  };
  again();
  const stop = listen(env.document, 'load', ({ target }) => {
    // How our own tags end is heard by their own listeners, which come next.
    if (!/^script$/i.test((target as Node).nodeName) || isOurs(live, target)) return;
    if (isSdkScript(live, target)) live.veil?.collect(className);
    look();
  }, true);
  return () => {
    cancel();
    stop();
  };
}
