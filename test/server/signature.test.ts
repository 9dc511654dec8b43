/** The signature that merchant and gateway make over every request and answer, byte for byte. */
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { KeyError, makeKeyPair, readPrivateKey, readPublicKey, writePrivateKey, writePublicKey } from '../../demo/server/antom/keys.ts';
import type { KeyPair } from '../../demo/server/antom/keys.ts';
import { contentToSign, readSignatureHeader, SignatureError, signatureOf, verifySignature } from '../../demo/server/antom/signature.ts';
import type { Message, SignatureFault } from '../../demo/server/antom/signature.ts';

/** The vector of SDK-FACTS.md, made without keys. */
const VECTOR: Message = {
  path: '/ams/sandbox/api/v1/payments/createPaymentSession',
  clientId: 'SANDBOX_5X00000000000000',
  time: '1685599933871',
  body: '{"productCode":"CASHIER_PAYMENT","paymentRequestId":"paymentRequestId01"}',
};

let keys: KeyPair;
let others: KeyPair;
beforeAll(async () => {
  [keys, others] = await Promise.all([makeKeyPair(), makeKeyPair()]);
});

function faultOf(act: () => unknown): SignatureFault | 'none' {
  try {
    act();
    return 'none';
  } catch (error) {
    if (error instanceof SignatureError) return error.fault;
    throw error;
  }
}
const verifies = (message: Message, header: string | null | undefined, by = keys): SignatureFault | 'none' =>
  faultOf(() => verifySignature(message, header, by.publicKey));

describe('the content', () => {
  it('has the layout of the published example', () => {
    const content = contentToSign(VECTOR);
    expect(content.length).toBe(167);
    expect(createHash('sha256').update(content).digest('hex')).toBe('7a81833f36db5114ee86178d08ac007390106781b77f24fbd0e7c10d18861b41');
  });

  it('is the same for a body as text and as bytes', () => {
    const body = '{"orderDescription":"灯笼咖啡 ☕"}';
    expect(contentToSign({ ...VECTOR, body: Buffer.from(body, 'utf8') })).toEqual(contentToSign({ ...VECTOR, body }));
  });
});

