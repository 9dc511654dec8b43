/**
 * Where one attempt is: each stage has what only it needs, and it is in one of them.
 */
import type { Component } from '../component/component';
import type { Asking } from '../confirmation/poll';
import { isOwn } from '../core/read';
import type { Opening } from '../payments/guard';
import type { Driver } from '../sdk/driver';
import type { CachedSession } from '../session/cache';
import type { Declined, PaymentOutcome, SessionDescription } from '../types';

/** The SDK was asked to open it. */
export interface Opened {
  readonly driver: Driver;
  readonly component: Component;
  readonly session: CachedSession;
  readonly description: SessionDescription;
  /** Money may move: the payment is remembered. Of a popup from the beginning, of a form once it can have been submitted. */
  opening: Opening | null;
  /** What Antom said of the last try, where the form stays. */
  declined: Declined | null;
  /** The server is asked beside an open form. */
  beside: Asking | null;
  /** Resolves when the SDK is through with the closed component; null while it is mounted. */
  cooldown: Promise<void> | null;
}

export type Stage =
  /** The SDK, its instance and the session come, in whatever order. */
  | { readonly at: 'preparing' }
  /** The server is asked about an earlier payment of the order, before anything opens. */
  | { readonly at: 'asking-earlier'; readonly asking: Asking }
  | { readonly at: 'open'; readonly opened: Opened }
  /** The SDK has reported a result, and the server is asked. */
  | { readonly at: 'confirming'; readonly opened: Opened; readonly asking: Asking }
  | {
      readonly at: 'settled';
      readonly outcome: PaymentOutcome;
      /** On the elapsed() clock. */
      readonly since: number;
      readonly opened: Opened | null;
      /** The component outlives the attempt until the SDK has jumped; what ends that. */
      readonly kept: (() => void) | null;
    };

export function openedIn(stage: Stage): Opened | null {
  return isOwn(stage, 'opened') ? stage.opened : null;
}
