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
  await visit.page.evaluate(
    ([body, selector]) => {
      document.body.insertAdjacentHTML('beforeend', body);
      window.lab.main.checkout.bind(selector, {
        onOutcome: (outcome) => {
          window.lab.main.outcomes.push(outcome);
        },
      });
    },
    [html, trigger] as const,
  );
  return visit;
}

const statuses = ({ page }: Visit): Promise<string[]> => page.evaluate(() => window.lab.main.outcomes.map(({ status }) => status));
/** The element with the focus, in shadow trees too. */
const focused = ({ page }: Visit): Promise<string> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.id === '' ? active.tagName : (active?.id ?? '');
  });

describe('a form whose fields the page checks by a listener that was registered after bind()', () => {
  // By every other way: test/unit/bind.refused.test.ts.
  it('set by script, behind one that stops every submit: nothing is asked for while it refuses; then the cashier opens, and the form is not submitted', async () => {
    const visit = await openPage(PAGE, 'form');
    const asked = watchServer(visit.context);
    await visit.page.evaluate(() => {
      const form = document.querySelector('form') as HTMLFormElement;
      form.addEventListener('submit', (event) => {
        event.stopPropagation();
      });
      form.onsubmit = () => document.querySelector('input')?.value !== '';
    });
    const url = visit.page.url();
    await visit.page.click('#pay');
    await visit.page.focus('#name');
    await visit.page.keyboard.press('Enter');
    await requestsSeen(visit.page);
    expect(asked).toEqual([]);
    expect(await visit.page.evaluate(() => [window.lab.main.phases, document.querySelectorAll('[aria-busy], [disabled]').length])).toEqual([
      [],
      0,
    ]);
    await visit.page.fill('#name', 'Ann');
    await visit.page.keyboard.press('Enter');
    await waitForPhase(visit, 'open');
    // While the payment runs, by script.
    await visit.page.evaluate(() => {
      document.querySelector('form')?.requestSubmit();
    });
    await requestsSeen(visit.page);
    expect(visit.page.url()).toBe(url);
    expect(asked).toEqual(['session']);
    await press(visit, 'close');
    await expect.poll(() => statuses(visit)).toEqual(['cancelled']);
    expectNoProblems(visit);
  });
});

describe('a button', () => {
  it('whose click a listener on document refuses, registered later, starts nothing; one that is inside a disabled button neither', async () => {
    const visit = await openPage('<button id="pay" type="button"><span id="label">Pay</span></button>', '#pay');
    await visit.page.evaluate(() => {
      document.addEventListener('click', (event) => {
        if (!document.body.classList.contains('agreed')) event.preventDefault();
      });
    });
    await visit.page.click('#pay');
    await visit.page.evaluate(() => {
      document.body.classList.add('agreed');
      (document.getElementById('pay') as HTMLButtonElement).disabled = true;
    });
    await visit.page.click('#label', { force: true });
    await visit.page.evaluate(() => {
      document.getElementById('label')?.click();
    });
    await requestsSeen(visit.page);
    expect(await visit.page.evaluate(() => window.lab.main.phases)).toEqual([]);
    await visit.page.evaluate(() => {
      (document.getElementById('pay') as HTMLButtonElement).disabled = false;
    });
    await visit.page.click('#label');
    await waitForPhase(visit, 'open');
  });

  it('after a redirect that left the page where it is can be used again', async () => {
    const visit = await openPage('<button id="pay" type="button">Pay</button>', '#pay', { cashier: 'auto=redirect-204' });
    await visit.page.evaluate(() => {
      const { checkout } = window.lab.main;
      checkout.subscribe(() => {
        if (checkout.state.phase === 'settled') Object.assign(window, { wasDisabled: document.querySelector('button')?.disabled });
      });
    });
    await visit.page.click('#pay');
    await expect.poll(() => statuses(visit)).toEqual(['redirected']);
    // A locator would wait for the navigation, which a 204 never finishes.
    await expect.poll(() => visit.page.evaluate(() => document.querySelector('button')?.disabled)).toBe(false);
    expect(await visit.page.evaluate(() => (window as unknown as { wasDisabled: boolean }).wasDisabled)).toBe(true);
    await visit.page.evaluate(() => {
      document.getElementById('pay')?.click();
    });
    // Its session opens again: the payment is undecided.
    await expect.poll(() => visit.page.evaluate(() => window.lab.main.phases.filter((phase) => phase === 'opening').length)).toBe(2);
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
      main.checkout.bind(root.getElementById('bound') as HTMLElement, {
        onOutcome: (outcome) => {
          main.outcomes.push(outcome);
        },
      });
      root.getElementById('own')?.addEventListener('click', () => {
        void main.pay();
      });
    });
    for (const [index, id] of ['bound', 'own'].entries()) {
      await visit.page.locator(`#${id}`).focus();
      await visit.page.keyboard.press('Enter');
      await press(visit, 'close');
      await expect.poll(async () => (await statuses(visit)).length).toBe(index + 1);
      await expect.poll(() => focused(visit)).toBe(id);
    }
  });

  // As frameworks do that render in a task of their own.
  it('comes back to a bound button that the page disables as well while busy, and enables in a frame of its own once the server has been asked', async () => {
    const visit = await openPage('<button id="pay" type="button">Pay</button>', '#pay', { inquiry: true });
    await visit.page.evaluate(() => {
      const { checkout } = window.lab.main;
      checkout.subscribe(() => {
        requestAnimationFrame(() => {
          (document.getElementById('pay') as HTMLButtonElement).disabled = checkout.state.busy;
        });
      });
    });
    await visit.page.focus('#pay');
    await visit.page.keyboard.press('Enter');
    await press(visit, 'close');
    await expect.poll(() => statuses(visit)).toEqual(['cancelled']);
    await expect.poll(() => focused(visit)).toBe('pay');
    expect(await visit.page.evaluate(() => document.getElementById('pay')?.outerHTML)).toBe('<button id="pay" type="button">Pay</button>');
  });
});

