/**
 * Content Security Policies, as far as they decide on what a payment asks for (CSP 3).
 */
import { each, filter, first, glue, has, map, some } from '../../core/list';

/** The sources of each directive; of a directive that stands twice the first counts. */
export type Policy = Readonly<Record<string, readonly string[] | undefined>>;

/** Of a header, which may hold several policies, or of one `<meta>`. Each of them must allow what is asked for. */
export function parsePolicies(text: string): Policy[] {
  return map(
    filter(text.split(','), (part) => /\S/.test(part)),
    (part) => {
      const policy = Object.create(null) as Record<string, readonly string[] | undefined>;
      each(part.split(';'), (directive) => {
        const words = filter(directive.split(/\s+/), (word) => word !== '');
        const name = words[0]?.toLowerCase();
        if (name !== undefined) policy[name] ??= filter(words, (_word, index) => index > 0);
      });
      return policy;
    },
  );
}

/** The page that asks. */
export interface Asker {
  /** Its origin. */
  readonly self: string;
  /** A script of the page has a nonce, which the library gives to its own. */
  readonly hasNonce: boolean;
}

/** The first of these that the policy has decides. */
export const FALLBACKS = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  wasm: ['script-src', 'default-src'],
  frame: ['frame-src', 'child-src', 'default-src'],
  connect: ['connect-src', 'default-src'],
  image: ['img-src', 'default-src'],
  style: ['style-src-elem', 'style-src', 'default-src'],
  styleAttribute: ['style-src-attr', 'style-src', 'default-src'],
} as const;

export type Kind = keyof typeof FALLBACKS;

/** The directive that refuses, or null. `url`: an origin with a path, or what counts in its place (`inline`, `wasm`). */
export function refusedBy(policy: Policy, kind: Kind, url: string, asker: Asker): string | null {
  const name = first<string>(FALLBACKS[kind], (directive) => policy[directive] !== undefined);
  const sources = name === undefined ? undefined : policy[name];
  if (name === undefined || !sources) return null;
  return allows(sources, kind, url, asker) ? null : name;
}

function allows(sources: readonly string[], kind: Kind, url: string, { self, hasNonce }: Asker): boolean {
  const keywords = map(sources, (source) => source.toLowerCase());
  const isNonced = some(keywords, (source) => /^'nonce-/.test(source));
  switch (kind) {
    case 'wasm':
      return has(keywords, "'wasm-unsafe-eval'") || has(keywords, "'unsafe-eval'");
    case 'style':
    case 'styleAttribute':
      // A nonce or a hash switches it off.
      return has(keywords, "'unsafe-inline'") && !some(keywords, (source) => /^'(nonce|sha\d+)-/.test(source));
    case 'script':
      // Hosts do not count then. Scripts that a trusted script adds are trusted.
      if (has(keywords, "'strict-dynamic'")) return true;
      if (isNonced && hasNonce) return true;
      break;
    case 'frame':
    case 'connect':
    case 'image':
      break;
  }
  return some(keywords, (source) => (source === "'self'" ? url.indexOf(`${self}/`) === 0 : matches(source, url)));
}

const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/:]+)(?::(\d+))?(\/[^?#]*)?/i;
const SOURCE = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[^/:*]+)(?::(\d+|\*))?(\/[^?#]*)?$/i;
const PORTS: Readonly<Record<string, string | undefined>> = { http: '80', https: '443' };

/** A host, a scheme or `*`. */
function matches(source: string, url: string): boolean {
  const asked = URL_PARTS.exec(url);
  if (!asked) return false;
  const scheme = String(asked[1]).toLowerCase();
  if (source === '*') return true;
  const schemeSource = /^([a-z][a-z0-9+.-]*):$/.exec(source)?.[1];
  if (schemeSource !== undefined) return fitsScheme(schemeSource, scheme);
  const parts = SOURCE.exec(source);
  if (!parts) return false;
  const host = String(asked[2]).toLowerCase();
  const wantedHost = String(parts[2]).toLowerCase();
  const wantedPort = parts[3];
  const port = asked[3] ?? PORTS[scheme];
  if (parts[1] !== undefined && !fitsScheme(parts[1].toLowerCase(), scheme)) return false;
  if (wantedHost !== '*' && !(wantedHost.indexOf('*.') === 0 ? endsIn(host, wantedHost.slice(1)) : host === wantedHost)) return false;
  if (wantedPort === undefined ? port !== PORTS[scheme] : wantedPort !== '*' && wantedPort !== port) return false;
  const wantedPath = parts[4];
  const path = (asked[4] ?? '/').toLowerCase();
  if (wantedPath === undefined || wantedPath === '/') return true;
  return /\/$/.test(wantedPath) ? path.indexOf(wantedPath) === 0 : path === wantedPath;
}

/** `http:` allows https too. */
function fitsScheme(wanted: string, scheme: string): boolean {
  return wanted === scheme || (wanted === 'http' && scheme === 'https');
}

function endsIn(text: string, end: string): boolean {
  return text.length > end.length && text.slice(-end.length) === end;
}

/** Whether Trusted Types are enforced, and by which names policies may be made: null where any may. */
export function trustedTypesOf(policies: readonly Policy[]): { readonly required: boolean; readonly names: string | null } {
  let names = null as readonly string[] | null;
  each(policies, (policy) => {
    const allowed = policy['trusted-types'];
    if (!allowed || has(allowed, '*')) return;
    const earlier = names;
    names = filter(allowed, (name) => name.charAt(0) !== "'" && (earlier === null || has(earlier, name)));
  });
  return {
    required: some(policies, (policy) => policy['require-trusted-types-for'] !== undefined),
    names: names === null ? null : glue(names, ' '),
  };
}
