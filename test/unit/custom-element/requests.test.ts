/** <antom-checkout>: what its two requests carry. */
import { describe, expect, it, vi } from 'vitest';
import { leftAlone } from '../../support/bind';
import { $, BASE, click, element, flush, INQUIRY, open, page, posts, useElement } from '../../support/element';

useElement();

/** The only session request, after a press. */
async function sent(html: string): Promise<ReturnType<typeof posts>[0]> {
  await open(html);
  await click();
  expect(posts()).toHaveLength(1);
  return posts()[0]!;
}

describe('the session request', () => {
  const form = (attributes: string, fields: string): string =>
    `<form><antom-checkout ${BASE} ${attributes}>${fields}<button>Pay</button></antom-checkout></form>`;

  it("is the enclosing form's fields, urlencoded, with the order added; a file is its name", async () => {
    await open(form('order="cart42:19900"', '<input name="coffee" value="beans & more"><input type="file" name="note">'));
    const file = new File(['text'], 'note.txt');
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
    const entries = FormData.prototype.forEach;
    vi.spyOn(FormData.prototype, 'forEach').mockImplementation(function (this: FormData, run) {
      entries.call(this, (value, name) => run(name === 'note' ? file : value, name, this));
    });
    await click();
    const [request] = posts();
    expect(request).toMatchObject({
      url: '/pay/session',
      method: 'POST',
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
    });
    expect(request?.type).toBe('urlencoded');
    expect(request?.body).toBe('coffee=beans+%26+more&note=note.txt&order=cart42%3A19900');
    expect(request?.headers).not.toHaveProperty('content-type');
  });

  it("of a form within the element is that form's", async () => {
    const { body } = await sent(`<antom-checkout ${BASE}><form><input name="a" value="1"><button>Pay</button></form></antom-checkout>`);
    expect(body).toBe('a=1');
  });

  it('is multipart where the form says so, also where a field is called enctype', async () => {
    await open(form('order="o1"', '<input name="a" value="1"><input name="enctype" value="x">'));
    $('form').setAttribute('enctype', 'Multipart/Form-Data');
    await click();
    const [request] = posts();
    expect(request).toMatchObject({ type: 'multipart', body: 'a=1&enctype=x&order=o1' });
  });

  it("has the form's own order where it has one, which is then the payment's too", async () => {
    const { body } = await sent(form('', '<input type="hidden" name="order" value="o7">'));
    expect(body).toBe('order=o7');
    await page().antom.buyer.closes();
    expect(page().outcomes).toMatchObject([{ order: 'o7' }]);
  });

  it("has the order that pay() names in place of the form's own, but never in place of what the attribute goes with", async () => {
    const pay = await open(form('', '<input type="hidden" name="order" value="o7">'));
    void pay.pay({ order: 'o8' });
    await flush();
    expect(posts().map(({ body }) => body)).toEqual(['order=o8']);
    await page().antom.buyer.closes();
    expect(page().outcomes).toMatchObject([{ order: 'o8' }]);
    pay.setAttribute('order', 'o7:19900');
    await click();
    expect(posts().map(({ body }) => body)).toEqual(['order=o8', 'order=o7']);
  });

  it('is JSON with the order where there is no form', async () => {
    const request = await sent(`<antom-checkout ${BASE} order="o1"><button>Pay</button></antom-checkout>`);
    expect(request.body).toBe('{"order":"o1"}');
    expect(request.headers['content-type']).toBe('application/json');
  });

  it('is that of the form whose button was pressed, where there are several', async () => {
    await open(
      `<antom-checkout ${BASE}>
        <form><input name="order" value="o1"><button>One</button></form>
        <form id="two"><input name="order" value="o2"><button>Two</button></form>
      </antom-checkout>`,
    );
    await click('#two button');
    expect(posts().map(({ body }) => body)).toEqual(['order=o2']);
    await page().antom.buyer.closes();
    expect(page().outcomes).toMatchObject([{ order: 'o2' }]);
  });

  it('is what the form said at the press, also where the page disables its fields meanwhile and the server is asked first', async () => {
    await open(
      `<form><fieldset><antom-checkout ${BASE} ${INQUIRY}><input name="order" value="o1"><input name="n" value="1"><button>Pay</button></antom-checkout></fieldset></form>`,
    );
    const fieldset = $('fieldset') as HTMLFieldSetElement;
    element().addEventListener('antom-state', ({ detail }) => {
      fieldset.disabled = detail.busy;
    });
    await click();
    await page().antom.buyer.isRedirected();
    await page().antom.buyer.comesBack();
    page().antom.server.answers('FAIL');
    ($('input[name=n]') as HTMLInputElement).value = '2';
    await click();
    await page().antom.buyer.seesCashier();
    expect(posts().map(({ body }) => body)).toEqual(['order=o1&n=1', 'order=o1&n=2']);
  });

  it.each(['prepare', 'pay'] as const)('is what the form said at the press, also where the page calls %s() meanwhile', async (method) => {
    await open(
      `<form><fieldset><antom-checkout ${BASE} ${INQUIRY} order="o1"><input name="n" value="1"><button>Pay</button></antom-checkout></fieldset></form>`,
    );
    await click();
    await page().antom.buyer.isRedirected();
    await page().antom.buyer.comesBack();
    page().antom.server.answers('FAIL');
    const fieldset = $('fieldset') as HTMLFieldSetElement;
    element().addEventListener('antom-state', ({ detail }) => {
      fieldset.disabled = detail.busy;
      if (detail.phase === 'confirming') void element()[method]();
    });
    ($('input[name=n]') as HTMLInputElement).value = '2';
    await click();
    await page().antom.buyer.seesCashier();
    expect(posts().map(({ body }) => body)).toEqual(['n=1&order=o1', 'n=2&order=o1']);
  });

  it('is what the form said at the press, also where the buyer points at another button meanwhile', async () => {
    await open(
      `<form><fieldset><antom-checkout ${BASE} ${INQUIRY} order="o1"><input name="n" value="1"><button>Pay</button><button id="two">Pay</button></antom-checkout></fieldset></form>`,
    );
    await click();
    await page().antom.buyer.isRedirected();
    await page().antom.buyer.comesBack();
    page().antom.server.answers('FAIL');
    const [field, other] = [$('input[name=n]') as HTMLInputElement, $('#two')];
    // Also when the page of the test is gone.
    element().addEventListener('antom-state', ({ detail }) => {
      field.disabled = detail.busy;
      if (detail.phase === 'confirming') other.dispatchEvent(new Event('pointerenter'));
    });
    field.value = '2';
    await click();
    await page().antom.buyer.seesCashier();
    expect(posts().map(({ body }) => body)).toEqual(['n=1&order=o1', 'n=2&order=o1']);
  });

  it.each(['prepare', 'pay'] as const)(
    'is encoded as the form that was pressed, also where the page calls %s() meanwhile',
    async (method) => {
      await open(
        `<antom-checkout ${BASE} ${INQUIRY} order="o1"><form enctype="multipart/form-data"></form><form><input name="n" value="1"><button>Pay</button></form></antom-checkout>`,
      );
      await click();
      await page().antom.buyer.isRedirected();
      await page().antom.buyer.comesBack();
      page().antom.server.answers('FAIL');
      element().addEventListener('antom-state', ({ detail }) => {
        if (detail.phase === 'confirming') void element()[method]();
      });
      await click();
      await page().antom.buyer.seesCashier();
      expect(posts().map(({ type }) => type)).toEqual(['urlencoded', 'urlencoded']);
    },
  );

  it("carries the page's token against forged requests", async () => {
    document.head.innerHTML = '<meta name="csrf-token" content="t0ken">';
    const { headers } = await sent(form('csrf-meta="csrf-token" csrf-header="X-CSRF-Token"', ''));
    expect(headers['X-CSRF-Token']).toBe('t0ken');
  });

  it('reads that token at the press, and a page that has lost it is told', async () => {
    document.head.innerHTML = '<meta name="csrf-token" content="old">';
    await open(form('csrf-meta="csrf-token" csrf-header="X-CSRF-Token"', ''));
    document.querySelector('meta')!.content = 'new';
    await click();
    expect(posts()[0]?.headers['X-CSRF-Token']).toBe('new');
    document.querySelector('meta')!.content = '';
    // It came while the session was awaited.
    await page().antom.buyer.closes();
    await click();
    expect(page().outcomes.at(-1)).toMatchObject({ status: 'error', error: { code: 'invalid-options' } });
  });

  it('sends cookies as credentials says, and so does the question', async () => {
    await open(form(`credentials="include" ${INQUIRY}`, ''));
    await click();
    await page().antom.buyer.closes();
    expect(page().requests.map(({ method, credentials }) => [method, credentials])).toEqual([
      ['POST', 'include'],
      ['GET', 'include'],
    ]);
  });
});

