/**
 * The wait for the SDK's class, by whichever tag it comes, and our own tags that may still run: only one of them may.
 */
import { listen, removeNode, type Environment } from '../../core/environment';
import { add, each, filter, join, some, without } from '../../core/list';
import { redactUrl } from '../../core/log';
import { findClass } from '../find-class';
import { neutralise } from './tag';
import { hideModuleGlobals, type HiddenGlobals } from './module-globals';

interface PendingTag {
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
export interface PendingTags {
  tags: PendingTag[];
  waits: Wait[];
  hidden: HiddenGlobals | null;
}

/** The event of a script in a shadow root reaches no listener on the document, and an inline script has none (ms). */
const PERIOD = 250;

/** The SDK's file, wherever it is served. */
export function isSdkFile(url: string): boolean {
  return /\/ams-checkout(\.min)?\.js$/.test(redactUrl(url));
}

/** True for a script that may bring the SDK: ours, one of an address that we wait for, or one with the SDK's file name. */
function isSdkScript(pending: PendingTags, node: unknown): boolean {
  if (isOurs(pending, node)) return true;
  const script = node as HTMLScriptElement | null;
  const src = script?.src;
  // In an SVG it is no text. RequireJS marks its tags: what it asks for by itself must be a module.
  if (typeof src !== 'string' || src === '' || script?.hasAttribute('data-requiremodule')) return false;
  return isSdkFile(src) || some(pending.tags, ({ tag }) => tag.src === src) || some(pending.waits, ({ address }) => address === src);
}

function isOurs(pending: PendingTags, node: unknown): boolean {
  return some(pending.tags, ({ tag }) => tag === node);
}

/** Hides the page's module systems as long as a script may come that must not see them. */
function updateHiding({ window, document }: Environment, pending: PendingTags): void {
  if (pending.tags.length > 0 || some(pending.waits, ({ address }) => address !== undefined)) {
    pending.hidden ??= hideModuleGlobals(window, () => isSdkScript(pending, document.currentScript));
  } else {
    pending.hidden?.restore();
    pending.hidden = null;
  }
}

/** From now on the tag may run. */
export function keepPending(env: Environment, pending: PendingTags, entry: PendingTag): void {
  add(pending.tags, entry);
  updateHiding(env, pending);
}

/** The tag has run or failed. */
export function retire(env: Environment, pending: PendingTags, tag: HTMLScriptElement): void {
  pending.tags = filter(pending.tags, (entry) => {
    if (entry.tag === tag) entry.stop();
    return entry.tag !== tag;
  });
  updateHiding(env, pending);
}

/** The SDK is here: of what has not run by now, what was given up must not run over it, and with `awaited` nothing must. */
export function neutraliseAll(env: Environment, pending: PendingTags, awaited: boolean): void {
  each(
    filter(pending.tags, ({ isAwaited }) => awaited || !isAwaited()),
    ({ tag }) => {
      retire(env, pending, tag);
      removeNode(tag);
      neutralise(env, tag);
    },
  );
}

/** True when the class is on the page, by whichever tag: then nothing else runs over it, and whoever waits for it is called. */
export function isHere(env: Environment, pending: PendingTags, className: string): boolean {
  if (!findClass(env.window, className)) return false;
  neutraliseAll(env, pending, true);
  each(pending.waits, ({ arrived }) => {
    arrived();
  });
  return true;
}

/** Waits until somebody has noticed that the SDK is there; the returned function ends that. */
export function awaitArrival(env: Environment, pending: PendingTags, wait: Wait): () => void {
  pending.waits = join(pending.waits, [wait]);
  updateHiding(env, pending);
  return () => {
    pending.waits = without(pending.waits, wait);
    updateHiding(env, pending);
  };
}

/** Calls `look` whenever the class may have come: a script has run, or some time has passed. The returned function ends that. */
export function watchPage(env: Environment, pending: PendingTags, className: string, look: () => void): () => void {
  let cancel!: () => void;
  const again = (): void => {
    cancel = env.setTimer(() => {
      again();
      look();
    }, PERIOD);
  };
  again();
  const stop = listen(
    env.document,
    'load',
    ({ target }) => {
      // Our own tags have listeners of their own, which come next.
      if (!/^script$/i.test((target as Node).nodeName) || isOurs(pending, target)) return;
      if (isSdkScript(pending, target)) pending.hidden?.collect(className);
      look();
    },
    true,
  );
  return () => {
    cancel();
    stop();
  };
}
