/** Which gateway is used, and what is said when the environment is wrong: one sentence, and never a part of a key. */
import { describe, expect, it } from 'vitest';
import { writePrivateKey, writePublicKey } from '../../demo/server/antom/keys.ts';
import { readAntomSettings, SANDBOX, SettingsError } from '../../demo/server/merchant/settings.ts';
import { keys } from './support/gateway.ts';

const GOOD = {
  ANTOM_CLIENT_ID: 'SANDBOX_5X00000000000000',
  ANTOM_PRIVATE_KEY: writePrivateKey(keys.merchant.privateKey),
  ANTOM_PUBLIC_KEY: writePublicKey(keys.antom.publicKey),
};

function complaint(environment: Record<string, string | undefined>): string {
  try {
    readAntomSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('No complaint.');
}

/** No run of 12 characters of any key is in it. */
function expectNoKey(text: string, environment: Record<string, string | undefined>): void {
  for (const secret of Object.values(environment)) {
    if (secret === undefined || secret.length < 40) continue;
    for (let at = 0; at + 12 <= secret.length; at += 1) expect(text.includes(secret.slice(at, at + 12))).toBe(false);
  }
}

it('nothing set: the stand-in', () => {
  expect(readAntomSettings({})).toBeNull();
  expect(readAntomSettings({ ANTOM_CLIENT_ID: '', ANTOM_PRIVATE_KEY: ' ', PATH: '/bin' })).toBeNull();
});

it('all set: the sandbox, or the gateway that is named', () => {
  expect(readAntomSettings(GOOD)).toMatchObject({ clientId: GOOD.ANTOM_CLIENT_ID, gateway: SANDBOX, notifyUrl: null });
  expect(SANDBOX).toBe('https://open-sea-global.alipay.com');
  const settings = readAntomSettings({
    ...GOOD,
    ANTOM_GATEWAY: 'http://127.0.0.1:4173/',
    ANTOM_NOTIFY_URL: 'https://tunnel.example/api/notify',
  });
  expect(settings).toMatchObject({ gateway: 'http://127.0.0.1:4173', notifyUrl: 'https://tunnel.example/api/notify' });
});

describe('a wrong environment', () => {
  const pem = keys.antom.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  it.each<[string, Record<string, string | undefined>, RegExp]>([
    ['no client id', { ...GOOD, ANTOM_CLIENT_ID: undefined }, /^ANTOM_CLIENT_ID is missing: /],
    ['no private key', { ...GOOD, ANTOM_PRIVATE_KEY: undefined }, /^ANTOM_PRIVATE_KEY is missing: /],
    ['an empty public key', { ...GOOD, ANTOM_PUBLIC_KEY: '  ' }, /^ANTOM_PUBLIC_KEY is missing: /],
    ['only the private key', { ANTOM_PRIVATE_KEY: GOOD.ANTOM_PRIVATE_KEY }, /^ANTOM_CLIENT_ID and ANTOM_PUBLIC_KEY are missing: /],
    ['only a gateway', { ANTOM_GATEWAY: 'http://127.0.0.1:1' }, /^ANTOM_GATEWAY is set but /],
    ['a key as the client id', { ...GOOD, ANTOM_CLIENT_ID: GOOD.ANTOM_PRIVATE_KEY }, /^ANTOM_CLIENT_ID is not a client id: /],
    ['a client id with a line break', { ...GOOD, ANTOM_CLIENT_ID: 'SANDBOX\r\nX-Evil: 1' }, /^ANTOM_CLIENT_ID is not a client id: /],
    [
      'a truncated private key',
      { ...GOOD, ANTOM_PRIVATE_KEY: GOOD.ANTOM_PRIVATE_KEY.slice(0, 800) },
      /^ANTOM_PRIVATE_KEY is not an RSA private key in PKCS#8 \(/,
    ],
    ['half a PEM file', { ...GOOD, ANTOM_PRIVATE_KEY: pem.slice(0, 900) }, /^ANTOM_PRIVATE_KEY is not an RSA private key/],
    [
      'a public key as the private one',
      { ...GOOD, ANTOM_PRIVATE_KEY: GOOD.ANTOM_PUBLIC_KEY },
      /^ANTOM_PRIVATE_KEY is not an RSA private key/,
    ],
    [
      'a private key as the public one',
      { ...GOOD, ANTOM_PUBLIC_KEY: GOOD.ANTOM_PRIVATE_KEY },
      /^ANTOM_PUBLIC_KEY is not an RSA public key in SPKI/,
    ],
    [
      "the merchant's own public key",
      { ...GOOD, ANTOM_PUBLIC_KEY: writePublicKey(keys.merchant.publicKey) },
      /^ANTOM_PUBLIC_KEY belongs to ANTOM_PRIVATE_KEY: /,
    ],
    [
      'a gateway in the clear',
      { ...GOOD, ANTOM_GATEWAY: 'http://open-sea-global.alipay.com' },
      /^ANTOM_GATEWAY is not an https address\.$/,
    ],
    ['a gateway that is no address', { ...GOOD, ANTOM_GATEWAY: 'sandbox' }, /^ANTOM_GATEWAY is not an https address\.$/],
  ])('%s: one sentence that holds no key', (_, environment, expected) => {
    const message = complaint(environment);
    expect(message).toMatch(expected);
    expect(message).toMatch(/^[^\n]+\.$/);
    expectNoKey(message, environment);
  });
});
