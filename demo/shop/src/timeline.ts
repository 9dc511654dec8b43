/**
 * What happened, in order: calls of the page, changes of state, events of the SDK, outcomes.
 */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { CheckoutController, CheckoutEvent, PaymentOutcome } from 'antom-checkout-controller';

export type Entry = { readonly id: number; readonly at: number } & (
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'state'; readonly phase: string }
  | { readonly kind: 'event'; readonly event: CheckoutEvent }
  | { readonly kind: 'outcome'; readonly outcome: PaymentOutcome }
);
type NewEntry = Entry extends infer One ? (One extends Entry ? Omit<One, 'id' | 'at'> : never) : never;

export interface Timeline {
  readonly entries: readonly Entry[];
  readonly note: (entry: NewEntry) => void;
  readonly clear: () => void;
}

const MAX_ENTRIES = 300;
let count = 0;

export function useTimeline(checkout: CheckoutController): Timeline {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const note = useCallback((entry: NewEntry) => {
    const stamped: Entry = { ...entry, id: (count += 1), at: performance.now() };
    setEntries((before) => [...before.slice(1 - MAX_ENTRIES), stamped]);
  }, []);
  useEffect(() => {
    let phase = checkout.state.phase;
    const stops = [
      checkout.on((event) => note({ kind: 'event', event })),
      checkout.subscribe(() => {
        if (checkout.state.phase === phase) return;
        phase = checkout.state.phase;
        note({ kind: 'state', phase });
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [checkout, note]);
  return { entries, note, clear: useCallback(() => setEntries([]), []) };
}
