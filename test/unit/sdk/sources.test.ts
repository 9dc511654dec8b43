/** Where the SDK comes from: fromModule, fromGlobal, fallback order, sharing, timeouts. fromCdn is in cdn.test.ts. */
import { describe, expect, it, vi } from 'vitest';
import { CheckoutError } from '../../../src/core/errors';
import { fromCdn } from '../../../src/sdk/sources/cdn';
import { fromGlobal } from '../../../src/sdk/sources/global';
import { fromModule } from '../../../src/sdk/sources/module';
import { createLoader, withTimeout } from '../../../src/sdk/loader';
import type { Log } from '../../../src/core/log';
import type { SdkSource } from '../../../src/types';
import { arrive, CDN, fail, loaderOf, loadsClass, NAME, runUmd, Sdk, tag, tags, useCdn } from '../../support/cdn';
import { testEnvironment } from '../../support/environment';
import { jobs, pass, peek, rejectionOf } from '../../support/shop';

const loader = loaderOf;
useCdn();

describe('fromModule', () => {
  it.each([undefined, null, {}, Promise.resolve({})])('of %o, which is no function, throws invalid-options', (load) => {
    expect(() => fromModule(load as () => Promise<unknown>)).toThrow(expect.objectContaining({ code: 'invalid-options' }) as Error);
  });

  it.each<[string, unknown]>([
    ['named exports', { [NAME]: Sdk }],
    ['a default export', { default: { [NAME]: Sdk } }],
    ['both, where the named one counts', { [NAME]: Sdk, default: { [NAME]: Object } }],
    ['a module namespace with a null prototype', Object.assign(Object.create(null) as object, { [NAME]: Sdk })],
  ])('finds the class among %s', async (_name, module) => {
    expect(await loader(fromModule(() => Promise.resolve(module))).load()).toBe(Sdk);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'x'],
    ['no such class', { AMSEasyPay: Sdk }],
    ['default null', { default: null }],
    ['a text under the name', { [NAME]: 'x' }],
  ])('a module that is %s is sdk-global-missing', async (_name, module) => {
    expect(await rejectionOf(loader(fromModule(() => Promise.resolve(module))).load())).toMatchObject({ code: 'sdk-global-missing' });
  });

  describe('a strict mock, which throws for every name that it does not have', () => {
    const strict = (names: Record<string, unknown>): unknown =>
      new Proxy(names, {
        get: (target, name) => {
          // A promise asks for it, and vitest's own mocks make that exception too.
          if (name === 'then' || Reflect.has(target, name)) return Reflect.get(target, name) as unknown;
          throw new Error(`No "${String(name)}" export is defined on the mock`);
        },
        ownKeys: () => {
          throw new Error('not to be listed');
        },
      });

    it.each<[string, Record<string, unknown>]>([
      ['named', { [NAME]: Sdk }],
      ['under default', { default: { [NAME]: Sdk } }],
      ['under a strict default', { default: strict({ [NAME]: Sdk }) }],
    ])('has the class %s', async (_where, names) => {
      const it = loader(fromModule(() => Promise.resolve(strict(names))));
      expect(await it.load()).toBe(Sdk);
      expect(it.peek()).toBe(Sdk);
    });

    it.each<[string, unknown]>([
      ['without the class', strict({ AMSEasyPay: Sdk })],
      ['without the class under default', strict({ default: strict({}) })],
      [
        'whose class cannot be read',
        {
          get [NAME]() {
            throw new Error('not initialised');
          },
        },
      ],
    ])('%s is sdk-global-missing', async (_what, module) => {
      expect(await rejectionOf(loader(fromModule(() => Promise.resolve(module))).load())).toMatchObject({ code: 'sdk-global-missing' });
    });
  });

  it('one source serves the loaders of two classes by one import', async () => {
    class Other {
      readonly name = 'another class';
    }
    const load = vi.fn(() => Promise.resolve({ [NAME]: Sdk, Other }));
    const source = fromModule(load);
    const two = loadsClass(createLoader(testEnvironment(), [source], 15_000), 'Other');
    expect(await Promise.all([loader(source).load(), two.load()])).toEqual([Sdk, Other]);
    expect(load).toHaveBeenCalledTimes(1);
    expect(loader(source).peek()).toBe(Sdk);
  });

  it('a module without the class is not kept: the next call asks anew', async () => {
    const load = vi.fn(() => Promise.resolve<unknown>({ [NAME]: Sdk })).mockResolvedValueOnce({});
    const it = loader(fromModule(load));
    expect(await rejectionOf(it.load())).toMatchObject({ code: 'sdk-global-missing' });
    expect(await it.load()).toBe(Sdk);
  });

  it('imports once, shares what is under way, and peeks from then on', async () => {
    const load = vi.fn(() => Promise.resolve({ [NAME]: Sdk }));
    const source = fromModule(load);
    const one = loader(source);
    const two = loader(source);
    expect(one.peek()).toBeNull();
    await Promise.all([one.load(), one.load(), two.load()]);
    await two.load();
    expect(load).toHaveBeenCalledTimes(1);
    expect(one.peek()).toBe(Sdk);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['rejects', () => Promise.reject(new Error('chunk missing'))],
    [
      'throws',
      () => {
        throw new Error('chunk missing');
      },
    ],
  ])('an import that %s is sdk-load-failed with its cause, and the next call imports anew', async (_name, fail) => {
    const load = vi.fn(() => Promise.resolve<unknown>({ [NAME]: Sdk })).mockImplementationOnce(fail);
    const it = loader(fromModule(load));
    const error = await rejectionOf(it.load());
    expect(error).toMatchObject({ code: 'sdk-load-failed', cause: { message: 'chunk missing' } });
    expect(await it.load()).toBe(Sdk);
  });

  it('an import that never ends is sdk-load-timeout, and the next call imports anew', async () => {
    const load = vi.fn(() => Promise.resolve<unknown>({ [NAME]: Sdk })).mockImplementationOnce(() => new Promise(() => undefined));
    const it = loader(fromModule(load));
    const reason = rejectionOf(it.load());
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await peek(reason)).toMatchObject({ code: 'sdk-load-timeout' });
    expect(await it.load()).toBe(Sdk);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("an import that fails after the timeout does not take the next call's away", async () => {
    let failLate: (reason: Error) => void = () => undefined;
    const load = vi
      .fn(() => Promise.resolve<unknown>({ [NAME]: Sdk }))
      .mockImplementationOnce(
        () =>
          new Promise((_, reject) => {
            failLate = reject;
          }),
      );
    const it = loader(fromModule(load));
    const late = rejectionOf(it.load());
    await vi.advanceTimersByTimeAsync(15_000);
    await late;
    const again = it.load();
    failLate(new Error('chunk missing'));
    expect(await again).toBe(Sdk);
    await it.load();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('an import that ends after the timeout is used by the next call', async () => {
    let arriveLate: (module: unknown) => void = () => undefined;
    const it = loader(
      fromModule(
        () =>
          new Promise((resolve) => {
            arriveLate = resolve;
          }),
      ),
    );
    const reason = rejectionOf(it.load());
    await vi.advanceTimersByTimeAsync(15_000);
    await reason;
    arriveLate({ [NAME]: Sdk });
    await jobs();
    expect(it.peek()).toBe(Sdk);
  });
});

describe('fromGlobal', () => {
  it('takes the class that is there', async () => {
    Object.assign(window, { [NAME]: Sdk });
    const it = loader(fromGlobal());
    expect(it.peek()).toBe(Sdk);
    expect(await it.load()).toBe(Sdk);
  });

  it('on a page that has loaded without it is sdk-global-missing at once', async () => {
    expect(await rejectionOf(loader(fromGlobal()).load())).toMatchObject({ code: 'sdk-global-missing' });
  });

  it('waits for the page to load', async () => {
    Object.defineProperty(document, 'readyState', { value: 'interactive', configurable: true });
    const found = loader(fromGlobal()).load();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await peek(found)).toBe('pending');
    Object.assign(window, { [NAME]: Sdk });
    window.dispatchEvent(new Event('load'));
    expect(await found).toBe(Sdk);
  });

  it('a page that loads without it is sdk-global-missing, and one that never loads sdk-load-timeout', async () => {
    Object.defineProperty(document, 'readyState', { value: 'loading', configurable: true });
    const missing = rejectionOf(loader(fromGlobal()).load());
    window.dispatchEvent(new Event('load'));
    expect(await missing).toMatchObject({ code: 'sdk-global-missing' });
    const late = rejectionOf(loader(fromGlobal()).load());
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await peek(late)).toMatchObject({ code: 'sdk-load-timeout' });
  });

  // ARCHITECTURE rule 3: every listener has one owner that removes it, on every path.
  it('leaves no listener behind when it times out', async () => {
    Object.defineProperty(document, 'readyState', { value: 'loading', configurable: true });
    const added = vi.spyOn(window, 'addEventListener');
    const removed = vi.spyOn(window, 'removeEventListener');
    const late = rejectionOf(loader(fromGlobal()).load());
    await vi.advanceTimersByTimeAsync(15_000);
    await late;
    expect(removed.mock.calls.filter(([type]) => type === 'load')).toHaveLength(
      added.mock.calls.filter(([type]) => type === 'load').length,
    );
  });
});

