// @vitest-environment node
/** Signing and verifying by WebCrypto, held against `node:crypto` and the published example. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureOf, verifySignature } from '../../../demo/server/antom/signature';
import { signature, verify, type SignedMessage } from '../../../src/server';
import { contentOf } from '../../../src/server/signature';
import { holdsNoKey, pairs, rejection, texts } from './support/world';

const VECTOR: SignedMessage = {
  path: '/ams/sandbox/api/v1/payments/createPaymentSession',
  clientId: 'SANDBOX_5X00000000000000',
  time: '1685599933871',
  body: '{"productCode":"CASHIER_PAYMENT","paymentRequestId":"paymentRequestId01"}',
};
const right = signatureOf(VECTOR, pairs.antom.privateKey);
const value = right.split('signature=')[1]!;
const verifies = (message: SignedMessage, header: string | null | undefined): Promise<boolean> => verify(message, header, texts.publicKey);

it('the content has the layout of the published example', () => {
  const content = contentOf(VECTOR);
  expect(content.length).toBe(167);
  expect(createHash('sha256').update(content).digest('hex')).toBe('7a81833f36db5114ee86178d08ac007390106781b77f24fbd0e7c10d18861b41');
});

it('a signature is the very one that node:crypto makes, and is verified by it', async () => {
  const made = await signature(VECTOR, texts.privateKey);
  expect(made).toBe(signatureOf(VECTOR, pairs.merchant.privateKey));
  expect(() => {
    verifySignature(VECTOR, made, pairs.merchant.publicKey);
  }).not.toThrow();
});

it('what node:crypto signed is verified, as text and as bytes, also where it is not ASCII', async () => {
  expect(await verifies(VECTOR, right)).toBe(true);
  const body = '{"memo":"灯笼咖啡 ☕ é"}';
  const header = signatureOf({ ...VECTOR, body }, pairs.antom.privateKey);
  expect(await verifies({ ...VECTOR, body }, header)).toBe(true);
  expect(await verifies({ ...VECTOR, body: new TextEncoder().encode(body) }, header)).toBe(true);
  expect(await verifies({ ...VECTOR, body: Buffer.from(body, 'utf16le') }, header)).toBe(false);
});

describe('is not verified', () => {
  it.each<[string, Partial<SignedMessage>]>([
    ['a changed body', { body: String(VECTOR.body).replace('01', '02') }],
    ['a body with one more space', { body: `${String(VECTOR.body)} ` }],
    ['a body with a byte order mark', { body: `\uFEFF${String(VECTOR.body)}` }],
    ['an empty body', { body: '' }],
    ['another path', { path: '/ams/sandbox/api/v1/payments/inquiryPayment' }],
    ['another client', { clientId: 'SANDBOX_5X00000000000001' }],
    ['another time', { time: '1685599933872' }],
    ['a time that is the other half of the client id', { clientId: 'SANDBOX', time: '5X00000000000000.1685599933871' }],
  ])('%s', async (_, change) => {
    expect(await verifies({ ...VECTOR, ...change }, right)).toBe(false);
  });

  it.each<[string, string | null | undefined]>([
    ['nothing', null],
    ['undefined', undefined],
    ['blanks', '  '],
    ['a word', 'signature'],
    ['commas', ',,,'],
    ['no signature', 'algorithm=RSA256'],
    ['an empty signature', 'algorithm=RSA256,keyVersion=1,signature='],
    ['no algorithm', `keyVersion=1,signature=${value}`],
    ['another algorithm', `algorithm=HMAC,keyVersion=1,signature=${value}`],
    ['no algorithm at all, by name', `algorithm=none,keyVersion=1,signature=${value}`],
    ['a key version that is a word', `algorithm=RSA256,keyVersion=one,signature=${value}`],
    ['two signatures', `algorithm=RSA256,signature=QUJD,signature=${value}`],
    ['two whole headers, joined', `${right}, ${right}`],
    ['half a character', 'algorithm=RSA256,signature=%E0%A4%A'],
    ['no percent-encoding', 'algorithm=RSA256,signature=%zz'],
    ['base64 without its padding', 'algorithm=RSA256,signature=QUJ'],
    ['padding in the middle', 'algorithm=RSA256,signature=Q=JD'],
    ['a plus that became a space', `algorithm=RSA256,signature=${decodeURIComponent(value).replace(/[+/]/g, ' ')}`],
    ['half a signature', right.slice(0, 150)],
    ['three bytes', 'algorithm=RSA256,signature=QUJD'],
    ['a header of 100,000 characters', `algorithm=RSA256,signature=${'A'.repeat(100_000)}`],
    ['a __proto__', `__proto__=1,signature=${value}`],
  ])('with %s', async (_, header) => {
    expect(await verifies(VECTOR, header)).toBe(false);
  });

  it("with another key, also the merchant's own", async () => {
    expect(await verify(VECTOR, right, texts.strangersKey)).toBe(false);
    expect(await verify(VECTOR, right, texts.ownPublicKey)).toBe(false);
  });
});

it.each([
  ['spaces after the commas', `algorithm=RSA256, keyVersion=1, signature=${value}`],
  ['another order and version', `signature=${value},keyVersion=2,algorithm=RSA256`],
  ['no version, and blanks around', `  algorithm=RSA256 ,signature=${value}  `],
  ['no percent-encoding', decodeURIComponent(right)],
])('is verified with %s', async (_, header) => {
  expect(await verifies(VECTOR, header)).toBe(true);
});

describe('keys', () => {
  const pem = pairs.merchant.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const publicPem = pairs.antom.publicKey.export({ format: 'pem', type: 'spki' }).toString();

  it.each([
    ['base64 in one line', texts.privateKey],
    ['PEM', pem],
    ['PEM with \\n in two characters', pem.replaceAll('\n', '\\n')],
    ['PEM with \\r\\n in four', pem.replaceAll('\n', '\\r\\n')],
    ['base64 in lines that end as in Windows', texts.privateKey.replace(/(.{64})/g, '$1\r\n')],
    ['base64 with blanks around', ` ${texts.privateKey}\n`],
  ])('are read as %s', async (_, text) => {
    expect(await signature(VECTOR, text)).toBe(signatureOf(VECTOR, pairs.merchant.privateKey));
  });

  it('the public one may be PEM too', async () => {
    expect(await verify(VECTOR, right, publicPem)).toBe(true);
  });

  const pkcs1 = pairs.merchant.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString();
  it.each<[string, unknown, RegExp]>([
    ['nothing', '', /empty or not a string/],
    ['undefined', undefined, /empty or not a string/],
    ['a Buffer', Buffer.from(texts.privateKey), /empty or not a string/],
    ['words', 'no key at all', /not base64/],
    ['half of it', texts.privateKey.slice(0, 800), /a part of it is missing/],
    ['its end', texts.privateKey.slice(12), /something else/],
    ['the start of it, cut within a character', texts.privateKey.slice(0, 801), /not base64/],
    ['the public key', texts.publicKey, /it is a public key/],
    ['PKCS#1', pkcs1, /PKCS#1; convert it with "openssl pkcs8/],
    [
      'an encrypted one',
      pairs.merchant.privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }),
      /encrypted/,
    ],
    ['three bytes', 'QUJD', /a part of it is missing/],
    ['a sequence of one integer', 'MAMCAQE=', /something else/],
    ['an endless length', 'MIQ/////', /something else/],
    ['an indefinite length', 'MIAAAA==', /something else/],
    ['one byte', 'MA==', /a part of it is missing/],
  ])('a private one that is %s is named, and not quoted', async (_, text, says) => {
    const { code, message } = await rejection(signature(VECTOR, text as string));
    expect(code).toBe('invalid-key');
    expect(message).toMatch(/^privateKey is not an RSA private key in PKCS#8 \(base64, with or without its PEM lines\): [^\n]+\.$/);
    expect(message).toMatch(says);
    expect(holdsNoKey(message)).toBe(true);
  });

  it.each<[string, string, RegExp]>([
    ['a private key', texts.privateKey, /it is a private key/],
    ['PKCS#1', pairs.antom.publicKey.export({ format: 'pem', type: 'pkcs1' }).toString(), /PKCS#1; convert it with "openssl rsa/],
    ['an RSA key of 32 bits', 'MB8wDQYJKoZIhvcNAQEBBQADDgAwCwIEAAAAAAIDAQAB', /fewer than 2048 bits/],
    ['no RSA key', 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=', /something else/],
  ])('a public one that is %s is named', async (_, text, says) => {
    const { code, message } = await rejection(verify(VECTOR, right, text));
    expect(code).toBe('invalid-key');
    expect(message).toMatch(says);
    expect(holdsNoKey(message)).toBe(true);
  });

  const der = (tag: number, ...parts: readonly (number | Uint8Array)[]): Uint8Array => {
    const content = Buffer.concat(parts.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : part)));
    return Buffer.concat([Uint8Array.of(tag, content.length), content]);
  };
  const RSA = der(0x30, Buffer.from('06092a864886f70d0101010500', 'hex'));
  const ZERO = der(0x02, 0);
  it.each<[string, 'private' | 'public', Uint8Array]>([
    ['an algorithm and a string', 'public', der(0x30, RSA, der(0x04, 0))],
    ['an algorithm and a key that is no sequence', 'public', der(0x30, RSA, der(0x03, 0, ZERO))],
    ['an algorithm and an empty key', 'public', der(0x30, RSA, der(0x03))],
    ['an algorithm and a key of no integers', 'public', der(0x30, RSA, der(0x03, 0, der(0x30)))],
    ['a string', 'public', ZERO],
    ['one byte', 'public', der(0x30, 0x02)],
    ['an algorithm and a byte', 'public', der(0x30, RSA, 0x03)],
    ['a sequence and more', 'public', Buffer.concat([der(0x30, RSA, der(0x03, 0)), Uint8Array.of(0)])],
    ['a string first', 'public', der(0x30, der(0x04, 0), ZERO)],
    ['a version and a string', 'private', der(0x30, ZERO, der(0x04, 0))],
    ['a version and another algorithm', 'private', der(0x30, ZERO, der(0x30, ZERO), der(0x04, 0))],
    ['a version and an algorithm alone', 'private', der(0x30, ZERO, RSA)],
    ['a version, an algorithm and a bit string', 'private', der(0x30, ZERO, RSA, der(0x03, 0))],
    ['a version, an algorithm and one integer', 'private', der(0x30, ZERO, RSA, der(0x04, der(0x30, ZERO)))],
    ['a version, an algorithm and a key that is no sequence', 'private', der(0x30, ZERO, RSA, der(0x04, ZERO))],
    ['a version, an algorithm and half an integer', 'private', der(0x30, ZERO, RSA, der(0x04, der(0x30, ZERO, 0x02, 0x05)))],
  ])('of %s are no key, however right their frame is', async (_, kind, bytes) => {
    const text = Buffer.from(bytes).toString('base64');
    const told = await rejection(kind === 'private' ? signature(VECTOR, text) : verify(VECTOR, right, text));
    expect([told.code, /something else/.test(told.message)]).toEqual(['invalid-key', true]);
  });

  it('that only WebCrypto finds to be damaged are named without what it said', async () => {
    const der = Buffer.from(texts.privateKey, 'base64');
    der.fill(0, 300, der.length);
    const { code, message } = await rejection(signature(VECTOR, der.toString('base64')));
    expect([code, message]).toEqual(['invalid-key', "privateKey is damaged: this runtime's WebCrypto cannot read it."]);
  });
});
