/** Content Security Policies as CSP 3 reads them, and the lists of docs/csp.md. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import * as hosts from '../../../src/doctor/facts/hosts';
import { FALLBACKS, parsePolicies, refusedBy, trustedTypesOf, type Kind } from '../../../src/doctor/facts/policy';

const asker = { self: 'https://shop.example', hasNonce: false };
const refused = (text: string, kind: Kind, url: string, by = asker): (string | null)[] =>
  parsePolicies(text).map((policy) => refusedBy(policy, kind, url, by));

describe('a policy', () => {
  it('is taken apart by its directives, of which the first counts', () => {
    expect(
      parsePolicies("script-src 'self'; SCRIPT-SRC *;; img-src https://a.example , default-src 'none'").map((policy) => ({ ...policy })),
    ).toEqual([{ 'script-src': ["'self'"], 'img-src': ['https://a.example'] }, { 'default-src': ["'none'"] }]);
    expect(parsePolicies('')).toEqual([]);
  });

  it.each<[policy: string, kind: Kind, url: string, refuses: string | null]>([
    ["img-src 'none'", 'frame', 'https://ac.alipay.com/', null],
    ["default-src 'none'", 'frame', 'https://ac.alipay.com/', 'default-src'],
    ["child-src *; default-src 'none'", 'frame', 'https://ac.alipay.com/', null],
    ["frame-src 'none'; child-src *", 'frame', 'https://ac.alipay.com/', 'frame-src'],
    ['frame-src https://ac.alipay.com', 'frame', 'https://ac.alipay.com/', null],
    ['frame-src HTTPS://AC.alipay.com', 'frame', 'https://ac.alipay.com/', null],
    ['frame-src ac.alipay.com', 'frame', 'https://ac.alipay.com/', null],
    ['frame-src http://ac.alipay.com:80', 'frame', 'https://ac.alipay.com/', 'frame-src'],
    ['frame-src http://ac.alipay.com', 'frame', 'https://ac.alipay.com/', null],
    ['frame-src https://*.alipay.com', 'frame', 'https://ac.alipay.com/', null],
    ['frame-src https://*.alipay.com', 'frame', 'https://alipay.com/', 'frame-src'],
    ['frame-src https://*.alipay.com', 'frame', 'https://evilalipay.com/', 'frame-src'],
    ['frame-src https://*', 'frame', 'https://ac.alipay.com/', null],
    ['frame-src https://', 'frame', 'https://ac.alipay.com/', 'frame-src'],
    ['frame-src https:', 'frame', 'https://ac.alipay.com/', null],
    ['frame-src http:', 'frame', 'https://ac.alipay.com/', null],
    ['frame-src data:', 'frame', 'https://ac.alipay.com/', 'frame-src'],
    ['frame-src https://ac.alipay.com:8443', 'frame', 'https://ac.alipay.com/', 'frame-src'],
    ['frame-src https://ac.alipay.com:*', 'frame', 'https://ac.alipay.com:8443/', null],
    ['frame-src https://ac.alipay.com', 'frame', 'https://ac.alipay.com:8443/', 'frame-src'],
    ['frame-src wss://ac.alipay.com', 'frame', 'https://ac.alipay.com/', 'frame-src'],
    ["frame-src 'self'", 'frame', 'https://shop.example/a', null],
    ["frame-src 'self'", 'frame', 'https://ac.alipay.com/', 'frame-src'],
    ["frame-src 'report-sample' https://a.example?query", 'frame', 'https://ac.alipay.com/', 'frame-src'],
    ['script-src https://cdn.example/sdk/', 'script', 'https://cdn.example/sdk/ams.js', null],
    ['script-src https://cdn.example/sdk/', 'script', 'https://cdn.example/other/ams.js', 'script-src'],
    ['script-src https://cdn.example/sdk', 'script', 'https://cdn.example/sdk/ams.js', 'script-src'],
    ['script-src https://cdn.example/sdk/ams.js', 'script', 'https://cdn.example/sdk/ams.js', null],
    ['script-src https://cdn.example/', 'script', 'https://cdn.example', null],
    ["script-src-elem 'self'; script-src *", 'script', 'https://cdn.example/ams.js', 'script-src-elem'],
    ["script-src 'nonce-x' 'strict-dynamic'", 'script', 'https://cdn.example/ams.js', null],
    ["script-src 'nonce-x'", 'script', 'https://cdn.example/ams.js', 'script-src'],
    ["script-src 'self'", 'wasm', 'wasm', 'script-src'],
    ["script-src 'wasm-unsafe-eval'", 'wasm', 'wasm', null],
    ["script-src 'unsafe-eval'", 'wasm', 'wasm', null],
    ["style-src 'self'", 'style', 'inline', 'style-src'],
    ["style-src 'unsafe-inline'", 'style', 'inline', null],
    ["style-src 'unsafe-inline' 'nonce-x'", 'styleAttribute', 'inline', 'style-src'],
    ["img-src 'self'", 'image', 'https://cdn.marmot-cloud.com/', 'img-src'],
    ["connect-src 'self'", 'connect', 'https://a.example/', 'connect-src'],
    ['connect-src *', 'connect', 'not an address', 'connect-src'],
  ])('%s: %s of %s', (policy, kind, url, refuses) => {
    expect(refused(policy, kind, url)).toEqual([refuses]);
  });

  it('by nonce allows the script of a library that has it from the page', () => {
    expect(refused("script-src 'nonce-x'", 'script', 'https://cdn.example/ams.js', { ...asker, hasNonce: true })).toEqual([null]);
  });

  it.each([
    ["script-src 'self'", false, null],
    ["require-trusted-types-for 'script'", true, null],
    ["require-trusted-types-for 'script'; trusted-types a 'allow-duplicates' b", true, 'a b'],
    ["require-trusted-types-for 'script'; trusted-types 'none'", true, ''],
    ["require-trusted-types-for 'script'; trusted-types *", true, null],
    ['trusted-types a b, trusted-types b c', false, 'b'],
  ])('%s: Trusted Types', (text, required, names) => {
    expect(trustedTypesOf(parsePolicies(text))).toEqual({ required, names });
  });
});

test('the hosts are those of docs/csp.md', () => {
  const page = readFileSync('docs/csp.md', 'utf8');
  const rows = Array.from((page.split('seen -->')[1] ?? '').matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm));
  const listed = Object.fromEntries(rows.map(([, directive = '', list = '']) => [directive, list.split(', ')]));
  const regions = Object.values(hosts.REGIONS);
  expect(listed).toEqual({
    'connect-src': [hosts.CONFIG, hosts.TRACKER, ...regions.flatMap(({ api, risk }) => [api, risk])].sort(),
    'frame-src': [hosts.CASHIER],
    'img-src': [hosts.IMAGES],
    'script-src': [hosts.TRACKER, hosts.SDK_HOST],
  });
  expect(page).toContain(hosts.CHECKOUT);
  expect(Object.keys(FALLBACKS)).toHaveLength(7);
});
