/** The imitation in a page of its own, with the harness's clock: what a shop needs of a window, as openSdkWindow gives it for the real SDK. */
import { JSDOM, VirtualConsole } from 'jsdom';
import { createImitation, type Imitation } from '../../src/testing/sdk/imitation.ts';
import type { App } from '../../src/testing/sdk/app.ts';
import { SHOP_BODY, type ShopWindow } from './product-players.ts';
import { installClock, nextNodeTask, PLAIN_URL, watchListeners, type ConsoleLine, type SdkVersion, type Signal } from './real-sdk.ts';

export interface ImitatedWindow extends ShopWindow {
  readonly imitation: Imitation;
  /** What the SDK opened, oldest first. */
  readonly opened: readonly App[];
  readonly console: readonly ConsoleLine[];
  close(): void;
}

export function openImitation(version: SdkVersion): ImitatedWindow {
  const lines: ConsoleLine[] = [];
  const virtualConsole = new VirtualConsole();
  virtualConsole.on('log', (...args: unknown[]) => {
    lines.push({ method: 'log', text: args.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ') });
  });
  const dom = new JSDOM(`<!doctype html><html><head></head><body>${SHOP_BODY}</body></html>`, {
    url: PLAIN_URL,
    pretendToBeVisual: true,
    virtualConsole,
  });
  const window = dom.window as unknown as Window & typeof globalThis;
  const clock = installClock(window);
  const pending = watchListeners(window);
  const hearers: ((signal: Signal) => void)[] = [];
  const opened: App[] = [];
  const imitation = createImitation(version, {
    window: () => window,
    opened: (app) => {
      opened.push(app);
    },
    navigate: (url, target) => {
      // jsdom does not say where the real SDK's page would have gone.
      const signal: Signal = target === '_blank' ? { channel: 'window.open', value: url } : { channel: 'navigation', value: undefined };
      for (const hear of hearers) hear(signal);
    },
  });
  return {
    window,
    clock,
    requests: [],
    global: (name) => imitation.module[name],
    watch: (hear) => {
      hearers.push(hear);
    },
    listeners: () => pending.map(({ target, type }) => ({ target, type })),
    settle: nextNodeTask,
    imitation,
    opened,
    console: lines,
    close: () => {
      window.close();
    },
  };
}
