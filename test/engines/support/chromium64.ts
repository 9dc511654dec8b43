/**
 * Chromium 64, of January 2018, by its own debugging protocol: no current client speaks with it any more. One browser for each page.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ws as WebSocket } from 'playwright-core/lib/utilsBundle';
import { DriverDied, isCashier, type Driver, type Tab, type Where } from './engine.ts';
import type { Gate } from './gate.ts';

/** ms. The first page of a new machine takes long: the old font library reads every font once. */
const START = 120_000;

type Send = (method: string, params?: Readonly<Record<string, unknown>>) => Promise<Record<string, unknown>>;

interface Browser {
  readonly send: Send;
  readonly on: (method: string, run: (params: Record<string, unknown>) => void) => () => void;
  readonly version: string;
  readonly isGone: () => boolean;
  readonly close: () => Promise<void>;
}

export async function startChromium64(executable: string, gate: Gate): Promise<Driver> {
  const first = await launch(executable, gate);
  await first.close();
  return {
    version: first.version,
    open: async () => tabOf(await launch(executable, gate)),
    close: () => Promise.resolve(),
  };
}

async function launch(executable: string, gate: Gate): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'chromium64-'));
  const child = spawn(
    executable,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--no-zygote',
      '--disable-background-networking',
      '--disable-sync',
      `--proxy-server=${gate.address}`,
      '--proxy-bypass-list=localhost;127.0.0.1',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  let log = '';
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It had ended by itself.
    }
  };
  process.once('exit', kill);
  const close = async (): Promise<void> => {
    process.off('exit', kill);
    kill();
    await ended;
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    const endpoint = await new Promise<string>((resolve, reject) => {
      const limit = setTimeout(() => {
        reject(new DriverDied(`Chromium 64 did not start: ${log}`));
      }, START);
      child.once('error', (error) => {
        reject(new DriverDied(String(error)));
      });
      void ended.then(() => {
        reject(new DriverDied(`Chromium 64 ended: ${log}`));
      });
      child.stderr.on('data', (chunk: Buffer) => {
        log = (log + chunk.toString()).slice(-4_000);
        const found = /DevTools listening on ws:\/\/([^/\s]+)/.exec(log)?.[1];
        if (found === undefined) return;
        clearTimeout(limit);
        resolve(found);
      });
    });
    const json = async <Value>(path: string): Promise<Value> => (await (await fetch(`http://${endpoint}${path}`)).json()) as Value;
    const { Browser: product } = await json<{ Browser: string }>('/json/version');
    const ready = Date.now() + START;
    let address: string | undefined;
    for (;;) {
      address = (await json<{ type: string; webSocketDebuggerUrl?: string }[]>('/json/list')).find(
        ({ type }) => type === 'page',
      )?.webSocketDebuggerUrl;
      if (address !== undefined) break;
      if (isGone() || Date.now() > ready) throw new DriverDied(`Chromium 64 has no page: ${log}`);
      // The first page comes a little later than the browser, and nothing says so.
      await pause(20);
    }
    const { send, on } = await connect(address, ended);
    return { send, on, version: product.replace(/^.*\//, ''), isGone, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function connect(address: string, ended: Promise<void>): Promise<Pick<Browser, 'send' | 'on'>> {
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (error) => {
      reject(new DriverDied(String(error)));
    });
  });
  const calls = new Map<
    number,
    { readonly resolve: (value: Record<string, unknown>) => void; readonly reject: (error: Error) => void; readonly method: string }
  >();
  const listeners = new Set<(method: string, params: Record<string, unknown>) => void>();
  const lost = (): void => {
    for (const { method, reject } of calls.values()) reject(new DriverDied(`Chromium 64 is gone, at ${method}.`));
    calls.clear();
  };
  socket.once('close', lost);
  void ended.then(lost);
  socket.on('message', (text) => {
    const message = JSON.parse(String(text)) as {
      id?: number;
      error?: { message: string };
      result?: Record<string, unknown>;
      method?: string;
      params?: Record<string, unknown>;
    };
    if (message.id === undefined) {
      for (const listener of [...listeners]) listener(message.method ?? '', message.params ?? {});
      return;
    }
    const call = calls.get(message.id);
    calls.delete(message.id);
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`));
    else call?.resolve(message.result ?? {});
  });
  let last = 0;
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        last += 1;
        calls.set(last, { resolve, reject, method });
        socket.send(JSON.stringify({ id: last, method, params }), (error) => {
          if (error) lost();
        });
      }),
    on: (method, run) => {
      const listener = (name: string, params: Record<string, unknown>): void => {
        if (name === method) run(params);
      };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

interface FrameTree {
  readonly frame: { readonly id: string; readonly url: string };
  readonly childFrames?: readonly FrameTree[];
}
const framesOf = ({ frame, childFrames = [] }: FrameTree): FrameTree['frame'][] => [frame, ...childFrames.flatMap(framesOf)];

async function tabOf(browser: Browser): Promise<Tab> {
  const { send, on } = browser;
  /** Of each frame, the context that the page's own scripts run in. */
  const contexts = new Map<string, number>();
  on('Runtime.executionContextCreated', ({ context }) => {
    const { id, auxData } = context as { id: number; auxData: { frameId: string; isDefault: boolean } };
    if (auxData.isDefault) contexts.set(auxData.frameId, id);
  });
  on('Runtime.executionContextsCleared', () => {
    contexts.clear();
  });
  await send('Page.enable');
  await send('Runtime.enable');

  const contextOf = async (where: Where): Promise<number> => {
    const { frameTree } = (await send('Page.getFrameTree')) as { frameTree: FrameTree };
    const frame = where === 'page' ? frameTree.frame : framesOf(frameTree).find(({ url }) => isCashier(url));
    const context = contexts.get(frame?.id ?? '');
    if (context === undefined) throw new Error(`There is no ${where} to run code in.`);
    return context;
  };
  const run = async (expression: string, where: Where): Promise<string> => {
    const { result, exceptionDetails } = (await send('Runtime.evaluate', {
      expression,
      contextId: await contextOf(where),
      awaitPromise: true,
      returnByValue: true,
    })) as {
      result: { value: string };
      exceptionDetails?: { text: string };
    };
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  };
  /** Until the document that the step leads to has loaded: the load of the one before may be heard first. */
  const loading = async (step: () => Promise<unknown>): Promise<void> => {
    const stops: (() => void)[] = [];
    const loaded = new Promise<void>((resolve) => {
      let arrived = false;
      stops.push(
        on('Page.frameNavigated', ({ frame }) => {
          arrived ||= !('parentId' in (frame as object));
        }),
        on('Page.loadEventFired', () => {
          if (arrived) resolve();
        }),
      );
    });
    await step();
    await loaded;
    for (const stop of stops) stop();
  };

  return {
    run,
    async press(x, y, times) {
      // Sent at once: a second click that waited for the first one's answer found the cashier above the button on a busy machine.
      const sent: Promise<unknown>[] = [];
      for (let clickCount = 1; clickCount <= times; clickCount += 1) {
        for (const type of ['mousePressed', 'mouseReleased'])
          sent.push(send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount }));
      }
      await Promise.all(sent);
    },
    go: (url) => loading(() => send('Page.navigate', { url })),
    back: async () => {
      await run('Promise.resolve(String(setTimeout(function () { history.back(); })))', 'page');
    },
    reload: () => loading(() => send('Page.reload')),
    close: () => browser.close(),
    alive: () => Promise.resolve(!browser.isGone()),
  };
}
