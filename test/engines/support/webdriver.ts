/**
 * WebKitGTK and WPE WebKit by W3C WebDriver over HTTP. One driver process, one session (and so one browser) for each page.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CASHIER_FRAME, DriverDied, type Driver, type Tab, type Where } from './engine.ts';
import type { Gate } from './gate.ts';

/** ms for a script in the page, which the driver itself ends then. */
const SCRIPT = 60_000;
/** ms for one command. A driver that takes longer has lost it, in a page that was going away for example, and answers nothing more. */
const LIMIT = 120_000;
/** ms for a browser's start. */
const START = 120_000;

interface Launch {
  readonly command: readonly string[];
  readonly capabilities: Readonly<Record<string, unknown>>;
}

const goingThrough = (gate: Gate): string[] => [`--proxy=${gate.address}`, '--ignore-host=127.0.0.1', '--ignore-host=localhost'];

export const startWebKitGtk = (gate: Gate): Promise<Driver> =>
  start({
    command: ['xvfb-run', '-a', 'WebKitWebDriver'],
    capabilities: {
      'webkitgtk:browserOptions': {
        binary: '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
        args: ['--automation', ...goingThrough(gate)],
      },
    },
  });

export const startWpe = (gate: Gate): Promise<Driver> =>
  start({
    command: ['WPEWebDriver'],
    capabilities: {
      'wpe:browserOptions': { binary: '/usr/bin/cog', args: ['--automation', '--platform=headless', ...goingThrough(gate)] },
    },
  });

async function start({ command: [program = '', ...args], capabilities }: Launch): Promise<Driver> {
  const port = await freePort();
  // A process group of its own: ending it ends the browsers and the X server too.
  const child = spawn(program, [...args, `--port=${port}`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', NO_AT_BRIDGE: '1' },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-2_000);
    });
  const end = endingOf(child);
  const base = `http://127.0.0.1:${port}`;
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

  const call = async (method: string, path: string, body?: unknown, limit = LIMIT): Promise<unknown> => {
    let response: Response;
    try {
      response = await fetch(base + path, {
        method,
        headers: { 'content-type': 'application/json' },
        signal: AbortSignal.timeout(limit),
        ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'TimeoutError')
        throw new DriverDied(`${program} did not answer ${path} in ${limit / 1000} s.`, { cause: error });
      throw new DriverDied(`${program} is gone: ${log}`, { cause: error });
    }
    const { value } = (await response.json()) as { value: unknown };
    if (response.ok) return value;
    const { error, message } = value as { error: string; message: string };
    if (error === 'invalid session id' || error === 'session not created') throw new DriverDied(`${error}: ${message} ${log}`);
    throw new Error(`${path.split('/').slice(3).join('/')}: ${error}: ${message}`);
  };

  const ready = Date.now() + START;
  for (;;) {
    const answered = await fetch(`${base}/status`).then(
      () => true,
      () => false,
    );
    if (answered) break;
    if (isGone() || Date.now() > ready) {
      end();
      throw new DriverDied(`${program} did not start: ${log}`);
    }
    await pause(50);
  }

  const openSession = async (): Promise<{ tab: Tab; version: string }> => {
    // A browser that does not start says nothing about a page.
    const created = (await call('POST', '/session', { capabilities: { alwaysMatch: capabilities } }, START).catch((error: unknown) => {
      throw new DriverDied(String(error), { cause: error });
    })) as { sessionId: string; capabilities: { browserVersion: string } };
    const path = `/session/${created.sessionId}`;
    await call('POST', `${path}/timeouts`, { script: SCRIPT, pageLoad: 100_000, implicit: 0 });
    return { tab: tabOf((method, rest, body) => call(method, path + rest, body)), version: created.capabilities.browserVersion };
  };
  const first = await openSession().catch((error: unknown) => {
    end();
    throw error;
  });
  await first.tab.close();
  return {
    version: first.version,
    open: async () => (await openSession()).tab,
    close: () => {
      end();
      return Promise.resolve();
    },
  };
}

function tabOf(call: (method: string, path: string, body?: unknown) => Promise<unknown>): Tab {
  const find = async (css: string): Promise<Record<string, string>> =>
    (await call('POST', '/element', { using: 'css selector', value: css })) as Record<string, string>;
  const enter = async (where: Where): Promise<void> => {
    await call('POST', '/frame', { id: null });
    if (where === 'cashier') await call('POST', '/frame', { id: await find(CASHIER_FRAME) });
  };
  return {
    async run(expression, where) {
      await enter(where);
      return (await call('POST', '/execute/async', {
        script: `var done = arguments[arguments.length - 1]; (${expression}).then(done);`,
        args: [],
      })) as string;
    },
    async press(x, y, times) {
      await enter('page');
      const press = [
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      await call('POST', '/actions', {
        actions: [
          {
            type: 'pointer',
            id: 'mouse',
            parameters: { pointerType: 'mouse' },
            actions: [{ type: 'pointerMove', duration: 0, x, y, origin: 'viewport' }, ...Array.from({ length: times }, () => press).flat()],
          },
        ],
      });
    },
    go: async (url) => {
      await call('POST', '/url', { url });
    },
    back: async () => {
      await enter('page');
      await call('POST', '/execute/sync', { script: 'setTimeout(function () { history.back(); });', args: [] });
    },
    reload: async () => {
      await enter('page');
      await call('POST', '/refresh');
    },
    close: async () => {
      await call('DELETE', '');
    },
    alive: () =>
      call('GET', '/url').then(
        () => true,
        (error: unknown) => !(error instanceof DriverDied),
      ),
  };
}

/** Ends the whole group, at the latest with this process. */
function endingOf(child: ChildProcess): () => void {
  const end = (): void => {
    process.off('exit', end);
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It had ended by itself.
    }
  };
  process.once('exit', end);
  return end;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
