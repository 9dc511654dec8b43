/**
 * The buyer of the kit's world. Each verb waits until the page is where a buyer could do it, and says why where it never gets there.
 */
import { outsideAct, type Clock } from './clock';
import type { App } from './sdk/app';
import type { Payment, PaymentStatus } from './server';
import type { Story } from './story';
import type { PageView } from './view';

/** What the SDK and the server say of what the buyer did. Default: both the truth. */
export interface Report {
  /** `abnormal`: SDK_PAYMENT_ERROR. `nothing`: the SDK stays silent. */
  readonly sdk?: 'success' | 'processing' | 'abnormal' | 'nothing' | undefined;
  readonly server?: PaymentStatus | 'down' | undefined;
}

export interface FakeBuyer {
  /** Resolves when the cashier, or the form in the page, is drawn. */
  seesCashier(): Promise<void>;
  /** Pays, in the cashier, in a form that the page has submitted, or, while away from the page, at the payment method. */
  pays(how?: Report): Promise<void>;
  /** Closes the cashier. `afterPaying`: the payment went through, and the page hears only the close. */
  closes(how?: { readonly afterPaying?: boolean | undefined }): Promise<void>;
  /** The payment is declined, and the server says FAIL. Default code: `ISSUER_REJECTS_TRANSACTION`, which allows another try in the same session. */
  isDeclined(resultCode?: string): Promise<void>;
  /** The SDK says that the payment is under way, and so does the server. */
  isLeftWaiting(): Promise<void>;
  /** The cashier sends the buyer to the payment method: in this tab (`page`, the default), in an app, or in a new tab. */
  isRedirected(to?: { readonly url?: string | undefined; readonly by?: 'page' | 'app' | 'new-tab' | undefined }): Promise<void>;
  /** Back on the same page, as out of the back/forward cache. A page that was loaded anew is a new controller in the test. */
  comesBack(): Promise<void>;
  /** Fills in the form in the page; `false`: with a mistake, so that submit() is `invalid`. */
  fillsIn(valid?: boolean): Promise<void>;
  /** The SDK's app sends that code, whatever became of the payment. */
  says(code: string, result?: unknown): Promise<void>;
}

export interface BuyerParts {
  readonly clock: Clock;
  readonly story: Story;
  view(): PageView;
  /** The newest opening of the SDK's. */
  app(): App | null;
  paymentOf(paymentSessionData: string): Payment;
  /** The phases of the page's controllers. */
  phases(): string[];
  /** The SDK tells nothing of what happens. */
  silent(): boolean;
  /** Counts resets, so that a verb of an earlier test ends. */
  readonly test: () => number;
  /** True where the kit may send this tab away. */
  readonly navigates: boolean;
  /** The page says that it is hidden, though nobody hid it. */
  readonly looksHidden: () => boolean;
}

const CODES = { success: 'SDK_PAYMENT_SUCCESSFUL', processing: 'SDK_PAYMENT_PROCESSING', abnormal: 'SDK_PAYMENT_ERROR' } as const;
/** How often a verb looks, and how long it lets pass in between (ms): first the jobs that are due, then 4 s in small steps. */
const LOOKS = 100;
const STEP = 40;
const PRESS = "The page's own button has to call submit() (bind() does) before the buyer can be charged.";

export interface BuyerActions extends FakeBuyer {
  /** At once, for a visible cashier's buttons and for buyers that act by themselves. */
  readonly now: { pay(app: App): void; decline(app: App): void; close(app: App): void };
}

