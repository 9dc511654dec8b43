/** bind() among what pages do of their own: forms that refuse, buttons in shadow trees or disabled by the page, modals. */
import { describe, expect, it } from 'vitest';
import { act, expectNoProblems, press, useBrowser, type Visit } from './support/browser.ts';
import { openLab, waitForPhase, type LabVisitOptions } from './support/lab.ts';
import { requestsSeen, watchServer } from './support/payments.ts';

const browser = useBrowser();

const PAGE = `<main><form action="/redirect-target">
  <input id="name" name="name"> <button id="pay">Pay</button>
</form></main>`;

/** A merchant's page of that HTML, something of it bound. */
async function openPage(html: string, trigger: string, options: LabVisitOptions = {}): Promise<Visit> {
  const visit = await openLab(browser, { cashier: 'retention=0&delay=0', ...options });
  await visit.page.evaluate(([body, selector]) => {
    document.body.insertAdjacentHTML('beforeend', body);
    window.lab.main.checkout.bind(selector, { onOutcome: (outcome) => { window.lab.main.outcomes.push(outcome); } });
  }, [html, trigger] as const);
  return visit;
}

/** However slow the machine is. */
const patient = { timeout: 30_000 };

const statuses = ({ page }: Visit): Promise<string[]> => page.evaluate(() => window.lab.main.outcomes.map(({ status }) => status));
/** The element with the focus, in shadow trees too. */
const focused = ({ page }: Visit): Promise<string> => page.evaluate(() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.id === '' ? active.tagName : active?.id ?? '';
});

describe('a form whose fields the page checks by a listener that was registered after bind()', () => {
  const WAYS: Readonly<Record<string, () => void>> = {
    'on the form, as jQuery Validate does: preventDefault() and stopPropagation()': () => {
      document.querySelector('form')?.addEventListener('submit', (event) => {
        if (document.querySelector('input')?.value !== '') return;
        event.preventDefault();
        event.stopPropagation();
      });
    },
    'on the root container, as React does, which stops every submit': () => {
      document.querySelector('main')?.addEventListener('submit', (event) => {
        event.stopPropagation();
        if (document.querySelector('input')?.value === '') event.preventDefault();
      });
    },
    'capturing on document, behind one that stops every submit': () => {
      document.addEventListener('submit', (event) => { event.stopPropagation(); }, true);
      document.addEventListener('submit', (event) => { if (document.querySelector('input')?.value === '') event.preventDefault(); }, true);
    },
    'in an attribute': () => {
      document.querySelector('form')?.setAttribute('onsubmit', "return document.querySelector('input').value !== ''");
    },
    'set by script, behind a listener that stops every submit': () => {
      const form = document.querySelector('form') as HTMLFormElement;
      form.addEventListener('submit', (event) => { event.stopPropagation(); });
      form.onsubmit = () => document.querySelector('input')?.value !== '';
    },
    'on window': () => {
      window.addEventListener('submit', (event) => { if (document.querySelector('input')?.value === '') event.preventDefault(); });
    },
  };

  it.each(Object.entries(WAYS))('%s: nothing is asked for while it refuses; then the cashier opens, and the form is not submitted', async (_way, register) => {
    const visit = await openPage(PAGE, 'form');
    const asked = watchServer(visit.context);
    await visit.page.evaluate(register);
    const url = visit.page.url();
    await visit.page.click('#pay');
    await visit.page.focus('#name');
    await visit.page.keyboard.press('Enter');
    await requestsSeen(visit.page);
    expect(asked).toEqual([]);
    expect(await visit.page.evaluate(() => [window.lab.main.phases, document.querySelectorAll('[aria-busy], [disabled]').length])).toEqual([[], 0]);
    await visit.page.fill('#name', 'Ann');
    await visit.page.keyboard.press('Enter');
    await waitForPhase(visit, 'open');
    expect(visit.page.url()).toBe(url);
    expect(asked).toEqual(['session']);
    await press(visit, 'close');
    await expect.poll(() => statuses(visit), patient).toEqual(['cancelled']);
    expectNoProblems(visit);
  });

  it('while a payment runs, a submit by script that a listener stops does not leave the page', async () => {
    const visit = await openPage(PAGE, 'form');
    const url = visit.page.url();
    await visit.page.click('#pay');
    await waitForPhase(visit, 'open');
    await visit.page.evaluate(() => {
      document.addEventListener('submit', (event) => { event.stopImmediatePropagation(); }, true);
      document.querySelector('form')?.requestSubmit();
    });
    await requestsSeen(visit.page);
    expect(visit.page.url()).toBe(url);
    expect(await statuses(visit)).toEqual([]);
  });

  it('in a shadow tree: the same', async () => {
    const visit = await openLab(browser, { cashier: 'retention=0&delay=0' });
    const asked = watchServer(visit.context);
    await visit.page.evaluate((html) => {
      const root = document.body.appendChild(document.createElement('shop-form')).attachShadow({ mode: 'closed' });
      root.innerHTML = html;
      window.lab.main.checkout.bind(root.querySelector('form') as HTMLFormElement);
      root.addEventListener('submit', (event) => { if (root.querySelector('input')?.value === '') event.preventDefault(); });
      Object.assign(window, { shadow: root });
    }, PAGE);
    const submit = (name: string): Promise<void> => visit.page.evaluate((value) => {
      const { shadow } = window as unknown as { shadow: ShadowRoot };
      (shadow.querySelector('input') as HTMLInputElement).value = value;
      (shadow.querySelector('button') as HTMLButtonElement).click();
    }, name);
    await submit('');
    await requestsSeen(visit.page);
    expect(asked).toEqual([]);
    await submit('Ann');
    await waitForPhase(visit, 'open');
    expect(asked).toEqual(['session']);
  });
});