describe('what was changed since is never paid at the old price', () => {
  const HTML = `<form><antom-checkout ${BASE}><input name="n" value="1"><button>Pay</button></antom-checkout></form>`;

  it('a field: the next press asks for a session of what the form says now', async () => {
    await open(HTML);
    await click();
    await page().antom.buyer.closes();
    ($('input') as HTMLInputElement).value = '2';
    await click();
    expect(posts().map(({ body }) => body)).toEqual(['n=1', 'n=2']);
  });

  it('a box in a form that has sent nothing: the next press asks for a session with it', async () => {
    await open(HTML.replace('<input name="n" value="1">', '<input type="checkbox" name="gift">'));
    await click();
    await page().antom.buyer.closes();
    ($('input') as HTMLInputElement).checked = true;
    await click();
    expect(posts().map(({ body }) => body)).toEqual(['', 'gift=on']);
  });

  it("a field, and the session comes from the page's own function, which may have read it", async () => {
    const pay = await open(HTML);
    const asked: string[] = [];
    pay.createPaymentSession = (context) => {
      asked.push(($('input') as HTMLInputElement).value);
      return page().antom.options.createPaymentSession!(context);
    };
    await click();
    await page().antom.buyer.closes();
    await click();
    await page().antom.buyer.closes();
    ($('input') as HTMLInputElement).value = '2';
    await click();
    expect(asked).toEqual(['1', '2']);
  });

  it.each(['document', 'shadow tree'])('a field, and script submits by the button, in a %s', async (where) => {
    const root = where === 'document' ? $('main') : $('main').attachShadow({ mode: 'open' });
    root.innerHTML = HTML;
    await flush();
    const form = root.querySelector('form')!;
    const submit = async (): Promise<void> => {
      form.requestSubmit(root.querySelector('button'));
      await flush();
    };
    const left: Event[] = [];
    root.addEventListener('submit', (event) => left.push(event));
    await submit();
    await page().antom.buyer.closes();
    root.querySelector('input')!.value = '2';
    await submit();
    expect(posts().map(({ body }) => body)).toEqual(['n=1', 'n=2']);
    expect(left.map(({ defaultPrevented }) => defaultPrevented)).toEqual([true, true]);
    await page().antom.buyer.closes();
    root.querySelector('input')!.value = '3';
    root.addEventListener('submit', (event) => event.preventDefault());
    await submit();
    expect(root.querySelector('antom-checkout')?.state.busy).toBe(false);
  });

  it('a field, and script submits the form without a button: that is left to the browser', async () => {
    const pay = await open(HTML);
    const seen = leftAlone();
    ($('form') as HTMLFormElement).requestSubmit();
    await flush();
    expect([seen.count, pay.state.phase]).toEqual([1, 'idle']);
  });

  it('nothing: the same session opens again', async () => {
    await open(HTML);
    await click();
    await page().antom.buyer.closes();
    await click();
    expect(posts()).toHaveLength(1);
  });

  it('the order: the next press asks for a session of it', async () => {
    const pay = await open(`<antom-checkout ${BASE} order="cart:100"><button>Pay</button></antom-checkout>`);
    await pay.prepare({ session: true });
    pay.setAttribute('order', 'cart:200');
    await click();
    expect(posts().map(({ body }) => body)).toEqual(['{"order":"cart:100"}', '{"order":"cart:200"}']);
  });
});