export function createBuyer(parts: BuyerParts): BuyerActions {
  const { clock, story } = parts;
  /** By which opening the buyer was sent away last. */
  let leftBy: App | null = null;
  let busy: { readonly name: string; readonly test: number } | null = null;

  /** One verb at a time, outside of React's act; ends when the page has heard of it. */
  const verb = (name: string, work: () => Promise<void>): Promise<void> =>
    outsideAct(async () => {
      const test = parts.test();
      // One that an earlier test did not await is that test's.
      if (busy?.test === test)
        throw failure(name, `buyer.${busy.name}() is not over`, 'Await each verb before the next: there is one buyer.');
      const mine = { name, test };
      busy = mine;
      try {
        await work();
        for (let i = 0; i < 3; i += 1) await clock.pass(0);
      } finally {
        if (busy === mine) busy = null;
      }
    });

  const failure = (name: string, why: string, remedy: string): Error => {
    const phases = parts.phases();
    const lines = story.lines.slice(-8).map((line) => `  - ${line}`);
    return new Error(
      [
        `buyer.${name}(): ${why}.`,
        phases.length === 0 ? 'No controller is alive on this page.' : `The controller's phase: ${phases.join(', ')}.`,
        lines.length === 0 ? 'Nothing has happened yet.' : `What happened last:\n${lines.join('\n')}`,
        `What to do: ${remedy}`,
      ].join('\n'),
    );
  };

  /** Waits until `look` has something. */
  const until = async <T>(name: string, look: () => T | null, why: () => string, remedy: () => string): Promise<T> => {
    const test = parts.test();
    for (let i = 0; i < LOOKS; i += 1) {
      const found = look();
      if (found !== null) return found;
      await clock.pass(i < 10 ? 0 : STEP);
      if (parts.test() !== test) throw new Error(`buyer.${name}(): the kit was reset meanwhile. Await each verb before the test ends.`);
    }
    throw failure(name, why(), parts.looksHidden() ? HIDDEN : remedy());
  };

  const drawn = (name: string): Promise<App> =>
    until(
      name,
      () => {
        const app = parts.app();
        return app && app.phase === 'drawn' ? app : null;
      },
      () => (parts.app()?.phase === 'starting' ? 'the cashier has not started' : 'no cashier is open'),
      () =>
        parts.app()?.phase === 'starting'
          ? "Without faults.cashier('never-starts') it starts by itself; with fake timers, let some time pass."
          : parts.phases().some((phase) => phase.indexOf('settled') === 0)
            ? 'The payment has ended, with the outcome above. Press the pay button before each verb that needs a cashier.'
            : 'Press the pay button first, and await what the page needs before it calls pay() or mount().',
    );

  /** Where the buyer's decision reaches the SDK. */
  const payable = async (name: string): Promise<App> => {
    const app = await drawn(name);
    if (app.ownButton || app.awaitsAnswer) return app;
    return until(
      name,
      () => (app.awaitsAnswer ? app : null),
      () => 'the form was not submitted',
      () => PRESS,
    );
  };

  /** Where the buyer can be sent away from: a cashier, or what has sent them away by itself and was not told of yet. */
  const leaving = (): Promise<App> =>
    until(
      'isRedirected',
      () => {
        const app = parts.app();
        if (!app || (app.surface === 'redirect' && app === leftBy)) return null;
        return app.surface === 'redirect' || (app.phase === 'drawn' && (app.ownButton || app.awaitsAnswer)) ? app : null;
      },
      () => (parts.app()?.phase === 'drawn' ? 'the form was not submitted' : 'no cashier is open'),
      () => (parts.app()?.phase === 'drawn' ? PRESS : 'Press the pay button first.'),
    );

  const tell = (app: App, code: string, result?: unknown): void => {
    if (parts.silent()) {
      story.add('The SDK said nothing of it.');
      return;
    }
    story.add(`The SDK said ${code}.`);
    app.says(code, result);
  };

  /** A payment that went through stays so, whatever a test would have the buyer do next. */
  const unpaid = (name: string, app: App): Payment => {
    const payment = parts.paymentOf(app.session);
    if (payment.paid)
      throw failure(
        name,
        'the buyer has already paid this session',
        'A second payment needs a second session: press the pay button again.',
      );
    return payment;
  };

  const pay = (app: App, how: Report = {}): void => {
    const payment = unpaid('pays', app);
    story.add('The buyer paid.');
    report(payment, how.server ?? 'SUCCESS');
    payment.paid = true;
    const sdk = how.sdk ?? 'success';
    if (sdk === 'nothing') story.add('The SDK said nothing of it.');
    else tell(app, CODES[sdk], sdk === 'success' ? { paymentResultCode: 'SUCCESS', paymentResultMessage: 'success.' } : undefined);
  };

  const report = (payment: Payment, server: PaymentStatus | 'down'): void => {
    if (server === 'down') payment.down = true;
    else {
      payment.status = server;
      // That of an earlier try.
      payment.resultCode = undefined;
    }
  };

  const decline = (app: App, resultCode = 'ISSUER_REJECTS_TRANSACTION'): void => {
    const payment = unpaid('isDeclined', app);
    story.add(`The payment was declined: ${resultCode}.`);
    payment.status = 'FAIL';
    payment.resultCode = resultCode;
    tell(app, 'SDK_PAYMENT_FAIL', { paymentResultCode: resultCode, paymentResultMessage: 'The payment was declined.' });
  };

  const close = (app: App): void => {
    story.add('The buyer closed the cashier.');
    app.closes?.();
  };

  return {
    now: { pay, decline, close },
    seesCashier: () =>
      verb('seesCashier', async () => {
        await drawn('seesCashier');
      }),
    pays: (how) =>
      verb('pays', async () => {
        const app = parts.app();
        if (parts.view().away !== 'no' && app && app === leftBy) {
          const payment = unpaid('pays', app);
          story.add('The buyer paid at the payment method.');
          report(payment, how?.server ?? 'SUCCESS');
          payment.paid = true;
          return;
        }
        if (app?.surface === 'redirect') {
          throw failure(
            'pays',
            'this product draws no cashier',
            'Use buyer.isRedirected(), buyer.pays() at the payment method, buyer.comesBack().',
          );
        }
        pay(await payable('pays'), how);
      }),
    closes: ({ afterPaying = false } = {}) =>
      verb('closes', async () => {
        const app = await drawn('closes');
        if (!app.closes) {
          throw failure(
            'closes',
            'a form in the page has no close button',
            'Let the page take it away: checkout.unmount(), or unmount its component.',
          );
        }
        if (afterPaying) {
          const payment = unpaid('closes', app);
          story.add('The buyer paid.');
          report(payment, 'SUCCESS');
          payment.paid = true;
        }
        close(app);
      }),
    isDeclined: (resultCode) =>
      verb('isDeclined', async () => {
        decline(await payable('isDeclined'), resultCode);
      }),
    isLeftWaiting: () =>
      verb('isLeftWaiting', async () => {
        const app = await payable('isLeftWaiting');
        const payment = unpaid('isLeftWaiting', app);
        story.add('The payment is under way.');
        report(payment, 'PROCESSING');
        tell(app, 'SDK_PAYMENT_PROCESSING');
      }),
    isRedirected: ({ url = 'https://wallet.example/pay', by = 'page' } = {}) =>
      verb('isRedirected', async () => {
        const app = await leaving();
        report(unpaid('isRedirected', app), 'PROCESSING');
        leftBy = app;
        story.add(`The buyer was sent to ${url} (${by}).`);
        // AutoDebitPay has sent the buyer away by itself.
        if (app.surface !== 'redirect') app.redirects(by === 'new-tab' ? { normalUrl: url, target: '_blank' } : { normalUrl: url });
        await clock.pass(0);
        if (parts.navigates) return;
        if (by === 'page') parts.view().leave();
        else parts.view().hide();
      }),
    comesBack: () =>
      verb('comesBack', async () => {
        if (parts.view().away === 'no') {
          throw failure('comesBack', 'the buyer is on the page', 'Call buyer.isRedirected() first.');
        }
        story.add('The buyer came back to the page.');
        parts.view().comeBack();
        await clock.pass(0);
      }),
    fillsIn: (valid = true) =>
      verb('fillsIn', async () => {
        const app = await drawn('fillsIn');
        if (app.surface !== 'inline') throw failure('fillsIn', 'this is no form in the page', 'fillsIn() is for what mount() draws.');
        story.add(valid ? 'The buyer filled in the form.' : 'The buyer filled in the form with a mistake.');
        app.fill(valid);
      }),
    says: (code, result) =>
      verb('says', async () => {
        const app = await until(
          'says',
          () => {
            const open = parts.app();
            return open && open.phase !== 'gone' ? open : null;
          },
          () => 'no cashier is open',
          () => 'Press the pay button first.',
        );
        tell(app, code, result);
      }),
  };
}

const HIDDEN =
  'This page reports itself hidden (jsdom without pretendToBeVisual does), so the library waits for it to be seen: set pretendToBeVisual, or document.visibilityState to "visible".';
