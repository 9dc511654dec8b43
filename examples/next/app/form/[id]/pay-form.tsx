'use client';
import { AntomInline, useAntomCheckout } from 'antom-checkout-controller/react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { isUndecided, textOf } from '../../../lib/payment-view';

export function PayForm({ order }: { order: string }) {
  const router = useRouter();
  const [tries, setTries] = useState(0);
  const { payButton, state, mine } = useAntomCheckout({ order });
  const isDeclined = state.phase === 'open' && state.surface === 'inline' && state.declined !== undefined;
  const isOver = mine && state.phase === 'settled' && state.outcome.status !== 'succeeded';
  return (
    <>
      {/* Another key is another form. */}
      <AntomInline
        key={tries}
        order={order}
        onOutcome={(outcome) => {
          if (outcome.status === 'succeeded' || isUndecided(outcome)) router.push(`/result?order=${encodeURIComponent(order)}`);
        }}
      />
      {isOver ? <button onClick={() => setTries(tries + 1)}>Try again</button> : <button {...payButton}>Pay</button>}
      <p role="status">{isDeclined ? 'This was declined. Please correct it, or choose another way.' : mine && textOf(state)}</p>
    </>
  );
}
