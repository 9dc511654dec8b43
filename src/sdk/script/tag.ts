/**
 * One script tag: how it is made, and how it ended.
 */
import { listen, removeNode, type Environment } from '../../core/environment';
import { createScope } from '../../core/scope';

export interface TagOptions {
  /** Subresource Integrity. Pin `version` or `url` with it. */
  integrity?: string | undefined;
  /** CSP nonce for the script element. Default: that of the page's own scripts. */
  nonce?: string | undefined;
  /** Default `anonymous` when `integrity` is given, else none. */
  crossOrigin?: 'anonymous' | 'use-credentials' | undefined;
}

/** `ran`, `threw`: the script was there. `failed`: it did not come. `csp`: the page's policy refused it. */
export type TagEnd = 'ran' | 'threw' | 'failed' | 'csp';

/** Under Trusted Types a URL for a script must come from a policy; pages allow this one by its name. */
export const POLICY = 'antom-checkout-controller';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string };
}

/** A page may allow a policy's name only once. */
export interface Trust {
  policy: ReturnType<TrustedTypes['createPolicy']> | null;
}

/** Throws a TypeError where the page enforces Trusted Types and does not allow our policy. */
export function createTag({ window, document }: Environment, url: string, options: TagOptions, trust: Trust): HTMLScriptElement {
  const script = document.createElement('script');
  script.async = true;
  if (options.integrity !== undefined) script.integrity = options.integrity;
  const nonce = options.nonce ?? document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) script.nonce = nonce;
  const cors = corsOf(options);
  if (cors !== undefined) script.crossOrigin = cors;
  script.src = trusted(window, url, trust);
  return script;
}

/** Without CORS the browser cannot check the integrity of a script from another origin. */
export function corsOf({ crossOrigin, integrity }: TagOptions): TagOptions['crossOrigin'] {
  return crossOrigin ?? (integrity === undefined ? undefined : 'anonymous');
}

function trusted(window: Window, url: string, trust: Trust): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return url;
  try {
    trust.policy ??= trustedTypes.createPolicy(POLICY, { createScriptURL: (given) => given });
    return trust.policy.createScriptURL(url);
  } catch {
    // Not among the policies that the page allows. Where it enforces them, the assignment throws.
    return url;
  }
}

/** Says once how the tag ended; the returned function stops the watching. */
export function watchTag(env: Environment, script: HTMLScriptElement, ended: (end: TagEnd) => void): () => void {
  const { window, document } = env;
  let threw = false;
  let refused = false;
  const scope = createScope();
  const finish = (end: TagEnd): void => {
    scope.close();
    ended(end);
  };
  scope.add(
    listen(script, 'load', () => {
      finish(threw ? 'threw' : 'ran');
    }),
  );
  // The violation may be reported after the failure it explains.
  scope.add(
    listen(script, 'error', () => {
      scope.add(
        env.setTimer(() => {
          finish(refused ? 'csp' : 'failed');
        }, 0),
      );
    }),
  );
  // Told of while the script runs, syntax errors included; the browser hides what it says of other origins, but not when.
  scope.add(
    listen(window, 'error', () => {
      threw ||= document.currentScript === script;
    }),
  );
  scope.add(
    listen(document, 'securitypolicyviolation', (event) => {
      refused ||= isAbout(event as SecurityPolicyViolationEvent, script.src);
    }),
  );
  return scope.close;
}

/** Browsers name the URL, or only its origin. */
function isAbout({ blockedURI, disposition, effectiveDirective }: SecurityPolicyViolationEvent, url: string): boolean {
  return (
    blockedURI !== '' &&
    url.indexOf(blockedURI) === 0 &&
    /^(script|default)-src/.test(effectiveDirective) &&
    (disposition as string | undefined) !== 'report'
  );
}

/**
 * A script that has not run yet will not run in a document other than the one it was made in (HTML, "execute the script element").
 * Chromium 64 holds to that only where the other document has lost its frame.
 */
export function neutralise({ document }: Environment, script: HTMLScriptElement): void {
  const frame = document.createElement('iframe');
  frame.style.display = 'none';
  try {
    document.documentElement.appendChild(frame);
  } catch {
    // A page that watches over its nodes may refuse it.
  }
  (frame.contentDocument ?? document.implementation.createHTMLDocument('')).adoptNode(script);
  removeNode(frame);
}