describe('a button', () => {
  it('whose click a listener on document refuses, registered later, starts nothing; one that is inside a disabled button neither', async () => {
    const visit = await openPage('<button id="pay" type="button"><span id="label">Pay</span></button>', '#pay');
    await visit.page.evaluate(() => {
      document.addEventListener('click', (event) => { if (!document.body.classList.contains('agreed')) event.preventDefault(); });
    });
    await visit.page.click('#pay');
    await visit.page.evaluate(() => {
      document.body.classList.add('agreed');
      (document.getElementById('pay') as HTMLButtonElement).disabled = true;
    });
    await visit.page.click('#label', { force: true });
    await visit.page.evaluate(() => { document.getElementById('label')?.click(); });
    await requestsSeen(visit.page);
    expect(await visit.page.evaluate(() => window.lab.main.phases)).toEqual([]);
    await visit.page.evaluate(() => { (document.getElementById('pay') as HTMLButtonElement).disabled = false; });
    await visit.page.click('#label');
    await waitForPhase(visit, 'open');
  });

  it('after a redirect that left the page where it is can be used again', async () => {
    const visit = await openPage('<button id="pay" type="button">Pay</button>', '#pay', { cashier: 'auto=redirect-204' });
    await visit.page.evaluate(() => {
      const { checkout } = window.lab.main;
      checkout.subscribe(() => { if (checkout.state.phase === 'settled') Object.assign(window, { wasDisabled: document.querySelector('button')?.disabled }); });
    });
    await visit.page.click('#pay');
    await expect.poll(() => statuses(visit), patient).toEqual(['redirected']);
    // A locator would wait for the navigation, which a 204 never finishes.
    await expect.poll(() => visit.page.evaluate(() => document.querySelector('button')?.disabled), patient).toBe(false);
    expect(await visit.page.evaluate(() => (window as unknown as { wasDisabled: boolean }).wasDisabled)).toBe(true);
    await visit.page.evaluate(() => { document.getElementById('pay')?.click(); });
    // Its session opens again: the payment is undecided.
    await expect.poll(() => visit.page.evaluate(() => window.lab.main.phases.filter((phase) => phase === 'opening').length), patient).toBe(2);
    expectNoProblems(visit);
  });
});