describe('signing', () => {
  it('makes a header of three parts with a percent-encoded signature', () => {
    const header = signatureOf(VECTOR, keys.privateKey);
    expect(header).toMatch(/^algorithm=RSA256,keyVersion=1,signature=[A-Za-z0-9%]+%3D%3D$/);
    expect(readSignatureHeader(header).length).toBe(256);
  });

  it('percent-encodes + / = and reads them back', () => {
    // 256 bytes of base64 have a + and a / in nearly every signature: look for one that has both.
    const message = Array.from({ length: 50 }, (_, n) => ({ ...VECTOR, time: String(n) })).find((candidate) =>
      /%2B.*%2F|%2F.*%2B/.test(signatureOf(candidate, keys.privateKey)),
    );
    expect(message).toBeDefined();
    const header = signatureOf(message!, keys.privateKey);
    expect(header.split('signature=')[1]).not.toMatch(/[+/=]/);
    expect(verifies(message!, header)).toBe('none');
    // A sender that forgot to encode is understood; one that took + for a space is not.
    expect(verifies(message!, decodeURIComponent(header))).toBe('none');
    expect(verifies(message!, decodeURIComponent(header).replaceAll('+', ' '))).toBe('malformed');
  });

  it('is what plain node:crypto makes from a PKCS#8 key', () => {
    const der = Buffer.from(writePrivateKey(keys.privateKey), 'base64');
    const independent = sign('RSA-SHA256', contentToSign(VECTOR), createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
    expect(readSignatureHeader(signatureOf(VECTOR, keys.privateKey))).toEqual(independent);
  });
});

describe('verifying', () => {
  it('accepts its own, as text or bytes, also for a body that is not ASCII', () => {
    const body = '{"orderDescription":"灯笼咖啡 ☕ é"}';
    const header = signatureOf({ ...VECTOR, body }, keys.privateKey);
    expect(verifies({ ...VECTOR, body }, header)).toBe('none');
    expect(verifies({ ...VECTOR, body: new TextEncoder().encode(body) }, header)).toBe('none');
    // The same characters in another encoding are other bytes.
    expect(verifies({ ...VECTOR, body: Buffer.from(body, 'utf16le') }, header)).toBe('mismatch');
  });

  it.each<[string, Partial<Message>]>([
    ['a changed body', { body: VECTOR.body.toString().replace('01', '02') }],
    ['a body that only lost its spaces', { body: `${VECTOR.body.toString()} ` }],
    ['another path', { path: '/ams/sandbox/api/v1/payments/inquiryPayment' }],
    ['another client', { clientId: 'SANDBOX_5X00000000000001' }],
    ['another time', { time: '1685599933872' }],
  ])('refuses %s', (_, change) => {
    expect(verifies({ ...VECTOR, ...change }, signatureOf(VECTOR, keys.privateKey))).toBe('mismatch');
  });

  it("refuses another key's signature", () => {
    expect(verifies(VECTOR, signatureOf(VECTOR, keys.privateKey), others)).toBe('mismatch');
  });

  it('takes the parts in any order, with spaces after the commas, with or without keyVersion', () => {
    const value = signatureOf(VECTOR, keys.privateKey).split('signature=')[1]!;
    for (const header of [
      `algorithm=RSA256, keyVersion=1, signature=${value}`,
      `signature=${value},keyVersion=2,algorithm=RSA256`,
      `  algorithm=RSA256 ,signature=${value}  `,
    ])
      expect(verifies(VECTOR, header)).toBe('none');
  });

  it.each<[string | null | undefined, SignatureFault]>([
    [null, 'missing'],
    [undefined, 'missing'],
    ['  ', 'missing'],
    ['signature', 'malformed'],
    [',,,', 'malformed'],
    ['algorithm=RSA256', 'malformed'],
    ['algorithm=RSA256,keyVersion=1,signature=', 'malformed'],
    ['keyVersion=1,signature=QUJD', 'malformed'],
    ['algorithm=RSA256,keyVersion=one,signature=QUJD', 'malformed'],
    ['algorithm=RSA256,signature=QUJD,signature=QUJD', 'malformed'],
    ['algorithm=RSA256,keyVersion=1,signature=%E0%A4%A', 'malformed'],
    ['algorithm=RSA256,keyVersion=1,signature=%zz', 'malformed'],
    ['algorithm=RSA256,keyVersion=1,signature=QUJ', 'malformed'],
    ['algorithm=RSA256,keyVersion=1,signature=Q=JD', 'malformed'],
    ['algorithm=RSA256,keyVersion=1,signature=\u{1F512}', 'malformed'],
    ['algorithm=HMAC,keyVersion=1,signature=QUJD', 'unsupported'],
    ['algorithm=RSA256,keyVersion=1,signature=QUJD', 'mismatch'],
    [`algorithm=RSA256,keyVersion=1,signature=${'A'.repeat(100_000)}`, 'mismatch'],
  ])('answers the header %j with the typed error %s', (header, fault) => {
    expect(verifies(VECTOR, header)).toBe(fault);
  });
});

describe('keys', () => {
  it('are read as the dashboard gives them, with PEM lines, and with line breaks of either kind', () => {
    const plain = writePrivateKey(keys.privateKey);
    const pem = keys.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    for (const text of [plain, pem, pem.replaceAll('\n', '\\n'), plain.replace(/(.{64})/g, '$1\r\n'), ` ${plain}\n`]) {
      expect(verifies(VECTOR, signatureOf(VECTOR, readPrivateKey(text)))).toBe('none');
    }
    const publicPem = keys.publicKey.export({ format: 'pem', type: 'spki' }).toString();
    for (const text of [writePublicKey(keys.publicKey), publicPem]) expect(readPublicKey(text).equals(keys.publicKey)).toBe(true);
  });

  it('that are none are refused without a word of them', () => {
    const secret = writePrivateKey(keys.privateKey);
    for (const text of ['', 'no key at all', secret.slice(0, 300), secret.slice(10), writePublicKey(keys.publicKey)]) {
      expect(() => readPrivateKey(text)).toThrow(KeyError);
      expect(() => readPrivateKey(text)).toThrow(/^not an RSA private key in PKCS#8 \(base64, with or without its PEM lines\)$/);
    }
    expect(() => readPublicKey(secret)).toThrow(KeyError);
  });
});
