/** Where the SDK comes from: fromModule, fromGlobal, fallback order, sharing, timeouts. fromCdn is in cdn.test.ts. */
import { describe, expect, it, vi } from 'vitest';
import { CheckoutError } from '../../../src/errors';
import { fromCdn } from '../../../src/sdk/cdn';
import { fromGlobal } from '../../../src/sdk/global';
import { fromModule } from '../../../src/sdk/module';
import { createLoader, withTimeout, type SdkLoader } from '../../../src/sdk/source';
import type { SdkSource } from '../../../src/types';
import { NAME, Sdk, tags, useCdn } from '../../support/cdn';
import { testEnvironment } from '../../support/environment';
import { jobs, peek, rejectionOf } from '../../support/shop';


const loader = (...sources: SdkSource[]): SdkLoader => createLoader(testEnvironment(), sources, NAME, 15_000);
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
    ['undefined', undefined], ['null', null], ['a text', 'x'], ['no such class', { AMSEasyPay: Sdk }], ['default null', { default: null }], ['a text under the name', { [NAME]: 'x' }],
  ])('a module that is %s is sdk-global-missing', async (_name, module) => {
    expect(await rejectionOf(loader(fromModule(() => Promise.resolve(module))).load())).toMatchObject({ code: 'sdk-global-missing' });
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
    ['throws', () => { throw new Error('chunk missing'); }],
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

  it('an import that fails after the timeout does not take the next call\'s away', async () => {
    let failLate: (reason: Error) => void = () => undefined;
    const load = vi.fn(() => Promise.resolve<unknown>({ [NAME]: Sdk })).mockImplementationOnce(() => new Promise((_, reject) => { failLate = reject; }));
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
    const it = loader(fromModule(() => new Promise((resolve) => { arriveLate = resolve; })));
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
    expect(removed.mock.calls.filter(([type]) => type === 'load')).toHaveLength(added.mock.calls.filter(([type]) => type === 'load').length);
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
    expect(await loader(fromModule(() => Promise.resolve({})), fromModule(() => Promise.resolve({ [NAME]: Sdk }))).load()).toBe(Sdk);
  });

  it('each has the whole timeout', async () => {
    const found = loader(fromModule(() => new Promise(() => undefined)), fromModule(() => Promise.resolve({ [NAME]: Sdk }))).load();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await peek(found)).toBe(Sdk);
  });

  it('when all fail, the error is the last one\'s, and details.sources has each one\'s', async () => {
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

  it('one of the merchant\'s own that has nothing at hand is asked to load', async () => {
    const own: SdkSource = { name: 'own', peek: () => undefined as never, load: () => Promise.resolve({ [NAME]: Sdk }) };
    const it = loader(own);
    expect(it.peek()).toBeNull();
    expect(await it.load()).toBe(Sdk);
  });

  it('any that has the class already is peeked, whatever its place', () => {
    Object.assign(window, { [NAME]: Sdk });
    expect(loader(failing('first'), fromGlobal()).peek()).toBe(Sdk);
  });

  it('one that throws when it is peeked keeps nobody from the others, and is asked to load', async () => {
    const broken = { ...failing('first'), peek: () => { throw new Error('broken'); } };
    expect(loader(broken).peek()).toBeNull();
    expect(await rejectionOf(loader(broken).load())).toMatchObject({ code: 'sdk-load-failed' });
    Object.assign(window, { [NAME]: Sdk });
    expect(loader(broken, fromGlobal()).peek()).toBe(Sdk);
  });
});
