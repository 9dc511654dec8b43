/**
 * What every product of the imitated SDK is to the buyer: an app of Antom's that starts, is drawn, reports and is gone.
 */
export type Params = Readonly<Record<string, unknown>>;

export interface Redirect {
  readonly normalUrl?: string;
  readonly applinkUrl?: string;
  readonly schemeUrl?: string;
  readonly target?: '_blank';
}

/** One opening of the SDK's. */
export interface App {
  readonly className: string;
  /** paymentSessionData, as the SDK was given it. */
  readonly session: string;
  readonly params: Params;
  /** `popup` and `inline` are drawn; `sheet` is Apple Pay's; `redirect` draws nothing and has left at once. */
  readonly surface: 'popup' | 'inline' | 'sheet' | 'redirect';
  /** False where the page's own button pays, by submit(). */
  readonly ownButton: boolean;
  readonly phase: 'starting' | 'drawn' | 'gone';
  /** A submit() of the page's waits for the app's answer. */
  readonly awaitsAnswer: boolean;
  /** Where the buyer's controls may be put; null where nothing of the SDK's is in the page. */
  readonly place: Element | null;
  /** The app has started and draws itself. */
  start(): void;
  /** A code of the app's, by the channel that it takes in this product: an event, or the answer to submit(). */
  says(code: string, result?: unknown): void;
  /** The fields of the form are complete, or not: a submit() of an incomplete one is answered at once. */
  fill(valid: boolean): void;
  /** The buyer closes it; null where it has no way out of its own, as a form in the page. */
  readonly closes: (() => void) | null;
  /** Is called for each submit() that waits for the app's answer. */
  submitted: (() => void) | null;
  redirects(to: Redirect): void;
  /** Its UI is taken away by something that tells nobody. */
  vanishes(): void;
}

/** Is told of each opening, before the SDK's call returns. */
export type Opened = (app: App) => void;