it('what has no clean-up of its own times out all the same', async () => {
  const reason = rejectionOf(withTimeout({ env: testEnvironment(), className: NAME, timeout: 100 }, 'it', new Promise(() => undefined)));
  await vi.advanceTimersByTimeAsync(100);
  expect(await reason).toMatchObject({ code: 'sdk-load-timeout', details: { source: 'it', timeout: 100 } });
});

describe('several sources', () => {
  const failing = (message: string): SdkSource => fromModule(() => Promise.reject(new Error(message)));

  it('are tried in order, each once, until one has the class', async () => {
    const second = vi.fn(() => Promise.resolve({ [NAME]: Sdk }));
    const third = vi.fn(() => Promise.resolve({}));
    expect(await loader(failing('first'), fromModule(second), fromModule(third)).load()).toBe(Sdk);
    expect(second).toHaveBeenCalledTimes(1);
    expect(third).not.toHaveBeenCalled();
  });

  it('a source without the class makes way for the next', async () => {
    expect(
      await loader(
        fromModule(() => Promise.resolve({})),
        fromModule(() => Promise.resolve({ [NAME]: Sdk })),
      ).load(),
    ).toBe(Sdk);
  });

  it('each has the whole timeout', async () => {
    const found = loader(
      fromModule(() => new Promise(() => undefined)),
      fromModule(() => Promise.resolve({ [NAME]: Sdk })),
    ).load();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await peek(found)).toBe(Sdk);
  });

  it("when all fail, the error is the last one's, and details.sources has each one's", async () => {
    const reason = rejectionOf(loader(failing('first'), fromCdn({ retries: 0 }), fromGlobal()).load());
    await jobs();
    tags()[0]?.dispatchEvent(new Event('error'));
    await vi.advanceTimersByTimeAsync(0);
    const error = await reason;
    expect(error).toBeInstanceOf(CheckoutError);
    expect(error).toMatchObject({
      code: 'sdk-global-missing',
      details: { sources: [{ code: 'sdk-load-failed' }, { code: 'sdk-load-failed' }, { code: 'sdk-global-missing' }] },
    });
    expect((error as CheckoutError).details['sources']).toMatchObject([{ message: expect.stringContaining('first') as string }, {}, {}]);
  });

  it('a call after a failure starts again from the first', async () => {
    const first = vi.fn(() => Promise.resolve<unknown>({ [NAME]: Sdk })).mockRejectedValueOnce(new Error('first'));
    const second = vi.fn(() => Promise.reject(new Error('second')));
    const it = loader(fromModule(first), fromModule(second));
    await rejectionOf(it.load());
    expect(await it.load()).toBe(Sdk);
    expect(second).toHaveBeenCalledTimes(1);
  });

  it('none is invalid-options', async () => {
    expect(await rejectionOf(loader().load())).toMatchObject({ code: 'invalid-options' });
  });

  it("one of the merchant's own that has nothing at hand is asked to load", async () => {
    const own: SdkSource = { name: 'own', peek: () => undefined as never, load: () => Promise.resolve({ [NAME]: Sdk }) };
    const it = loader(own);
    expect(it.peek()).toBeNull();
    expect(await it.load()).toBe(Sdk);
  });

  it.each<[string, () => Promise<never>]>([
    ['rejects', () => Promise.reject(new Error('broken'))],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
  ])("one of the merchant's own that %s is sdk-load-failed with its cause", async (_what, load) => {
    expect(await rejectionOf(loader({ name: 'own', peek: () => null, load }).load())).toMatchObject({
      code: 'sdk-load-failed',
      cause: { message: 'broken' },
      details: { source: 'own' },
    });
  });

  it('any that has the class already is peeked, whatever its place', () => {
    Object.assign(window, { [NAME]: Sdk });
    expect(loader(failing('first'), fromGlobal()).peek()).toBe(Sdk);
  });

  it('one that throws when it is peeked keeps nobody from the others, and is asked to load', async () => {
    const broken = {
      ...failing('first'),
      peek: () => {
        throw new Error('broken');
      },
    };
    expect(loader(broken).peek()).toBeNull();
    expect(await rejectionOf(loader(broken).load())).toMatchObject({ code: 'sdk-load-failed' });
    Object.assign(window, { [NAME]: Sdk });
    expect(loader(broken, fromGlobal()).peek()).toBe(Sdk);
  });
});

