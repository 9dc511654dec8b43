/** Log entries and redaction. */
import { describe, expect, it, vi } from 'vitest';
import { createLog, describeThrown, redact, redactUrl } from '../../../src/core/log';
import { makeSessionData } from '../../support/sessions';
import { testEnvironment } from '../../support/environment';

describe('redact', () => {
  const data = makeSessionData();
  const part4 = data.split('&&')[3]!;

  it.each<[string, (text: string) => string]>([
    ['alone', (text) => text],
    ['in a sentence', (text) => `Could not parse ${text} as JSON`],
    ['in JSON', (text) => JSON.stringify({ paymentSessionData: text, x: 1 })],
    ['in HTML', (text) => `<pre data-session="${text}">`],
    ['in a query', (text) => `GET https://shop.example/pay?s=${text}&x=1 failed`],
    ['twice', (text) => `${text} ${text}`],
    ['cut short', (text) => text.slice(0, -10)],
    ['without its first part', (text) => text.slice(text.indexOf('&&'))],
    // CONTRACT "The page is left as it was found": "Session data never appears in logs, errors, storage or the DOM outside the SDK."
    ['percent-encoded, as in a URL', (text) => `GET https://shop.example/pay?s=${encodeURIComponent(text)} failed`],
    ["as Java's Gson writes it, with \\u0026 for &", (text) => JSON.stringify({ paymentSessionData: text }).replace(/&/g, '\\u0026')],
    ['escaped for HTML', (text) => text.replace(/&/g, '&amp;')],
  ])('takes session data out of a text: %s', (_name, wrap) => {
    const said = redact(wrap(data));
    for (let start = 0; start + 24 <= 240; start += 24) expect(said).not.toContain(part4.slice(start, start + 24));
    expect(said.length).toBeLessThanOrEqual(300);
  });

  it('leaves other texts as they are', () => {
    for (const text of ['Load resource timeout', 'Q&A', 'a & b', 'https://shop.example/?a=1&b=2', '']) expect(redact(text)).toBe(text);
  });

  it('cuts a text to 300 characters', () => {
    expect(redact('so long '.repeat(1_000))).toHaveLength(300);
  });

  it('gets through a long hostile text, where a pattern that backtracks would not', () => {
    expect(redact('&'.repeat(500_000) + 'x'.repeat(500_000))).toBe('[session data]');
    expect(redact('x '.repeat(500_000))).toHaveLength(300);
  });

  it('redactUrl takes query and fragment away', () => {
    expect(redactUrl('https://shop.example/sdk.js?token=1#x')).toBe('https://shop.example/sdk.js');
    expect(redactUrl('https://shop.example/sdk.js#x?y')).toBe('https://shop.example/sdk.js');
    expect(redactUrl('https://me:secret@shop.example/a@b.js?x=@y')).toBe('https://shop.example/a@b.js');
    expect(redactUrl('/sdk.js')).toBe('/sdk.js');
  });
});

describe('describeThrown', () => {
  it.each<[string, unknown, string]>([
    ['an Error', new Error('boom'), 'boom'],
    ["a plain object of the SDK's", { code: 'X', message: 'boom' }, 'boom'],
    ['a text', 'boom', 'boom'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a number', 7, '7'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['an object that cannot be turned into text', Object.create(null), 'an error that cannot be read'],
    [
      "jQuery's request",
      { readyState: 4, status: 503, statusText: 'Service Unavailable', responseText: '<p>' },
      'the request failed with status 503 (Service Unavailable)',
    ],
    ['a request that never arrived', { readyState: 0, status: 0, statusText: 'error' }, 'the request failed with status 0 (error)'],
    ['an object with a status alone', { status: 418 }, 'the request failed with status 418'],
    ['an object with a code alone', { code: 'E_DOWN' }, 'E_DOWN'],
    ['an object that says nothing', { readyState: 4 }, 'an object without a message'],
    ['an empty list', [], ''],
    [
      'a message that throws',
      {
        get message(): string {
          throw new Error('hostile');
        },
      },
      'an error that cannot be read',
    ],
  ])('%s', (_name, thrown, text) => {
    expect(describeThrown(thrown)).toBe(text);
  });
});

describe('the log', () => {
  it('hands structured entries to the logger, with only the fields that there are', () => {
    const logger = vi.fn();
    const log = createLog(testEnvironment(), logger);
    log('info', 'a.b');
    log('warn', 'c.d', { x: 1 }, 'attempt');
    expect(logger.mock.calls).toEqual([
      [{ level: 'info', name: 'a.b', at: expect.any(Number) as number }],
      [{ level: 'warn', name: 'c.d', at: expect.any(Number) as number, attemptId: 'attempt', details: { x: 1 } }],
    ]);
  });

  it('swallows what the logger throws, and needs no logger and no page', () => {
    expect(() => {
      createLog(testEnvironment(), () => {
        throw new Error('boom');
      })('info', 'x');
    }).not.toThrow();
    expect(() => {
      createLog(testEnvironment(), undefined)('info', 'x');
    }).not.toThrow();
    const logger = vi.fn();
    createLog(null, logger)('info', 'x');
    expect(logger).toHaveBeenCalledTimes(1);
  });
});
