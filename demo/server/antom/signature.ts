/**
 * Antom's signature: RSA-SHA256 (RSASSA-PKCS1-v1_5) over method, path, client, time and body, in a header of three parts.
 *
 * Merchant and gateway sign their requests and the gateway its answers, all in the same way. The body is taken as bytes: a body that
 * was parsed and written again is another body.
 */
import { constants, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface Message {
  /** Without host and query, for example `/ams/sandbox/api/v1/payments/inquiryPayment`. */
  readonly path: string;
  readonly clientId: string;
  /** As it stands in `Request-Time` or `response-time`: Antom takes milliseconds and ISO 8601. */
  readonly time: string;
  readonly body: string | Uint8Array;
}

export type SignatureFault =
  /** There is no Signature header. */
  | 'missing'
  /** It cannot be read. */
  | 'malformed'
  /** Another algorithm than RSA256. */
  | 'unsupported'
  /** It was not made by this key over this message. */
  | 'mismatch';

export class SignatureError extends Error {
  readonly fault: SignatureFault;

  constructor(fault: SignatureFault, message: string) {
    super(message);
    this.name = 'SignatureError';
    this.fault = fault;
  }
}

export function contentToSign({ path, clientId, time, body }: Message): Buffer {
  return Buffer.concat([Buffer.from(`POST ${path}\n${clientId}.${time}.`, 'utf8'), Buffer.from(body)]);
}

/** The value of the Signature header. */
export function signatureOf(message: Message, privateKey: KeyObject): string {
  const signature = sign('sha256', contentToSign(message), { key: privateKey, padding: constants.RSA_PKCS1_PADDING });
  // In base64 these three are not safe in a header that is taken apart at `=` and decoded as a URL: + / =
  return `algorithm=RSA256,keyVersion=1,signature=${encodeURIComponent(signature.toString('base64'))}`;
}

/**
 * @throws SignatureError, and nothing else, when `header` does not sign `message` with the private half of `publicKey`.
 */
export function verifySignature(message: Message, header: string | null | undefined, publicKey: KeyObject): void {
  const signature = readSignatureHeader(header);
  if (!verify('sha256', contentToSign(message), { key: publicKey, padding: constants.RSA_PKCS1_PADDING }, signature)) {
    throw new SignatureError('mismatch', 'The signature does not belong to this message.');
  }
}

/** The signature's bytes. The parts may come in any order, with spaces after the commas. */
export function readSignatureHeader(header: string | null | undefined): Buffer {
  if (header === null || header === undefined || header.trim() === '') throw new SignatureError('missing', 'There is no Signature header.');
  const parts = new Map<string, string>();
  for (const part of header.split(',')) {
    const [, name, value] = /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined || parts.has(name))
      throw malformed('Each part of the Signature header is one name=value.');
    parts.set(name, value);
  }
  const algorithm = parts.get('algorithm');
  if (algorithm === undefined) throw malformed('The Signature header names no algorithm.');
  if (algorithm !== 'RSA256') throw new SignatureError('unsupported', 'The only algorithm of the Signature header is RSA256.');
  if (!/^\d+$/.test(parts.get('keyVersion') ?? '1')) throw malformed('keyVersion is a number.');
  return decode(parts.get('signature') ?? '');
}

function decode(value: string): Buffer {
  let base64: string;
  try {
    base64 = decodeURIComponent(value);
  } catch {
    throw malformed('The signature is not URL-encoded.');
  }
  // Buffer.from skips what is not base64 without a word.
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw malformed('The signature is not base64.');
  return Buffer.from(base64, 'base64');
}

const malformed = (message: string): SignatureError => new SignatureError('malformed', message);
