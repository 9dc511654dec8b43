import { useAntomCheckout, useAntomResume } from 'antom-checkout-controller/react';
import { useSearchParams } from 'react-router';
import { isUndecided, textOf, textOfOutcome } from '../payment-view';

/** Reached by the router, and after a redirect by paymentRedirectUrl, which has the `order` and the `paymentRequestId`. */
export function ResultView() {
  const [query] = useSearchParams();
  const order = query.get('order') ?? undefined;
  const { checkout, state } = useAntomCheckout({ order });
  const { status, outcome } = useAntomResume({ order });
  const text = outcome ? textOfOutcome(outcome) : textOf(state);
  return (
    <>
      <h1>Your payment</h1>
      <p role="status">{status === 'nothing' ? 'There is no payment here.' : text || 'One moment, please.'}</p>
      {isUndecided(outcome) && (
        <button disabled={!state.canPay} onClick={() => void checkout.resume({ order })}>
          Check again
        </button>
      )}
    </>
  );
}
