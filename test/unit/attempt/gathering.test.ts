/** What an attempt waits for before it opens, as the part alone: the SDK's class, the session and the page, in whatever order they come. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AttemptContext } from '../../../src/attempt/context';
import { createGathering, type Gathering } from '../../../src/attempt/gathering';
import { deferred } from '../../../src/core/deferred';
import { createScope } from '../../../src/core/scope';
import type { PageLock } from '../../../src/page/lock';
import type { Driver } from '../../../src/sdk/driver';
import type { BuiltInstance } from '../../../src/sdk/instance';
import type { CachedSession } from '../../../src/session/cache';
import type { PaymentSession, SessionProduct } from '../../../src/types';
import { testEnvironment } from '../../support/environment';
import { makeSessionData } from '../../support/sessions';
import { pass } from '../../support/shop';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const driver = (className: string, product: SessionProduct, lifetime: 'page' | 'attempt'): Driver =>
  ({ className, product, lifetime: () => lifetime, construct: () => ({}) }) as unknown as Driver;
const CASHIER = driver('Cashier', 'cashier', 'page');
const VAULTING = driver('Vaulting', 'vaulting', 'page');
const ELEMENT = driver('Element', 'element', 'attempt');

const sessionOf = (productScene: string): CachedSession => ({
  session: { paymentSessionData: makeSessionData({ paymentSessionConfig: { productScene } }) },
  receivedAt: 0,
  lifetime: 3_600_000,
});
const PAYS = sessionOf('CASHIER_PAYMENT');
const SAVES = sessionOf('VAULTING');
const FORM = sessionOf('ELEMENT_PAYMENT');

interface Bench {
  readonly gathering: Gathering;
  readonly lock: PageLock;
  readonly phases: string[];
  readonly failures: unknown[];
  /** What ready() was told, and the instance that its `build` gave. */
  readonly ready: { readonly driver: Driver; readonly session: CachedSession; readonly built: BuiltInstance }[];
  /** Class by name, once it has loaded. */
  readonly loads: { readonly name: string; readonly settle: (thrown?: Error) => void }[];
  /** Instances by class name. */
  readonly news: string[];
  readonly asked: string[];
  isPreparing: boolean;
  readonly end: () => void;
}

