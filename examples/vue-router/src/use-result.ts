import type { PaymentOutcome } from 'antom-checkout-controller';
import { useRouter } from 'vue-router';
import { isUndecided } from './payment-view';

/** Leads to the result page, which also offers to ask again, where there is a result or nobody knows yet. */
export function useResult(): (outcome: PaymentOutcome) => void {
  const router = useRouter();
  return (outcome) => {
    if (outcome.status === 'succeeded' || isUndecided(outcome)) void router.push({ path: '/result', query: { order: outcome.order } });
  };
}
