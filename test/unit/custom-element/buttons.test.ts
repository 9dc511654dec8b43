/** <antom-checkout>: which buttons pay, and which are left alone. */
import { describe, expect, it } from 'vitest';
import { leftAlone } from '../../support/bind';
import { $, BASE, click, element, flush, open, page, posts, statuses, useElement } from '../../support/element';

useElement();

const isPaying = (): boolean => element().state.busy;
const form = (html: string, more = ''): string => `<form><antom-checkout ${BASE}>${html}</antom-checkout>${more}</form>`;

describe('pays', () => {
  it.each([
    ['a button', '<button id="it">Pay</button>'],
    ['a button of type button', '<button id="it" type="button">Pay</button>'],
    ['an input that submits', '<input id="it" type="submit">'],
    ['an image that submits', '<input id="it" type="image" alt="Pay">'],
    ['what is inside a button', '<button><b id="it">Pay</b></button>'],
  ])('%s in a form', async (_what, html) => {
    await open(form(html));
    const seen = leftAlone();
    await click('#it');
    expect([isPaying(), seen.count]).toEqual([true, 0]);
  });

  it.each([
    ['a button', '<button id="it">Pay</button>'],
    ['an input that submits', '<input id="it" type="submit">'],
    ['what is inside a button', '<button><b id="it">Pay</b></button>'],
  ])('%s without a form', async (_what, html) => {
    await open(`<antom-checkout ${BASE}>${html}</antom-checkout>`);
    await click('#it');
    expect(isPaying()).toBe(true);
  });

  it('a button outside of its form, by the attribute form', async () => {
    await open(`<form id="f"><input name="a" value="1"></form><antom-checkout ${BASE}><button form="f">Pay</button></antom-checkout>`);
    await click();
    expect(posts()[0]?.body).toBe('a=1');
  });

  it('a button that was added later, also in the very task of the press', async () => {
    const pay = await open(form(''));
    const seen = leftAlone();
    pay.innerHTML = '<button>Pay</button>';
    $('button').click();
    await flush();
    expect(isPaying()).toBe(true);
    expect(seen.count).toBe(0);
  });

  it('each of several buttons, by a submit of the browser and of script', async () => {
    await open(form('<button>Pay</button><button id="here">Pay here</button>'));
    ($('form') as HTMLFormElement).requestSubmit($('#here'));
    expect($('#here').getAttribute('aria-busy')).toBe('true');
    expect(isPaying()).toBe(true);
  });

  it('a button whose replacement was drawn while it paid: no second payment, no submit of the form, and its outcome is told', async () => {
    const pay = await open(form('<button>Pay</button>', '<button id="other">Other</button>'));
    const seen = leftAlone();
    await click();
    pay.innerHTML = '<button id="new">Pay</button>';
    await flush();
    await click('#new');
    expect(seen.count).toBe(0);
    await page().antom.buyer.closes();
    expect(statuses()).toEqual(['cancelled']);
    expect(posts()).toHaveLength(1);
    await click('#new');
    expect(isPaying()).toBe(true);
  });
});

describe('is left alone', () => {
  it.each([
    ['a button marked data-antom="no"', '<button id="it" data-antom="no">Other</button><button>Pay</button>'],
    ['a button within what is marked so', '<p data-antom="no"><button id="it">Other</button></p><button>Pay</button>'],
    ['a button with a formaction', '<button id="it" formaction="/coupon">Coupon</button><button>Pay</button>'],
    ['a button of the form outside of the element', '<button>Pay</button>'],
  ])('%s: its form is submitted', async (_what, html) => {
    await open(form(html, '<button id="outside">Save</button>'));
    const seen = leftAlone();
    await click(html.includes('"it"') ? '#it' : '#outside');
    expect(seen.count).toBe(1);
    expect(isPaying()).toBe(false);
  });

  it.each([
    ['a reset', '<button id="it" type="reset">Clear</button>'],
    ['an input that is a plain button', '<input id="it" type="button">'],
    ['a button that is disabled', '<button disabled type="button"><b id="it">Pay</b></button>'],
  ])('%s', async (_what, html) => {
    await open(form(html));
    await click('#it');
    expect(isPaying()).toBe(false);
  });

  it('a button that was marked so later', async () => {
    await open(form('<button>Pay</button><button id="other">Pay too</button>'));
    $('#other').dataset['antom'] = 'no';
    await flush();
    const seen = leftAlone();
    await click('#other');
    expect(seen.count).toBe(1);
    await click('button');
    expect(isPaying()).toBe(true);
  });

  it('every button, without an element that is defined: the form posts', async () => {
    await open(`<form><other-checkout ${BASE}><button>Pay</button></other-checkout></form>`);
    const seen = leftAlone();
    await click();
    expect(seen.count).toBe(1);
  });
});
