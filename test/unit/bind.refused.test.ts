/** bind(): a submit or a click that any listener of the page refuses, wherever and whenever it was registered, starts nothing. */
/* eslint-disable @typescript-eslint/no-deprecated -- pages use what is deprecated */
import { fireEvent } from '@testing-library/dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bound, el, isBusy, isDisabled, launched, leftAlone, setPage } from '../support/bind';
import { flush, openShop, pass, useShop, type Shop } from '../support/shop';

useShop();

const undo: (() => void)[] = [];
afterEach(() => {
  undo.splice(0).forEach((run) => {
    run();
  });
});

/** As a page's own script does; taken away after the test. */
function on(target: EventTarget, type: string, listener: (event: Event) => void, options?: AddEventListenerOptions): void {
  target.addEventListener(type, listener, options);
  undo.push(() => {
    target.removeEventListener(type, listener, options);
  });
}

/** Nothing was started: no phase, no session, nothing disabled. */
async function expectNothing(shop: Shop): Promise<void> {
  await pass(1_000);
  expect(shop.checkout.state.phase).toBe('idle');
  expect(shop.sessions).toHaveLength(0);
  expect(shop.sdk.instances).toHaveLength(0);
  expect(document.querySelector('[aria-busy]')).toBeNull();
}

type Say = (event: Event) => void;
const REFUSALS: [string, Say][] = [
  [
    'preventDefault()',
    (event) => {
      event.preventDefault();
    },
  ],
  [
    'returnValue = false',
    (event) => {
      event.returnValue = false;
    },
  ],
  [
    'preventDefault() and stopPropagation(), as jQuery does for `return false`',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
    },
  ],
  [
    'stopPropagation(), then preventDefault()',
    (event) => {
      event.stopPropagation();
      event.preventDefault();
    },
  ],
  [
    'stopImmediatePropagation(), then returnValue = false',
    (event) => {
      event.stopImmediatePropagation();
      event.returnValue = false;
    },
  ],
  [
    'cancelBubble = true, then preventDefault()',
    (event) => {
      event.cancelBubble = true;
      event.preventDefault();
    },
  ],
];
const PLACES: [string, () => EventTarget, AddEventListenerOptions?][] = [
  ['the element itself', () => el('checkout')],
  ['the element itself, capturing', () => el('checkout'), { capture: true }],
  ['an ancestor, as React does', () => document.querySelector('main') as Element],
  ['document, as jQuery does for delegated listeners', () => document],
  ['document, capturing', () => document, { capture: true }],
  ['window', () => window],
  ['window, capturing', () => window, { capture: true }],
];

describe.each([
  ['before', true],
  ['after', false],
])('a listener registered %s bind()', (_when, early) => {
  it.each(PLACES.flatMap(([place, target, options]) => REFUSALS.map(([how, say]) => [place, how, target, say, options] as const)))(
    'on %s that refuses by %s: nothing starts, and nothing is submitted',
    async (_place, _how, target, say, options) => {
      setPage();
      const shop = openShop();
      if (early) on(target(), 'submit', say, options);
      shop.checkout.bind('#checkout');
      if (!early) on(target(), 'submit', say, options);
      const seen = leftAlone();
      el('buy').click();
      expect(seen.count).toBe(0);
      await expectNothing(shop);
    },
  );
});

