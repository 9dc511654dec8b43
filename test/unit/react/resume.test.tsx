/** useAntomResume(): the page that the buyer comes back to. */
import { act, render, screen } from '@testing-library/react';
import { cashier, element, type CheckoutController, type CheckoutOptions } from 'antom-checkout-controller';
import { AntomInline, AntomProvider, useAntomResume, type UseAntomResumeOptions } from 'antom-checkout-controller/react';
import { paymentSession } from 'antom-checkout-controller/testing';
import { StrictMode, type ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { antom, cameBack, controller, heard } from './support';

function Result(options: UseAntomResumeOptions): ReactElement {
  const { status, outcome } = useAntomResume(options);
  return <p role="status">{outcome ? `${outcome.status} ${outcome.order ?? '-'}` : status}</p>;
}

const told = (): string | null => screen.getByRole('status').textContent;
const pass = (ms: number): Promise<unknown> => act(() => vi.advanceTimersByTimeAsync(ms));

afterEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', '/');
});

describe('after a redirect', () => {
  it('asks, and tells the outcome once', async () => {
    const { onOutcome, statuses } = heard();
    const checkout = await cameBack();
    render(<Result checkout={checkout} order="a:1" onOutcome={onOutcome} />);
    expect(told()).toBe('asking');
    await pass(1000);
    expect([told(), statuses]).toEqual(['succeeded a:1', ['succeeded']]);
  });

  it('StrictMode asks once', async () => {
    const checkout = await cameBack();
    const resume = vi.spyOn(checkout, 'resume');
    render(
      <StrictMode>
        <AntomProvider checkout={checkout}>
          <Result />
        </AntomProvider>
      </StrictMode>,
    );
    await pass(1000);
    expect(resume.mock.calls).toEqual([[{ order: undefined, paymentRequestId: undefined }]]);
    expect(told()).toBe('succeeded a:1');
  });

  it('follows the controller: a later answer replaces "not decided yet"', async () => {
    const { onOutcome, statuses } = heard();
    const checkout = await cameBack();
    antom.server.answers('PROCESSING');
    render(<Result checkout={checkout} onOutcome={onOutcome} />);
    await pass(200_000);
    expect(told()).toBe('processing a:1');
    antom.server.answers('SUCCESS');
    void checkout.resume();
    await pass(1000);
    expect([told(), statuses]).toEqual(['succeeded a:1', ['processing', 'succeeded']]);
  });

  it('is nothing where nothing is pending, until there is a payment', async () => {
    const checkout = controller();
    render(<Result checkout={checkout} />);
    await pass(0);
    expect(told()).toBe('nothing');
    void checkout.pay();
    await antom.buyer.isDeclined();
    expect(told()).toBe('failed -');
  });

  it('another order in the same component is another question; a late answer of the first is not shown', async () => {
    const { onOutcome, statuses } = heard();
    const checkout = await cameBack();
    antom.server.takes(500);
    const { rerender } = render(<Result checkout={checkout} order="a:1" onOutcome={onOutcome} />);
    rerender(<Result checkout={checkout} order="b:1" onOutcome={onOutcome} />);
    expect(told()).toBe('asking');
    await pass(5000);
    expect([told(), statuses]).toEqual(['nothing', []]);
  });

  it('is the outcome of the component that was there when it was asked, and is not lost with it', async () => {
    const { onOutcome, statuses } = heard();
    const checkout = await cameBack();
    const { unmount } = render(<Result checkout={checkout} onOutcome={onOutcome} />);
    unmount();
    await pass(1000);
    expect(statuses).toEqual(['succeeded']);
  });
});

