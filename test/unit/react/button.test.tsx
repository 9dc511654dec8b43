/** useAntomCheckout(): a button that pays. Titles name what users of other payment wrappers complain of. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { isCheckoutError, type CheckoutController, type PaymentOutcome, type PayOptions } from 'antom-checkout-controller';
import { AntomProvider, useAntomCheckout, type AntomCheckout, type UseAntomCheckoutOptions } from 'antom-checkout-controller/react';
import * as React from 'react';
import { lazy, StrictMode, Suspense, useState, type ReactElement, type ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { antom, controller, countListeners, forgetComplaints, heard, pageshow, setHidden } from './support';

function Pay({ label = 'Pay', ...options }: UseAntomCheckoutOptions & { label?: string }): ReactElement {
  const { payButton, state, mine } = useAntomCheckout(options);
  return (
    <>
      <button {...payButton}>{label}</button>
      <p data-testid={`${label} state`}>{`${state.phase}${mine ? ' mine' : ''}`}</p>
    </>
  );
}

const throws = (): never => {
  throw new Error('of the page');
};
const button = (name = 'Pay'): HTMLButtonElement => screen.getByRole<HTMLButtonElement>('button', { name });
const stateOf = (name = 'Pay'): string | null => screen.getByTestId(`${name} state`).textContent;
const press = (name = 'Pay'): void => void fireEvent.click(button(name));
const isBusy = (name = 'Pay'): boolean => button(name).getAttribute('aria-busy') === 'true';

describe('a button', () => {
  it('pays, and tells its outcome once', async () => {
    const { onOutcome, statuses } = heard();
    render(<Pay checkout={controller()} order="a:1" onOutcome={onOutcome} />);
    press();
    expect([button().disabled, isBusy(), stateOf()]).toEqual([true, true, 'preparing mine']);
    await antom.buyer.pays();
    expect(statuses).toEqual(['succeeded']);
    expect(stateOf()).toBe('settled mine');
  });

  it('of a paid order stays disabled, also once another order is paid', async () => {
    const checkout = controller({ notRedirectAfterComplete: true });
    render(
      <AntomProvider checkout={checkout}>
        <Pay label="A" order="a:1" />
        <Pay label="B" order="b:1" />
      </AntomProvider>,
    );
    press('A');
    await antom.buyer.pays();
    expect([button('A').disabled, isBusy('A'), button('B').disabled]).toEqual([true, false, false]);
    press('B');
    await antom.buyer.pays();
    expect([button('A').disabled, button('B').disabled]).toEqual([true, true]);
    expect(antom.server.sessions).toMatchObject([{ order: 'a:1' }, { order: 'b:1' }]);
  });

  it('the buyer is not charged the old amount after the cart has changed: order and options are read at the press', async () => {
    const checkout = controller();
    const { rerender } = render(<Pay checkout={checkout} order="cart:100" pay={{ notRedirectAfterComplete: false }} />);
    rerender(<Pay checkout={checkout} order="cart:250" pay={() => ({ notRedirectAfterComplete: true })} />);
    press();
    await antom.buyer.pays();
    expect(antom.server.sessions).toEqual([expect.objectContaining({ order: 'cart:250' })]);
  });

  it('there are no stale closures: the latest onOutcome and onEvent are called', async () => {
    const checkout = controller();
    const old = heard();
    const latest = heard();
    const onEvent = vi.fn();
    const { rerender } = render(
      <Pay
        checkout={checkout}
        onOutcome={old.onOutcome}
        onEvent={() => {
          expect.unreachable();
        }}
      />,
    );
    press();
    rerender(<Pay checkout={checkout} onOutcome={latest.onOutcome} onEvent={onEvent} />);
    await antom.buyer.pays();
    expect([old.statuses, latest.statuses]).toEqual([[], ['succeeded']]);
    expect(onEvent).toHaveBeenCalled();
  });

  it('options of a new identity on every render start nothing and listen once', async () => {
    const checkout = controller();
    const on = vi.spyOn(checkout, 'on');
    const subscribe = vi.spyOn(checkout, 'subscribe');
    const { rerender } = render(<Pay checkout={checkout} pay={{}} onOutcome={() => undefined} onEvent={() => undefined} />);
    const counts = [on.mock.calls.length, subscribe.mock.calls.length];
    for (let i = 0; i < 20; i++) rerender(<Pay checkout={checkout} pay={{}} onOutcome={() => undefined} onEvent={() => undefined} />);
    expect([on.mock.calls.length, subscribe.mock.calls.length]).toEqual(counts);
    await vi.advanceTimersByTimeAsync(1000);
    expect(antom.server.sessions).toEqual([]);
  });

  it('a double click pays once', async () => {
    const { onOutcome, statuses } = heard();
    render(<Pay checkout={controller()} onOutcome={onOutcome} />);
    // Both of one task: React has not rendered in between.
    act(() => {
      button().click();
      button().click();
    });
    await antom.buyer.pays();
    expect(antom.server.sessions).toHaveLength(1);
    expect(statuses).toEqual(['succeeded']);
  });

  it('two buttons of a list: while one pays the other is disabled and not busy', async () => {
    const checkout = controller();
    render(
      <AntomProvider checkout={checkout}>
        <Pay label="A" order="a:1" />
        <Pay label="B" order="b:1" />
      </AntomProvider>,
    );
    press('A');
    await antom.buyer.seesCashier();
    expect([button('B').disabled, isBusy('B'), stateOf('B')]).toEqual([true, false, 'open']);
    press('B');
    await antom.buyer.closes();
    expect([button('A').disabled, button('B').disabled]).toEqual([false, false]);
    expect(antom.server.sessions).toHaveLength(1);
  });

  it('“one press of another button, and it was paid twice”: while the jump after a success is due, none can be pressed', async () => {
    const checkout = controller();
    const [first, other, joined] = [heard(), heard(), heard()];
    let pay!: (options?: PayOptions) => Promise<PaymentOutcome>;
    function Join(): null {
      ({ pay } = useAntomCheckout({ checkout, onOutcome: joined.onOutcome }));
      return null;
    }
    render(
      <AntomProvider checkout={checkout}>
        <Pay label="A" onOutcome={first.onOutcome} />
        <Pay label="B" onOutcome={other.onOutcome} />
        <Join />
      </AntomProvider>,
    );
    press('A');
    await antom.buyer.pays();
    expect([button('A').disabled, isBusy('A'), button('B').disabled, isBusy('B')]).toEqual([true, true, true, false]);
    // The page's own code, which asks nobody.
    let answer: PaymentOutcome | undefined;
    await act(async () => {
      answer = await pay();
    });
    expect([answer?.status, joined.statuses]).toEqual(['succeeded', []]);
    // The jump has not come.
    await act(() => vi.advanceTimersByTimeAsync(11_000));
    act(() => {
      button('B').click();
    });
    expect([antom.server.sessions.length, first.statuses, other.statuses]).toEqual([1, ['succeeded'], []]);
    act(() => {
      checkout.unmount();
    });
    expect([button('A').disabled, button('B').disabled]).toEqual([false, false]);
  });

  it('may be pressed again after a decline, and after a close', async () => {
    const { onOutcome, statuses } = heard();
    render(<Pay checkout={controller()} order="a:1" onOutcome={onOutcome} />);
    press();
    await antom.buyer.isDeclined();
    expect([button().disabled, isBusy()]).toEqual([false, false]);
    press();
    await antom.buyer.closes();
    press();
    await antom.buyer.pays();
    expect(statuses).toEqual(['failed', 'cancelled', 'succeeded']);
  });

  it('an onOutcome that throws leaves the button usable and pay() resolved', async () => {
    const checkout = controller();
    const thrown = new Promise((resolve) => {
      process.once('unhandledRejection', resolve);
    });
    let result: unknown;
    function Throws(): ReactElement {
      const { pay, payButton } = useAntomCheckout({
        checkout,
        onOutcome: () => {
          throw new Error('of the page');
        },
      });
      return (
        <button {...payButton} onClick={() => void pay().then(({ status }) => (result = status))}>
          Pay
        </button>
      );
    }
    render(<Throws />);
    press();
    await antom.buyer.isDeclined();
    expect(result).toBe('failed');
    expect(button().disabled).toBe(false);
    vi.useRealTimers();
    expect(await thrown).toMatchObject({ message: 'of the page' });
  });
});

describe('the promise of pay()', () => {
  function Page({
    checkout,
    order,
    use,
  }: {
    checkout: CheckoutController;
    order?: string;
    use: (pay: (options?: PayOptions) => unknown) => void;
  }): ReactElement {
    const { pay } = useAntomCheckout({ checkout, order, pay: { order: 'of pay' } });
    return <button onClick={() => use(pay)}>Pay</button>;
  }

  it('has the options given to it before those of the hook, and the hook’s order before that of its pay option', async () => {
    const checkout = controller();
    render(<Page checkout={checkout} order="of hook" use={(pay) => pay()} />);
    press();
    await antom.buyer.closes();
    cleanup();
    render(<Page checkout={checkout} order="of hook" use={(pay) => pay({ order: 'given' })} />);
    press();
    await antom.buyer.closes();
    expect(antom.server.sessions.map(({ order }) => order)).toEqual(['of hook', 'given']);
  });

  it('of a second component joins the payment that is open, and its onOutcome is not called for it', async () => {
    const checkout = controller();
    const first = heard();
    const second = heard();
    let joined: unknown;
    function Second(): ReactElement {
      const { pay } = useAntomCheckout({ checkout, onOutcome: second.onOutcome });
      return <button onClick={() => void pay().then(({ status }) => (joined = status))}>Join</button>;
    }
    render(
      <>
        <Pay checkout={checkout} onOutcome={first.onOutcome} />
        <Second />
      </>,
    );
    press();
    await antom.buyer.seesCashier();
    press('Join');
    await antom.buyer.pays();
    expect([first.statuses, second.statuses, joined]).toEqual([['succeeded'], [], 'succeeded']);
  });
});

it('submit() without a form is not ready', async () => {
  let submit!: () => Promise<unknown>;
  function Page(): ReactElement {
    const antomCheckout = useAntomCheckout({ checkout: controller() });
    submit = antomCheckout.submit;
    return <p>page</p>;
  }
  render(<Page />);
  let answer: unknown;
  await act(async () => {
    answer = await submit();
  });
  expect(answer).toEqual({ result: 'not-ready' });
});

describe('a payment is not ended by rendering', () => {
  it('StrictMode mounts twice: one payment, one outcome', async () => {
    const { onOutcome, statuses } = heard();
    render(
      <StrictMode>
        <Pay checkout={controller()} onOutcome={onOutcome} onUnmount="end" />
      </StrictMode>,
    );
    press();
    await antom.buyer.pays();
    expect(statuses).toEqual(['succeeded']);
    expect(antom.server.sessions).toHaveLength(1);
  });

  it('a spinner takes the place of the button: it pays, and the latest onOutcome hears of it', async () => {
    const checkout = controller();
    const { onOutcome, statuses } = heard();
    function Page(): ReactElement {
      const [isPaying, setPaying] = useState(false);
      return isPaying ? (
        <p>One moment</p>
      ) : (
        <div onClick={() => setPaying(true)}>
          <Pay checkout={checkout} onOutcome={onOutcome} />
        </div>
      );
    }
    render(<Page />);
    press();
    expect(screen.queryByRole('button')).toBeNull();
    await antom.buyer.pays();
    expect(statuses).toEqual(['succeeded']);
  });

  it('"paid, but the page never heard": a component that is mounted again shows the state at once', async () => {
    const checkout = controller();
    const { unmount } = render(<Pay checkout={checkout} order="a:1" />);
    press();
    await antom.buyer.seesCashier();
    unmount();
    render(<Pay checkout={checkout} order="a:1" />);
    expect([stateOf(), button().disabled, isBusy()]).toEqual(['open mine', true, true]);
    await antom.buyer.pays();
    expect(stateOf()).toBe('settled mine');
  });

  it('a tree that suspends around the button', async () => {
    const checkout = controller();
    const { onOutcome, statuses } = heard();
    let arrive!: () => void;
    const Late = lazy(
      () =>
        new Promise<{ default: () => ReactElement }>((resolve) => {
          arrive = () => {
            resolve({ default: () => <p>late</p> });
          };
        }),
    );
    function Page(): ReactElement {
      const [isLate, setLate] = useState(false);
      return (
        <Suspense fallback={<p>loading</p>}>
          <Pay checkout={checkout} onOutcome={onOutcome} onUnmount="end" />
          <button onClick={() => setLate(true)}>More</button>
          {isLate && <Late />}
        </Suspense>
      );
    }
    render(<Page />);
    press();
    await antom.buyer.seesCashier();
    press('More');
    await act(async () => {
      await vi.advanceTimersByTimeAsync(100);
      arrive();
      await vi.advanceTimersByTimeAsync(100);
    });
    expect(screen.getByText('late')).toBeTruthy();
    await antom.buyer.pays();
    expect(statuses).toEqual(['succeeded']);
  });

  it('a first render that suspends and is thrown away: nothing listens, asks or is begun twice', async () => {
    const checkout = controller();
    const listeners = countListeners(checkout);
    let arrive!: () => void;
    const data = new Promise<void>((resolve) => (arrive = resolve));
    let isThere = false;
    const Late = (): ReactElement => {
      const { payButton } = useAntomCheckout({ checkout, order: 'a:1', prepare: 'mount', session: true });
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- so React 18 is told to wait
      if (!isThere) throw data;
      return <button {...payButton}>Pay</button>;
    };
    const { unmount } = render(
      <Suspense fallback={<p>loading</p>}>
        <Late />
      </Suspense>,
    );
    expect([listeners(), antom.server.sessions.length]).toEqual([0, 0]);
    await act(async () => {
      isThere = true;
      arrive();
      await vi.advanceTimersByTimeAsync(100);
    });
    press();
    await antom.buyer.closes();
    unmount();
    expect([listeners(), antom.server.sessions.length]).toEqual([0, 1]);
  });

  const { Activity } = React as { Activity?: (props: { mode: 'visible' | 'hidden'; children: ReactNode }) => ReactElement };
  it.runIf(Activity).each([
    ['keep', 'open', 'cancelled'],
    ['end', 'settled', 'abandoned'],
  ] as const)(
    'an <Activity> that hides, with onUnmount: %s: the payment is %s, and its outcome is told: %s',
    async (onUnmount, phase, status) => {
      const Shown = Activity!;
      const checkout = controller();
      const { onOutcome, statuses } = heard();
      const page = (mode: 'visible' | 'hidden'): ReactElement => (
        <Shown mode={mode}>
          <Pay checkout={checkout} onUnmount={onUnmount} onOutcome={onOutcome} />
        </Shown>
      );
      const { rerender } = render(page('visible'));
      press();
      await antom.buyer.seesCashier();
      rerender(page('hidden'));
      await act(() => vi.advanceTimersByTimeAsync(100));
      expect(checkout.state.phase).toBe(phase);
      if (onUnmount === 'keep') await antom.buyer.closes();
      rerender(page('visible'));
      expect([statuses, button().disabled, stateOf()]).toEqual([[status], false, 'settled mine']);
    },
  );

  it('onUnmount: end ends its own attempt a task later', async () => {
    const checkout = controller();
    const { onOutcome, statuses } = heard();
    const { unmount } = render(<Pay checkout={checkout} onOutcome={onOutcome} onUnmount="end" />);
    press();
    await antom.buyer.seesCashier();
    unmount();
    expect(checkout.state.phase).toBe('open');
    await vi.advanceTimersByTimeAsync(0);
    expect(statuses).toEqual(['abandoned']);
  });

  it('onUnmount: end ends its own attempt also where submit() was called beside it, which has nothing to submit', async () => {
    const checkout = controller();
    let hook!: AntomCheckout;
    const Page = (): ReactElement => {
      hook = useAntomCheckout({ checkout, onUnmount: 'end' });
      return <button {...hook.payButton}>Pay</button>;
    };
    const { unmount } = render(<Page />);
    press();
    await antom.buyer.seesCashier();
    expect(await hook.submit()).toEqual({ result: 'not-ready' });
    unmount();
    await vi.advanceTimersByTimeAsync(0);
    expect(checkout.state).toMatchObject({ phase: 'settled', outcome: { status: 'abandoned' } });
  });

  it('onUnmount: end leaves an attempt of another component alone, and one that is confirming', async () => {
    const checkout = controller();
    const { unmount } = render(<Pay label="Other" checkout={checkout} onUnmount="end" />);
    const { onOutcome, statuses } = heard();
    const own = render(<Pay checkout={checkout} onOutcome={onOutcome} onUnmount="end" />);
    press();
    await antom.buyer.seesCashier();
    unmount();
    await vi.advanceTimersByTimeAsync(0);
    expect(checkout.state.phase).toBe('open');
    antom.server.answers('PROCESSING', 'PROCESSING', 'SUCCESS');
    await antom.buyer.pays();
    expect(checkout.state.phase).toBe('confirming');
    own.unmount();
    await vi.advanceTimersByTimeAsync(3000);
    expect(statuses).toEqual(['succeeded']);
  });

  it('leaks nothing when it is unmounted while the payment begins', async () => {
    const checkout = controller();
    const listeners = countListeners(checkout);
    const { unmount } = render(<Pay checkout={checkout} order="a:1" prepare="mount" session />);
    expect(listeners()).toBeGreaterThan(0);
    press();
    unmount();
    await antom.buyer.closes();
    expect(listeners()).toBe(0);
  });
});

describe('getting ready', () => {
  const uses = [
    ['pointerEnter', () => fireEvent.pointerEnter(button())],
    ['focus', () => fireEvent.focus(button())],
    ['touchStart', () => fireEvent.touchStart(button())],
  ] as const;

  it.each(uses)('on %s, once per order', async (_name, use) => {
    const checkout = controller();
    const prepare = vi.spyOn(checkout, 'prepare');
    const { rerender } = render(<Pay checkout={checkout} order="a:1" session />);
    use();
    use();
    await vi.advanceTimersByTimeAsync(100);
    expect(prepare.mock.calls).toEqual([[{ session: true, order: 'a:1' }]]);
    rerender(<Pay checkout={checkout} order="a:2" session />);
    use();
    await vi.advanceTimersByTimeAsync(100);
    expect(antom.server.sessions.map(({ order }) => order)).toEqual(['a:1', 'a:2']);
  });

  it('once more where another controller has taken the place', async () => {
    const [first, second] = [controller(), controller()];
    const prepare = vi.spyOn(second, 'prepare');
    const { rerender } = render(<Pay checkout={first} order="a:1" />);
    fireEvent.focus(button());
    rerender(<Pay checkout={second} order="a:1" />);
    fireEvent.focus(button());
    await vi.advanceTimersByTimeAsync(100);
    expect(prepare).toHaveBeenCalledTimes(1);
  });

  it('with the component, and again for another order', async () => {
    const checkout = controller();
    const { rerender } = render(<Pay checkout={checkout} order="a:1" prepare="mount" session />);
    rerender(<Pay checkout={checkout} order="a:2" prepare="mount" session />);
    await vi.advanceTimersByTimeAsync(100);
    expect(antom.server.sessions.map(({ order }) => order)).toEqual(['a:1', 'a:2']);
  });

  it('not at all', () => {
    const checkout = controller();
    const prepare = vi.spyOn(checkout, 'prepare');
    render(<Pay checkout={checkout} prepare="none" />);
    fireEvent.pointerEnter(button());
    expect(prepare).not.toHaveBeenCalled();
  });

  it('“one function threw, and the whole page was white”: where `pay` throws, the press says so, and nothing before it', async () => {
    const checkout = controller();
    const { rerender } = render(<Pay checkout={checkout} pay={throws} prepare="mount" />);
    fireEvent.focus(button());
    await vi.advanceTimersByTimeAsync(100);
    rerender(<Pay checkout={checkout} pay={{ order: 'a:1' }} session />);
    fireEvent.focus(button());
    await vi.advanceTimersByTimeAsync(100);
    expect(antom.server.sessions).toEqual([expect.objectContaining({ order: 'a:1' })]);
  });

  it('is tried again after it has failed, and takes the order of `pay` where there is no other', async () => {
    const checkout = controller();
    antom.faults.sdk('sdk-offline');
    const prepare = vi.spyOn(checkout, 'prepare');
    render(<Pay checkout={checkout} pay={() => ({ order: 'of pay' })} />);
    fireEvent.pointerEnter(button());
    await vi.advanceTimersByTimeAsync(60_000);
    fireEvent.pointerEnter(button());
    expect(prepare.mock.calls.map(([given]) => given?.order)).toEqual(['of pay', 'of pay']);
    await vi.advanceTimersByTimeAsync(60_000);
  });
});

describe('a dead button after Back', () => {
  const redirected = async (): Promise<void> => {
    render(<Pay checkout={controller()} order="a:1" />);
    press();
    await antom.buyer.isRedirected();
    expect([button().disabled, isBusy()]).toEqual([true, true]);
  };

  it('is freed by the page from the back/forward cache', async () => {
    await redirected();
    act(() => {
      pageshow(false);
    });
    expect(button().disabled).toBe(true);
    act(() => {
      pageshow(true);
    });
    expect([button().disabled, isBusy()]).toEqual([false, false]);
  });

  it('is freed when the page has been visible for 3 s', async () => {
    await redirected();
    act(() => {
      setHidden(true);
    });
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(button().disabled).toBe(true);
    act(() => {
      setHidden(false);
    });
    await act(() => vi.advanceTimersByTimeAsync(3000));
    expect(button().disabled).toBe(false);
  });

  it('is freed by unmount() at once, as after bind()', async () => {
    const checkout = controller();
    render(<Pay checkout={checkout} order="a:1" />);
    press();
    await antom.buyer.isRedirected();
    act(() => {
      checkout.unmount();
    });
    expect([button().disabled, isBusy()]).toEqual([false, false]);
    await act(() => vi.advanceTimersByTimeAsync(60_000));
  });

  it('is not held where unmount() comes before the outcome is told', async () => {
    const checkout = controller();
    render(<Pay checkout={checkout} order="a:1" />);
    press();
    const stop = checkout.subscribe(() => {
      if (checkout.state.phase === 'settled') checkout.unmount();
    });
    await antom.buyer.isRedirected();
    expect([checkout.state.phase === 'settled' && checkout.state.outcome.status, button().disabled]).toEqual(['redirected', false]);
    stop();
  });

  it('is freed in its time by a controller that does not tell of unmount(), as another version may be', async () => {
    const checkout = controller();
    Object.assign(checkout, { unmounts: undefined });
    render(<Pay checkout={checkout} order="a:1" />);
    press();
    await antom.buyer.isRedirected();
    await act(() => vi.advanceTimersByTimeAsync(3000));
    expect(button().disabled).toBe(false);
  });

  it('is freed after 3 s in a page that always says it is hidden', async () => {
    setHidden(true);
    render(<Pay checkout={controller()} order="a:1" />);
    press();
    await antom.buyer.isRedirected();
    await act(() => vi.advanceTimersByTimeAsync(3000));
    expect(button().disabled).toBe(false);
  });

  it('waits, after a success, for the jump of the SDK', async () => {
    const checkout = controller();
    render(<Pay checkout={checkout} />);
    press();
    await antom.buyer.pays();
    expect([button().disabled, isBusy()]).toEqual([true, true]);
    act(() => {
      checkout.unmount();
    });
    expect([button().disabled, isBusy()]).toEqual([false, false]);
  });
});

describe('the controller', () => {
  const failure = (element: ReactElement): unknown => {
    try {
      render(element);
    } catch (thrown) {
      return thrown;
    }
    return null;
  };

  it.each([
    ['none', <Pay />, 'There is no CheckoutController here.'],
    [
      'something else',
      <Pay checkout={{ environment: 'sandbox' } as unknown as CheckoutController} />,
      'What was given is no CheckoutController.',
    ],
    ['a provider without one', <AntomProvider checkout={null as unknown as CheckoutController} />, 'There is no CheckoutController here.'],
  ])('%s: an error that says how to give one', (_name, element, message) => {
    const error = failure(element);
    expect(isCheckoutError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'invalid-options', message: expect.stringContaining(message) as string });
    expect((error as Error).message).toContain('<AntomProvider checkout={checkout}>');
    forgetComplaints();
  });

  it('two: the nearest provider, and the hook’s own before it', async () => {
    const [outer, inner, own] = [controller(), controller(), controller()];
    render(
      <AntomProvider checkout={outer}>
        <AntomProvider checkout={inner}>
          <Pay label="A" />
          <Pay label="B" checkout={own} />
        </AntomProvider>
      </AntomProvider>,
    );
    press('A');
    expect([outer.state.phase, inner.state.phase, own.state.phase]).toEqual(['idle', 'preparing', 'idle']);
    await antom.buyer.closes();
    press('B');
    expect(own.state.phase).toBe('preparing');
    await antom.buyer.closes();
  });

  it('another one in its place: the old one’s payment no longer counts', async () => {
    const [one, two] = [controller(), controller()];
    const { onOutcome, statuses } = heard();
    const { rerender } = render(<Pay checkout={one} onOutcome={onOutcome} />);
    press();
    await antom.buyer.seesCashier();
    rerender(<Pay checkout={two} onOutcome={onOutcome} />);
    expect([button().disabled, stateOf()]).toEqual([false, 'idle']);
    await antom.buyer.closes();
    expect(statuses).toEqual(['cancelled']);
  });

  it('that was disposed of: the button is disabled', () => {
    const checkout = controller();
    render(<Pay checkout={checkout} />);
    act(() => {
      checkout.dispose();
    });
    expect([button().disabled, stateOf()]).toEqual([true, 'disposed']);
  });
});