describe('a handler', () => {
  it('in an attribute that returns false', async () => {
    const shop = bound('#checkout');
    el('checkout').setAttribute('onsubmit', 'return false');
    el('buy').click();
    await expectNothing(shop);
  });

  it('of another event, called from within, refuses that one only', async () => {
    const shop = bound('#checkout');
    const form = el('checkout') as HTMLFormElement;
    on(form, 'submit', (event) => {
      event.stopPropagation();
    });
    let within = false;
    form.onsubmit = () => {
      if (within) return false;
      within = true;
      form.dispatchEvent(new Event('submit'));
      return true;
    };
    el('buy').click();
    await launched(shop);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('set by script that returns false, behind a listener that stops the event', async () => {
    const shop = bound('#checkout');
    const form = el('checkout') as HTMLFormElement;
    on(form, 'submit', (event) => {
      event.stopPropagation();
    });
    const handler = vi.fn(() => false);
    form.onsubmit = handler;
    el('buy').click();
    await expectNothing(shop);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(form.onsubmit).toBe(handler);
  });

  it('that agrees, behind a listener that stops the event, is asked once, and the payment starts', async () => {
    const shop = bound('#checkout');
    const form = el('checkout') as HTMLFormElement;
    on(form, 'submit', (event) => {
      event.stopPropagation();
    });
    const handler = vi.fn(() => true);
    form.onsubmit = handler;
    const seen = leftAlone();
    el('buy').click();
    await launched(shop);
    expect(seen.count).toBe(0);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(form.onsubmit).toBe(handler);
  });

  it("that the page replaces meanwhile stays the page's", async () => {
    const shop = bound('#checkout');
    const form = el('checkout') as HTMLFormElement;
    const other = (): void => undefined;
    on(form, 'submit', (event) => {
      event.stopPropagation();
    });
    form.onsubmit = () => {
      form.onsubmit = other;
    };
    el('buy').click();
    await launched(shop);
    expect(form.onsubmit).toBe(other);
  });
});

describe('a listener that only stops the event', () => {
  const STOPS: [string, Say][] = [
    [
      'stopPropagation()',
      (event) => {
        event.stopPropagation();
      },
    ],
    [
      'stopImmediatePropagation()',
      (event) => {
        event.stopImmediatePropagation();
      },
    ],
    [
      'cancelBubble = true',
      (event) => {
        event.cancelBubble = true;
      },
    ],
  ];
  it.each(PLACES.flatMap(([place, target, options]) => STOPS.map(([how, stop]) => [place, how, target, stop, options] as const)))(
    'on %s by %s: the payment starts, and nothing is submitted',
    async (_place, _how, target, stop, options) => {
      const shop = bound('#checkout');
      on(target(), 'submit', stop, options);
      const seen = leftAlone();
      el('buy').click();
      expect(seen.count).toBe(0);
      await launched(shop);
      expect(isBusy('checkout')).toBe(true);
      expect(shop.sdk.cashiers).toHaveLength(1);
    },
  );

  it.each([true, false])('and was registered on window before bind(); it refuses as well: %s', async (refuses) => {
    setPage();
    on(
      window,
      'submit',
      (event) => {
        event.stopPropagation();
        if (refuses) event.preventDefault();
      },
      { capture: true },
    );
    const shop = openShop();
    shop.checkout.bind('#checkout');
    const seen = leftAlone();
    el('buy').click();
    expect(seen.count).toBe(0);
    if (refuses) await expectNothing(shop);
    else await launched(shop);
  });

  it('is not told that the event was refused, nor are those behind it, until it is decided', async () => {
    const shop = bound('#checkout');
    const told: unknown[] = [];
    const tell = (event: Event): void => {
      told.push([event.defaultPrevented, event.returnValue, event.cancelBubble]);
    };
    on(el('checkout'), 'submit', (event) => {
      tell(event);
      event.stopPropagation();
      tell(event);
    });
    let given: Event | null = null;
    on(el('checkout'), 'submit', (event) => {
      given = event;
      tell(event);
    });
    el('buy').click();
    expect(told).toEqual([
      [false, true, false],
      [false, true, true],
      [false, true, true],
    ]);
    expect((given as Event | null)?.type).toBe('submit');
    await launched(shop);
    expect((given as Event | null)?.defaultPrevented).toBe(true);
  });

  it('and a second one that refuses: nothing starts', async () => {
    const shop = bound('#checkout');
    const told: boolean[] = [];
    on(el('checkout'), 'submit', (event) => {
      event.cancelBubble = false;
      event.returnValue = true;
      event.stopPropagation();
      event.stopPropagation();
    });
    on(el('checkout'), 'submit', (event) => {
      event.preventDefault();
      told.push(event.defaultPrevented);
    });
    el('buy').click();
    expect(told).toEqual([true]);
    await expectNothing(shop);
  });

  it("by other means than the event's own leaves the submit to the browser, and nothing starts", async () => {
    const shop = bound('#checkout');
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this`
    const { stopPropagation } = Event.prototype;
    let given: Event | null = null;
    on(el('checkout'), 'submit', (event) => {
      given = event;
      stopPropagation.call(event);
    });
    const seen = leftAlone();
    el('buy').click();
    // Too late for anything.
    (given as Event | null)?.stopPropagation();
    expect(seen.count).toBe(1);
    await expectNothing(shop);
  });

  it('while a payment runs: nothing is submitted either', async () => {
    const shop = bound('#checkout');
    el('buy').click();
    await launched(shop);
    on(
      document,
      'submit',
      (event) => {
        event.stopPropagation();
      },
      { capture: true },
    );
    const seen = leftAlone();
    (el('checkout') as HTMLFormElement).requestSubmit();
    await flush();
    expect(seen.count).toBe(0);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('and unbinds: nothing starts', async () => {
    const shop = bound('#checkout');
    on(el('checkout'), 'submit', (event) => {
      event.stopPropagation();
      shop.unbind();
    });
    el('buy').click();
    await expectNothing(shop);
  });
});

describe('a payment that nobody refuses', () => {
  it("starts in the click's own task", () => {
    const shop = bound('#checkout');
    on(window, 'submit', () => undefined);
    el('buy').click();
    expect(shop.checkout.state.phase).not.toBe('idle');
  });

  it('is asked of the page once, whichever element is bound twice', async () => {
    const shop = bound('#checkout');
    shop.checkout.bind('#checkout');
    const seen = leftAlone();
    el('buy').click();
    await launched(shop);
    expect(seen.count).toBe(0);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('starts though another submit was dispatched and refused within it', async () => {
    const shop = bound('#checkout');
    const form = el('checkout') as HTMLFormElement;
    let within = false;
    on(
      window,
      'submit',
      (event) => {
        if (within) {
          event.preventDefault();
        } else {
          within = true;
          form.requestSubmit();
          within = false;
        }
      },
      { capture: true },
    );
    el('buy').click();
    await launched(shop);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('by an event that does not bubble', async () => {
    const shop = bound('#checkout');
    const event = new Event('submit', { cancelable: true });
    el('checkout').dispatchEvent(event);
    await launched(shop);
    expect(event.defaultPrevented).toBe(true);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('by an event that does not bubble and is refused, none', async () => {
    const shop = bound('#checkout');
    on(el('checkout'), 'submit', (event) => {
      event.preventDefault();
    });
    el('checkout').dispatchEvent(new Event('submit', { cancelable: true }));
    await expectNothing(shop);
  });
});

/** Turbo 8's FormSubmitObserver on document and LinkClickObserver on window, which come last of all at each event. Returns what it took. */
function turbo(): string[] {
  const taken: string[] = [];
  const observe = (target: EventTarget, type: string): void => {
    const bubbled = (event: Event): void => {
      if (event.defaultPrevented || (event.target as Element).closest('[data-turbo]')?.getAttribute('data-turbo') === 'false') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      taken.push((event.target as Element).id);
    };
    on(
      target,
      type,
      () => {
        target.removeEventListener(type, bubbled);
        on(target, type, bubbled);
      },
      { capture: true },
    );
  };
  observe(document, 'submit');
  observe(window, 'click');
  return taken;
}

describe('Turbo', () => {
  it.each([
    ['#checkout', 'buy'],
    ['#buy', 'buy'],
    ['#link', 'link'],
  ])('leaves a submit or click of the bound %s to the payment, and nothing is left on the element', async (trigger, pressed) => {
    setPage();
    const taken = turbo();
    // Turbo takes no click on a button.
    on(el('buy'), 'click', (event) => {
      event.stopPropagation();
    });
    const shop = openShop();
    const unbind = shop.checkout.bind(trigger);
    const seen = leftAlone();
    el(pressed).click();
    expect(document.querySelector('[data-turbo]')).toBeNull();
    await launched(shop);
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect([taken, seen.count]).toEqual([[], 0]);
    unbind();
  });

  it('takes a form that is not bound, one whose other button is bound, and one that says so itself', async () => {
    setPage();
    const taken = turbo();
    const shop = openShop();
    const submit = (): boolean => fireEvent.submit(el('checkout'));
    expect(submit()).toBe(false);
    const unbind = shop.checkout.bind('#buy');
    submit();
    unbind();
    el('checkout').setAttribute('data-turbo', 'true');
    shop.checkout.bind('#checkout');
    submit();
    expect(taken).toEqual(['checkout', 'checkout', 'checkout']);
    expect(el('checkout').getAttribute('data-turbo')).toBe('true');
    await expectNothing(shop);
  });

  it('finds what a listener of the page has said meanwhile', () => {
    bound('#checkout');
    on(
      document,
      'submit',
      () => {
        el('checkout').setAttribute('data-turbo', 'true');
      },
      { capture: true },
    );
    fireEvent.submit(el('checkout'));
    expect(el('checkout').getAttribute('data-turbo')).toBe('true');
  });

  it('finds nothing on a form whose submit is refused, or stopped once it is decided', async () => {
    const shop = bound('#checkout');
    let say: Say = (event) => {
      event.preventDefault();
    };
    on(document, 'submit', (event) => {
      say(event);
    });
    fireEvent.submit(el('checkout'));
    expect(el('checkout').hasAttribute('data-turbo')).toBe(false);
    await expectNothing(shop);
    say = (event) => {
      event.stopPropagation();
    };
    fireEvent.submit(el('checkout'));
    await launched(shop);
    expect(el('checkout').hasAttribute('data-turbo')).toBe(false);
  });
});

describe('a click', () => {
  it.each(REFUSALS)('that a listener on document, registered later, refuses by %s starts nothing', async (_how, say) => {
    const shop = bound('#alone');
    on(document, 'click', say);
    fireEvent.click(el('alone'));
    await expectNothing(shop);
  });

  it('on a link that a listener stops does not navigate, and pays', async () => {
    const shop = bound('#link');
    on(el('link'), 'click', (event) => {
      event.stopPropagation();
    });
    expect(fireEvent.click(el('link'))).toBe(false);
    await launched(shop);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('on what is inside the trigger is a click on it; on a trigger that the page has disabled it is none', async () => {
    const shop = bound('#alone');
    el('alone').innerHTML = '<span id="label">Pay</span>';
    (el('alone') as HTMLButtonElement).disabled = true;
    fireEvent.click(el('label'));
    await expectNothing(shop);
    (el('alone') as HTMLButtonElement).disabled = false;
    fireEvent.click(el('label'));
    await launched(shop);
    expect(isDisabled('alone')).toBe(true);
  });
});

describe('in a shadow tree', () => {
  function shadowForm(mode: ShadowRootMode): { root: ShadowRoot; form: HTMLFormElement; button: HTMLButtonElement } {
    setPage();
    const root = el('link').appendChild(document.createElement('div')).attachShadow({ mode });
    root.innerHTML = '<form><button>Buy</button></form>';
    return { root, form: root.querySelector('form') as HTMLFormElement, button: root.querySelector('button') as HTMLButtonElement };
  }

  it.each<ShadowRootMode>(['open', 'closed'])(
    '(%s) a refusal at its root, registered later, starts nothing; without it the payment starts',
    async (mode) => {
      const { root, form, button } = shadowForm(mode);
      const shop = openShop();
      shop.checkout.bind(form);
      let valid = false;
      on(root, 'submit', (event) => {
        if (!valid) event.preventDefault();
      });
      button.click();
      await expectNothing(shop);
      valid = true;
      button.click();
      expect(button.disabled).toBe(true);
      await launched(shop);
    },
  );

  it.each<ShadowRootMode>(['open', 'closed'])('(%s) a click that a listener on window refuses starts nothing', async (mode) => {
    const { button } = shadowForm(mode);
    button.type = 'button';
    const shop = openShop();
    shop.checkout.bind(button);
    let valid = false;
    on(window, 'click', (event) => {
      if (!valid) event.preventDefault();
    });
    button.click();
    await expectNothing(shop);
    valid = true;
    button.click();
    await launched(shop);
    expect(button.disabled).toBe(true);
  });

  it('that the form was moved into after bind() it still pays', async () => {
    const shop = bound('#checkout');
    const root = (document.querySelector('main') as Element).appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    const form = el('checkout') as HTMLFormElement;
    root.append(form);
    form.requestSubmit();
    await launched(shop);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('the button that submits is known where the browser does not name it', async () => {
    vi.spyOn(SubmitEvent.prototype, 'submitter', 'get').mockReturnValue(undefined as unknown as null);
    const { root, form } = shadowForm('open');
    form.innerHTML = '<button formaction="/coupon" id="coupon">Coupon</button>';
    const shop = openShop();
    shop.checkout.bind(form);
    (root.querySelector('#coupon') as HTMLElement).click();
    await expectNothing(shop);
  });
});

describe('an engine without composedPath()', () => {
  it('pays by a submit, by a click on what is inside the trigger, and is refused as well', async () => {
    for (const trigger of ['#checkout', '#alone']) {
      const shop = bound(trigger);
      el('alone').innerHTML = '<span id="label">Pay</span>';
      const original = Object.getOwnPropertyDescriptor(Event.prototype, 'composedPath') as PropertyDescriptor;
      Object.defineProperty(Event.prototype, 'composedPath', { value: undefined, configurable: true, writable: true });
      undo.push(() => {
        Object.defineProperty(Event.prototype, 'composedPath', original);
      });
      let valid = false;
      const refuse = (event: Event): void => {
        if (!valid) event.preventDefault();
      };
      on(document, 'submit', refuse);
      on(document, 'click', (event) => {
        if (trigger === '#alone') refuse(event);
      });
      const press = (): void => {
        el(trigger === '#alone' ? 'label' : 'buy').click();
      };
      press();
      await expectNothing(shop);
      valid = true;
      press();
      await launched(shop);
      expect(shop.sdk.cashiers).toHaveLength(1);
      shop.checkout.dispose();
      await pass(1_000);
      undo
        .splice(0)
        .reverse()
        .forEach((run) => {
          run();
        });
      vi.restoreAllMocks();
    }
  });
});

describe('a trigger whose members lie', () => {
  it.each<[string, unknown]>([
    ['a text', 'checkout'],
    ['an object', {}],
    ['an input', null],
  ])('a custom element with a `form` that is %s pays by its click', async (_what, value) => {
    setPage();
    const element = document.createElement('pay-button');
    Object.assign(element, { form: value ?? document.querySelector('input'), type: 'submit' });
    document.querySelector('main')?.append(element);
    const shop = openShop();
    shop.checkout.bind(element);
    element.click();
    await launched(shop);
    expect(element.getAttribute('aria-busy')).toBe('true');
  });

  it('a form with a field called `elements` is disabled while it pays', async () => {
    const shop = bound('#checkout');
    el('checkout').insertAdjacentHTML('beforeend', '<input name="elements">');
    el('buy').click();
    await launched(shop);
    expect(isDisabled('buy')).toBe(true);
  });
});
