/** The timeline, the support bundle, the hints in the console: what they keep, and that nothing secret is in them. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CheckoutController, type LogEntry } from 'antom-checkout-controller';
import { fakeAntom, paymentSession } from '../../../src/testing/index';
import { CheckoutError } from '../../../src/core/errors';
import { consoleHints, createTimeline, diagnose, supportBundle } from '../../../src/doctor/index';
import { clean, cleanDetails, forget, heard, note } from '../../../src/doctor/journal';

const antom = fakeAntom();
afterEach(async () => {
  await antom.reset();
  forget();
});

const entry = (name: string, details?: LogEntry['details'], more: Partial<LogEntry> = {}): LogEntry => ({
  level: 'info',
  name,
  at: 1000,
  attemptId: 'a1',
  ...(details && { details }),
  ...more,
});
const SECRET = paymentSession().paymentSessionData;

describe('a timeline', () => {
  it('has a whole payment, in order, without the session', async () => {
    const timeline = createTimeline();
    const checkout = new CheckoutController({ ...antom.options, logger: timeline.logger });
    const stop = timeline.watch(checkout);
    const paid = checkout.pay();
    await antom.buyer.pays();
    await paid;
    const names = timeline.entries.map(({ source, name }) => `${source} ${name}`);
    expect(names[0]).toBe('state idle');
    expect(names).toContain('log attempt.settled');
    expect(names).toContain('state settled');
    // Once: by the logger.
    expect(names.filter((name) => name.includes('payment-succeeded') || name === 'event loading-started')).toEqual([]);
    expect(String(timeline)).toMatch(/^\+0\.000 state idle\n/);
    expect(String(timeline)).toMatch(/log info sdk\.event type=loading-started code=SDK_START_OF_LOADING .*\(\S+\)/);
    const { sessions } = antom.server;
    expect(sessions).toHaveLength(1);
    expect(JSON.stringify(timeline)).not.toContain('&&');
    stop();
    checkout.dispose();
    expect(timeline.entries.map(({ name }) => name)).not.toContain('disposed');
  });

  it('has the events by themselves where it is no logger', async () => {
    const timeline = createTimeline();
    const checkout = new CheckoutController({ ...antom.options });
    timeline.watch(checkout);
    const paid = checkout.pay();
    await antom.buyer.closes();
    await paid;
    checkout.dispose();
    const names = timeline.entries.map(({ source, name }) => `${source} ${name}`);
    expect(names).toContain('event loading-started');
    expect(names[names.length - 1]).toBe('state disposed');
    expect(String(timeline)).toContain('state settled status=cancelled');
  });

  it('says why a payment failed or was left', async () => {
    const timeline = createTimeline();
    const checkout = new CheckoutController({ ...antom.options });
    timeline.watch(checkout);
    await checkout.pay({ session: 'not a session' });
    const left = checkout.pay();
    await antom.buyer.seesCashier();
    checkout.unmount();
    await left;
    expect(String(timeline)).toContain('state settled status=error retry=new-session code=session-invalid');
    expect(String(timeline)).toMatch(/state settled status=abandoned retry=\S+ reason=unmounted/);
  });

  it('keeps the newest', () => {
    const timeline = createTimeline({ limit: 2 });
    for (const name of ['one', 'two', 'three']) timeline.logger(entry(name));
    expect(timeline.entries.map(({ name }) => name)).toEqual(['two', 'three']);
    expect(timeline.toJSON()).toEqual(timeline.entries);
    expect(String(createTimeline({ limit: 0 }))).toBe('');
    expect(heard()).toHaveLength(3);
  });

  it('of a page does not grow without end', () => {
    for (let i = 0; i < 400; i += 1) note({ at: i, source: 'log', name: 'x', details: {} });
    expect(heard()).toHaveLength(300);
    expect(heard()[299]?.at).toBe(399);
  });

  it.each([
    [`the session ${SECRET} was refused`, 'the session [session data] was refused'],
    ['see https://shop.example/pay?token=1#x now', 'see https://shop.example/pay now'],
    ['plain', 'plain'],
  ])('cleans %s', (text, cleaned) => {
    expect(clean(text)).toBe(cleaned);
  });

  it('writes of details what can be written', () => {
    const details = {
      text: SECRET,
      number: 1,
      yes: true,
      nothing: null,
      missing: undefined,
      list: [1, 2],
      object: { a: 1 },
      call: () => 1,
    };
    expect(cleanDetails(details)).toEqual({ text: '[session data]', number: 1, yes: true, nothing: null, list: '2 entries' });
    expect(cleanDetails('text')).toEqual({});
    expect(cleanDetails(null)).toEqual({});
    const odd = Object.defineProperty({ first: 1 }, 'second', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(cleanDetails(odd)).toEqual({ first: 1 });
  });
});

describe('a support bundle', () => {
  it('has what happened, the outcome, the findings, the facts and the timeline', async () => {
    const timeline = createTimeline();
    timeline.logger(entry('attempt.started', { url: 'https://shop.example/x?secret=1' }));
    const error = new CheckoutError('component-failed', 'It failed.', {
      sdk: { code: 'SDK_X', message: 'no' },
      details: { reason: 'removed' },
    });
    const outcome = { status: 'error', retry: 'new-session', error, paymentRequestId: 'p1', inquiry: { secret: 'hidden' } };
    const bundle = supportBundle({ diagnosis: await diagnose(), timeline, outcome, note: `I pressed Pay.\nThen ${SECRET}` });
    expect(bundle).toMatch(/^## Support bundle/);
    expect(bundle).toContain('### What happened\n\nI pressed Pay.\nThen [session data]');
    expect(bundle).toContain('status: error\nretry: new-session\npaymentRequestId: p1\nerror.code: component-failed');
    expect(bundle).toContain('error.sdk.message: no\nerror.details.reason: removed');
    expect(bundle).toContain('### Findings');
    expect(bundle).toContain('localStorage: works');
    expect(bundle).toContain('attempt.started url=https://shop.example/x');
    expect(bundle).not.toMatch(/secret|hidden/);
  });

  it('of nothing is a heading', () => {
    expect(
      supportBundle({})
        .split('\n')
        .filter((line) => line !== ''),
    ).toHaveLength(2);
    expect(supportBundle({ outcome: null, note: '', timeline: { entries: [] } })).not.toContain('###');
  });

  it('has at most 60 kB, of a timeline the newest lines', () => {
    const timeline = createTimeline({ limit: 5000 });
    for (let i = 0; i < 3000; i += 1) timeline.logger(entry(`entry-${i}`, { text: '付款 é 😀'.repeat(10) }));
    const bundle = supportBundle({ timeline });
    expect(Buffer.byteLength(bundle)).toBeLessThanOrEqual(60_000);
    expect(Buffer.byteLength(bundle)).toBeGreaterThan(50_000);
    expect(bundle).toContain('… earlier entries are left out');
    expect(bundle).toContain('entry-2999');
    expect(bundle).not.toContain('entry-10 ');
  });

  it('has at most 60 kB of anything', () => {
    const findings = '付款 '.repeat(40_000);
    const diagnosis = { ok: false, stage: null, findings: [], facts: {}, toString: () => findings };
    const timeline = createTimeline();
    timeline.logger(entry('last'));
    const bundle = supportBundle({ diagnosis, timeline, note: 'x '.repeat(9000) });
    expect(Buffer.byteLength(bundle)).toBeLessThanOrEqual(60_000);
    expect(bundle).toContain('last');
  });

  it('cannot be broken out of', () => {
    expect(supportBundle({ outcome: { status: '````\n# heading' } })).toContain("status: ''''\n# heading");
  });
});

describe('hints', () => {
  const warned = () => ({ warn: vi.fn<(text: string) => void>() });

  it('say once what an error means, with its place in the documentation', () => {
    const to = warned();
    const passed: string[] = [];
    const logger = consoleHints({ console: to, logger: ({ name }) => passed.push(name) });
    const failed = entry('attempt.settled', { code: 'sdk-load-failed', message: `about ${SECRET}` }, { level: 'warn' });
    logger(failed);
    logger(failed);
    logger(entry('pay.refused', { code: 'component-busy' }, { level: 'warn' }));
    expect(to.warn.mock.calls.map(([text]) => text)).toEqual([
      expect.stringMatching(
        /^antom-checkout-controller: sdk-load-failed, about \[session data\]\. .*See docs\/errors\.md#sdk-load-failed\.$/,
      ),
      expect.stringMatching(/component-busy\. Wait until .*docs\/errors\.md#component-busy/),
    ]);
    expect(passed).toEqual(['attempt.settled', 'attempt.settled', 'pay.refused']);
  });

  it('say the reason and the address, and it once more where another call meets it', () => {
    const to = warned();
    const logger = consoleHints({ console: to });
    const details = { code: 'sdk-load-failed', reason: 'http', url: 'https://cdn.example/sdk.js?key=1' };
    logger(entry('sdk.load-failed', details, { level: 'warn' }));
    logger(entry('sdk.load-failed', details, { level: 'warn' }));
    logger(entry('attempt.settled', { code: 'session-invalid', message: 'It has no id.' }, { level: 'warn' }));
    logger(entry('attempt.settled', details, { level: 'warn' }));
    expect(to.warn.mock.calls.map(([text]) => text.replace(/\. .*/, ''))).toEqual([
      'antom-checkout-controller: sdk-load-failed (http) https://cdn.example/sdk.js',
      'antom-checkout-controller: session-invalid, It has no id',
      'antom-checkout-controller: sdk-load-failed (http) https://cdn.example/sdk.js',
    ]);
  });

  it('say nothing of what is no error', () => {
    const to = warned();
    const logger = consoleHints({ console: to });
    logger(entry('sdk.event', { code: 'SDK_START_OF_LOADING' }));
    logger(entry('sdk.log', { code: 'x' }, { level: 'debug' }));
    logger(entry('listener.threw', {}, { level: 'error' }));
    logger(entry('odd', { code: 'SDK_CODE' }, { level: 'warn' }));
    expect(to.warn).not.toHaveBeenCalled();
  });

  it('are printed to the page’s console, and of a code that is not known here say where to look', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    consoleHints()(entry('attempt.settled', { code: 'newer-code' }, { level: 'warn' }));
    expect(warn).toHaveBeenCalledWith('antom-checkout-controller: newer-code. See docs/errors.md#newer-code.');
    warn.mockRestore();
  });
});