describe("a modal of the page's", () => {
  const logged = ({ page }: Visit): Promise<unknown[]> =>
    page.evaluate(() =>
      window.lab.main.logs.filter(({ name }) => name === 'cashier.unreachable').map(({ level, details }) => [level, details]),
    );

  it('that takes the pointer from the body as Radix does, and a dialog that is not modal, leave the cashier usable, and find the page as it was', async () => {
    const visit = await openLab(browser, { cashier: 'retention=0&delay=0' });
    const before = await visit.page.evaluate(() => {
      document.head.insertAdjacentHTML('beforeend', '<style data-merchant>.modal-open { pointer-events: none }</style>');
      document.body.className = 'modal-open';
      document.body.insertAdjacentHTML(
        'beforeend',
        '<dialog>Cart</dialog><div role="dialog" style="pointer-events: auto"><button id="pay" type="button">Pay</button></div>',
      );
      document.querySelector('dialog')?.show();
      document.getElementById('pay')?.addEventListener('click', () => {
        void window.lab.main.pay();
      });
      return document.body.outerHTML.replace(/<script[\s\S]*?<\/script>/g, '');
    });
    await visit.page.click('#pay');
    await press(visit, 'close');
    await expect.poll(() => statuses(visit)).toEqual(['cancelled']);
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
    // The SDK sets the body's overflow once more, 300 ms later, and it is restored once more.
    await expect.poll(() => visit.page.evaluate(() => document.body.outerHTML.replace(/<script[\s\S]*?<\/script>/g, ''))).toBe(before);
    expect(await logged(visit)).toEqual([]);
    expectNoProblems(visit);
  });

  it.each<[string, () => void, string]>([
    [
      'a native modal dialog in a shadow tree',
      () => {
        const root = document.body.appendChild(document.createElement('shop-dialog')).attachShadow({ mode: 'open' });
        root.innerHTML = '<dialog><slot></slot></dialog>';
        root.host.innerHTML = '<button id="pay" type="button">Pay</button>';
        root.querySelector('dialog')?.showModal();
      },
      'modal-dialog',
    ],
    [
      'inert on the body',
      () => {
        document.body.inert = true;
      },
      'inert',
    ],
  ])('%s, which makes the cashier unreachable, is logged once', async (_what, show, reason) => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    await visit.page.evaluate(show);
    await visit.page.evaluate(() => {
      void window.lab.main.pay();
    });
    await expect.poll(() => logged(visit)).toEqual([['warn', { reason }]]);
    await act(visit, 'processing');
    await expect.poll(() => statuses(visit)).toEqual(['processing']);
    expect(await logged(visit)).toHaveLength(1);
  });
});
