'use client';
import { useAntomCheckout } from 'antom-checkout-controller/react';
import { useRouter } from 'next/navigation';
import { isUndecided, textOf } from '../../../lib/payment-view';

export function PayButton({ order }: { order: string }) {
  const router = useRouter();
  const { payButton, state, mine } = useAntomCheckout({
    order,
    session: true,
    onOutcome: (outcome) => {
      // The result page says it, and offers to ask again.
      if (outcome.status === 'succeeded' || isUndecided(outcome)) router.push(`/result?order=${encodeURIComponent(order)}`);
    },
  });
  return (
    <>
      <button {...payButton}>Pay</button>
      <p role="status">{mine && textOf(state)}</p>
    </>
  );
}
