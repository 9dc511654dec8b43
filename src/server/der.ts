/** What kind of key a DER text is, and its modulus, without a library: enough to name a mistake before the first call. */
import { sameBytes } from './bytes';

export type KeyKind = 'PKCS#8' | 'SPKI' | 'PKCS#1' | 'truncated' | 'other';
export interface DerKey {
  readonly kind: KeyKind;
  /** Of an RSA key in PKCS#8 or SPKI. */
  readonly modulus: Uint8Array | null;
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly rest: Uint8Array;
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
/** rsaEncryption, 1.2.840.113549.1.1.1, as DER. */
const RSA = Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01);

export function readDer(der: Uint8Array): DerKey {
  const whole = read(der);
  if (whole === 'short') return { kind: 'truncated', modulus: null };
  if (whole === null || whole.tag !== SEQUENCE || whole.rest.length > 0) return { kind: 'other', modulus: null };
  const first = elementOf(whole.content);
  const second = elementOf(first?.rest);
  if (first === null || second === null) return { kind: 'other', modulus: null };
  // SPKI: an algorithm, then the key. PKCS#8: a version, an algorithm, then the key. PKCS#1 has integers only.
  if (first.tag === SEQUENCE && second.tag === BIT_STRING && isRsa(first))
    return { kind: 'SPKI', modulus: firstInteger(second.content.subarray(1), 0) };
  if (first.tag !== INTEGER) return { kind: 'other', modulus: null };
  if (second.tag === INTEGER) return { kind: 'PKCS#1', modulus: null };
  const key = elementOf(second.rest);
  if (second.tag !== SEQUENCE || !isRsa(second) || key?.tag !== OCTET_STRING) return { kind: 'other', modulus: null };
  return { kind: 'PKCS#8', modulus: firstInteger(key.content, 1) };
}

const isRsa = (algorithm: Element): boolean => sameBytes(algorithm.content.subarray(0, RSA.length), RSA);

/** The integer of a sequence after so many others. */
function firstInteger(der: Uint8Array, skip: number): Uint8Array | null {
  const sequence = elementOf(der);
  let element = sequence?.tag === SEQUENCE ? elementOf(sequence.content) : null;
  for (let at = 0; at < skip; at += 1) element = elementOf(element?.rest);
  return element?.tag === INTEGER ? element.content : null;
}

function elementOf(der: Uint8Array | undefined): Element | null {
  const element = der === undefined ? null : read(der);
  return element === 'short' ? null : element;
}

/** One element and what follows; `short` where the text ends before it does. */
function read(der: Uint8Array): Element | 'short' | null {
  const [tag, length] = der;
  if (tag === undefined || length === undefined) return 'short';
  let size = length;
  let start = 2;
  if (length > 0x80) {
    const digits = length - 0x80;
    if (digits > 3) return null;
    size = 0;
    for (const byte of der.subarray(2, 2 + digits)) size = size * 256 + byte;
    start += digits;
  } else if (length === 0x80) return null;
  if (der.length < start + size) return 'short';
  return { tag, content: der.subarray(start, start + size), rest: der.subarray(start + size) };
}
