/**
 * Each app of examples/, copied out of the repository: the packed package installed by npm, the app's own command run, and a payment made with
 * what that built. Played are the merchant's server, by the demo's, and the hosts that are not ours.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { act, expectNoProblems, press, useBrowser, type Visit } from '../../browser/support/browser.ts';
import { decide, remembered } from '../../browser/support/payments.ts';
import { fileIn, playNetwork, SHOP } from '../../browser/support/network.ts';
import { COMPILERS } from '../support/compilers.ts';
import { NAME, repository } from '../support/packed.ts';
import { copyOf, ENV, install, npm, ofRepository, SDK, work, type App } from './apps.ts';

const run = promisify(execFile);
const filesOf = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

/** Which modules are in which script of a build, by its source maps. */
function modulesOf(folder: string): Map<string, string[]> {
  return new Map(
    filesOf(folder)
      .filter((file) => file.endsWith('.js'))
      .map((file) => {
        const { sources } = JSON.parse(readFileSync(join(folder, `${file}.map`), 'utf8')) as { sources: string[] };
        return [file, sources];
      }),
  );
}

/** The controller is in one script, once; the SDK is in others, which that one fetches when it wants to. */
function expectSdkApart(folder: string, entry: (script: string) => boolean): void {
  const modules = modulesOf(folder);
  const withModule = (part: string): string[] =>
    [...modules].filter(([, sources]) => sources.some((source) => source.includes(part))).map(([file]) => file);
  const controller = `${NAME}/dist/`;
  const holders = withModule(`${controller}index.js`);
  expect(holders, 'scripts with the controller').toHaveLength(1);
  expect(holders.every(entry), "the controller is in the page's own script").toBe(true);
  const ours = [...modules.values()].flat().filter((source) => source.includes(controller));
  expect(ours, 'no module of ours is there twice').toEqual([...new Set(ours)]);
  expect(
    ours.filter((source) => /\.cjs$/.test(source)),
    'nothing of the CommonJS build',
  ).toEqual([]);
  const sdk = withModule(SDK);
  expect(sdk, 'scripts with the SDK').not.toEqual([]);
  expect(sdk.filter(entry), "the page's own script is without the SDK").toEqual([]);
  for (const file of modules.keys())
    expect(readFileSync(join(folder, file), 'utf8'), 'nothing of the test kit').not.toContain('ANTOM-FAKE-SDK');
}

