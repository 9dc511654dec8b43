/** What the browser has refused, as far as it tells. */
import { afterEach, expect, it } from 'vitest';
import type { Environment } from '../../../src/core/environment';
import { observe, type Seen } from '../../../src/doctor/seen';
import { testEnvironment } from '../../support/environment';

const env = testEnvironment();
let seen: Seen | null = null;
afterEach(() => seen?.stop());

const violate = (fields: object): void => {
  document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), fields));
};

it('is kept once, without queries, and without what is only reported', () => {
  seen = observe(env);
  const refusal = { effectiveDirective: 'frame-src', blockedURI: 'https://ac.alipay.com/app?session=x', disposition: 'enforce' };
  violate(refusal);
  violate(refusal);
  violate({ ...refusal, effectiveDirective: 'img-src', disposition: 'report' });
  violate({ ...refusal, effectiveDirective: 'script-src', blockedURI: 'wasm-eval' });
  expect(seen.refusals).toEqual([
    { directive: 'frame-src', blocked: 'https://ac.alipay.com/app' },
    { directive: 'script-src', blocked: 'wasm-eval' },
  ]);
  seen.stop();
  violate({ ...refusal, effectiveDirective: 'connect-src' });
  expect(seen.refusals).toHaveLength(2);
});

it('does not grow without end', () => {
  seen = observe(env);
  for (let i = 0; i < 300; i += 1) violate({ effectiveDirective: 'img-src', blockedURI: `https://a.example/${i}` });
  expect(seen.refusals).toHaveLength(200);
});

it('has what a ReportingObserver tells of earlier', () => {
  const made: { options: unknown; stopped: boolean }[] = [];
  class ReportingObserver {
    private readonly self;
    constructor(
      private readonly heard: (reports: unknown[]) => void,
      options: object,
    ) {
      this.self = { options, stopped: false };
      made.push(this.self);
    }
    observe(): void {
      this.heard([
        { type: 'coep', body: { blockedURL: 'https://ac.alipay.com/app?x', disposition: 'enforce' } },
        { type: 'coep', body: { blockedURL: 'https://other.example/', disposition: 'reporting' } },
        { type: 'csp-violation', body: { effectiveDirective: 'connect-src', blockedURL: 'https://a.example/', disposition: 'enforce' } },
        { type: 'csp-violation', body: { effectiveDirective: 'img-src', blockedURI: 'https://a.example/', disposition: 'enforce' } },
        { type: 'csp-violation', body: null },
      ]);
    }
    disconnect(): void {
      this.self.stopped = true;
    }
  }
  seen = observe({ ...env, window: { ReportingObserver } as unknown as Environment['window'] });
  expect(seen.refusals).toEqual([
    { directive: 'coep', blocked: 'https://ac.alipay.com/app' },
    { directive: 'connect-src', blocked: 'https://a.example/' },
    { directive: 'img-src', blocked: 'https://a.example/' },
  ]);
  expect(made).toMatchObject([{ options: { buffered: true } }]);
  seen.stop();
  expect(made).toMatchObject([{ stopped: true }]);
});

it('is what events tell where a ReportingObserver cannot be made', () => {
  const ReportingObserver = (): never => {
    throw new Error('no');
  };
  seen = observe({ ...env, window: { ReportingObserver } as unknown as Environment['window'] });
  violate({ effectiveDirective: 'frame-src', blockedURI: 'https://ac.alipay.com', disposition: 'enforce' });
  expect(seen.refusals).toHaveLength(1);
});
