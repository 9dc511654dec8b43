/** What the buyer presses, sees and fills in. jsdom draws nothing: where something lies is said to it here. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CheckoutController } from 'antom-checkout-controller';
import { cashierFacts } from '../../../src/doctor/facts/cashier';
import { liveControllers, listTrigger } from '../../../src/page/live';
import { testEnvironment } from '../../support/environment';

const env = testEnvironment();
const page = document as unknown as { elementFromPoint?: (x: number, y: number) => Element | null };
const undo: (() => void)[] = [];

afterEach(() => {
  for (const one of undo.splice(0)) one();
  liveControllers(window).bound = [];
  delete page.elementFromPoint;
  document.body.innerHTML = '';
  document.body.removeAttribute('inert');
});

const draw = (html: string): Element => {
  document.body.innerHTML = html;
  return document.body.firstElementChild!;
};
const triggerOf = (trigger?: Element | string): unknown => cashierFacts(env, trigger === undefined ? {} : { trigger }).trigger;
const bind = (element: Element): void => {
  undo.push(listTrigger(env, element));
};

describe('a trigger', () => {
  it.each([
    ['works', '<button>Pay</button>'],
    ['works', '<form><button>Pay</button></form>'],
    ['works', '<form><input type="image"><button disabled>Pay</button></form>'],
    ['works', '<form><p>A form that Enter submits</p></form>'],
    ['works', '<a href="#pay">Pay</a>'],
    ['hidden', '<button hidden>Pay</button>'],
    ['hidden', '<button style="visibility: hidden">Pay</button>'],
    ['hidden', '<form><button style="display: none">Pay</button></form>'],
    ['disabled', '<button disabled>Pay</button>'],
    ['disabled', '<a aria-disabled="true">Pay</a>'],
    ['disabled', '<form><button disabled>Pay</button><button type="button">Back</button></form>'],
    ['busy', '<button disabled aria-busy="true">Pay</button>'],
    ['busy', '<form aria-busy="true"><button disabled>Pay</button></form>'],
    ['inert', '<button inert>Pay</button>'],
    ['inert', '<button style="pointer-events: none">Pay</button>'],
  ])('is %s: %s', (state, html) => {
    expect(triggerOf(draw(html))).toBe(state);
  });

  it('is hidden, disabled or inert by what it is in', () => {
    draw('<div hidden><button>Pay</button></div>');
    expect(triggerOf('button')).toBe('hidden');
    draw('<fieldset disabled><button>Pay</button></fieldset>');
    expect(triggerOf('button')).toBe('disabled');
    draw('<div inert><button>Pay</button></div>');
    expect(triggerOf('button')).toBe('inert');
  });

  it('is not there', () => {
    expect(triggerOf('#nowhere')).toBe('not-found');
    expect(triggerOf(document.createElement('button'))).toBe('detached');
    expect(triggerOf('not a selector!')).toBe('not-found');
    expect(triggerOf(7 as unknown as string)).toBe('not-found');
    expect(cashierFacts(env, { trigger: null }).trigger).toBe('not-found');
  });

  it('in a shadow tree is in the page, and hidden with its host', () => {
    const host = draw('<div></div>') as HTMLElement;
    const button = document.createElement('button');
    host.attachShadow({ mode: 'open' }).append(button);
    expect(triggerOf(button)).toBe('works');
    host.hidden = true;
    expect(triggerOf(button)).toBe('hidden');
  });

  it('that was bound need not be named, and of several the best counts', () => {
    expect(triggerOf()).toBeNull();
    bind(document.createElement('button'));
    expect(triggerOf()).toBe('detached');
    bind(draw('<button disabled>Pay</button>'));
    expect(triggerOf()).toBe('disabled');
    draw('<button>Pay</button>');
    bind(document.querySelector('button')!);
    expect(triggerOf()).toBe('works');
  });

  it('is not missed before the page is parsed', () => {
    const loading = vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
    expect(triggerOf('#nowhere')).toBeNull();
    expect(cashierFacts(env, { container: '#nowhere' }).container).toBeNull();
    loading.mockRestore();
  });

  it('that is named does not hide that what was bound has left the page', () => {
    bind(document.createElement('button'));
    draw('<button>Pay</button>');
    expect(triggerOf('button')).toBe('detached');
    bind(document.querySelector('button')!);
    expect(triggerOf('button')).toBe('works');
  });

  it('is covered by what lies above its middle, and not by what it is in or what is in it', () => {
    const button = draw('<button><b>Pay</b></button><aside id="layer"></aside>') as HTMLElement;
    button.getBoundingClientRect = () => ({ left: 10, top: 10, width: 100, height: 20 }) as DOMRect;
    const hit = (element: Element | null): void => {
      page.elementFromPoint = () => element;
    };
    hit(document.querySelector('aside'));
    expect(cashierFacts(env, { trigger: 'button' })).toMatchObject({ trigger: 'covered', triggerCovered: '<aside id="layer">' });
    for (const other of [document.querySelector('b'), button, document.body, null]) {
      hit(other);
      expect(triggerOf('button')).toBe('works');
    }
    hit(document.querySelector('aside'));
    // Where nothing is drawn, nobody knows.
    delete page.elementFromPoint;
    expect(triggerOf('button')).toBe('works');
    hit(document.querySelector('aside'));
    // Out of the window nobody can see it.
    button.getBoundingClientRect = () => ({ left: 10, top: 10_000, width: 100, height: 20 }) as DOMRect;
    expect(triggerOf('button')).toBe('works');
  });

  it('is listed by bind() until that ends, and by nobody once it is forgotten', () => {
    const checkout = new CheckoutController({ environment: 'sandbox', prepare: 'manual', createPaymentSession: () => Promise.resolve('') });
    const unbind = checkout.bind(draw('<button>Pay</button>'));
    expect(triggerOf()).toBe('works');
    unbind();
    expect(triggerOf()).toBeNull();
    liveControllers(window).bound = [null, { deref: () => undefined }];
    expect(triggerOf()).toBeNull();
  });
});

describe('a container', () => {
  const containerOf = (container: Element | string): unknown => cashierFacts(env, { container }).container;

  it('is judged where it is given', () => {
    expect(cashierFacts(env, {}).container).toBeNull();
    draw('<div id="card"></div>');
    expect(containerOf('#card')).toBe('works');
    expect(containerOf('#nowhere')).toBe('not-found');
    expect(containerOf(document.createElement('div'))).toBe('detached');
    draw('<div id="card" hidden></div>');
    expect(containerOf('#card')).toBe('hidden');
    const inside = document.createElement('div');
    draw('<div></div>').attachShadow({ mode: 'open' }).append(inside);
    expect(containerOf(inside)).toBe('shadow-tree');
    expect(containerOf('not a selector!')).toBe('not-found');
  });
});

describe('the cashier', () => {
  const POPUP = '<div id="ams-component-container"><p>Pay here</p></div>';
  const boxed = (width: number): void => {
    const popup = document.getElementById('ams-component-container')!;
    popup.getBoundingClientRect = () => ({ left: 10, top: 10, width, height: 100 }) as DOMRect;
  };

  it('that is not there has nothing above it', () => {
    expect(cashierFacts(env, {})).toMatchObject({ cashierShown: false, cashierDead: null, cashierCovered: null, obstacle: '' });
  });

  it('is reached by a pointer, or not', () => {
    draw(POPUP);
    expect(cashierFacts(env, {})).toMatchObject({ cashierShown: true, cashierDead: false });
    document.getElementById('ams-component-container')!.style.pointerEvents = 'none';
    expect(cashierFacts(env, {}).cashierDead).toBe(true);
  });

  it('is inert with the body', () => {
    draw(POPUP);
    document.body.setAttribute('inert', '');
    expect(cashierFacts(env, {}).obstacle).toBe('inert');
  });

  it.each<[string, number, string, string]>([
    ['its own content', 100, 'p', ''],
    ['nothing', 100, '#nowhere', ''],
    ['the body', 100, 'body', ''],
    ['an element of the SDK’s', 100, '#ams-component-loading b', ''],
    ['a banner', 100, '#banner', '<aside id="banner">'],
    ['a banner without an id', 100, '.chat', '<aside>'],
    ['a banner, while it has no size yet', 0, '#banner', ''],
  ])('is covered by %s', (_what, width, selector, covered) => {
    draw(`${POPUP}<div id="ams-component-loading"><b>…</b></div><aside id="banner"></aside><aside class="chat"></aside>`);
    boxed(width);
    page.elementFromPoint = () => document.querySelector(selector);
    expect(cashierFacts(env, {}).cashierCovered).toBe(covered);
  });

  it('cannot be looked at where nothing is drawn', () => {
    draw(POPUP);
    expect(cashierFacts(env, {}).cashierCovered).toBe('');
    boxed(100);
    expect(cashierFacts(env, {}).cashierCovered).toBeNull();
  });
});
