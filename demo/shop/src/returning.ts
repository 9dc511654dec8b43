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
  /** See Payments: a form that is to be drawn once nothing earlier of its order is owed. */
  readonly drawing: string;
  readonly draw: () => void;
  /** Takes away what is drawn. */
  readonly release: () => void;
  readonly note: Timeline['note'];
}

export function useReturning({ checkout, path, order, drawing, draw, release, note }: Context): Returning {
  const [asking, setAsking] = useState(false);
  const [nothing, setNothing] = useState(false);
  const abort = useRef<AbortController | null>(null);

  const resume = (options: ResumeOptions): Promise<PaymentOutcome | null> => {
    const controller = new AbortController();
    abort.current = controller;
    setAsking(true);
    return checkout.resume({ ...options, signal: controller.signal }).then((outcome) => {
      setAsking(false);
      setNothing(outcome === null);
      // On most visits there is nothing pending, which is no news.
      if (outcome !== null) {
        note({ kind: 'call', name: 'resume()' });
        note({ kind: 'outcome', outcome });
      }
      return outcome;
    });
  };
  const arrive = async (): Promise<PaymentOutcome | null> => {
    // The page of the return is about the payment that its address names; the checkout is about the order that is in the cart.
    if (path === '/result') return resume({});
    return path === '/' ? resume({ order }) : null;
  };
  const latest = useRef({ arrive, draw, release });
  latest.current = { arrive, draw, release };

  useEffect(() => {
    const draws = path === '/' && drawing !== '';
    // Once something has happened on this page, its own outcome is what there is to show.
    if (!draws && checkout.state.phase !== 'idle') return undefined;
    let isOver = false;
    void latest.current.arrive().then((outcome) => {
      // Nothing has been paid for this order, and nothing can still be.
      if (draws && !isOver && (outcome === null || isNothingPaid(outcome))) latest.current.draw();
    });
    return () => {
      isOver = true;
      if (draws) latest.current.release();
    };
  }, [checkout, path, drawing]);

  useEffect(() => {
    // Back from the payment method's page, out of the back/forward cache: what the page showed when it was left is old.
    const onPageShow = (event: PageTransitionEvent): void => {
      const { state } = checkout;
      if (event.persisted && state.phase === 'settled' && state.outcome.retry === 'after-confirmation') void latest.current.arrive();
    };
    addEventListener('pageshow', onPageShow);
    return () => removeEventListener('pageshow', onPageShow);
  }, [checkout]);

  return {
    asking,
    nothing,
    askAgain: ({ paymentRequestId }) => void resume({ paymentRequestId, ...(path === '/' && { order }) }),
    stop: () => abort.current?.abort(),
  };
}

const isNothingPaid = ({ status, retry }: PaymentOutcome): boolean => status === 'cancelled' && retry !== 'after-confirmation';
