import { AntomInline, useAntomCheckout } from 'antom-checkout-controller/react';
import { useState } from 'react';
import { orderOf } from '../checkout';
import { textOf } from '../payment-view';
import { useResult } from './use-result';

export function FormView() {
  const order = orderOf('form');
  const showResult = useResult(order);
  const [tries, setTries] = useState(0);
  const { payButton, state, mine } = useAntomCheckout({ order });
  const isDeclined = state.phase === 'open' && state.surface === 'inline' && state.declined !== undefined;
  const isOver = mine && state.phase === 'settled' && state.outcome.status !== 'succeeded';
  return (
    <>
      <h1>Choose how to pay HKD 199.00</h1>
      {/* Another key is another form. */}
      <AntomInline key={tries} order={order} onOutcome={showResult} />
      {isOver ? <button onClick={() => setTries(tries + 1)}>Try again</button> : <button {...payButton}>Pay</button>}
      <p role="status">{isDeclined ? 'This was declined. Please correct it, or choose another way.' : mine && textOf(state)}</p>
    </>
  );
}
