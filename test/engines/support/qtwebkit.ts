/** QtWebKit by a small Python program over pipes. One process for each page. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DriverDied, type Driver, type Tab } from './engine.ts';
import type { Gate } from './gate.ts';

const BRIDGE = fileURLToPath(new URL('qtwebkit_bridge.py', import.meta.url));
/** Debian's own: another Python on the PATH has not its modules. */
const PYTHON = '/usr/bin/python3';
/** ms for one command. */
const LIMIT = 120_000;
/** ms for code: what runs while its document is being replaced never answers, and whoever waits must be able to look again. */
const RUN_LIMIT = 8_000;

type Command = Readonly<Record<string, unknown>> & { readonly name: string };

interface Bridge {
  readonly send: (command: Command, limit?: number) => Promise<unknown>;
  readonly isGone: () => boolean;
  readonly close: () => Promise<void>;
}

export async function startQtWebKit(gate: Gate): Promise<Driver> {
  const first = launch(gate);
  const version = String(await first.send({ name: 'version' }).finally(() => first.close()));
  return { version, open: () => Promise.resolve(tabOf(launch(gate))), close: () => Promise.resolve() };
}

function launch(gate: Gate): Bridge {
  const child = spawn(PYTHON, [BRIDGE, gate.address], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, QT_QPA_PLATFORM: 'offscreen' },
    // It leaves a file of its databases where it is started.
    cwd: tmpdir(),
  });
  let log = '';
  let gone = false;
  const waiting: { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-2_000);
  });
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      gone = true;
      for (const { reject } of waiting.splice(0)) reject(new DriverDied(`QtWebKit is gone: ${log}`));
      resolve();
    };
    child.once('close', end);
    child.once('error', end);
  });
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { value, error } = JSON.parse(line) as { value?: unknown; error?: string };
    const call = waiting.shift();
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(error));
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  return {
    send: (command, ms = LIMIT) =>
      new Promise((resolve, reject) => {
        if (gone) {
          reject(new DriverDied(`QtWebKit is gone: ${log}`));
          return;
        }
        const call = {
          resolve: (value: unknown): void => {
            clearTimeout(limit);
            resolve(value);
          },
          reject: (error: Error): void => {
            clearTimeout(limit);
            reject(error);
          },
        };
        const limit = setTimeout(() => {
          waiting.splice(waiting.indexOf(call), 1);
          reject(new Error(`QtWebKit did not answer "${command.name}" in ${ms / 1000} s: ${log}`));
        }, ms);
        waiting.push(call);
        child.stdin.write(`${JSON.stringify(command)}\n`);
      }),
    isGone: () => gone,
    close: async () => {
      process.off('exit', kill);
      kill();
      await ended;
    },
  };
}

function tabOf(bridge: Bridge): Tab {
  let runs = 0;
  return {
    run: async (expression, where) => {
      runs += 1;
      return (await bridge.send({ name: 'run', expression, where, number: String(runs) }, RUN_LIMIT)) as string;
    },
    press: async (x, y, times) => {
      await bridge.send({ name: 'press', x, y, times });
    },
    go: async (url) => {
      await bridge.send({ name: 'go', url });
    },
    back: async () => {
      await bridge.send({ name: 'back' });
    },
    reload: async () => {
      await bridge.send({ name: 'reload' });
    },
    close: () => bridge.close(),
    alive: () => Promise.resolve(!bridge.isGone()),
  };
}
