import { useAntomCheckout } from 'antom-checkout-controller/react';
import { orderOf } from '../checkout';
import { textOf } from '../payment-view';
import { useResult } from './use-result';

export function PopupView() {
  const order = orderOf('popup');
  const { payButton, state, mine } = useAntomCheckout({ order, session: true, onOutcome: useResult(order) });
  return (
    <>
      <h1>Pay HKD 199.00 by AlipayHK</h1>
      <button {...payButton}>Pay</button>
      <p role="status">{mine && textOf(state)}</p>
    </>
  );
}
