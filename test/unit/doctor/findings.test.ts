/** Each finding in both directions: by the facts that make it, and not on a page on which payments work. */
import { describe, expect, it, test } from 'vitest';
import { judge } from '../../../src/doctor/diagnose';
import { UNKNOWN, type Facts } from '../../../src/doctor/facts/facts';
import { FINDINGS } from '../../../src/doctor/findings/index';
import { ERROR_CODES } from '../../support/error-codes';
import { found, HEALTHY } from './support';

const error = (lastCode: string, lastReason: string | null = null, lastMessage: string | null = null): Partial<Facts> => ({
  lastStatus: 'error',
  lastCode,
  lastReason,
  lastMessage,
});

/** What makes each, in every way that there is. */
const PROVOKED: Readonly<Record<string, readonly Partial<Facts>[]>> = {
  D101: [{ browser: false }],
  D102: [{ secureContext: false }],
  D103: [{ framed: true, paymentAllowed: false }],
  D104: [{ framed: true, opaqueOrigin: true }],
  D105: [{ sandboxLacks: 'allow-forms' }],
  D106: [{ localStorage: 'denied' }, { localStorage: 'missing' }, error('storage-blocked')],
  D107: [{ localStorage: 'full' }],
  D108: [{ sessionStorage: 'denied' }, { storage: 'session', sessionStorage: 'denied' }],
  D109: [{ embedderPolicy: 'the header says require-corp' }],
  D110: [
    { trustedTypes: true, trustedTypesPolicies: '', trustedTypesDefault: true },
    { trustedTypes: true, trustedTypesPolicies: 'default other', trustedTypesDefault: true },
    { ...error('sdk-blocked-by-csp'), lastDirective: 'require-trusted-types-for' },
  ],
  D111: [{ trustedTypes: true, trustedTypesDefault: false }],
  D112: [{ jsonBroken: true }],
  D113: [{ replacedBuiltIns: 'fetch' }],
  D114: [{ controllers: 2 }],
  D115: [{ copies: 2 }],
  D116: [{ disposed: true }, error('disposed')],
  D117: [{ online: false }, error('sdk-offline')],
  D118: [{ ownServer: 'silent' }],
  D119: [error('invalid-options', null, 'options.locale must be a string')],
  D120: [
    { controllers: 0, disposed: null, library: 'tag' },
    { controllers: 0, disposed: null, library: 'here' },
    { controllers: 0, disposed: null, trigger: 'works' },
  ],
  D201: [
    { sdkFake: true, environment: 'prod', localHost: true },
    { sdkFake: true, environment: 'sandbox', sessionEnvironment: 'sandbox' },
  ],
  D202: [{ cspScript: 'script-src …' }, error('sdk-blocked-by-csp')],
  D203: [
    error('sdk-load-failed', 'network', 'refused'),
    error('sdk-load-failed', 'unknown'),
    error('sdk-load-failed', null, 'None of the sources could be loaded.'),
    { sdkHost: 'silent', sdkClasses: '', sdkTags: 0 },
  ],
  D204: [error('sdk-load-failed', 'http'), { sdkHost: 'error', sdkClasses: '', sdkTags: 0 }],
  D205: [error('sdk-load-failed', 'integrity')],
  D206: [error('sdk-global-missing', 'threw'), { sdkHost: 'html', sdkClasses: '', sdkTags: 0 }],
  D207: [error('sdk-load-timeout', 'stalled')],
  D208: [{ sdkParked: true, sdkClasses: '' }],
  D209: [
    { moduleGlobals: 'define.amd', sdkClasses: '' },
    {
      ...error('sdk-global-missing'),
      lastSource: "The page's own SDK script",
      moduleGlobals: 'exports',
      sdkClasses: '',
      sdkTags: 0,
    },
  ],
  D210: [{ sdkTwo: 'tags for a and b' }],
  D211: [{ sdkVersion: '1.13.0' }, { sdkVersion: 'evergreen' }],
  D212: [{ sdkLacks: 'AMSElement' }],
  D213: [error('sdk-load-failed', 'removed')],
  D301: [{ sessionFaults: 'not-a-session' }, error('session-invalid', 'not-a-session')],
  D302: [{ sessionFaults: 'empty' }],
  D303: [{ sessionFaults: 'html' }],
  D304: [{ sessionFaults: 'json' }],
  D305: [{ sessionFaults: 'percent-encoded, spaces' }],
  D306: [{ sessionFaults: 'percent-encoded, spaces' }],
  D307: [{ sessionFaults: 'missing-parts' }],
  D308: [{ sessionFaults: 'truncated' }],
  D309: [
    { sessionFaults: 'unknown-product' },
    error('session-mismatch', null, 'The session was made for an unknown product, this controller opens cashier.'),
  ],
  D310: [{ sessionFaults: 'missing-action' }],
  D311: [{ sessionFaults: 'bad-expiry' }],
  D312: [{ sessionHasId: false }, error('session-invalid', 'missing-payment-request-id')],
  D313: [{ sessionProduct: 'vaulting' }, error('session-mismatch')],
  D314: [{ sessionEnvironment: 'sandbox' }],
  D315: [{ sessionExpiresIn: -5000 }, error('session-expired')],
  D316: [error('session-request-failed', null, 'HTTP 500')],
  D317: [error('session-timeout')],
  D318: [{ sessionMs: 4000 }],
  D319: [{ sessionRedirected: true }],
  D320: [{ sessionType: 'text/html' }],
  D321: [error('session-mismatch', null, 'card is opened by mount(), not by pay().')],
  D322: [error('session-invalid')],
  D323: [{ ...error('session-request-failed', null, 'Failed to fetch'), cspOwn: 'https://shop.example/api' }],
  D401: [{ trigger: 'not-found' }, { trigger: 'detached' }],
  D402: [{ trigger: 'hidden' }],
  D403: [{ trigger: 'disabled' }],
  D404: [{ trigger: 'inert' }, { trigger: 'covered', triggerCovered: '<aside>' }],
  D405: [{ container: 'not-found' }, { container: 'detached' }, { container: 'shadow-tree' }, error('container-missing', 'detached')],
  D406: [{ container: 'hidden' }],
  D407: [{ cspFrame: 'frame-src …' }],
  D408: [{ cspApi: 'connect-src …' }],
  D409: [{ cspOther: 'img-src …' }],
  D410: [{ cashierShown: true, obstacle: 'modal-dialog' }],
  D411: [{ obstacle: 'inert' }],
  D412: [{ cashierDead: true }],
  D413: [{ cashierCovered: '<div>' }],
  D414: [{ cashierShown: false, obstacle: 'modal-dialog' }],
  D415: [{ silentSince: 'loading-started', silentFor: 17_000 }, error('component-timeout')],
  D416: [error('component-failed', 'SDK_INTERNAL_ERROR', 'Load resource timeout')],
  D417: [error('component-failed', 'removed'), error('component-failed', 'moved')],
  D418: [
    error('component-failed', 'SDK_INTERNAL_ERROR', 'no'),
    error('sdk-internal'),
    error('session-invalid', 'SDK_CREATEPAYMENT_PARAMETER_ERROR'),
    error('session-invalid', 'PARAM_INVALID'),
  ],
  D419: [error('component-busy')],
  D420: [{ lastStatus: 'abandoned', lastReason: 'navigated' }],
  D421: [error('redirect-failed')],
  D422: [{ silentSince: 'loading-ended', silentFor: 61_000 }],
  D423: [{ cashierHost: 'silent' }, { apiHost: 'silent' }],
  D424: ['preparing', 'creating-session', 'opening', 'submitting', 'confirming'].map((phase) => ({ phase })),
  D501: [{ hasInquiry: false }],
  D502: [{ inquiry: 'another id' }],
  D503: [{ inquiry: 'only result' }],
  D504: [{ inquiry: 'failed: HTTP 500' }],
  D505: [{ inquiriesFailed: 2 }],
  D506: [{ inquiryMs: 4000 }],
  D507: [{ clockOff: 300_000 }, { clockOff: -300_000 }],
  D508: [error('payment-unconfirmed')],
  D509: [{ lastStatus: 'processing' }, { lastStatus: 'unknown' }],
  D601: [{ remembered: 1, resumed: false }],
  D602: [{ addressNamesPayment: true, resumed: false }],
};

