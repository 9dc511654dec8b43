/**
 * What the page's policies refuse of a payment. Of a header a script only knows what it has refused already, or what `probe` has read.
 */
import type { Environment } from '../../core/environment';
import { add, each, every, glue, has, join, some } from '../../core/list';
import type { Refusal } from '../seen';
import type { Checked } from './controllers';
import { known, type Facts } from './facts';
import { CASHIER, CHECKOUT, CONFIG, IMAGES, REGIONS, TRACKER, type Region } from './hosts';
import { parsePolicies, refusedBy, trustedTypesOf, type Asker, type Kind, type Policy } from './policy';

type Field = 'cspScript' | 'cspFrame' | 'cspApi' | 'cspOther';

interface Need {
  readonly kind: Kind;
  readonly url: string;
  readonly field: Field;
}

export interface Headers {
  readonly csp: string;
}

export interface CspInput {
  readonly refusals: readonly Refusal[];
  /** Of the page itself, read by `probe`; null where it was not. */
  readonly headers: Headers | null;
  readonly controller: Checked;
  /** Of the session that is looked at. */
  readonly region: Region | null;
  /** The SDK is on the page already. */
  readonly isHere: boolean;
}

export function cspFacts(env: Environment, { refusals, headers, controller, region, isHere }: CspInput): Partial<Facts> {
  const { window, document } = env;
  const metas = known(() => metaPolicies(document)) ?? [];
  const fromHeader = headers ? parsePolicies(headers.csp) : [];
  const asker: Asker = {
    self: known(() => window.location.origin) ?? '',
    hasNonce: known(() => (document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '') !== '') ?? false,
  };
  const found: Record<Field, string[]> = { cspScript: [], cspFrame: [], cspApi: [], cspOther: [] };
  const refused: string[] = [];
  const note = ({ field, url }: Pick<Need, 'field' | 'url'>, text: string): void => {
    add(refused, url);
    if (!has(found[field], text)) add(found[field], text);
  };
  const needs = needsOf(controller, region, isHere);
  const check = (policies: readonly Policy[], where: string): void => {
    each(policies, (policy) => {
      each(needs, (need) => {
        const directive = refusedBy(policy, need.kind, need.url, asker);
        if (directive !== null) note(need, `${directive} ${where} does not allow ${SAID[need.url] ?? need.url}`);
      });
    });
  };
  check(metas, 'in <meta>');
  check(fromHeader, 'of the header');
  each(refusals, ({ directive, blocked }) => {
    each(needs, (need) => {
      const { kind, url } = need;
      if (!isRefusalOf(directive, blocked, kind, url)) return;
      // The SDK asks only the API of the region that it has a session of; `probe` asks one of its own choice.
      const isApi = kind === 'connect' && /\/mgw\.htm$/.test(blocked);
      note({ field: isApi ? 'cspApi' : need.field, url }, `${directive} has refused ${SAID[url] ?? blocked}`);
    });
  });
  const own: string[] = [];
  each(refusals, ({ directive, blocked }) => {
    if (DIRECTIVES.connect.test(directive) && !ANTOM.test(blocked) && !has(own, blocked)) add(own, blocked);
  });
  // Without a session nobody knows which region it will be: if none is allowed, none will do.
  if (region === null && every(NAMES, (name) => has(refused, apiOf(name))))
    add(found.cspApi, "connect-src allows Antom's API in no region");

  const policies = join(metas, fromHeader);
  const { required, names } = trustedTypesOf(policies);
  const refusedTrust = some(refusals, ({ directive }) => /^(require-)?trusted-types/.test(directive));
  const isRead = headers !== null;
  /** Nothing is known to be refused: only one who has read the header knows that all is allowed. */
  const told = (field: Field): string | null => (found[field].length > 0 || isRead ? glue(found[field], '; ') : null);
  return {
    cspScript: told('cspScript'),
    cspFrame: told('cspFrame'),
    cspApi: told('cspApi'),
    cspOther: told('cspOther'),
    cspOwn: own.length > 0 ? glue(own, ', ') : null,
    trustedTypes: required || refusedTrust ? true : isRead ? false : null,
    trustedTypesPolicies: names,
    trustedTypesDefault: known(() => {
      const { trustedTypes } = window as { trustedTypes?: { defaultPolicy: unknown } };
      return trustedTypes && trustedTypes.defaultPolicy !== null;
    }),
  };
}

/** The hosts of Antom and of its SDK. */
const ANTOM = /^https:\/\/[\w.-]+\.(alipay|alipayobjects|marmot-cloud|antom)\.com(\/|$)/;

/** What stands in the place of an address. */
const SAID: Readonly<Record<string, string | undefined>> = { inline: "'unsafe-inline'", wasm: "'wasm-unsafe-eval'" };

const NAMES: readonly Region[] = ['SG', 'US', 'DE'];
const apiOf = (name: Region): string => `${REGIONS[name].api}/`;

function needsOf({ sdkUrl, classNames }: Checked, region: Region | null, isHere: boolean): readonly Need[] {
  const needs: Need[] = [];
  const need = (field: Field, kind: Kind, url: string): void => {
    add(needs, { kind, url, field });
  };
  if (sdkUrl !== null && !isHere) need('cspScript', 'script', sdkUrl);
  const isElsewhere = (name: string): boolean => name === 'AMSElement' || name === 'AMSCheckoutPage';
  if (some(classNames, isElsewhere)) need('cspFrame', 'frame', `${CHECKOUT}/`);
  if (classNames.length === 0 || some(classNames, (name) => !isElsewhere(name))) need('cspFrame', 'frame', `${CASHIER}/`);
  each(region === null ? NAMES : [region], (name) => {
    need(region === null ? 'cspOther' : 'cspApi', 'connect', apiOf(name));
    need('cspOther', 'connect', `${REGIONS[name].risk}/`);
  });
  need('cspOther', 'connect', `${CONFIG}/`);
  need('cspOther', 'script', `${TRACKER}/`);
  need('cspOther', 'image', `${IMAGES}/`);
  need('cspOther', 'wasm', 'wasm');
  need('cspOther', 'style', 'inline');
  need('cspOther', 'styleAttribute', 'inline');
  return needs;
}

const DIRECTIVES: Readonly<Record<Kind, RegExp>> = {
  script: /^(script-src(-elem)?|default-src)$/,
  wasm: /^script-src$/,
  frame: /^(frame|child|default)-src$/,
  connect: /^(connect|default)-src$/,
  image: /^(img|default)-src$/,
  // Any style of the page's own may have been refused: that is no finding about a payment.
  style: /^$/,
  styleAttribute: /^$/,
};

/** Browsers name an address, or only its origin. */
function isRefusalOf(directive: string, blocked: string, kind: Kind, url: string): boolean {
  if (!DIRECTIVES[kind].test(directive)) return false;
  if (kind === 'wasm') return /^wasm-/.test(blocked);
  const origin = /^[a-z]+:\/\/[^/]+/i.exec(url)?.[0];
  return origin !== undefined && (blocked === origin || blocked.indexOf(`${origin}/`) === 0);
}

function metaPolicies(document: Document): Policy[] {
  let policies: Policy[] = [];
  each(document.querySelectorAll('meta[http-equiv][content]'), (meta) => {
    if (/^content-security-policy$/i.test(String(meta.getAttribute('http-equiv'))))
      policies = join(policies, parsePolicies(String(meta.getAttribute('content'))));
  });
  return policies;
}
