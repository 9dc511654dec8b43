/** What each attempt changes in the page and does not give back. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  IPHONE,
  openSdkWindow,
  SDK_VERSIONS,
  type FakeCashier,
  type Merchant,
  type OpenSdkWindowOptions,
  type SdkWindow,
} from '../support/real-sdk.ts';

const opened: SdkWindow[] = [];
function open(options: OpenSdkWindowOptions): SdkWindow {
  const sdk = openSdkWindow(options);
  opened.push(sdk);
  return sdk;
}
afterEach(() => {
  for (const sdk of opened.splice(0)) sdk.close();
});

async function openCashier(sdk: SdkWindow, shop: Merchant): Promise<FakeCashier> {
  void shop.open();
  await sdk.settle();
  const cashier = sdk.cashier();
  cashier.send('onLaunch');
  cashier.send('onSizeChanged', { height: 400, width: 672 });
  await sdk.settle();
  return cashier;
}

const styles = (sdk: SdkWindow): HTMLStyleElement[] => [...sdk.window.document.querySelectorAll('style')];

describe.each(SDK_VERSIONS)("%s: the body's style", (version) => {
  it('is untouched by building an instance', () => {
    const sdk = open({ version });
    sdk.merchant();
    expect(sdk.window.document.body.hasAttribute('style')).toBe(false);
  });

  it('gets overflow hidden when the popup opens and auto when it is cleaned up, whatever the merchant had', async () => {
    const sdk = open({ version });
    const { style } = sdk.window.document.body;
    style.setProperty('overflow', 'scroll');
    style.setProperty('color', 'red');
    const shop = sdk.merchant();
    await openCashier(sdk, shop);
    expect(style.overflow).toBe('hidden');
    shop.instance.unmount();
    expect(style.overflow).toBe('auto');
    expect(style.color).toBe('red');
  });

  // That the priority (!important) is lost as well is a fact of browsers, which jsdom does not copy: see test/browser.

  it('gets overflow auto even by an unmount() with nothing mounted', () => {
    const sdk = open({ version });
    sdk.merchant().instance.unmount();
    expect(sdk.window.document.body.style.overflow).toBe('auto');
  });

  it("gets it only 300 ms after a close of the SDK's own", async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    const cashier = await openCashier(sdk, shop);
    cashier.send('setAllowRetention', false);
    cashier.send('onClose');
    await sdk.clock.advance(299);
    expect(sdk.window.document.body.style.overflow).toBe('hidden');
    await sdk.clock.advance(1);
    expect(sdk.window.document.body.style.overflow).toBe('auto');
  });
});

describe.each(SDK_VERSIONS)('%s: what grows with each attempt of one instance', (version) => {
  it('one <style> in the head per attempt, its text beginning with .ams-component-container-mobile', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await openCashier(sdk, shop);
      shop.instance.unmount();
      expect(styles(sdk)).toHaveLength(attempt);
    }
    for (const style of styles(sdk)) {
      expect(style.parentElement).toBe(sdk.window.document.head);
      expect(style.id).toBe('');
      expect(style.textContent.startsWith('.ams-component-container-mobile {')).toBe(true);
    }
  });

  it("on mobile the animation's <style> has an id and goes with the clean-up", async () => {
    const sdk = open({ version, userAgent: IPHONE });
    const shop = sdk.merchant();
    await openCashier(sdk, shop);
    expect(styles(sdk).map((style) => style.id)).toEqual(['', 'ams-component-container-mobile-animation-style']);
    shop.instance.unmount();
    expect(styles(sdk).map((style) => style.id)).toEqual(['']);
  });

  it('removing the <style> of a finished attempt does the next one no harm: it brings its own', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await openCashier(sdk, shop);
    shop.instance.unmount();
    for (const style of styles(sdk)) style.remove();
    await openCashier(sdk, shop);
    expect(styles(sdk)).toHaveLength(1);
  });

  it('no script, no listener and no property of window after the first attempt', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await openCashier(sdk, shop);
    shop.instance.unmount();
    sdk.mark();
    const listeners = sdk.listeners();
    const scripts = sdk.window.document.querySelectorAll('script').length;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await openCashier(sdk, shop);
      shop.instance.unmount();
    }
    const byName = (list: typeof listeners): string[] => list.map(({ target, type }) => `${target} ${type}`).sort();
    expect(byName(sdk.listeners())).toEqual(byName(listeners));
    expect(sdk.newProperties()).toEqual([]);
    expect(sdk.window.document.querySelectorAll('script')).toHaveLength(scripts);
  });

  it('the first attempt of the page leaves three window listeners, and the first of an instance two window properties', async () => {
    const sdk = open({ version });
    const one = sdk.merchant();
    sdk.window.document.querySelectorAll('iframe').forEach((frame) => {
      frame.remove();
    });
    const names = (): string[] =>
      sdk
        .newProperties()
        .filter((name) => !/^\d+$/.test(name))
        .map((name) => name.replace(/[0-9a-f-]{36}/, '<id>'));
    sdk.mark();
    const before = sdk.listeners();
    await openCashier(sdk, one);
    one.instance.unmount();
    const after = sdk.listeners();
    expect(after.slice(before.length).map(({ type }) => type)).toEqual(['resize', 'pageShow', 'DOMContentLoaded']);
    expect(names()).toEqual(['_ams_sdk_component_listener_<id>', '_ams_sdk_component_listener_<id>_resize']);

    const two = sdk.merchant();
    await openCashier(sdk, two);
    two.instance.unmount();
    expect(sdk.listeners()).toHaveLength(after.length);
    expect(names()).toHaveLength(4);
  });

  it('an open cashier has a message and a resize listener on window, and takes both away', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    await openCashier(sdk, shop);
    shop.instance.unmount();
    const closed = sdk.listeners().map(({ type }) => type);
    await openCashier(sdk, shop);
    expect(
      sdk
        .listeners()
        .map(({ type }) => type)
        .slice(-2),
    ).toEqual(['message', 'resize']);
    expect(sdk.listeners()).toHaveLength(closed.length + 2);
    shop.instance.unmount();
    expect(sdk.listeners()).toHaveLength(closed.length);
  });
});

describe.each(SDK_VERSIONS)('%s: the ids of an open popup', (version) => {
  it('are these, all of them children of the body', async () => {
    const sdk = open({ version });
    const shop = sdk.merchant();
    void shop.open();
    await sdk.settle();
    const { body } = sdk.window.document;
    expect([...body.children].map((element) => element.id).filter((id) => /^(ams|asm)-/.test(id))).toEqual([
      'ams-component-container',
      'ams-component-retention',
      'ams-component-mockup',
      ...(version === '1.47.2' ? ['ams-component-mask-close-block'] : []),
      'ams-component-loading',
    ]);
    expect([...(body.querySelector('#ams-component-container')?.children ?? [])].map((element) => element.id)).toEqual([
      'ams-component-section',
      'asm-component-close-block',
    ]);
    expect(sdk.cashier().iframe.id).toBe('ams-checkout-component-desktop');
  });
});