describe('the focus', () => {
  it('goes back to a button in a shadow tree, bound or not', async () => {
    const visit = await openLab(browser, { cashier: 'retention=0&delay=0' });
    await visit.page.evaluate(() => {
      const root = document.body.appendChild(document.createElement('shop-box')).attachShadow({ mode: 'open' });
      root.innerHTML = '<button id="bound">Pay</button> <button id="own">Pay</button>';
      const { main } = window.lab;
      main.checkout.bind(root.getElementById('bound') as HTMLElement, { onOutcome: (outcome) => { main.outcomes.push(outcome); } });
      root.getElementById('own')?.addEventListener('click', () => { void main.pay(); });
    });
    for (const [index, id] of ['bound', 'own'].entries()) {
      await visit.page.locator(`#${id}`).focus();
      await visit.page.keyboard.press('Enter');
      await press(visit, 'close');
      await expect.poll(async () => (await statuses(visit)).length, patient).toBe(index + 1);
      await expect.poll(() => focused(visit), patient).toBe(id);
    }
  });

  const subscribes = (how: 'at once' | 'later'): (() => void) => (how === 'at once'
    ? () => { window.lab.main.checkout.subscribe(() => { (document.getElementById('pay') as HTMLButtonElement).disabled = window.lab.main.checkout.state.busy; }); }
    // As frameworks do that render in a task of their own.
    : () => { window.lab.main.checkout.subscribe(() => { requestAnimationFrame(() => { (document.getElementById('pay') as HTMLButtonElement).disabled = window.lab.main.checkout.state.busy; }); }); });

  describe.each(['at once', 'later'] as const)('of a button that the page disables while busy, and enables %s', (how) => {
    it.each<[string, LabVisitOptions, string]>([
      ['the buyer closed the cashier', {}, 'close'],
      ['a result, and the server was asked', { inquiry: true }, 'fail'],
      ['a close, and the server was asked', { inquiry: true }, 'close'],
    ])('comes back after %s', async (_what, options, action) => {
      const visit = await openLab(browser, { cashier: 'retention=0&delay=0', ...options });
      await visit.page.evaluate(() => {
        document.body.insertAdjacentHTML('beforeend', '<button id="pay" type="button">Pay</button>');
        document.getElementById('pay')?.addEventListener('click', () => { void window.lab.main.pay(); });
      });
      await visit.page.evaluate(subscribes(how));
      await visit.page.focus('#pay');
      await visit.page.keyboard.press('Enter');
      await press(visit, action);
      await expect.poll(async () => (await statuses(visit)).length, patient).toBe(1);
      await expect.poll(() => focused(visit), patient).toBe('pay');
    });
  });

  it('of a bound button that the page disables as well comes back too', async () => {
    const visit = await openPage('<button id="pay" type="button">Pay</button>', '#pay');
    await visit.page.evaluate(subscribes('later'));
    await visit.page.focus('#pay');
    await visit.page.keyboard.press('Enter');
    await press(visit, 'close');
    await expect.poll(() => focused(visit), patient).toBe('pay');
    expect(await visit.page.evaluate(() => document.getElementById('pay')?.outerHTML)).toBe('<button id="pay" type="button">Pay</button>');
  });
});

describe('a modal of the page\'s', () => {
  const logged = ({ page }: Visit): Promise<unknown[]> => page.evaluate(() =>
    window.lab.main.logs.filter(({ name }) => name === 'cashier.unreachable').map(({ level, details }) => [level, details]));

  it.each(['inline', 'stylesheet'])('that takes the pointer from the body (%s) as Radix does leaves the cashier usable, and finds the page as it was', async (how) => {
    const visit = await openLab(browser, { cashier: 'retention=0&delay=0' });
    const before = await visit.page.evaluate((way) => {
      if (way === 'inline') {
        document.body.style.pointerEvents = 'none';
      } else {
        document.head.insertAdjacentHTML('beforeend', '<style data-merchant>.modal-open { pointer-events: none }</style>');
        document.body.className = 'modal-open';
      }
      document.body.insertAdjacentHTML('beforeend', '<div role="dialog" style="pointer-events: auto"><button id="pay" type="button">Pay</button></div>');
      document.getElementById('pay')?.addEventListener('click', () => { void window.lab.main.pay(); });
      return document.body.outerHTML.replace(/<script[\s\S]*?<\/script>/g, '');
    }, how);
    await visit.page.click('#pay');
    await press(visit, 'close');
    await expect.poll(() => statuses(visit), patient).toEqual(['cancelled']);
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
    expect(await visit.page.evaluate(() => document.body.outerHTML.replace(/<script[\s\S]*?<\/script>/g, ''))).toBe(before);
    expect(await logged(visit)).toEqual([]);
    expectNoProblems(visit);
  });

  it.each<[string, () => void, string]>([
    ['a native modal dialog', () => {
      document.body.insertAdjacentHTML('beforeend', '<dialog><button id="pay" type="button">Pay</button></dialog>');
      document.querySelector('dialog')?.showModal();
    }, 'modal-dialog'],
    ['one in a shadow tree', () => {
      const root = document.body.appendChild(document.createElement('shop-dialog')).attachShadow({ mode: 'open' });
      root.innerHTML = '<dialog><slot></slot></dialog>';
      root.host.innerHTML = '<button id="pay" type="button">Pay</button>';
      root.querySelector('dialog')?.showModal();
    }, 'modal-dialog'],
    ['inert on the body', () => { document.body.inert = true; }, 'inert'],
  ])('%s, which makes the cashier unreachable, is logged once', async (_what, show, reason) => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    await visit.page.evaluate(show);
    await visit.page.evaluate(() => { void window.lab.main.pay(); });
    await expect.poll(() => logged(visit), patient).toEqual([['warn', { reason }]]);
    await act(visit, 'processing');
    await expect.poll(() => statuses(visit), patient).toEqual(['processing']);
    expect(await logged(visit)).toHaveLength(1);
  });

  it('a dialog that is not modal is none', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0&retention=0' });
    await visit.page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<dialog>Cart</dialog>');
      document.querySelector('dialog')?.show();
      void window.lab.main.pay();
    });
    await press(visit, 'close');
    await expect.poll(() => statuses(visit), patient).toEqual(['cancelled']);
    expect(await logged(visit)).toEqual([]);
  });
});