describe('the log', () => {
  type Line = [level: string, name: string, details: Record<string, unknown> | undefined];
  function logged(...sources: SdkSource[]): { load: () => Promise<unknown>; lines: Line[] } {
    const lines: Line[] = [];
    const log: Log = (level, name, details) => {
      lines.push([level, name, details]);
    };
    const logging = loadsClass(createLoader(testEnvironment(), sources, 15_000, log));
    return { load: () => logging.load(), lines };
  }

  it('tells each try that failed, and what came of it', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { load, lines } = logged(fromCdn());
    const found = load();
    await pass(100);
    await fail(tag());
    await pass(500);
    await pass(40);
    arrive(tag());
    await found;
    expect(lines).toEqual([
      ['debug', 'sdk.loading', { source: CDN }],
      ['warn', 'sdk.try-failed', { source: CDN, code: 'sdk-load-failed', url: CDN, reason: 'unknown', attempts: 1, elapsed: 100 }],
      ['info', 'sdk.loaded', { source: CDN, attempts: 2, ms: 640 }],
    ]);
  });

  it('tells each source that failed', async () => {
    const { load, lines } = logged(
      fromModule(() => Promise.reject(new Error('no such chunk'))),
      fromCdn({ url: 'https://b.example/sdk.js?token=secret', retries: 0, timeout: 50 }),
    );
    const reason = rejectionOf(load());
    await pass(50);
    await reason;
    expect(lines).toEqual([
      ['debug', 'sdk.loading', { source: 'The SDK module' }],
      ['warn', 'sdk.load-failed', { source: 'The SDK module', code: 'sdk-load-failed', reason: 'unknown', attempts: 1, ms: 0 }],
      ['debug', 'sdk.loading', { source: 'https://b.example/sdk.js' }],
      [
        'warn',
        'sdk.load-failed',
        {
          source: 'https://b.example/sdk.js',
          code: 'sdk-load-timeout',
          timeout: 50,
          url: 'https://b.example/sdk.js',
          reason: 'stalled',
          attempts: 1,
          elapsed: 50,
          ms: 50,
        },
      ],
    ]);
  });

  it('says nothing of a source that fails after another has delivered', async () => {
    let refuse!: (reason: Error) => void;
    const { load, lines } = logged(
      fromModule(
        () =>
          new Promise((_, reject) => {
            refuse = reject;
          }),
      ),
      fromGlobal(),
    );
    const found = load();
    await jobs();
    Object.assign(window, { [NAME]: Sdk });
    await pass(250);
    expect(await found).toBe(Sdk);
    refuse(new Error('no such chunk'));
    await jobs();
    expect(lines.map(([, name]) => name)).toEqual(['sdk.loading', 'sdk.loaded']);
  });

  it('says nothing where the class is there already', async () => {
    Object.assign(window, { [NAME]: Sdk });
    const { load, lines } = logged(fromCdn());
    await load();
    expect(lines).toEqual([]);
  });

  it("tells everybody who waits for the page's one load of a try that failed", async () => {
    const [one, two] = [logged(fromCdn()), logged(fromCdn())];
    const all = Promise.all([one.load(), two.load()]);
    await fail(tag());
    await pass(1_000);
    arrive(tag());
    await all;
    expect(two.lines.map(([, name]) => name)).toEqual(['sdk.loading', 'sdk.try-failed', 'sdk.loaded']);
    expect(two.lines).toEqual(one.lines);
  });
});

