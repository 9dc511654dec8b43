/**
 * The page that a buyer comes back to: what is remembered, and what the address says.
 */
import type { Environment } from '../../core/environment';
import { each, filter } from '../../core/list';
import { own } from '../../core/read';
import { known, type Facts } from './facts';

const RECORDS = 'antom-checkout-controller.pending';
const LIFETIME = 7 * 24 * 3_600_000;

export interface Remembered {
  readonly facts: Partial<Facts>;
  /** The newest one's, for a question about it. */
  readonly paymentRequestId: string | null;
}

/** In the page's storages alone: one of the merchant's own is not read. */
export function returnFacts(env: Environment): Remembered {
  const { window } = env;
  const begun = known(() => window.performance.timeOrigin);
  let count: number | null = null;
  let newest = { at: 0, id: '' };
  each([() => window.sessionStorage, () => window.localStorage], (open) => {
    const records = known(() => own(JSON.parse(open().getItem(RECORDS) ?? '{}'), 'records') ?? []);
    if (!Array.isArray(records)) return;
    count ??= 0;
    each(records as unknown[], (record) => {
      const at = own(record, 'at');
      const id = own(record, 'paymentRequestId');
      if (typeof at !== 'number' || typeof id !== 'string' || Math.abs(env.now() - at) > LIFETIME) return;
      if (at > newest.at) newest = { at, id };
    });
    // What this very page has begun it still knows of.
    count += filter(records as unknown[], (record) => {
      const at = own(record, 'at');
      return typeof at === 'number' && begun !== null && at < begun && env.now() - at < LIFETIME;
    }).length;
  });
  return {
    facts: {
      remembered: begun === null ? null : count,
      addressNamesPayment: known(() => /[?&]paymentRequestId=[^&]/.test(window.location.search)),
    },
    paymentRequestId: newest.id === '' ? null : newest.id,
  };
}