describe('in the browser', () => {
  const browser = useBrowser();
  /** Every script that the page has asked for, in order. */
  const open = (...folders: string[]): Promise<Visit & { readonly scripts: readonly string[] }> => openPage('', folders);
  const openPage = async (path: string, folders: readonly string[]): Promise<Visit & { readonly scripts: readonly string[] }> => {
    const scripts: string[] = [];
    const visit = await browser.open(`${SHOP}/${path}`, {
      before: async (page, context) => {
        await playNetwork(context, fileIn(folders));
        page.on('request', (request) => {
          if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
        });
      },
    });
    return { ...visit, scripts };
  };
  const pay = (visit: Visit): Promise<void> => visit.page.getByRole('button', { name: 'Pay' }).click();
  const told = (visit: Visit, text: string): Promise<void> => visit.page.locator('#answer', { hasText: text }).waitFor();

  /** What each of the pages does: a first try that fails at the method, and a second one after whose success the SDK takes the buyer on. */
  const payTwice = async (visit: Visit): Promise<void> => {
    await pay(visit);
    await press(visit, 'fail');
    await told(visit, 'This payment failed.');
    await pay(visit);
    await press(visit, 'pay');
    await visit.page.waitForURL('**/result?*');
    expectNoProblems(visit);
  };

  describe('examples/vite', () => {
    let folder: string;
    beforeAll(async () => {
      ({ folder } = await copyOf('vite'));
      // With source maps besides, to see what went where.
      await npm(folder, 'run', 'build', '--', '--sourcemap');
    });

    test('its code compiles against the packed types', async () => {
      const options = {
        noEmit: true,
        strict: true,
        target: 'es2020',
        lib: ['es2020', 'dom'],
        module: 'esnext',
        moduleResolution: 'bundler',
        types: [],
        skipLibCheck: true,
      };
      for (const compiler of COMPILERS) expect(await compiler.compile(folder, ['src/main.ts'], options), compiler.name).toEqual([]);
    });

    test("its build has the controller in the page's own script, and the SDK in a chunk of its own", () => {
      const entry = /<script [^>]*src="\/([^"]+)"/.exec(readFileSync(join(folder, 'dist/index.html'), 'utf8'))?.[1] ?? 'none';
      expectSdkApart(join(folder, 'dist'), (script) => script === entry);
    });

    test('its page does not preload the SDK, and takes payments', async () => {
      expect(readFileSync(join(folder, 'dist/index.html'), 'utf8')).not.toMatch(/modulepreload/);
      await payTwice(await open(join(folder, 'dist')));
    });
  });

  describe('examples/webpack', () => {
    let folder: string;
    beforeAll(async () => {
      ({ folder } = await copyOf('webpack'));
      await npm(folder, 'run', 'build');
    });

    test("its build has the controller in the page's own script, and the SDK in a chunk of its own", () => {
      expectSdkApart(join(folder, 'dist'), (script) => script === 'main.js');
    });

    test('its page takes payments', async () => {
      await payTwice(await open(join(folder, 'public'), join(folder, 'dist')));
    });
  });

  describe('examples/custom-element', () => {
    const files = (): string[] => [join(repository, 'examples/custom-element'), join(inject('packed').content, 'dist')];
    const says = (visit: Visit, text: string): Promise<void> => visit.page.getByText(text).waitFor();
    /** The SDK asks whether the buyer means it. */
    const close = async (visit: Visit): Promise<void> => {
      await press(visit, 'close');
      await visit.page.locator('#ams-component-retention-leave').click();
    };
    const button = (visit: Visit): ReturnType<Visit['page']['getByRole']> => visit.page.getByRole('button', { name: 'Pay' });

    test('its page takes payments by markup alone: cancelled, declined, paid, and on to the page that says thank you', async () => {
      const visit = await open(...files());
      await visit.page.getByLabel('Your name').fill('Ann');
      await button(visit).click();
      await close(visit);
      await says(visit, 'You have not paid yet.');
      await button(visit).click();
      await press(visit, 'fail');
      await says(visit, 'This payment failed.');
      await button(visit).click();
      await visit.page.locator('antom-checkout[data-phase="open"]').waitFor();
      // The cashier of this network does not reach the gateway.
      await decide((await remembered(visit.page)).at(-1)!, 'SUCCESS');
      await press(visit, 'pay');
      await visit.page.waitForURL('**/thanks.html');
      expectNoProblems(visit);
      expect(visit.scripts.filter((path) => path.startsWith('/antom-'))).toEqual(['/antom-checkout-element.iife.min.js']);
    });

    test('a redirect, and back on the page with resume: the page says thank you by itself', async () => {
      const visit = await open(...files());
      await visit.page.getByLabel('Your name').fill('Ann');
      await button(visit).click();
      await visit.cashier.locator('[data-testid="cashier"]').waitFor();
      const [payment] = await remembered(visit.page);
      await act(visit, 'redirect');
      await visit.page.waitForURL(/redirect-target/);
      await decide(payment!, 'SUCCESS');
      await visit.page.goto(`${SHOP}/`);
      await visit.page.waitForURL('**/thanks.html');
      expectNoProblems(visit);
    });

    test('as a module it takes payments too', async () => {
      const visit = await openPage('module.html', files());
      await button(visit).click();
      await close(visit);
      await visit.page.locator('output', { hasText: 'cancelled' }).waitFor();
      await button(visit).click();
      await press(visit, 'pay');
      await visit.page.waitForURL('**/result?*');
      expectNoProblems(visit);
    });
  });

  describe('examples/script-tag', () => {
    const files = (): string[] => [join(repository, 'examples/script-tag'), join(inject('packed').content, 'dist')];

    test('its page has the one global that the packed file makes, a bound form, and takes payments', async () => {
      const visit = await open(...files());
      expect(await visit.page.evaluate(() => Object.keys(window).filter((name) => /antom/i.test(name)))).toEqual(['AntomCheckout']);
      await payTwice(visit);
      expect(visit.scripts.filter((path) => path.includes(NAME))).toEqual([`/${NAME}.iife.min.js`]);
    });
  });
});

