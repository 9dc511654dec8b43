/**
 * The buyer comes back, by paymentRedirectUrl, by Back, after a reload or a crash: what became of the payment that was started here?
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CheckoutController, PaymentOutcome, ResumeOptions } from 'antom-checkout-controller';
import type { Path } from './hooks.ts';
import type { Timeline } from './timeline.ts';

export interface Returning {
  /** The server is being asked about an earlier payment. */
  readonly asking: boolean;
  /** resume() found no payment to ask about. */
  readonly nothing: boolean;
  readonly askAgain: (about: PaymentOutcome) => void;
  readonly stop: () => void;
}

interface Context {
  readonly checkout: CheckoutController;
  readonly path: Path;
  readonly order: string;
  readonly note: Timeline['note'];
}

export function useReturning({ checkout, path, order, note }: Context): Returning {
  const [asking, setAsking] = useState(false);
  const [nothing, setNothing] = useState(false);
  const abort = useRef<AbortController | null>(null);

  const resume = (options: ResumeOptions): void => {
    const controller = new AbortController();
    abort.current = controller;
    setAsking(true);
    void checkout.resume({ ...options, signal: controller.signal }).then((outcome) => {
      setAsking(false);
      setNothing(outcome === null);
      // On most visits there is nothing pending, which is no news.
      if (outcome === null) return;
      note({ kind: 'call', name: 'resume()' });
      note({ kind: 'outcome', outcome });
    });
  };
  const arrive = (): void => {
    // The page of the return is about the payment that its address names; the checkout is about the order that is in the cart.
    if (path === '/result') resume({});
    else if (path === '/') resume({ order });
  };
  const latest = useRef(arrive);
  latest.current = arrive;

  useEffect(() => {
    // Once something has happened on this page, its own outcome is what there is to show.
    if (checkout.state.phase === 'idle') latest.current();
  }, [checkout, path]);

  useEffect(() => {
    // Back from the payment method's page, out of the back/forward cache: what the page showed when it was left is old.
    const onPageShow = (event: PageTransitionEvent): void => {
      const { state } = checkout;
      if (event.persisted && state.phase === 'settled' && state.outcome.retry === 'after-confirmation') latest.current();
    };
    addEventListener('pageshow', onPageShow);
    return () => removeEventListener('pageshow', onPageShow);
  }, [checkout]);

  return {
    asking,
    nothing,
    askAgain: ({ paymentRequestId }) => resume({ paymentRequestId, ...(path === '/' && { order }) }),
    stop: () => abort.current?.abort(),
  };
}
