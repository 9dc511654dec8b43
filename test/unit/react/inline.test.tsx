/** <AntomInline>: a form inside the page, which goes with its container. */
import { act, fireEvent, render, screen } from '@testing-library/react';
import { cashier, checkoutPage, element, type CheckoutController, type PaymentOutcome, type PayOptions } from 'antom-checkout-controller';
import {
  AntomInline,
  AntomProvider,
  useAntomCheckout,
  type AntomInlineProps,
  type UseAntomCheckoutOptions,
} from 'antom-checkout-controller/react';
import { paymentSession } from 'antom-checkout-controller/testing';
import * as React from 'react';
import { StrictMode, type ReactElement, type ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { antom, controller, forgetComplaints, heard } from './support';

let checkout: CheckoutController;
beforeEach(() => {
  antom.server.givesSession(paymentSession({ product: 'element' }));
  checkout = controller({ product: element, notRedirectAfterComplete: true });
});

function Page({ children, order, ...props }: AntomInlineProps & { children?: ReactNode }): ReactElement {
  const { payButton } = useAntomCheckout({ checkout, order });
  return (
    <>
      <AntomInline checkout={checkout} order={order} id="card" className="form" style={{ minHeight: 300 }} {...props} />
      <button {...payButton}>Pay</button>
      {children}
    </>
  );
}

const button = (): HTMLButtonElement => screen.getByRole<HTMLButtonElement>('button');
const drawn = (): number => document.querySelectorAll('#card > div').length;
const settle = (): Promise<unknown> => act(() => vi.advanceTimersByTimeAsync(1000));

describe('a form', () => {
  it('is drawn into one <div>, declined, submitted again by the page’s button, and paid', async () => {
    const onReady = vi.fn();
    const { onOutcome, statuses } = heard();
    render(<Page order="a:1" onReady={onReady} onOutcome={onOutcome} />);
    expect(button().disabled).toBe(true);
    await antom.buyer.fillsIn();
    const form = document.getElementById('card')!;
    expect([form.className, form.style.minHeight, drawn(), onReady.mock.calls.length]).toEqual(['form', '300px', 1, 1]);
    expect(button().disabled).toBe(false);
    fireEvent.click(button());
    expect([button().disabled, button().getAttribute('aria-busy')]).toEqual([true, 'true']);
    await antom.buyer.isDeclined();
    expect([checkout.state.phase, button().disabled, statuses]).toEqual(['open', false, []]);
    fireEvent.click(button());
    await antom.buyer.pays();
    expect([statuses, drawn(), onReady.mock.calls.length]).toEqual([['succeeded'], 0, 1]);
  });

  it('that is not filled in is submitted as invalid, and the button is freed', async () => {
    render(<Page order="a:1" />);
    await antom.buyer.fillsIn(false);
    fireEvent.click(button());
    await settle();
    expect([checkout.state.phase, button().disabled]).toEqual(['open', false]);
  });

  it('StrictMode mounts twice: one form, one session, one outcome', async () => {
    const { onOutcome, statuses } = heard();
    render(
      <StrictMode>
        <Page onOutcome={onOutcome} />
      </StrictMode>,
    );
    await antom.buyer.fillsIn();
    expect(drawn()).toBe(1);
    fireEvent.click(button());
    await antom.buyer.pays();
    expect([statuses, antom.server.sessions.length]).toEqual([['succeeded'], 1]);
  });

  it('the buyer is not charged the old amount after the cart has changed: another order is another form', async () => {
    const outcomes: PaymentOutcome[] = [];
    const onOutcome = (outcome: PaymentOutcome): void => void outcomes.push(outcome);
    const onReady = vi.fn();
    const { rerender } = render(<Page order="cart:100" onOutcome={onOutcome} onReady={onReady} />);
    await antom.buyer.fillsIn();
    rerender(<Page order="cart:250" onOutcome={onOutcome} onReady={onReady} />);
    await antom.buyer.fillsIn();
    expect(outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced', order: 'cart:100' }]);
    fireEvent.click(button());
    await antom.buyer.pays();
    expect(outcomes[1]).toMatchObject({ status: 'succeeded', order: 'cart:250' });
    expect([antom.server.sessions.map(({ order }) => order), onReady.mock.calls.length]).toEqual([['cart:100', 'cart:250'], 2]);
  });

  it('that was submitted is not replaced: the new order’s is drawn once the payment has ended', async () => {
    const { onOutcome, statuses } = heard();
    const { rerender } = render(<Page order="cart:100" onOutcome={onOutcome} />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    expect(checkout.state.phase).toBe('submitting');
    rerender(<Page order="cart:250" onOutcome={onOutcome} />);
    expect(checkout.state).toMatchObject({ phase: 'submitting', order: 'cart:100' });
    await antom.buyer.pays();
    await antom.buyer.fillsIn();
    expect(checkout.state).toMatchObject({ phase: 'open', order: 'cart:250' });
    expect(statuses).toEqual(['succeeded']);
  });

  it('“it loaded for ever”: a view that comes back to the order of a form that is still being drawn is told once that it is ready', async () => {
    const onReady = vi.fn();
    const { rerender } = render(<Page order="a:1" onReady={onReady} />);
    for (const order of ['b:1', 'a:1']) rerender(<Page order={order} onReady={onReady} />);
    await antom.buyer.fillsIn();
    expect([checkout.state, onReady.mock.calls.length]).toMatchObject([{ phase: 'open', order: 'a:1' }, 1]);
  });

  it('“one sale was counted twice”: that is paid while the view names another order and its own again is told once', async () => {
    const { onOutcome, statuses } = heard();
    const { rerender } = render(<Page order="a:1" onOutcome={onOutcome} />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    for (const order of ['b:1', 'a:1']) rerender(<Page order={order} onOutcome={onOutcome} />);
    await antom.buyer.pays();
    await settle();
    expect([statuses, drawn()]).toEqual([['succeeded'], 0]);
  });

  it('that waited behind a payment without an order is not drawn after that has succeeded', async () => {
    const first = render(<Page />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    antom.server.answers('PROCESSING', 'PROCESSING', 'SUCCESS');
    await antom.buyer.pays();
    expect(checkout.state.phase).toBe('confirming');
    first.unmount();
    const { onOutcome, statuses } = heard();
    render(<Page onOutcome={onOutcome} />);
    await settle();
    expect([checkout.state.phase, drawn(), statuses, antom.server.sessions.length]).toEqual(['settled', 0, [], 1]);
  });

  it('nor by a press, which opens nothing in its place either', async () => {
    checkout = controller({ product: [cashier, element], notRedirectAfterComplete: true });
    const first = render(<Page />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    antom.server.answers('PROCESSING', 'PROCESSING', 'SUCCESS');
    await antom.buyer.pays();
    first.unmount();
    render(<Page />);
    await settle();
    antom.server.givesSession(paymentSession());
    fireEvent.click(button());
    await settle();
    expect([checkout.state.phase, antom.server.sessions.length]).toEqual(['settled', 1]);
  });

  it('that waited behind the payment of another order is drawn after that has succeeded, also where only `pay` names its own', async () => {
    checkout = controller({ product: [cashier, element], notRedirectAfterComplete: true });
    antom.server.givesSession(paymentSession());
    void checkout.pay({ order: 'a:1' });
    await antom.buyer.seesCashier();
    render(<AntomInline checkout={checkout} pay={{ order: 'b:1' }} />);
    await antom.buyer.pays();
    antom.server.givesSession(paymentSession({ product: 'element' }));
    await antom.buyer.fillsIn();
    expect(checkout.state).toMatchObject({ phase: 'open', order: 'b:1' });
  });

  it.each(['a payment that it has waited for', 'its own payment of the old order'])(
    '“paid, and the page stayed on the cart”: it does not take away the jump of the SDK after %s',
    async (which) => {
      checkout = controller({ product: [cashier, element] });
      const { rerender } = render(which === 'its own payment of the old order' ? <Page order="a:1" /> : <p />);
      if (which === 'its own payment of the old order') {
        await antom.buyer.fillsIn();
        fireEvent.click(button());
        await antom.buyer.pays();
        rerender(<Page order="b:1" />);
      } else {
        antom.server.givesSession(paymentSession());
        void checkout.pay({ order: 'a:1' });
        await antom.buyer.seesCashier();
        rerender(<Page order="b:1" />);
        await antom.buyer.pays();
        antom.server.givesSession(paymentSession({ product: 'element' }));
      }
      await settle();
      expect(checkout.state).toMatchObject({ phase: 'settled', order: 'a:1', cashierVisible: true });
      // The page stays after all.
      act(() => {
        checkout.unmount();
      });
      await antom.buyer.fillsIn();
      expect(checkout.state).toMatchObject({ phase: 'open', order: 'b:1' });
    },
  );

  it('“the buyer paid for a cart that was not on the page”: where the new order is paid already, the form of the old one goes', async () => {
    const onReady = vi.fn();
    const { onOutcome, statuses } = heard();
    const { rerender } = render(<Page order="paid:1" />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    await antom.buyer.pays();
    rerender(<Page order="a:1" onReady={onReady} onOutcome={onOutcome} />);
    await antom.buyer.fillsIn();
    rerender(<Page order="paid:1" onReady={onReady} onOutcome={onOutcome} />);
    await settle();
    expect([drawn(), checkout.state.phase, onReady.mock.calls.length]).toEqual([0, 'settled', 1]);
    expect(statuses.sort()).toEqual(['abandoned', 'succeeded']);
  });

  it('of an order that is paid already comes and goes, and the form of another component stays', async () => {
    const page = (order: string, isOther: boolean): ReactElement => (
      <>
        <Page key={order} order={order} />
        {isOther && <AntomInline checkout={checkout} order="paid:1" />}
      </>
    );
    const { rerender } = render(page('paid:1', false));
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    await antom.buyer.pays();
    rerender(page('a:1', false));
    await antom.buyer.fillsIn();
    rerender(page('a:1', true));
    await settle();
    rerender(page('a:1', false));
    await settle();
    expect([checkout.state, drawn()]).toMatchObject([{ phase: 'open', order: 'a:1' }, 1]);
  });

  it('reads `pay` when it is drawn, and its order comes first', async () => {
    const pay = vi.fn(() => ({ order: 'of pay', componentParams: { elementProps: {} } }));
    render(<Page order="a:1" pay={pay} />);
    await antom.buyer.fillsIn();
    expect(pay).toHaveBeenCalledTimes(1);
    expect(antom.server.sessions).toEqual([expect.objectContaining({ order: 'a:1' })]);
  });

  it('hears the events of the SDK while it is there', async () => {
    const onEvent = vi.fn();
    render(
      <AntomProvider checkout={checkout}>
        <AntomInline onEvent={onEvent} pay={{ order: 'a:1' }} />
      </AntomProvider>,
    );
    await antom.buyer.fillsIn();
    void checkout.submit();
    await antom.buyer.pays();
    expect(onEvent).toHaveBeenCalled();
  });
});

describe('“the form is gone, and Pay does nothing but session-mismatch”: the button beside a form that has ended', () => {
  it('draws it again after a failure, and the next press submits it', async () => {
    const { onOutcome, statuses } = heard();
    const onReady = vi.fn();
    render(<Page order="a:1" onReady={onReady} onOutcome={onOutcome} />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    await antom.buyer.isDeclined('ORDER_IS_CLOSED');
    await settle();
    expect([statuses, drawn(), button().disabled]).toEqual([['failed'], 0, false]);
    fireEvent.click(button());
    fireEvent.click(button());
    await antom.buyer.fillsIn();
    expect([drawn(), checkout.state.phase, onReady.mock.calls.length]).toEqual([1, 'open', 2]);
    fireEvent.click(button());
    await antom.buyer.pays();
    expect([statuses, drawn(), antom.server.sessions.length]).toEqual([['failed', 'succeeded'], 0, 2]);
  });

  it('draws it again where the button comes from another copy of this file, as of an ES module beside CommonJS', async () => {
    vi.resetModules();
    const other = await import('antom-checkout-controller/react');
    const { onOutcome, statuses } = heard();
    const Button = (): ReactElement => <button {...other.useAntomCheckout({ order: 'a:1', onOutcome }).payButton}>Pay</button>;
    render(
      <AntomProvider checkout={checkout}>
        <AntomInline order="a:1" id="card" />
        <Button />
      </AntomProvider>,
    );
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    await antom.buyer.isDeclined('ORDER_IS_CLOSED');
    await settle();
    fireEvent.click(button());
    await antom.buyer.fillsIn();
    expect([statuses, drawn(), checkout.state.phase]).toEqual([[], 1, 'open']);
  });

  it('draws it again where it could not be drawn', async () => {
    const { onOutcome, statuses } = heard();
    antom.server.givesSession(paymentSession());
    render(<Page order="a:1" onOutcome={onOutcome} />);
    await settle();
    expect([statuses, drawn()]).toEqual([['error'], 0]);
    antom.server.givesSession(paymentSession({ product: 'element' }));
    fireEvent.click(button());
    await antom.buyer.fillsIn();
    expect([statuses, drawn()]).toEqual([['error'], 1]);
  });

  it('draws it where the page’s own `pay` function threw when its turn had come, and opens no popup in its place', async () => {
    checkout = controller({ product: [cashier, element], notRedirectAfterComplete: true });
    antom.server.givesSession(paymentSession());
    void checkout.pay({ order: 'b:1' });
    await antom.buyer.seesCashier();
    const pay = vi.fn((): PayOptions => ({}));
    pay.mockImplementationOnce(() => {
      throw new Error('of the page');
    });
    render(<Page order="a:1" pay={pay} />);
    await antom.buyer.closes();
    await settle();
    antom.server.givesSession(paymentSession({ product: 'element' }));
    fireEvent.click(button());
    await antom.buyer.fillsIn();
    expect(checkout.state).toMatchObject({ phase: 'open', order: 'a:1', surface: 'inline' });
  });

  it.each(['a:1', undefined])('does nothing once order %s is paid', async (order) => {
    const { onOutcome, statuses } = heard();
    render(<Page order={order} onOutcome={onOutcome} />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    await antom.buyer.pays();
    fireEvent.click(button());
    await settle();
    expect([statuses, drawn(), antom.server.sessions.length, checkout.state.phase]).toEqual([['succeeded'], 0, 1, 'settled']);
  });

  it('of another order, or of a form that is no longer in the page, pays', async () => {
    checkout = controller({ product: [cashier, element] });
    const { onOutcome, statuses } = heard();
    const Popup = (): ReactElement => <button {...useAntomCheckout({ checkout, order: 'b:1', onOutcome }).payButton}>Buy</button>;
    const popup = (): HTMLElement => screen.getByText('Buy');
    const page = (isThere: boolean): ReactElement => (
      <>
        {isThere && <AntomInline checkout={checkout} order="a:1" id="card" />}
        <Popup />
      </>
    );
    const { rerender } = render(page(true));
    await antom.buyer.fillsIn();
    act(() => {
      void checkout.submit();
    });
    await antom.buyer.isDeclined('ORDER_IS_CLOSED');
    await settle();
    antom.server.givesSession(paymentSession());
    fireEvent.click(popup());
    await antom.buyer.closes();
    expect(statuses).toEqual(['cancelled']);
    rerender(page(false));
    fireEvent.click(popup());
    await antom.buyer.pays();
    expect([statuses, antom.server.sessions.map(({ order }) => order)]).toEqual([
      ['cancelled', 'succeeded'],
      ['a:1', 'b:1'],
    ]);
  });
});

describe('“I pressed Buy, and the other cart was paid”: beside the form of another order', () => {
  const Buy = (options: UseAntomCheckoutOptions): ReactElement => (
    <button {...useAntomCheckout({ checkout, ...options }).payButton}>Buy</button>
  );
  beforeEach(() => {
    checkout = controller({ product: [cashier, element] });
  });

  it('a button whose order only its `pay` names pays that', async () => {
    render(
      <>
        <AntomInline checkout={checkout} order="a:1" />
        <Buy pay={() => ({ order: 'b:1' })} />
      </>,
    );
    await antom.buyer.fillsIn();
    antom.server.givesSession(paymentSession());
    fireEvent.click(button());
    expect(checkout.state).toMatchObject({ order: 'b:1', surface: 'popup' });
    await antom.buyer.closes();
  });

  it.each([
    ['that an earlier page has paid', [cashier, element]],
    ['that its controller has no popup for', element],
  ])('a button of an order %s has no part in that form, and does not take it along when it goes', async (_which, product) => {
    const stored = new Map<string, string>();
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    };
    antom.server.givesSession(paymentSession());
    const earlier = controller({ storage, notRedirectAfterComplete: true });
    void earlier.pay({ order: 'b:1' });
    await antom.buyer.pays();
    earlier.dispose();
    await settle();
    antom.server.givesSession(paymentSession({ product: 'element' }));
    checkout = controller({ product, storage, notRedirectAfterComplete: true });
    const { onOutcome, statuses } = heard();
    const page = (isThere: boolean): ReactElement => (
      <>
        <AntomInline checkout={checkout} order="a:1" onOutcome={onOutcome} />
        {isThere && <Buy order="b:1" onUnmount="end" />}
      </>
    );
    const { rerender } = render(page(true));
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    await settle();
    act(() => {
      void checkout.submit();
    });
    expect([checkout.state.phase, button().getAttribute('aria-busy')]).toEqual(['submitting', 'false']);
    rerender(page(false));
    await settle();
    await antom.buyer.pays();
    expect(statuses).toEqual(['succeeded']);
  });

  it('an async `pay` function pays nothing, and says what to write', async () => {
    const thrown = vi.fn();
    addEventListener(
      'error',
      (event) => {
        thrown(event.error);
        event.preventDefault();
      },
      { once: true },
    );
    render(
      <>
        <AntomInline checkout={checkout} order="a:1" />
        <Buy pay={(() => Promise.resolve({ order: 'b:1' })) as unknown as () => PayOptions} />
      </>,
    );
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    await settle();
    expect(checkout.state).toMatchObject({ phase: 'open', order: 'a:1' });
    expect(thrown).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'invalid-options', hint: expect.stringContaining('not async') as string }),
    );
  });

  it('a button pays its own order where that form has ended, and only its `pay` named the order', async () => {
    render(
      <>
        <AntomInline checkout={checkout} pay={{ order: 'a:1' }} />
        <Buy order="b:1" />
      </>,
    );
    await antom.buyer.fillsIn();
    act(() => {
      void checkout.submit();
    });
    await antom.buyer.isDeclined('ORDER_IS_CLOSED');
    await settle();
    antom.server.givesSession(paymentSession());
    fireEvent.click(button());
    expect(checkout.state).toMatchObject({ order: 'b:1', surface: 'popup' });
    await antom.buyer.closes();
  });

  it('submit() of the hook is not ready', async () => {
    const hook: { submit?: () => Promise<unknown> } = {};
    const Submit = ({ order }: { order: string }): ReactElement => {
      hook.submit = useAntomCheckout({ checkout, order }).submit;
      return <AntomInline checkout={checkout} order="a:1" />;
    };
    const { rerender } = render(<Submit order="b:1" />);
    await antom.buyer.fillsIn();
    expect([await hook.submit!(), checkout.state.phase]).toEqual([{ result: 'not-ready' }, 'open']);
    rerender(<Submit order="a:1" />);
    act(() => {
      void hook.submit!();
    });
    expect(checkout.state.phase).toBe('submitting');
    await antom.buyer.pays();
  });
});

describe('an inline form goes with its container', () => {
  it.each([[['a:1']], [['a:1', 'b:1']]])(
    '“the shop goes on, and the next cart has no form”: paid, and the jump of the SDK went with it (%j)',
    async (orders) => {
      checkout = controller({ product: element });
      const { rerender, unmount } = render(<Page order="a:1" />);
      await antom.buyer.fillsIn();
      fireEvent.click(button());
      await antom.buyer.pays();
      expect(checkout.state).toMatchObject({ phase: 'settled', cashierVisible: true });
      for (const order of orders) rerender(<Page order={order} />);
      unmount();
      await settle();
      render(<Page order="c:1" />);
      await antom.buyer.fillsIn();
      expect(checkout.state).toMatchObject({ phase: 'open', order: 'c:1' });
    },
  );

  it('and so did what was paid by a form that went while the server was asked', async () => {
    checkout = controller({ product: element });
    const { onOutcome, statuses } = heard();
    const { unmount } = render(<Page order="a:1" onOutcome={onOutcome} />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    antom.server.answers('PROCESSING', 'PROCESSING', 'SUCCESS');
    await antom.buyer.pays();
    expect(checkout.state).toMatchObject({ phase: 'confirming', cashierVisible: true });
    unmount();
    render(<Page order="c:1" />);
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    await antom.buyer.fillsIn();
    expect([checkout.state, statuses]).toMatchObject([{ phase: 'open', order: 'c:1' }, ['succeeded']]);
  });

  it.each([
    ['names its order no longer', { order: 'a:1' }, {}],
    ['names the order that only `pay` has named so far', { pay: { order: 'a:1' } }, { order: 'a:1', pay: { order: 'a:1' } }],
  ])('“what the buyer had typed was gone”: a view that %s keeps the form', async (_what, first, second) => {
    const { onOutcome, statuses } = heard();
    const onReady = vi.fn();
    const { rerender, unmount } = render(<Page {...first} onOutcome={onOutcome} onReady={onReady} />);
    await antom.buyer.fillsIn();
    for (const props of [second, first, second]) {
      rerender(<Page {...props} onOutcome={onOutcome} onReady={onReady} />);
      await settle();
    }
    expect([checkout.state.phase, drawn(), statuses, onReady.mock.calls.length]).toEqual(['open', 1, [], 1]);
    unmount();
    await settle();
    expect([checkout.state.phase, statuses]).toEqual(['settled', ['abandoned']]);
  });

  it('before it is submitted: abandoned, and nothing is left of it', async () => {
    const { onOutcome, statuses } = heard();
    const { unmount } = render(<Page order="a:1" onOutcome={onOutcome} />);
    await antom.buyer.fillsIn();
    unmount();
    await settle();
    expect(statuses).toEqual(['abandoned']);
    expect(checkout.state).toMatchObject({ phase: 'settled', cashierVisible: false });
  });

  it('with an error boundary that gives up: abandoned; once that is reset it is drawn again, and paid', async () => {
    const { onOutcome, statuses } = heard();
    let isBroken = false;
    const Fragile = (): ReactElement => {
      if (isBroken) throw new Error('of the page');
      return <Page order="a:1" onOutcome={onOutcome} />;
    };
    class Boundary extends React.Component<object, { isOver: boolean }> {
      override state = { isOver: false };
      static getDerivedStateFromError(): { isOver: boolean } {
        return { isOver: true };
      }
      override render(): ReactElement {
        return this.state.isOver ? <button onClick={() => this.setState({ isOver: false })}>Again</button> : <Fragile />;
      }
    }
    const { rerender } = render(<Boundary />);
    await antom.buyer.fillsIn();
    isBroken = true;
    rerender(<Boundary />);
    forgetComplaints();
    await settle();
    expect([statuses, button().textContent]).toEqual([['abandoned'], 'Again']);
    isBroken = false;
    fireEvent.click(button());
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    await antom.buyer.pays();
    expect(statuses).toEqual(['abandoned', 'succeeded']);
  });

  it('while it is being drawn: abandoned', async () => {
    const { onOutcome, statuses } = heard();
    const { unmount } = render(<Page order="a:1" onOutcome={onOutcome} />);
    unmount();
    await settle();
    expect(statuses).toEqual(['abandoned']);
  });

  it('while it waits for another payment: it is not drawn', async () => {
    const { unmount } = render(<Page order="a:1" />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    const { unmount: unmountOther } = render(<AntomInline checkout={checkout} order="b:1" />);
    unmountOther();
    await antom.buyer.isDeclined();
    unmount();
    await settle();
    expect(antom.server.sessions).toEqual([expect.objectContaining({ order: 'a:1' })]);
  });

  it('once it is submitted the server is asked', async () => {
    const { onOutcome, statuses } = heard();
    const { unmount } = render(<Page order="a:1" onOutcome={onOutcome} />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    unmount();
    antom.server.answers('SUCCESS');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(statuses).toEqual(['succeeded']);
  });

  const { Activity } = React as { Activity?: (props: { mode: 'visible' | 'hidden'; children: ReactNode }) => ReactElement };
  it.runIf(Activity)('an <Activity> that hides ends it, and draws it again when it is shown', async () => {
    const Shown = Activity!;
    const { onOutcome, statuses } = heard();
    const page = (mode: 'visible' | 'hidden'): ReactElement => (
      <Shown mode={mode}>
        <Page order="a:1" onOutcome={onOutcome} />
      </Shown>
    );
    const { rerender } = render(page('visible'));
    await antom.buyer.fillsIn();
    rerender(page('hidden'));
    await settle();
    expect(statuses).toEqual(['abandoned']);
    rerender(page('visible'));
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    await antom.buyer.pays();
    expect(statuses).toEqual(['abandoned', 'succeeded']);
    rerender(page('hidden'));
    await settle();
    rerender(page('visible'));
    await settle();
    expect([drawn(), antom.server.sessions.length]).toEqual([0, 1]);
  });

  it.runIf(Activity)('an <Activity> that hides it while it waits for what may be its own payment: paid, it is not drawn', async () => {
    const Shown = Activity!;
    const first = render(<Page />);
    await antom.buyer.fillsIn();
    fireEvent.click(button());
    antom.server.answers('PROCESSING', 'PROCESSING', 'SUCCESS');
    await antom.buyer.pays();
    first.unmount();
    const page = (mode: 'visible' | 'hidden'): ReactElement => (
      <Shown mode={mode}>
        <Page />
      </Shown>
    );
    const { rerender } = render(page('visible'));
    rerender(page('hidden'));
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    rerender(page('visible'));
    await settle();
    expect([checkout.state.phase, drawn(), antom.server.sessions.length]).toEqual(['settled', 0, 1]);
  });

  it('a container that is in no document is an outcome that says so', async () => {
    const outcomes: PaymentOutcome[] = [];
    render(<AntomInline checkout={checkout} onOutcome={(outcome) => outcomes.push(outcome)} />, {
      container: document.createElement('section'),
    });
    await settle();
    expect(outcomes).toMatchObject([{ status: 'error', error: { code: 'container-missing' } }]);
  });

  it('a controller that was disposed of is an outcome that says so', async () => {
    checkout.dispose();
    const outcomes: PaymentOutcome[] = [];
    render(<AntomInline checkout={checkout} onOutcome={(outcome) => outcomes.push(outcome)} />);
    await settle();
    expect(outcomes).toMatchObject([{ status: 'error', error: { code: 'disposed' } }]);
  });

  it('of a product with a button of its own needs none of the page’s', async () => {
    antom.server.givesSession(paymentSession({ product: 'checkout-page' }));
    checkout = controller({ product: checkoutPage });
    const { onOutcome, statuses } = heard();
    render(<AntomInline checkout={checkout} onOutcome={onOutcome} />);
    await antom.buyer.pays();
    expect(statuses).toEqual(['succeeded']);
  });
});