describe('examples/ssr', () => {
  let folder: string;
  let scripts: App['scripts'];
  beforeAll(async () => {
    ({ folder, scripts } = await copyOf('ssr'));
  });

  test.each(['start', 'start:cjs'])('npm run %s renders the page with a button that can be pressed', async (script) => {
    // The command itself and not by npm, which would not take its child along when it is ended.
    const [command, file] = scripts[script]!.split(' ') as [string, string];
    expect(command).toBe('node');
    const server = spawn(process.execPath, [file], { cwd: folder, env: { ...ENV, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const told = createInterface({ input: server.stdout });
      const [address] = (await Promise.race([once(told, 'line'), once(told, 'close')])) as [string?];
      if (address === undefined) throw new Error(`${file} ended without a word.`);
      for (const request of ['first', 'second']) {
        const html = await (await fetch(address)).text();
        expect(html, request).toContain('<button data-phase="idle">Pay</button>');
      }
    } finally {
      server.kill();
    }
  });

  test.each([
    ['page.js', 'const { checkout } = await import("./page.js");'],
    [
      'page.cjs',
      'const { createRequire } = await import("node:module"); const { checkout } = createRequire(process.cwd() + "/")("./page.cjs");',
    ],
  ])('pay() on the server answers not-in-browser, and the process ends by itself: %s', async (_file, load) => {
    const { stdout, stderr } = await run(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `${load} const { status, retry, error } = await checkout.pay(); console.log(status, retry, error.code, checkout.state.phase);`,
      ],
      { cwd: folder, timeout: 20_000 },
    );
    expect(stderr).toBe('');
    expect(stdout.trim()).toMatch(/^error none not-in-browser /);
  });

  test('what the server imports is the packed package, by import and by require', async () => {
    const ask = async (...args: string[]): Promise<string> =>
      relative(folder, (await run(process.execPath, args, { cwd: folder })).stdout.trim());
    expect(
      await ask(
        '--input-type=module',
        '-e',
        `import { fileURLToPath } from 'node:url'; console.log(fileURLToPath(import.meta.resolve('${NAME}')))`,
      ),
    ).toBe(`node_modules/${NAME}/dist/index.js`);
    expect(await ask('-p', `require.resolve('${NAME}')`)).toBe(`node_modules/${NAME}/dist/index.cjs`);
  });
});

describe('npm install', () => {
  const emptyApp = (name: string): string => {
    const folder = join(work, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    return folder;
  };
  const installed = (folder: string): string[] => readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  /** What npm says of the SDK's version, as an error or, where it knows of no better one, as a warning. */
  const REFUSED = /Found: @alipay\/ams-checkout@[\s\S]*peerOptional @alipay\/ams-checkout@">=1\.12\.0" from antom-checkout-controller@/;

  test('brings the library alone: who takes the SDK from the CDN does not install it', async () => {
    const folder = emptyApp('no-sdk');
    await install(folder);
    expect(installed(folder)).toEqual([NAME]);
  });

  test('is content with the oldest SDK that the library supports', async () => {
    const folder = emptyApp('oldest-sdk');
    const { stderr } = await install(folder, ofRepository('ams-checkout-1.12.0'));
    expect(stderr).not.toMatch(/ERESOLVE/);
    expect(installed(folder)).toEqual(['@alipay', NAME]);
  });

  test('objects to an older one', async () => {
    const folder = emptyApp('older-sdk');
    const older = join(work, 'ams-checkout-1.11.9');
    mkdirSync(older);
    writeFileSync(join(older, 'package.json'), JSON.stringify({ name: SDK, version: '1.11.9' }));
    const { stderr } = await install(folder, older).catch((error: unknown) => error as { readonly stderr: string });
    expect(stderr).toMatch(REFUSED);
  });
});
