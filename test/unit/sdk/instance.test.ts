/** One SDK instance per page and configuration. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InstanceConfig } from '../../../src/sdk/driver';
import { cashierDriver } from '../../../src/sdk/drivers/cashier';
import { ensureInstance, findInstance, removeNodes, type InstanceHolder } from '../../../src/sdk/instance';
import type { SdkClass, SdkSignal } from '../../../src/sdk/types';
import { testEnvironment } from '../../support/environment';
import { createFakeSdk } from '../../../src/testing/sdk/ams-checkout';
import { breakLocalStorage, STORAGE_FAULTS, thrownBy } from '../../support/local-storage';
import { sdkNodes } from '../../support/shop';

const CONFIG: InstanceConfig = { environment: 'sandbox', locale: 'en_US', analytics: undefined, sdkOptions: {} };
const env = testEnvironment();

function setUp(): { holder: InstanceHolder; sdk: ReturnType<typeof createFakeSdk>; sdkClass: SdkClass } {
  const sdk = createFakeSdk();
  return { holder: { instance: null }, sdk, sdkClass: sdk.module.AMSCashierPayment };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  document.body.innerHTML = '';
  vi.useRealTimers();
});

describe("the page's instance", () => {
  it('is built once and found from then on', () => {
    const { holder, sdk, sdkClass } = setUp();
    expect(findInstance(holder, sdkClass, CONFIG)).toBeNull();
    const built = ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG);
    expect(ensureInstance(env, holder, cashierDriver, sdkClass, { ...CONFIG })).toBe(built);
    expect(findInstance(holder, sdkClass, CONFIG)).toBe(built);
    expect(sdk.instances).toHaveLength(1);
  });

  it.each<[string, Partial<InstanceConfig>]>([
    ['environment', { environment: 'prod' }],
    ['locale', { locale: 'zh_CN' }],
    ['analytics', { analytics: { enabled: false } }],
    ['security region', { sdkOptions: { securityRegion: 'DE' } }],
    ['onBeforeSubmit, for which the SDK waits', { sdkOptions: { onBeforeSubmit: () => undefined } }],
  ])("of another %s is another one, and the first one's nodes go", (_name, other) => {
    const { holder, sdk, sdkClass } = setUp();
    const first = ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG);
    const nodes = first.nodes.slice();
    const second = ensureInstance(env, holder, cashierDriver, sdkClass, { ...CONFIG, ...other });
    expect(second).not.toBe(first);
    expect(sdk.instances).toHaveLength(2);
    expect(nodes.map((node) => node.isConnected)).toEqual([false, false, false]);
    expect(sdkNodes()).toHaveLength(3);
  });

  it('of another class, a second SDK on the page, is another one', () => {
    const { holder, sdkClass } = setUp();
    const first = ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG);
    expect(ensureInstance(env, holder, cashierDriver, setUp().sdkClass, CONFIG)).not.toBe(first);
  });

  it('is the same for hooks that differ: they are set by the attempt', () => {
    const { holder, sdkClass } = setUp();
    const first = ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG);
    expect(ensureInstance(env, holder, cashierDriver, sdkClass, { ...CONFIG, sdkOptions: { onSizeChanged: () => undefined } })).toBe(first);
  });

  it('is asked with an environment that the SDK knows, and with functions only', () => {
    const { holder, sdk, sdkClass } = setUp();
    ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG);
    expect(sdk.instance().options['environment']).toBe('sandbox');
    for (const name of ['onEventCallback', 'onError', 'onClose', 'onLog']) expect(typeof sdk.instance().options[name]).toBe('function');
  });

  it('routes every channel to whoever opened last, and swallows signals before that', () => {
    const { holder, sdk, sdkClass } = setUp();
    const built = ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG);
    const say = (): void => {
      sdk.instance().emit({ code: 'E' });
      sdk.instance().error({ code: 'X' });
      sdk.instance().log({ code: 'L' });
      sdk.instance().hooks().onClose?.({});
    };
    expect(say).not.toThrow();
    const first: SdkSignal[] = [];
    const second: SdkSignal[] = [];
    built.route = (signal) => {
      first.push(signal);
    };
    say();
    built.route = (signal) => {
      second.push(signal);
    };
    say();
    const expected = [
      { channel: 'event', raw: { code: 'E' } },
      { channel: 'error', raw: { code: 'X' } },
      { channel: 'log', raw: { code: 'L' } },
      { channel: 'close' },
    ];
    expect(first).toEqual(expected);
    expect(second).toEqual(expected);
  });

  it('an SDK that speaks inside its constructor harms nothing', () => {
    const { holder } = setUp();
    class Chatty {
      constructor(options: Record<string, unknown>) {
        (options['onEventCallback'] as (raw: unknown) => void)({ code: 'SDK_PAYMENT_SUCCESSFUL' });
        (options['onSizeChanged'] as (payload: unknown) => void)({});
      }
      createComponent(): void {
        /* never called */
      }
      unmount(): void {
        /* never called */
      }
    }
    expect(() => ensureInstance(env, holder, cashierDriver, Chatty, CONFIG)).not.toThrow();
  });

  it('hooks of the merchant that throw do not reach the SDK', () => {
    const { holder, sdk, sdkClass } = setUp();
    const built = ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG);
    built.hooks = {
      onSizeChanged: () => {
        throw new Error('boom');
      },
      onPaymentMethodSelected: () => {
        throw new Error('boom');
      },
    };
    expect(() => {
      sdk.instance().hooks().onSizeChanged?.({});
      sdk.instance().hooks().onPaymentMethodSelected?.({});
    }).not.toThrow();
  });
});

describe('its nodes', () => {
  it('are what the constructor added and nothing else, and are gone and forgotten when told', () => {
    document.body.innerHTML = '<iframe id="chat"></iframe><script type="text/plain" id="mine"></script>';
    const { holder, sdkClass } = setUp();
    const built = ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG);
    expect(built.nodes).toHaveLength(3);
    removeNodes(built);
    removeNodes(built);
    expect(built.nodes).toEqual([]);
    expect(Array.from(document.querySelectorAll('iframe,script'), ({ id }) => id)).toEqual(['chat', 'mine']);
  });
});

describe('a constructor that throws', () => {
  function caught(thrown: unknown): unknown {
    const { holder, sdk, sdkClass } = setUp();
    sdk.constructorError = thrown;
    try {
      ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG);
    } catch (error) {
      sdk.constructorError = undefined;
      expect(ensureInstance(env, holder, cashierDriver, sdkClass, CONFIG)).toBeDefined();
      return error;
    }
    return undefined;
  }

  it.each([new DOMException('Not about storage.', 'SecurityError'), new TypeError('boom'), 'text', null])(
    '(%s) is sdk-internal with its cause, and the next one may succeed',
    (thrown) => {
      expect(caught(thrown)).toMatchObject({ code: 'sdk-internal', cause: thrown });
      expect(localStorage).toHaveLength(0);
    },
  );

  it.each(
    STORAGE_FAULTS.flatMap(
      (fault) =>
        [
          [fault, thrownBy(fault)],
          [fault, 'text'],
        ] as const,
    ),
  )('where localStorage is %s (%s) is storage-blocked with its cause', (fault, thrown) => {
    const mend = breakLocalStorage(fault);
    expect(caught(thrown)).toMatchObject({ code: 'storage-blocked', cause: thrown });
    mend();
  });
});
