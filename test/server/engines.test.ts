/** What a run of `npm run test:engines` rests on, with no engine: when a driver is started once more, and which tarball is taken for an engine. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DriverDied } from '../engines/support/engine.ts';
import { oneMoreStart, type OnceMore } from '../engines/support/once-more.ts';
import { unpack } from '../engines/support/packages.ts';

describe("an engine's driver", () => {
  /** A browser that can go away, and what was done about it. */
  let driver: { running: boolean; starts: number; ends: number };
  let onceMore: OnceMore;
  let said: string[];
  beforeEach(() => {
    driver = { running: false, starts: 0, ends: 0 };
    said = [];
    onceMore = oneMoreStart({
      alive: () => Promise.resolve(driver.running),
      end: () => {
        driver.running = false;
        driver.ends += 1;
        return Promise.resolve();
      },
    });
  });

  /** A behaviour as the stage runs it: with the driver that is there, else a new one. */
  const behave = (run: (time: number) => string): Promise<string> => {
    let time = 0;
    return onceMore(
      () => {
        if (!driver.running) driver.starts += 1;
        driver.running = true;
        return Promise.resolve((time += 1)).then(run);
      },
      (reason) => {
        said.push(reason);
      },
    );
  };
  const dies = (): never => {
    throw new DriverDied('The driver is gone.');
  };
  const fails = (): never => {
    throw new Error('The button is still disabled.');
  };

  it('that dies is started once more, the behaviour runs again, and the reason is said', async () => {
    expect(await behave((time) => (time === 1 ? dies() : 'passed'))).toBe('passed');
    expect(driver).toEqual({ running: true, starts: 2, ends: 1 });
    expect(said).toEqual(['The driver is gone.']);
  });

  it('that took its page with it counts as dead, whatever the behaviour complained of', async () => {
    expect(
      await behave((time) => {
        if (time > 1) return 'passed';
        driver.running = false;
        return fails();
      }),
    ).toBe('passed');
    expect(said).toEqual(['The button is still disabled.']);
  });

  it('that dies a second time is not started again: in the same behaviour', async () => {
    await expect(behave(dies)).rejects.toThrow('The driver is gone.');
    expect(driver).toMatchObject({ starts: 2, ends: 1 });
    expect(said).toHaveLength(1);
  });

  it('that dies a second time is not started again: in a later behaviour', async () => {
    await behave((time) => (time === 1 ? dies() : 'passed'));
    let times = 0;
    await expect(
      behave(() => {
        times += 1;
        return dies();
      }),
    ).rejects.toThrow('The driver is gone.');
    expect(times).toBe(1);
    expect(said).toHaveLength(1);
  });

  it('that lives is left alone when a behaviour fails: it has failed, and runs once', async () => {
    let times = 0;
    await expect(
      behave(() => {
        times += 1;
        return fails();
      }),
    ).rejects.toThrow('The button is still disabled.');
    expect(times).toBe(1);
    expect(driver).toEqual({ running: true, starts: 1, ends: 0 });
    expect(said).toEqual([]);
  });

  it('that died once leaves later failures what they are', async () => {
    await behave((time) => (time === 1 ? dies() : 'passed'));
    await expect(behave(fails)).rejects.toThrow('The button is still disabled.');
    expect(driver.starts).toBe(2);
  });
});

describe('an engine from npm', () => {
  let folder: string;
  let tarball: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'engine-'));
    mkdirSync(join(folder, 'packed/package/bin'), { recursive: true });
    writeFileSync(join(folder, 'packed/package/bin/browser'), 'the engine');
    tarball = join(folder, 'browser-1.0.0.tgz');
    expect(spawnSync('tar', ['-czf', tarball, '-C', join(folder, 'packed'), 'package']).status).toBe(0);
    rmSync(join(folder, 'packed'), { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is unpacked when its hash is the pinned one', async () => {
    const sha256 = createHash('sha256').update(readFileSync(tarball)).digest('hex');
    const executable = await unpack(tarball, { spec: 'browser@1.0.0', sha256, file: 'bin/browser' });
    expect(readFileSync(executable, 'utf8')).toBe('the engine');
    expect(readdirSync(folder)).toEqual(['browser']);
  });

  it('is refused with both hashes when it is another one, and nothing of it stays', async () => {
    const found = createHash('sha256').update(readFileSync(tarball)).digest('hex');
    const pinned = '0'.repeat(64);
    await expect(unpack(tarball, { spec: 'browser@1.0.0', sha256: pinned, file: 'bin/browser' })).rejects.toThrow(
      `browser@1.0.0 is not what it was: its SHA-256 is ${found}, not ${pinned}.`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
