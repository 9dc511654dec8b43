/** bind(), where the page does something of its own in between: unbinds, unmounts, stops an event, submits by script. */
import { getByLabelText } from '@testing-library/dom';
import { describe, expect, it, vi } from 'vitest';
import type { PaymentOutcome } from '../../src/types';
import { bound, el, html, isBusy, isDisabled, launched, leftAlone, setPage } from '../support/bind';
import { flush, openShop, pagehide, pass, useShop } from '../support/shop';

useShop();

/** Safari before 15.4: the submit does not say which button it is from. */
function nameNoSubmitter(): void {
  vi.spyOn(SubmitEvent.prototype, 'submitter', 'get').mockReturnValue(undefined as unknown as null);
}

const submitByScript = (): void => {
  (el('checkout') as HTMLFormElement).requestSubmit();
};

describe("a listener of the page's", () => {
  it('that unbinds as the payment begins leaves the trigger as it was', async () => {
    const shop = bound('#alone');
    shop.checkout.subscribe(() => {
      shop.unbind();
    });
    el('alone').click();
    expect(html()).toBe(shop.found);
    (await launched(shop)).close();
    await pass(1_000);
    expect(html()).toBe(shop.found);
  });

  it('that disposes of the controller as the payment begins leaves the trigger as it was', async () => {
    const shop = bound('#alone');
    shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase === 'preparing') shop.checkout.dispose();
    });
    el('alone').click();
    await pass(1_000);
    expect(html()).toBe(shop.found);
  });

  it('that calls unmount() on hearing of the redirect makes the trigger usable again', async () => {
    const shop = bound('#alone');
    shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase === 'settled') shop.checkout.unmount();
    });
    el('alone').click();
    const cashier = await launched(shop);
    cashier.emit('SDK_CALL_URL_SUCCESS', { message: 'x' });
    pagehide();
    await flush();
    expect(shop.outcomes).toMatchObject([{ status: 'redirected' }]);
    expect([isBusy('alone'), isDisabled('alone')]).toEqual([false, false]);
  });
});

describe('a form', () => {
  it('inside the bound one submits as itself', async () => {
    const shop = bound('#checkout');
    const inner = document.createElement('form');
    const button = document.createElement('button');
    inner.appendChild(button);
    el('checkout').appendChild(inner);
    const seen = leftAlone();
    button.click();
    await flush();
    expect(shop.checkout.state.phase).toBe('idle');
    expect(seen.count).toBe(1);
  });

  it('in a shadow root has its button disabled while it pays', async () => {
    setPage();
    const root = el('link').appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    root.innerHTML = '<form><button>Buy</button></form>';
    const [form, button] = [root.querySelector('form'), root.querySelector('button')];
    if (!form || !button) throw new Error('the shadow root has no form');
    const shop = openShop();
    shop.checkout.bind(form);
    button.click();
    const cashier = await launched(shop);
    expect(button.disabled).toBe(true);
    cashier.close();
    await pass(1_000);
    expect(button.disabled).toBe(false);
  });
});

describe('where the browser does not name the button that submits', () => {
  it("a click that the page lets go no further is still that button's", async () => {
    nameNoSubmitter();
    const shop = bound('#buy');
    const seen = leftAlone();
    el('buy').addEventListener('click', (event) => {
      event.stopPropagation();
    });
    el('buy').click();
    await launched(shop);
    expect(seen.count).toBe(0);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('a click that was followed by no submit counts for none that comes later by script', async () => {
    const shop = bound('#checkout');
    const seen = leftAlone();
    el('coupon').addEventListener('click', (event) => {
      event.preventDefault();
    });
    el('coupon').click();
    await pass(5_000);
    submitByScript();
    await launched(shop);
    expect(seen.count).toBe(0);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('a click on the bound button that the browser found invalid pays by no submit that comes later by script', async () => {
    const shop = bound('#buy');
    const seen = leftAlone();
    const name = getByLabelText<HTMLInputElement>(document.body, 'Name');
    name.value = '';
    el('buy').click();
    name.value = 'Ann';
    await pass(5_000);
    submitByScript();
    await flush();
    expect(shop.checkout.state.phase).toBe('idle');
    expect(seen.count).toBe(1);
  });
});

describe('two bindings', () => {
  it('of one element tell a payment once, and leave the element as it was', async () => {
    const shop = bound('#alone');
    const more: PaymentOutcome[] = [];
    shop.checkout.bind('#alone', {
      onOutcome: (outcome) => {
        more.push(outcome);
      },
    });
    el('alone').click();
    (await launched(shop)).close();
    await pass(1_000);
    expect(shop.outcomes).toMatchObject([{ status: 'cancelled' }]);
    expect(more).toEqual([]);
    expect(html()).toBe(shop.found);
  });

  it('of two elements do not pay at once, and only the one that pays is told', async () => {
    const shop = bound('#alone');
    const more: PaymentOutcome[] = [];
    shop.checkout.bind('#checkout', {
      onOutcome: (outcome) => {
        more.push(outcome);
      },
    });
    el('alone').click();
    const cashier = await launched(shop);
    el('buy').click();
    await flush();
    cashier.close();
    await pass(1_000);
    expect(shop.outcomes).toMatchObject([{ status: 'cancelled' }]);
    expect(more).toEqual([]);
    expect(html()).toBe(shop.found);
  });
});
