/** <antom-checkout>: a payment by markup alone, what is told of it, and what the page's CSS sees. */
import { describe, expect, it, vi } from 'vitest';
import type { CheckoutEvent } from 'antom-checkout-controller';
import { pageshow, pass } from '../../support/shop';
import { leftAlone } from '../../support/bind';
import { $, BASE, click, element, flush, INQUIRY, open, page, posts, statuses, useElement } from '../../support/element';

useElement();

describe('a form of a CMS, without a line of script', () => {
  const FORM = `<antom-checkout ${BASE} ${INQUIRY} order="cart42:19900"><form action="/pay"><input name="coffee" value="beans"><button>Pay</button></form></antom-checkout>`;

  it('pays once on two presses, is busy meanwhile, and is not submitted', async () => {
    await open(FORM);
    const seen = leftAlone();
    $('button').click();
    ($('form') as HTMLFormElement).requestSubmit($('button'));
    await flush();
    expect(element().getAttribute('aria-busy')).toBe('true');
    expect(($('button') as HTMLButtonElement).disabled).toBe(true);
    await page().antom.buyer.pays();
    expect(page().outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server', order: 'cart42:19900' }]);
    expect(posts()).toHaveLength(1);
    expect(seen.count).toBe(0);
    expect(element().hasAttribute('aria-busy')).toBe(false);
  });

  it('asks the server about this payment, by an id that is encoded, and takes no stored answer', async () => {
    await open(FORM.replace('{paymentRequestId}', '%7BpaymentRequestId%7D?again={paymentRequestId}'));
    page().antom.server.givesSession({
      ...((await page().antom.options.createPaymentSession!({ signal: new AbortController().signal })) as object),
      paymentRequestId: 'a/b&c$&',
    } as never);
    await click();
    await page().antom.buyer.closes();
    expect(page().requests.at(-1)).toMatchObject({ url: '/pay/a%2Fb%26c%24%26?again=a%2Fb%26c%24%26', method: 'GET', cache: 'no-store' });
  });

  it('that the browser finds invalid starts nothing', async () => {
    await open(FORM.replace('value="beans"', 'required'));
    await click();
    expect(element().state.phase).toBe('idle');
  });

  it('whose submit a listener of the page refuses starts nothing', async () => {
    await open(FORM);
    document.body.addEventListener('submit', (event) => event.preventDefault(), { once: true });
    await click();
    expect(element().state.phase).toBe('idle');
    expect(statuses()).toEqual([]);
  });

  it('around the element pays by the buttons in it', async () => {
    await open(`<form action="/pay"><antom-checkout ${BASE}><button>Pay</button></antom-checkout></form>`);
    await click();
    await page().antom.buyer.closes();
    expect(statuses()).toEqual(['cancelled']);
  });
});

describe('events', () => {
  it('bubble to the document and leave shadow trees: the outcome, each state, each event of the SDK', async () => {
    const root = $('main').attachShadow({ mode: 'open' });
    const events: CheckoutEvent[] = [];
    document.addEventListener('antom-event', ({ detail }) => events.push(detail), { once: true });
    root.innerHTML = `<antom-checkout ${BASE}><button type="button">Pay</button></antom-checkout>`;
    await flush();
    root.querySelector('button')!.click();
    await flush();
    await page().antom.buyer.closes();
    expect(statuses()).toEqual(['cancelled']);
    expect(page().states.map(({ phase }) => phase)).toContain('open');
    expect(events).toHaveLength(1);
  });

  it('a form in a shadow tree pays by its submit', async () => {
    const root = $('main').attachShadow({ mode: 'open' });
    root.innerHTML = `<form><antom-checkout ${BASE}><button>Pay</button></antom-checkout></form>`;
    await flush();
    root.querySelector('button')!.click();
    await flush();
    await page().antom.buyer.closes();
    expect(statuses()).toEqual(['cancelled']);
  });

  it('the attributes are current when a listener hears of a state', async () => {
    const pay = await open(`<antom-checkout ${BASE}><button>Pay</button></antom-checkout>`);
    const seen: (string | null)[] = [];
    pay.addEventListener('antom-state', ({ detail }) => {
      seen.push(detail.phase, pay.getAttribute('data-phase'));
    });
    await click();
    await page().antom.buyer.closes();
    for (let i = 0; i < seen.length; i += 2) expect(seen[i + 1]).toBe(seen[i]);
    expect(seen.length).toBeGreaterThan(6);
  });
});

describe('what CSS sees', () => {
  it('data-phase, data-outcome and the state busy follow the payment', async () => {
    const states = new Set<string>();
    vi.spyOn(HTMLElement.prototype, 'attachInternals').mockReturnValue({ states } as unknown as ElementInternals);
    const pay = await open(`<antom-checkout ${BASE}><button>Pay</button></antom-checkout>`);
    expect([pay.dataset['phase'], pay.dataset['outcome']]).toEqual(['idle', undefined]);
    await click();
    expect([...states]).toEqual(['busy']);
    await page().antom.buyer.closes();
    expect([pay.dataset['phase'], pay.dataset['outcome'], pay.outcome?.status]).toEqual(['settled', 'cancelled', 'cancelled']);
    expect([...states]).toEqual([]);
    await click();
    expect([pay.dataset['outcome'], pay.outcome]).toEqual([undefined, null]);
  });

  it('an engine without custom states, or with another spelling of them, has the attributes', async () => {
    vi.spyOn(HTMLElement.prototype, 'attachInternals').mockReturnValue({
      states: {
        add: () => {
          throw new SyntaxError('two hyphens');
        },
      },
    } as unknown as ElementInternals);
    const pay = await open(`<antom-checkout ${BASE}><button>Pay</button></antom-checkout>`);
    await click();
    expect(pay.getAttribute('aria-busy')).toBe('true');
    await page().antom.buyer.closes();
    vi.restoreAllMocks();
    Object.defineProperty(HTMLElement.prototype, 'attachInternals', { value: undefined, configurable: true });
    try {
      await open(`<antom-checkout ${BASE}><button>Pay</button></antom-checkout>`);
      expect(element().dataset['phase']).toBe('idle');
    } finally {
      Reflect.deleteProperty(HTMLElement.prototype, 'attachInternals');
    }
  });

  it.each([
    ['data-phase', 'antom-checkout'],
    ['hidden', 'p'],
  ])('“the page froze”: a page that watches %s, and writes an attribute of the element then, comes to rest', async (name, watched) => {
    const pay = await open(`<antom-checkout ${BASE} order="o1"><button>Pay</button><p data-when="open" hidden>Open</p></antom-checkout>`);
    let seen = 0;
    const observer = new MutationObserver(() => {
      if (++seen < 50) pay.setAttribute('order', 'o1');
    });
    observer.observe($(watched), { attributeFilter: [name] });
    await click();
    await page().antom.buyer.closes();
    observer.disconnect();
    expect([seen > 0, seen < 10]).toEqual([true, true]);
  });

  it('[data-when] is shown in the phases and statuses that it names, and only then', async () => {
    await open(`<antom-checkout ${BASE}><button>Pay</button>
      <p id="first" data-when="idle">Pay now</p> <p id="again" data-when="failed cancelled" hidden>Try again</p>
      <antom-checkout ${BASE}><p id="inner" data-when="cancelled" hidden>Not of the outer one</p></antom-checkout></antom-checkout>`);
    const shown = (): string[] =>
      Array.from(document.querySelectorAll<HTMLElement>('p'), ({ id, hidden }) => (hidden ? '' : id)).filter(Boolean);
    expect(shown()).toEqual(['first']);
    await click();
    expect(shown()).toEqual([]);
    await page().antom.buyer.closes();
    expect(shown()).toEqual(['again']);
  });

  it('[data-when] that is added later is hidden too', async () => {
    const pay = await open(`<antom-checkout ${BASE}></antom-checkout>`);
    pay.insertAdjacentHTML('beforeend', '<p data-when="failed">Failed</p>');
    await flush();
    expect($('p').hidden).toBe(true);
    $('p').setAttribute('data-when', 'idle');
    await flush();
    expect($('p').hidden).toBe(false);
  });
});

describe('succeeded-url', () => {
  const paid = (url: string, more = ''): Promise<unknown> =>
    open(`<antom-checkout ${BASE} order="o1" succeeded-url="${url}" ${more}><button>Pay</button></antom-checkout>`).then(async () => {
      await click();
      await page().antom.buyer.pays();
    });

  it('is gone to after a success and after no other outcome, in place of the SDK', async () => {
    await open(`<antom-checkout ${BASE} succeeded-url="/thanks?a=1"><button>Pay</button></antom-checkout>`);
    await click();
    await page().antom.buyer.closes();
    expect(page().visited).toEqual([]);
    await click();
    await page().antom.buyer.pays();
    expect(page().visited).toEqual([new URL('/thanks?a=1', document.baseURI).href]);
    expect(element().state).toMatchObject({ phase: 'settled', cashierVisible: false });
  });

  it('is not gone to where a listener of antom-outcome says preventDefault()', async () => {
    document.addEventListener('antom-outcome', (event) => event.preventDefault(), { once: true });
    await paid('/thanks');
    expect(statuses()).toEqual(['succeeded']);
    expect(page().visited).toEqual([]);
  });

  it('while the page is on its way, a press and pay() go there again and pay nothing', async () => {
    await paid('/thanks');
    await click();
    expect((await element().pay()).status).toBe('succeeded');
    expect(page().visited).toHaveLength(3);
    expect(posts()).toHaveLength(1);
  });

  it('back from the back/forward cache, an order that is paid is paid no second time', async () => {
    await paid('/thanks');
    pageshow();
    await click();
    expect(statuses()).toEqual(['succeeded', 'succeeded']);
    expect(page().visited).toHaveLength(2);
    expect(posts()).toHaveLength(1);
  });

  it('while the page is on its way, another order is paid', async () => {
    await paid('/thanks');
    element().setAttribute('order', 'o2');
    await click();
    await page().antom.buyer.pays();
    expect(posts()).toHaveLength(2);
  });

  it('that is this very page is not loaded over and over', async () => {
    await paid('/checkout');
    expect(page().visited).toEqual([]);
  });

  it('that is a place in this page leaves the button usable', async () => {
    await paid('#thanks');
    expect(page().visited).toEqual([`${document.baseURI}#thanks`]);
    element().removeAttribute('order');
    await click();
    expect(posts()).toHaveLength(2);
  });
});

describe('resume', () => {
  const RESUME = `<antom-checkout ${BASE} ${INQUIRY} resume succeeded-url="/thanks"><p data-when="succeeded">Thank you</p></antom-checkout>`;
  const pending = async (): Promise<void> => {
    await open(`<antom-checkout ${BASE} ${INQUIRY}><button>Pay</button></antom-checkout>`);
    await click();
    await page().antom.buyer.isRedirected();
    expect(statuses()).toEqual(['redirected']);
    await page().antom.buyer.pays();
    await page().antom.buyer.comesBack();
  };

  it('asks once on connection about the payment that was started, and tells its outcome', async () => {
    await pending();
    const asked = page().antom.server.inquiries.length;
    const pay = await open(RESUME);
    await pass(100);
    expect(statuses()).toEqual(['redirected', 'succeeded']);
    expect(page().visited).toHaveLength(1);
    pay.setAttribute('locale', 'de_DE');
    await flush();
    expect(page().antom.server.inquiries.length).toBe(asked + 1);
  });

  it('tells nothing where nothing is pending, and needs no session-url', async () => {
    await open(RESUME.replace(/session-url="[^"]*"/, ''));
    await pass(100);
    expect(statuses()).toEqual([]);
    expect(element().state.phase).toBe('idle');
  });

  it('written out as false by a framework asks nothing', async () => {
    await pending();
    await open(RESUME.replace('resume ', 'resume="false" '));
    await pass(100);
    expect(statuses()).toEqual(['redirected']);
  });
});

describe('methods', () => {
  it('pay() is what a press is; twice it is one payment, told once', async () => {
    const pay = await open(`<antom-checkout ${BASE} order="o1"></antom-checkout>`);
    const [one, other] = [pay.pay(), pay.pay()];
    await page().antom.buyer.pays();
    expect(await one).toBe(await other);
    expect(statuses()).toEqual(['succeeded']);
    expect(posts()).toHaveLength(1);
  });

  it('pay() takes options, which count more than the attributes', async () => {
    const pay = await open(`<antom-checkout ${BASE} order="o1"></antom-checkout>`);
    const result = pay.pay({ order: 'o2' });
    await page().antom.buyer.closes();
    expect(await result).toMatchObject({ order: 'o2' });
  });

  it('prepare() gets ready, and with session: true also fetches the session that the press then uses', async () => {
    const pay = await open(`<antom-checkout ${BASE} order="o1"><button>Pay</button></antom-checkout>`);
    await pay.prepare({ session: true });
    expect(posts()).toHaveLength(1);
    await click();
    await page().antom.buyer.closes();
    expect(posts()).toHaveLength(1);
  });

  it('prepare() rejects where an attribute is wrong or a session has no address', async () => {
    const pay = await open('<antom-checkout environment="sandbox" prepare="manual"></antom-checkout>');
    await expect(pay.prepare({ session: true })).rejects.toThrow(/session-url is missing/);
    await expect(pay.prepare()).resolves.toBeUndefined();
  });

  it('submit() without a form is not-ready', async () => {
    expect(await (await open('<antom-checkout></antom-checkout>')).submit()).toEqual({ result: 'not-ready' });
    expect(await (await open(`<antom-checkout ${BASE}></antom-checkout>`)).submit()).toEqual({ result: 'not-ready' });
  });
});
