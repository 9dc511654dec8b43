import type { PaymentOutcome } from 'antom-checkout-controller';
import { useNavigate } from 'react-router';
import { isUndecided } from '../payment-view';

/** Leads to the result page, which also offers to ask again, where there is a result or nobody knows yet. */
export function useResult(order: string): (outcome: PaymentOutcome) => void {
  const navigate = useNavigate();
  return (outcome) => {
    if (outcome.status === 'succeeded' || isUndecided(outcome)) void navigate(`/result?order=${encodeURIComponent(order)}`);
  };
}
