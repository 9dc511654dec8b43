'use client';
import { useAntomCheckout, useAntomResume } from 'antom-checkout-controller/react';
import { isUndecided, textOf, textOfOutcome } from '../../lib/payment-view';

export function Result({ order }: { order: string | undefined }) {
  const { checkout, state } = useAntomCheckout({ order });
  const { status, outcome } = useAntomResume({ order });
  const text = outcome ? textOfOutcome(outcome) : textOf(state);
  return (
    <>
      <p role="status">{status === 'nothing' ? 'There is no payment here.' : text || 'One moment, please.'}</p>
      {isUndecided(outcome) && (
        <button disabled={!state.canPay} onClick={() => void checkout.resume({ order })}>
          Check again
        </button>
      )}
    </>
  );
}
