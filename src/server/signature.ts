/**
 * Antom's signature: RSA-SHA256 (RSASSA-PKCS1-v1_5) over method, path, client, time and body, in a header of three parts.
 *
 * Requests, answers and notifications are signed alike. The body is taken as bytes: parsed and written again it would be another one.
 * @see https://global.alipay.com/docs/ac/ams/digital_signature
 */
import { concat, fromBase64, toBase64, utf8, type Bytes } from './bytes';
import { ALGORITHM, importKey, readKey } from './keys';

/** What a signature is made over. */
export interface SignedMessage {
  /** Path and query, without the host: `/ams/api/v1/payments/refund`. */
  readonly path: string;
  /** Client-Id. */
  readonly clientId: string;
  /** As it stands in the header Request-Time or response-time: milliseconds, or ISO 8601. */
  readonly time: string;
  /** As it travels: a string is taken as UTF-8. */
  readonly body: string | Uint8Array;
}

/** Why a signature is none; null for a right one. */
export type SignatureFault = 'missing' | 'malformed' | 'mismatch' | null;

export function contentOf({ path, clientId, time, body }: SignedMessage): Bytes {
  return concat([utf8(`POST ${path}\n${clientId}.${time}.`), typeof body === 'string' ? utf8(body) : body]);
}

export async function sign(message: SignedMessage, key: CryptoKey): Promise<string> {
  const made = await crypto.subtle.sign(ALGORITHM.name, key, contentOf(message));
  // In base64 these three are not safe in a header that is taken apart at `=` and decoded as a URL: + / =
  return `algorithm=RSA256,keyVersion=1,signature=${encodeURIComponent(toBase64(new Uint8Array(made)))}`;
}

export async function faultOf(message: SignedMessage, header: string | null | undefined, key: CryptoKey): Promise<SignatureFault> {
  if (typeof header !== 'string' || header.trim() === '') return 'missing';
  const bytes = readHeader(header);
  if (bytes === null) return 'malformed';
  return (await crypto.subtle.verify(ALGORITHM.name, key, bytes, contentOf(message))) ? null : 'mismatch';
}

/** The signature's bytes. The parts may come in any order, with spaces around the commas; a part that is there twice is a fault. */
function readHeader(header: string): Bytes | null {
  const parts = new Map<string, string>();
  // A header of Antom's has some 400 characters.
  if (header.length > 8192) return null;
  for (const part of header.split(',')) {
    const [, name, value] = /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined || parts.has(name)) return null;
    parts.set(name, value);
  }
  if (parts.get('algorithm') !== 'RSA256' || !/^\d+$/.test(parts.get('keyVersion') ?? '1')) return null;
  try {
    return fromBase64(decodeURIComponent(parts.get('signature') ?? ''));
  } catch {
    return null;
  }
}

/**
 * The value of the header `Signature` for a request of your own.
 *
 * @param privateKey yours: PKCS#8, base64 or PEM
 * @throws AntomServerError `invalid-key`
 */
export async function signature(message: SignedMessage, privateKey: string): Promise<string> {
  const wanted = { name: 'privateKey', kind: 'private' } as const;
  return sign(message, await importKey(readKey(privateKey, wanted), wanted));
}

/**
 * Whether `header` signs `message` with the private half of `publicKey`. Ask before you parse the body, compare the client id too, and look
 * at the time of an answer.
 *
 * @param header the value of the header `Signature`; null, where there is none, is no signature
 * @param publicKey Antom's: SPKI, base64 or PEM
 * @throws AntomServerError `invalid-key`
 */
export async function verify(message: SignedMessage, header: string | null | undefined, publicKey: string): Promise<boolean> {
  const wanted = { name: 'publicKey', kind: 'public' } as const;
  return (await faultOf(message, header, await importKey(readKey(publicKey, wanted), wanted))) === null;
}
