/** What snapshotPage puts back, and what it leaves alone. The controller's page tests see the same from outside. */
import { beforeEach, describe, expect, it } from 'vitest';
import { snapshotPage, removeUi, type PageSnapshot } from '../../../src/component/page-snapshot';
import { testEnvironment } from '../../support/environment';

const env = testEnvironment();
const { body } = document;

beforeEach(() => {
  body.innerHTML = '<button id="pay">Pay</button>';
  body.removeAttribute('style');
  document.head.innerHTML = '';
});

const sdkOpens = (): void => {
  body.style.overflow = 'hidden';
};
const sdkCleans = (): void => {
  body.style.removeProperty('overflow');
  body.style.overflow = 'auto';
};
const sdkStyle = (): HTMLStyleElement => {
  const style = document.createElement('style');
  style.textContent = '.ams-component-container-mobile { width: 100% }';
  document.head.appendChild(style);
  return style;
};

describe('restore', () => {
  it("works again after each of the SDK's clean-ups", () => {
    body.style.setProperty('overflow', 'clip', 'important');
    const snapshot = snapshotPage(env, null);
    sdkOpens();
    for (let i = 0; i < 3; i += 1) {
      sdkCleans();
      snapshot.restore();
      expect(body.style.cssText).toBe('overflow: clip !important;');
    }
  });

  it('leaves an overflow that somebody else has set meanwhile', () => {
    const snapshot = snapshotPage(env, null);
    sdkOpens();
    body.style.overflow = 'scroll';
    snapshot.restore();
    expect(body.style.overflow).toBe('scroll');
  });

  it("leaves a dialog's lock around what is drawn inside the page, which never locks scrolling itself", () => {
    const slot = document.createElement('div');
    body.append(slot);
    const snapshot = snapshotPage(env, null, slot);
    body.style.overflow = 'hidden';
    snapshot.restore();
    expect(body.style.overflow).toBe('hidden');
  });

  it('does not put back the lock of a dialog that has closed since', async () => {
    body.style.overflow = 'hidden';
    const snapshot = snapshotPage(env, null);
    sdkOpens();
    body.style.removeProperty('overflow');
    await Promise.resolve();
    sdkCleans();
    snapshot.restore();
    expect(body.style.overflow).toBe('');
  });

  it('leaves a lock that came after the first pass', () => {
    const snapshot = snapshotPage(env, null);
    sdkOpens();
    sdkCleans();
    snapshot.restore();
    body.style.overflow = 'hidden';
    snapshot.restore();
    expect(body.style.overflow).toBe('hidden');
  });

  it("removes the SDK's style sheets that came since, whichever pass sees them", () => {
    const before = sdkStyle();
    const snapshot = snapshotPage(env, null);
    sdkStyle();
    snapshot.restore();
    sdkStyle();
    snapshot.restore();
    expect(Array.from(document.head.children)).toEqual([before]);
  });

  it('leaves a hidden link without an address', () => {
    const snapshot = snapshotPage(env, null);
    const link = document.createElement('a');
    link.setAttribute('name', 'x');
    link.style.display = 'none';
    body.appendChild(link);
    snapshot.restore();
    snapshot.unmount(() => undefined);
    snapshot.stop();
    expect(link.isConnected).toBe(true);
  });

  it('removes the hidden links by which the SDK called an app since, and no other link', () => {
    const link = (html: string): void => {
      body.insertAdjacentHTML('beforeend', html);
    };
    const hidden = (href: string): string => `<a href="${href}" style="display: none;"></a>`;
    link(hidden('early://a'));
    const snapshot = snapshotPage(env, null);
    const others = [
      hidden('https://m.localhost/'),
      hidden('blob:https://m.localhost/1'),
      hidden('data:text/plain,a'),
      hidden('/a'),
      '<a href="m://a" style="display: none;" download=""></a>',
      '<a href="m://a" style="display: none;">Open</a>',
      '<a href="m://a" style="color: red;"></a>',
      `<p>${hidden('m://a')}</p>`,
    ];
    others.forEach(link);
    link(hidden('m://a'));
    link(hidden('HTTPX://a'));
    snapshot.restore();
    expect(Array.from(body.children, ({ outerHTML }) => outerHTML).filter((html) => !/^<button/.test(html))).toEqual([
      hidden('early://a'),
      ...others,
    ]);
  });

  it('with keepView moves neither focus nor scrolling', () => {
    const button = document.getElementById('pay')!;
    button.focus();
    const snapshot = snapshotPage(env, null);
    button.blur();
    snapshot.keepView();
    snapshot.restore();
    expect(document.activeElement).toBe(body);
  });

  it('puts the focus on what was clicked when nothing had it by then', () => {
    const button = document.getElementById('pay')!;
    const snapshot = snapshotPage(env, button);
    snapshot.restore();
    expect(document.activeElement).toBe(button);
  });
});