/** A page may have methods of its own on every list, as Prototype.js before 1.7 has. Here they are wrong for our code alone: jsdom needs them. */
describe("a page whose Array.prototype is not the language's", () => {
  const METHODS = [
    'concat',
    'every',
    'filter',
    'forEach',
    'indexOf',
    'join',
    'map',
    'pop',
    'push',
    'reduce',
    'shift',
    'slice',
    'some',
    'sort',
    'splice',
    'unshift',
  ] as const;

  it.each(METHODS)('%s: the SDK is loaded, by tries and by the second source', async (method) => {
    const original = Object.getOwnPropertyDescriptor(Array.prototype, method)?.value as (...given: unknown[]) => unknown;
    let called = 0;
    const replace = (): void => {
      Object.defineProperty(Array.prototype, method, {
        configurable: true,
        writable: true,
        value(this: unknown[], ...given: unknown[]) {
          const caller = new Error().stack?.split('\n', 3)[2] ?? '';
          if (!/\/src\/sdk\//.test(caller) || /instance/.test(caller)) return original.apply(this, given);
          called += 1;
          return this.length > 1 ? this : this[0];
        },
      });
    };
    try {
      const it = loader(
        fromModule(() => Promise.reject(new Error('no such chunk'))),
        fromCdn({ retries: 1 }),
        fromCdn({ url: 'https://b.example/sdk.js' }),
      );
      replace();
      const found = it.load();
      await jobs();
      await fail(tag());
      await pass(1_000);
      await fail(tag());
      expect(tag().src).toBe('https://b.example/sdk.js');
      arrive(tag());
      expect(await found).toBe(Sdk);
      const reason = rejectionOf(
        loader(
          fromModule(() => Promise.resolve({})),
          fromModule(() => Promise.resolve({})),
        ).load(),
      );
      expect(await reason).toMatchObject({ details: { sources: [{ code: 'sdk-global-missing' }, { code: 'sdk-global-missing' }] } });
    } finally {
      Object.defineProperty(Array.prototype, method, { configurable: true, writable: true, enumerable: false, value: original });
    }
    expect(called).toBe(0);
  });

  it('an Object.keys that lists inherited names moves only what the SDK has put into exports', async () => {
    const keys = Object.keys.bind(Object);
    const exports = Object.create({ inherited: 1 }) as Record<string, unknown>;
    Object.defineProperty(window, 'exports', { get: () => exports, configurable: true });
    Object.keys = (holder: object) => {
      const names: string[] = [];
      for (const name in holder) names.push(name);
      return names;
    };
    try {
      const found = loader(fromCdn()).load();
      runUmd(tag());
      expect(await found).toBe(Sdk);
      expect(window).not.toHaveProperty('inherited');
    } finally {
      Object.keys = keys;
      Reflect.deleteProperty(window, 'Other');
    }
  });
});