describe('on the page where the buyer has paid', () => {
  it('shows at once what the controller knows, and asks nobody', async () => {
    const checkout = controller({ notRedirectAfterComplete: true });
    void checkout.pay({ order: 'a:1' });
    await antom.buyer.pays();
    const asked = antom.server.inquiries.length;
    const { onOutcome, statuses } = heard();
    const shown: (string | null)[] = [];
    function Watch(): ReactElement {
      const { outcome } = useAntomResume({ checkout, order: 'a:1', onOutcome });
      shown.push(outcome?.status ?? null);
      return <p role="status">{outcome?.status}</p>;
    }
    render(<Watch />);
    await pass(1000);
    expect([shown[0], statuses, antom.server.inquiries.length]).toEqual(['succeeded', ['succeeded'], asked]);
  });

  it('tells an outcome once, also when the cashier that waited for the jump is taken away', async () => {
    const checkout = controller();
    void checkout.pay({ order: 'a:1' });
    await antom.buyer.pays();
    const { onOutcome, statuses } = heard();
    render(<Result checkout={checkout} order="a:1" onOutcome={onOutcome} />);
    act(() => {
      checkout.unmount();
    });
    expect([told(), statuses]).toEqual(['succeeded a:1', ['succeeded']]);
  });

  it('asks where the page itself has ended the payment', async () => {
    const checkout = controller();
    void checkout.pay({ order: 'a:1' });
    await antom.buyer.seesCashier();
    checkout.unmount();
    await pass(1000);
    antom.server.answers('SUCCESS');
    render(<Result checkout={checkout} order="a:1" />);
    expect(told()).toBe('asking');
    await pass(1000);
    expect(told()).toBe('succeeded a:1');
  });

  it('does not show another payment than the one of the address', async () => {
    const checkout = controller({ notRedirectAfterComplete: true });
    void checkout.pay({ order: 'a:1' });
    await antom.buyer.pays();
    history.replaceState(null, '', '/?paymentRequestId=of-another');
    antom.server.answers('FAIL');
    render(<Result checkout={checkout} />);
    await pass(1000);
    expect(told()).not.toBe('succeeded a:1');
  });
});

describe('“the result page said ‘paid’ of an order that was not”', () => {
  /** Sent away for `order`, paid there, and back on the same page. */
  const wentAway = async (order: string, options: Partial<CheckoutOptions> = {}): Promise<CheckoutController> => {
    const checkout = controller({ product: [cashier, element], storage: 'session', ...options });
    void checkout.pay({ order });
    await antom.buyer.isRedirected();
    await antom.buyer.pays();
    checkout.unmount();
    await pass(1000);
    return checkout;
  };

  it.each([
    ['a:1', 'succeeded a:1', ['succeeded']],
    ['b:1', 'succeeded b:1', ['succeeded']],
    ['c:1', 'nothing', []],
    [undefined, 'succeeded b:1', ['succeeded']],
  ])('beside an open form of order b:1, order %s is nothing, and is asked about once that has ended', async (order, answer, outcomes) => {
    const checkout = await wentAway('a:1', { notRedirectAfterComplete: true });
    antom.server.givesSession(paymentSession({ product: 'element' }));
    const { onOutcome, statuses } = heard();
    const form = <AntomInline checkout={checkout} order="b:1" />;
    const { rerender } = render(form);
    await antom.buyer.fillsIn();
    rerender(
      <>
        {form}
        <Result checkout={checkout} order={order} onOutcome={onOutcome} />
      </>,
    );
    await pass(1000);
    expect([told(), statuses]).toEqual(['nothing', []]);
    void checkout.submit();
    await antom.buyer.pays();
    await pass(1000);
    expect([told(), statuses]).toEqual([answer, outcomes]);
  });

  it('beside a form that is being drawn it is asking until that is open', async () => {
    antom.server.givesSession(paymentSession({ product: 'element' }));
    const checkout = controller({ product: element });
    render(
      <>
        <AntomInline checkout={checkout} order="b:1" />
        <Result checkout={checkout} order="a:1" />
      </>,
    );
    expect([checkout.state.phase, told()]).toEqual(['preparing', 'asking']);
    await antom.buyer.fillsIn();
    expect(told()).toBe('nothing');
  });

  it('“the page froze”: a question that is refused is not asked again, also beside an open form', async () => {
    antom.server.givesSession(paymentSession({ product: 'element' }));
    const checkout = controller({ product: element });
    const resume = vi.spyOn(checkout, 'resume');
    const form = <AntomInline checkout={checkout} order="b:1" />;
    const { rerender } = render(form);
    await antom.buyer.fillsIn();
    rerender(
      <>
        {form}
        <Result checkout={checkout} order="a:1" paymentRequestId="" />
      </>,
    );
    await pass(1000);
    expect([told(), resume.mock.calls.length]).toEqual(['error -', 1]);
  });

  it.each([{ order: 'c:1' }, { paymentRequestId: 'of-c' }])(
    'beside a resume() of another payment than %o that the jump after a success hides',
    async (question) => {
      const { onOutcome, statuses } = heard();
      const checkout = await wentAway('b:1');
      void checkout.pay({ order: 'a:1' });
      await antom.buyer.seesCashier();
      await antom.buyer.pays();
      antom.server.takes(500);
      void checkout.resume({ order: 'b:1' });
      render(<Result checkout={checkout} {...question} onOutcome={onOutcome} />);
      expect(checkout.state).toMatchObject({ phase: 'settled', order: 'a:1' });
      await pass(5000);
      expect(told()).not.toBe('asking');
      expect([told(), ...statuses].join()).not.toContain('succeeded');
    },
  );
});