describe('the focus', () => {
  const pay = (): HTMLButtonElement => document.getElementById('pay') as HTMLButtonElement;
  /** A MutationObserver's callback is a microtask. */
  const observed = (): Promise<void> => Promise.resolve();

  it('goes back into a shadow tree, of which the document only knows the host', () => {
    const root = body.appendChild(document.createElement('pay-box')).attachShadow({ mode: 'open' });
    const inner = root.appendChild(document.createElement('pay-button')).attachShadow({ mode: 'open' });
    const button = inner.appendChild(document.createElement('button'));
    button.focus();
    const snapshot = snapshotPage(env, null);
    button.blur();
    snapshot.restore();
    expect(inner.activeElement).toBe(button);
  });

  it.each<[string, (button: HTMLButtonElement, on: boolean) => void]>([
    [
      'itself',
      (button, on) => {
        button.disabled = on;
      },
    ],
    [
      'its fieldset',
      (button, on) => {
        (button.parentElement as HTMLFieldSetElement).disabled = on;
      },
    ],
  ])('waits for what is disabled, %s, to be enabled', async (_what, disable) => {
    body.innerHTML = '<fieldset><button id="pay">Pay</button></fieldset>';
    const snapshot = snapshotPage(env, pay());
    disable(pay(), true);
    snapshot.restore();
    expect(document.activeElement).toBe(body);
    disable(pay(), false);
    await observed();
    expect(document.activeElement).toBe(pay());
  });

  it('waits in a shadow tree too', async () => {
    const root = body.appendChild(document.createElement('pay-box')).attachShadow({ mode: 'open' });
    const button = root.appendChild(document.createElement('button'));
    const snapshot = snapshotPage(env, button);
    button.disabled = true;
    snapshot.restore();
    button.disabled = false;
    await observed();
    expect(root.activeElement).toBe(button);
  });

  it.each<[string, (snapshot: PageSnapshot) => void]>([
    [
      'the buyer has put it elsewhere',
      () => {
        document.getElementById('other')?.focus();
        document.getElementById('other')?.setAttribute('hidden', '');
      },
    ],
    [
      'the buyer is on another view',
      (snapshot) => {
        snapshot.keepView();
      },
    ],
    [
      'the time for it is over',
      (snapshot) => {
        snapshot.endWait();
      },
    ],
    [
      'the time for it was over and the page is tidied again',
      (snapshot) => {
        snapshot.endWait();
        snapshot.restore();
      },
    ],
  ])('is not waited for any longer once %s', async (_what, act) => {
    body.innerHTML += '<input id="other">';
    const snapshot = snapshotPage(env, pay());
    pay().disabled = true;
    snapshot.restore();
    act(snapshot);
    await observed();
    (document.activeElement as HTMLElement).blur();
    pay().disabled = false;
    await observed();
    expect(document.activeElement).toBe(body);
  });
});

describe('removeUi', () => {
  it("takes the SDK's containers and nothing that merely resembles them", () => {
    body.innerHTML =
      '<div id="ams-component-container"></div><div id="ams-component-mockup"></div><div id="ams-component-loading"></div>' +
      '<div id="ams-component-retention"></div><div id="ams-component-mask-close-block"></div><div id="ams-component-banner"></div><div class="ams-component-container"></div>';
    removeUi(document);
    expect(Array.from(body.children, ({ id, className }) => id || className)).toEqual(['ams-component-banner', 'ams-component-container']);
  });
});