describe('in place of the attributes', () => {
  it('createPaymentSession and inquiryPayment are asked, the functions of the moment', async () => {
    const pay = await open('<antom-checkout environment="sandbox" prepare="manual" order="o1"><button>Pay</button></antom-checkout>');
    const { createPaymentSession, inquiryPayment } = page().antom.options;
    const old = vi.fn(createPaymentSession);
    const session = vi.fn(createPaymentSession);
    const inquiry = vi.fn(inquiryPayment);
    pay.createPaymentSession = old;
    pay.inquiryPayment = inquiry;
    await flush();
    expect([pay.createPaymentSession, pay.inquiryPayment]).toEqual([old, inquiry]);
    pay.createPaymentSession = session;
    await click();
    await page().antom.buyer.pays();
    expect([old.mock.calls.length, session.mock.calls.length, inquiry.mock.calls.length]).toEqual([0, 1, 1]);
    expect(page().requests).toEqual([]);
    expect(page().outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server', order: 'o1' }]);
  });

  it('options may have them too, with whatever else a controller takes', async () => {
    const pay = await open('<antom-checkout><button>Pay</button></antom-checkout>');
    pay.options = { ...page().antom.options, locale: 'de_DE' };
    expect(pay.options.locale).toBe('de_DE');
    await click();
    await page().antom.buyer.pays();
    expect(page().outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server' }]);
    expect(page().requests).toEqual([]);
  });

  it('pay({ session }) needs no address', async () => {
    const pay = await open('<antom-checkout environment="sandbox" prepare="manual"></antom-checkout>');
    const session = await page().antom.options.createPaymentSession!({ signal: new AbortController().signal });
    void pay.pay({ session: session as never });
    await page().antom.buyer.closes();
    expect(page().outcomes).toMatchObject([{ status: 'cancelled' }]);
  });
});