/** Found together, since they have one cause. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = { D305: ['D306'], D306: ['D305'] };

it('finds nothing on a page on which payments work', () => {
  expect(judge(HEALTHY)).toMatchObject({ ok: true, stage: null, findings: [] });
});

it('finds nothing by what is not known', () => {
  expect(judge(UNKNOWN)).toMatchObject({ ok: true, stage: null, findings: [] });
});

it('has a test of each finding', () => {
  expect(FINDINGS.map(({ id }) => id)).toEqual(Object.keys(PROVOKED));
});

describe.each(FINDINGS)('$id, $title', ({ id, stage, level }) => {
  const ways = (PROVOKED[id] ?? []).map((way) => [JSON.stringify(way), way] as const);

  it.each(ways)('is made by %s, and alone', (_text, way) => {
    expect(found(way)).toEqual([id, ...(TOGETHER[id] ?? [])].sort());
  });

  it.each(ways)('is what judge() answers with %s', (_text, way) => {
    const diagnosis = judge({ ...HEALTHY, ...way });
    const finding = diagnosis.findings.find((one) => one.id === id);
    expect(finding).toMatchObject({ id, level, docs: `docs/troubleshooting.md#${id.toLowerCase()}` });
    expect(finding?.evidence).toMatch(/\S/);
    expect(finding?.evidence).not.toMatch(/undefined|null/);
    expect(diagnosis.stage).toBe(level === 'fatal' ? stage : null);
    expect(diagnosis.ok).toBe(level !== 'fatal');
    expect(String(diagnosis)).toContain(`${id} ${level}: `);
  });
});

test.each<[string, Partial<Facts>]>([
  ['a frame that allows payments', { framed: true, paymentAllowed: true }],
  ['a page of its own whose origin is opaque, as a file is', { opaqueOrigin: true }],
  [
    'Trusted Types with our policy and a default one',
    { trustedTypes: true, trustedTypesPolicies: 'default antom-checkout-controller', trustedTypesDefault: true },
  ],
  ['the test kit on localhost', { sdkFake: true, localHost: true, environment: 'sandbox', sessionEnvironment: 'sandbox' }],
  ['names of module systems on a page whose SDK is there', { moduleGlobals: 'define.amd' }],
  ['a parked tag of an SDK that came otherwise', { sdkParked: true }],
  ['an older version that is tested', { sdkVersion: '1.12.0' }],
  ['a session without an id for a product that needs none', { sessionHasId: false, sessionProduct: 'vaulting', products: 'vaulting' }],
  ['a session of a product that is not known', { products: null, sessionProduct: 'vaulting' }],
  ['a trigger that bind() has disabled', { trigger: 'busy' }],
  ['a trigger that the page disables while a payment is open', { trigger: 'disabled', phase: 'open' }],
  ['a trigger that is hidden once all is paid', { trigger: 'hidden', phase: 'settled', lastRetry: 'none' }],
  [
    'a trigger that is covered while the server is asked what became of the last payment',
    { trigger: 'covered', phase: 'settled', lastRetry: 'after-confirmation' },
  ],
  ['a page without the library and without a button', { controllers: 0, disposed: null, trigger: null }],
  ['a request that the policy has refused to somebody else', { cspOwn: 'https://analytics.example/' }],
  ['an SDK that works, whatever its address answers now', { sdkHost: 'html' }],
  ['a cashier that is open', { phase: 'open' }],
  ['a buyer who takes a minute', { silentSince: 'loading-ended', silentFor: 59_000 }],
  ['a cashier that loads', { silentSince: 'loading-started', silentFor: 3000 }],
  ['hosts that are silent because the page refuses the question', { cashierHost: null, apiHost: null, sdkHost: null }],
  ['everything silent while the page is offline', { ownServer: null, cashierHost: 'silent', apiHost: 'silent' }],
  ['a remembered payment that resume() has asked about', { remembered: 1, resumed: true }],
  ['sessionStorage that is refused to a controller with a storage of its own', { storage: 'own', sessionStorage: 'denied' }],
  ['sessionStorage that is refused to a controller that uses localStorage', { storage: 'local', sessionStorage: 'denied' }],
  ['an error page of the session endpoint, by its type', { sessionStatus: 500, sessionType: 'text/html' }],
  ['a payment that was cancelled', { lastStatus: 'cancelled' }],
])('%s is no finding', (_what, facts) => {
  expect(found(facts)).toEqual([]);
});

it('names a payment of the address once, where it is remembered as well', () => {
  expect(found({ remembered: 1, addressNamesPayment: true, resumed: false })).toEqual(['D601']);
});

it.each(ERROR_CODES.filter((code) => code !== 'not-in-browser'))('an outcome with the error %s is explained', (code) => {
  expect(found(error(code))).not.toEqual([]);
});

it('a full localStorage is named as what it is', () => {
  expect(found({ ...error('storage-blocked'), localStorage: 'full' })).toEqual(['D107']);
});

it('has the fatal ones first, and names the earliest stage that has one', () => {
  const { findings, stage } = judge({
    ...HEALTHY,
    online: false,
    hasInquiry: false,
    inquiry: 'only result',
    localStorage: 'denied',
    cspFrame: 'frame-src …',
  });
  expect(findings.map(({ id, level }) => `${id} ${level}`)).toEqual([
    'D106 fatal',
    'D407 fatal',
    'D503 fatal',
    'D117 warning',
    'D501 info',
  ]);
  expect(stage).toBe('page');
});

it('names every finding once', () => {
  expect(new Set(FINDINGS.map(({ id }) => id)).size).toBe(FINDINGS.length);
  expect(new Set(FINDINGS.map(({ title }) => title)).size).toBe(FINDINGS.length);
});
