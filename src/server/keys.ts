/**
 * RSA keys as Antom's dashboard gives them: base64 without armour, the private one in PKCS#8, the public one in SPKI. PEM lines are accepted
 * too, and `\n` in two characters, which is how a PEM file often ends up in an environment variable.
 */
import { fromBase64, sameBytes, type Bytes } from './bytes';
import { readDer, type KeyKind } from './der';
import { AntomServerError } from './errors';

/** What the key is called in messages. */
export interface WantedKey {
  readonly name: string;
  readonly kind: 'private' | 'public';
}

export interface KeyText {
  readonly der: Bytes;
  readonly modulus: Uint8Array;
}

export const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

const FORMATS = { private: 'PKCS#8', public: 'SPKI' } as const;

/** @throws AntomServerError `invalid-key`, whose message names the mistake and holds nothing of the key */
export function readKey(value: unknown, { name, kind }: WantedKey): KeyText {
  const refuse = (what: string): AntomServerError =>
    new AntomServerError(
      'invalid-key',
      `${name} is not an RSA ${kind} key in ${FORMATS[kind]} (base64, with or without its PEM lines): ${what}.`,
    );
  if (typeof value !== 'string' || value.trim() === '') throw refuse('it is empty or not a string');
  if (/-----BEGIN ENCRYPTED/.test(value)) throw refuse('it is encrypted; decrypt it with "openssl pkcs8 -topk8 -nocrypt"');
  const der = fromBase64(value.replace(/-----[A-Z0-9 ]+-----/g, '').replace(/\\r|\\n|\s/g, ''));
  if (der === null) throw refuse('it is not base64, or a part of it is missing');
  const { kind: found, modulus } = readDer(der);
  if (found !== FORMATS[kind] || modulus === null) throw refuse(MISTAKES[kind][found === FORMATS[kind] ? 'other' : found]);
  // A zero may stand before it.
  if (modulus.length < 256) throw refuse('it has fewer than 2048 bits');
  return { der, modulus };
}

const MISTAKES: Readonly<Record<'private' | 'public', Readonly<Record<KeyKind, string>>>> = {
  private: {
    SPKI: 'it is a public key',
    'PKCS#8': '',
    'PKCS#1': 'it is in PKCS#1; convert it with "openssl pkcs8 -topk8 -nocrypt"',
    truncated: 'a part of it is missing',
    other: 'it is something else',
  },
  public: {
    SPKI: '',
    'PKCS#8': 'it is a private key; never put that where a public one belongs',
    'PKCS#1': 'it is in PKCS#1; convert it with "openssl rsa -RSAPublicKey_in -pubout"',
    truncated: 'a part of it is missing',
    other: 'it is something else, such as a certificate',
  },
};

/** Both halves of one pair: the public key is then yours and not Antom's, and would verify nothing but your own signatures. */
export const isOnePair = (one: KeyText, other: KeyText): boolean => sameBytes(one.modulus, other.modulus);

/** @throws AntomServerError `invalid-key` for what only WebCrypto finds out */
export async function importKey({ der }: KeyText, { name, kind }: WantedKey): Promise<CryptoKey> {
  try {
    return kind === 'private'
      ? await crypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign'])
      : await crypto.subtle.importKey('spki', der, ALGORITHM, false, ['verify']);
  } catch {
    // Without a cause: what the runtime might quote is nobody's business.
    throw new AntomServerError('invalid-key', `${name} is damaged: this runtime's WebCrypto cannot read it.`);
  }
}