function gather(
  drivers: readonly Driver[],
  { kept = null as CachedSession | null, answers = [] as (CachedSession | Error)[] } = {},
): Bench {
  const classes: Record<string, new () => object> = {};
  const lock: PageLock = { owner: 'attempt', cooldown: null, keptForRedirect: null, replace: null, waiting: [] };
  const scope = createScope();
  const bench: Omit<Bench, 'gathering'> = {
    lock,
    phases: [],
    failures: [],
    ready: [],
    loads: [],
    news: [],
    asked: [],
    isPreparing: true,
    end: scope.close,
  };
  const context = {
    env: testEnvironment(),
    lock,
    drivers,
    instances: { instance: null },
    config: { environment: 'sandbox', locale: 'en_US', sdkOptions: {} },
    componentTimeout: 20_000,
    loader: {
      peek: (name: string) => classes[name] ?? null,
      load: (name: string) =>
        new Promise<void>((resolve, reject) => {
          bench.loads.push({
            name,
            settle: (thrown) => {
              if (thrown) {
                reject(thrown);
                return;
              }
              classes[name] = function () {
                bench.news.push(name);
              } as unknown as new () => object;
              resolve();
            },
          });
        }),
    },
    cache: {
      peek: () => kept,
      accept: (_order: string, given: PaymentSession | string) => {
        if (given === 'broken') throw new Error('no session');
        return given === PAYS.session ? PAYS : SAVES;
      },
      get: (order: string) => {
        bench.asked.push(order);
        const answer = answers.shift() ?? PAYS;
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    },
  } as unknown as AttemptContext;
  const gathering = createGathering(context, {
    order: 'cart1',
    scope,
    isPreparing: () => bench.isPreparing,
    enter: (phase) => {
      if (bench.phases.at(-1) !== phase) bench.phases.push(phase);
    },
    fail: (thrown) => {
      bench.isPreparing = false;
      bench.failures.push(thrown);
    },
    ready: (chosen, session, build) => {
      bench.isPreparing = false;
      bench.ready.push({ driver: chosen, session, built: build({}) });
    },
  });
  return Object.assign(bench, { gathering });
}

/** What is loaded last has come. */
const comes = async ({ loads }: Bench): Promise<void> => {
  loads.at(-1)?.settle();
  await pass(0);
};

describe('the class', () => {
  it('is asked for once, however often it is wanted', async () => {
    const it = gather([CASHIER], { kept: PAYS });
    it.gathering.load();
    it.gathering.load();
    it.gathering.proceed(undefined);
    expect(it.loads.map(({ name }) => name)).toEqual(['Cashier']);
    expect(it.phases).toEqual(['preparing']);
    expect(it.ready).toEqual([]);
    await comes(it);
    expect(it.ready).toMatchObject([{ driver: CASHIER, session: PAYS }]);
    it.gathering.load();
    expect(it.loads).toHaveLength(1);
  });

  it('of several products is the first one’s, until the session says which', async () => {
    const it = gather([CASHIER, ELEMENT], { answers: [FORM] });
    it.gathering.load();
    await comes(it);
    it.gathering.proceed(undefined);
    await pass(0);
    expect(it.loads.map(({ name }) => name)).toEqual(['Cashier', 'Element']);
    expect(it.ready).toEqual([]);
    await comes(it);
    expect(it.ready).toMatchObject([{ driver: ELEMENT, session: FORM }]);
    expect(it.news).toEqual(['Element']);
  });

  it('that does not load ends the attempt', async () => {
    const it = gather([CASHIER], { kept: PAYS });
    it.gathering.load();
    const thrown = new Error('404');
    it.loads[0]?.settle(thrown);
    await pass(0);
    expect(it.failures).toEqual([thrown]);
  });

  it('that did not load while an earlier payment was asked about is asked for once more', async () => {
    const it = gather([CASHIER], { kept: PAYS });
    it.isPreparing = false;
    it.gathering.load();
    it.loads[0]?.settle(new Error('404'));
    await pass(0);
    expect(it.failures).toEqual([]);
    it.isPreparing = true;
    it.gathering.proceed(undefined);
    expect(it.loads).toHaveLength(2);
    await comes(it);
    expect(it.ready).toHaveLength(1);
  });

  it('that comes after the attempt has moved on opens nothing', async () => {
    const it = gather([CASHIER], { kept: PAYS });
    it.gathering.proceed(undefined);
    it.isPreparing = false;
    await comes(it);
    expect(it.ready).toEqual([]);
    expect(it.news).toEqual([]);
  });

  it('whose constructor throws ends the attempt', async () => {
    const it = gather([{ ...CASHIER, construct: () => { throw new Error('no'); } }], { kept: PAYS }); // prettier-ignore
    it.gathering.proceed(undefined);
    await comes(it);
    expect(it.failures).toHaveLength(1);
    expect(it.ready).toEqual([]);
  });
});

describe('the session', () => {
  it('that is kept is not asked for', async () => {
    const it = gather([CASHIER], { kept: PAYS });
    it.gathering.proceed(undefined);
    await comes(it);
    expect(it.asked).toEqual([]);
    expect(it.gathering.session()).toBe(PAYS);
  });

  it('that is given comes before the one that is kept', async () => {
    const it = gather([CASHIER, VAULTING], { kept: SAVES });
    it.gathering.proceed(PAYS.session);
    await comes(it);
    expect(it.ready).toMatchObject([{ driver: CASHIER, session: PAYS }]);
  });

  it('is asked for by its order while the class loads, and the phase says what is still missing', async () => {
    const it = gather([CASHIER]);
    it.gathering.proceed(undefined);
    expect(it.asked).toEqual(['cart1']);
    expect(it.phases).toEqual(['preparing']);
    const other = gather([CASHIER]);
    other.gathering.load();
    await comes(other);
    other.gathering.proceed(undefined);
    expect(other.phases).toEqual(['creating-session']);
    await pass(0);
    expect(other.ready).toHaveLength(1);
  });

  it('that is none, and a request that fails, end the attempt', async () => {
    const broken = gather([CASHIER]);
    broken.gathering.proceed('broken');
    await comes(broken);
    expect(broken.failures).toMatchObject([{ message: 'no session' }]);
    const thrown = new Error('503');
    const failing = gather([CASHIER], { answers: [thrown] });
    failing.gathering.proceed(undefined);
    await pass(0);
    expect(failing.failures).toEqual([thrown]);
  });

  it('of no product of the controller’s ends the attempt', async () => {
    const it = gather([CASHIER], { kept: FORM });
    it.gathering.proceed(undefined);
    await comes(it);
    expect(it.failures).toMatchObject([{ code: 'session-mismatch' }]);
  });
});

describe('the instance', () => {
  it('of a class that has one per page is built before the session comes, and who waits for the page is told', async () => {
    const it = gather([CASHIER], { answers: [PAYS] });
    const told = vi.fn();
    it.lock.waiting.push(told);
    it.gathering.proceed(undefined);
    it.loads[0]?.settle();
    await pass(0);
    expect(told).toHaveBeenCalled();
    expect(it.news).toEqual(['Cashier']);
    expect(it.ready[0]?.built).toBe(it.gathering.instance());
    // Drawn once more.
    it.isPreparing = true;
    it.gathering.again(PAYS);
    expect(it.news).toEqual(['Cashier']);
    expect(it.ready[1]?.built).toBe(it.ready[0]?.built);
  });

  it('of a class that has one per attempt is built as it opens, each time', async () => {
    const it = gather([ELEMENT], { kept: FORM });
    it.gathering.load();
    await comes(it);
    expect(it.news).toEqual([]);
    it.gathering.proceed(undefined);
    it.isPreparing = true;
    it.gathering.again(FORM);
    expect(it.news).toEqual(['Element', 'Element']);
    expect(it.gathering.instance()).toBeNull();
  });

  it('is of the class that the session is for, also where the one that came before was for another', async () => {
    const it = gather([CASHIER, VAULTING], { kept: PAYS, answers: [SAVES] });
    it.gathering.proceed(undefined);
    await comes(it);
    it.isPreparing = true;
    it.gathering.proceed(SAVES.session);
    await comes(it);
    expect(it.ready.map(({ driver: { className } }) => className)).toEqual(['Cashier', 'Vaulting']);
    expect(it.news).toEqual(['Cashier', 'Vaulting']);
    expect(it.ready[1]?.built).not.toBe(it.ready[0]?.built);
    expect(it.gathering.instance()).toBe(it.ready[1]?.built);
  });
});

describe('the page', () => {
  it('is waited for while the SDK is at work on it, through one cooldown after another', async () => {
    const first = deferred();
    const second = deferred();
    const it = gather([CASHIER], { kept: PAYS });
    it.lock.cooldown = first.promise;
    it.gathering.load();
    await comes(it);
    it.gathering.proceed(undefined);
    it.gathering.proceed(undefined);
    expect(it.phases).toEqual(['preparing']);
    expect(vi.getTimerCount()).toBe(1);
    it.lock.cooldown = second.promise;
    first.resolve();
    await pass(0);
    expect(it.ready).toEqual([]);
    it.lock.cooldown = null;
    second.resolve();
    await pass(0);
    expect(it.ready).toHaveLength(1);
    expect(it.failures).toEqual([]);
  });

  it('that is free in time leaves no timer', async () => {
    const cooldown = deferred();
    const it = gather([CASHIER], { kept: PAYS });
    it.lock.cooldown = cooldown.promise;
    it.gathering.load();
    await comes(it);
    it.gathering.proceed(undefined);
    it.lock.cooldown = null;
    cooldown.resolve();
    await pass(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(it.ready).toHaveLength(1);
    // The next time it is waited for anew.
    it.lock.cooldown = deferred().promise;
    it.isPreparing = true;
    it.gathering.again(PAYS);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('that does not come free in time is component-busy', async () => {
    const it = gather([CASHIER], { kept: PAYS });
    it.lock.cooldown = deferred().promise;
    it.gathering.load();
    await comes(it);
    it.gathering.proceed(undefined);
    await pass(19_999);
    expect(it.failures).toEqual([]);
    await pass(1);
    expect(it.failures).toMatchObject([{ code: 'component-busy' }]);
  });

  it('is not waited for longer than the attempt', async () => {
    const it = gather([CASHIER], { kept: PAYS });
    it.lock.cooldown = deferred().promise;
    it.gathering.load();
    await comes(it);
    it.gathering.proceed(undefined);
    it.end();
    expect(vi.getTimerCount()).toBe(0);
  });
});
