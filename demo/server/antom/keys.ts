/**
 * RSA keys as Antom's dashboard gives them: base64 without armour, the private one in PKCS#8, the public one in SPKI. PEM lines are
 * accepted too. Errors name what is wrong and never hold a part of the key.
 */
import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export class KeyError extends Error {}

export function readPrivateKey(text: string): KeyObject {
  return rsa(text, 'an RSA private key in PKCS#8', (key) => createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
}

export function readPublicKey(text: string): KeyObject {
  return rsa(text, 'an RSA public key in SPKI', (key) => createPublicKey({ key, format: 'der', type: 'spki' }));
}

export const writePrivateKey = (key: KeyObject): string => key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
export const writePublicKey = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).toString('base64');

export const makeKeyPair = (): Promise<KeyPair> => promisify(generateKeyPair)('rsa', { modulusLength: 2048 });

function rsa(text: string, wanted: string, read: (der: Buffer) => KeyObject): KeyObject {
  const unreadable = (): KeyError => new KeyError(`not ${wanted} (base64, with or without its PEM lines)`);
  // `\n` in two characters is how a PEM file often ends up in an environment variable.
  const base64 = text.replace(/-----[A-Z ]+-----/g, '').replace(/\\n|\s/g, '');
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw unreadable();
  let key: KeyObject;
  try {
    key = read(Buffer.from(base64, 'base64'));
  } catch {
    // OpenSSL's reason helps nobody, and what it might quote is nobody's business.
    throw unreadable();
  }
  if (key.asymmetricKeyType !== 'rsa') throw unreadable();
  return key;
}
