/** What a driver says, as the component alone makes inputs and events of it. With the SDK's classes: component.test.ts and test/sdk. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createComponent, type Component } from '../../../src/component/component';
import type { Driver, DriverCall, DriverSignal } from '../../../src/sdk/driver';
import type { BuiltInstance } from '../../../src/sdk/instance';
import { normalizeEvent } from '../../../src/events/normalize';
import { describeSession } from '../../../src/session/describe';
import type { LogEntry, SdkEvent } from '../../../src/types';
import type { Input } from '../../../src/outcome/input';
import { testEnvironment } from '../../support/environment';
import { makeSessionData } from '../../support/sessions';
import { pass } from '../../support/shop';

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<button id="pay">Pay</button><div id="place"></div>';
});
afterEach(() => {
  document.body.innerHTML = '';
  vi.useRealTimers();
});

interface Made {
  readonly component: Component;
  readonly inputs: Input[];
  readonly events: SdkEvent[];
  readonly logs: Pick<LogEntry, 'level' | 'name' | 'details'>[];
  readonly opened: () => number;
  /** The driver's, of open() and of each submit(). */
  readonly calls: DriverCall[];
  readonly say: (signal: DriverSignal) => void;
  readonly instance: BuiltInstance;
}

function make(driver: { [Name in keyof Driver]?: Driver[Name] | undefined } = {}, inline = true): Made {
  const inputs: Input[] = [];
  const events: SdkEvent[] = [];
  const logs: Made['logs'] = [];
  const calls: DriverCall[] = [];
  let opened = 0;
  const route = vi.fn();
  const instance = { api: {}, sdkClass: vi.fn(), nodes: [], hooks: {}, route, stop: vi.fn() } as unknown as BuiltInstance;
  const component = createComponent({
    env: testEnvironment(),
    driver: {
      lifetime: () => 'attempt',
      isShowing: () => true,
      open: (_instance, call) => calls.push(call),
      close: () => undefined,
      submit: (_instance, call) => calls.push(call),
      ...driver,
    } as Partial<Driver> as Driver,
    instance,
    params: {},
    session: describeSession({ paymentSessionData: makeSessionData() }),
    container: inline ? document.querySelector('#place') : null,
    id: 'a1',
    expiresIn: 3_600_000,
    believesHidden: true,
    sheet: false,
    clicked: null,
    hasUi: true,
    log: (level, name, details) => logs.push({ level, name, details }),
    dispatch: (input) => inputs.push(input),
    emit: (event) => events.push(event),
    opened: () => (opened += 1),
    ended: Promise.resolve(),
  });
  component.open();
  return {
    component,
    inputs,
    events,
    logs,
    opened: () => opened,
    calls,
    say: (signal) => {
      calls[0]!.emit(signal);
    },
    instance,
  };
}

const event = (code: string): DriverSignal => ({ type: 'event', event: normalizeEvent({ code }), untrusted: false });

describe('of a component', () => {
  it('that opened, each time: it has settled', () => {
    const { component, opened, say } = make();
    expect([component.settled, opened()]).toEqual([false, 0]);
    say({ type: 'opened' });
    expect([component.settled, opened()]).toEqual([true, 1]);
  });

  it('that failed: an input with the cause, one event however many channels report it, and settled by its own promise alone', () => {
    const { component, inputs, events, say } = make();
    const raw = { code: 'SDK_CREATECOMPONENT_ERROR', message: 'no' };
    say({ type: 'failed', raw, settled: false });
    expect(component.settled).toBe(false);
    say({ type: 'failed', raw, settled: true });
    expect(component.settled).toBe(true);
    const failure = { code: 'SDK_CREATECOMPONENT_ERROR', message: 'no' };
    expect(inputs).toEqual([
      { type: 'setup-failed', failure, cause: raw },
      { type: 'setup-failed', failure, cause: raw },
    ]);
    expect(events).toMatchObject([{ type: 'setup-failed', code: 'SDK_CREATECOMPONENT_ERROR', raw }]);
  });

  it.each<[string, unknown, string | undefined]>([
    ['an error without a code', new DOMException('denied', 'SecurityError'), 'storage-blocked'],
    ['an error with a code of the SDK’s', { code: 'SDK_INTERNAL_ERROR', name: 'SecurityError', message: 'denied' }, undefined],
  ])('that a refused storage may have kept from opening: %s', (_what, raw, expected) => {
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const { inputs, say } = make();
    say({ type: 'failed', raw, settled: true });
    expect(inputs).toMatchObject([
      expected === undefined ? { type: 'setup-failed' } : { type: 'failed-before', error: { code: expected } },
    ]);
    vi.restoreAllMocks();
  });

  it('that broke after it had opened: an input of its own, and one setup-failed event', () => {
    const { inputs, events, say } = make();
    const raw = { code: 'SDK_INTERNAL_ERROR', message: 'gone' };
    say({ type: 'broken', raw });
    say({ type: 'broken', raw });
    const broken = { type: 'broken', failure: { code: 'SDK_INTERNAL_ERROR', message: 'gone' } };
    expect(inputs).toEqual([broken, broken]);
    expect(events).toMatchObject([{ type: 'setup-failed', code: 'SDK_INTERNAL_ERROR', message: 'gone', raw }]);
  });

  it('that is not ready for a press, or asks for a sheet', () => {
    const { inputs, say } = make();
    say({ type: 'not-ready' });
    say({ type: 'sheet' });
    expect(inputs).toEqual([{ type: 'not-ready' }, { type: 'sheet' }]);
  });

  it('whose redirect is under way, until it is submitted again', () => {
    const { component, say } = make();
    expect(component.redirecting).toBe(false);
    say(event('SDK_REDIRECT'));
    expect(component.redirecting).toBe(true);
    component.submit({});
    expect(component.redirecting).toBe(false);
  });
});

describe('what an earlier press came to', () => {
  const failed: DriverSignal = {
    type: 'result',
    event: normalizeEvent({ code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'RISK_REJECT' } }),
    untrusted: false,
  };

  it.each<[string, DriverSignal]>([
    ['not ready', { type: 'not-ready' }],
    ['invalid fields', event('SDK_FORM_VERIFICATION_FAILED')],
    ['a failure', failed],
  ])('is no answer to a later one: %s', (_what, signal) => {
    const { component, inputs, calls } = make();
    component.submit({});
    component.submit({});
    calls[1]!.emit(signal);
    expect(inputs).toEqual([]);
    calls[2]!.emit(signal);
    expect(inputs).toHaveLength(1);
  });

  it.each<[string, DriverSignal]>([
    ['it was paid', event('SDK_PAYMENT_SUCCESSFUL')],
    ['it is under way', event('SDK_PAYMENT_PROCESSING')],
    ['it broke', { type: 'broken', raw: {} }],
    ['it was closed', { type: 'gone' }],
  ])('is news all the same: %s', (_what, signal) => {
    const { component, inputs, calls } = make();
    component.submit({});
    component.submit({});
    calls[1]!.emit(signal);
    if (signal.type === 'gone') expect(component.settled).toBe(true);
    else expect(inputs).toHaveLength(1);
  });
});

describe('a driver without a form', () => {
  it('submits nothing, and has nothing that is valid', async () => {
    const { component, calls } = make({ submit: undefined, validate: undefined });
    component.submit({});
    expect([calls.length, await component.validate()]).toEqual([1, false]);
  });

  it('of one with a form the answer is the form’s', async () => {
    expect(await make({ validate: () => Promise.resolve(true) }).component.validate()).toBe(true);
  });
});

describe('the focus', () => {
  it('is in what is drawn, or it is not', () => {
    const { component } = make();
    const field = document.createElement('input');
    document.querySelector('#antom-checkout-a1')!.append(field);
    expect(component.hasFocus).toBe(false);
    field.focus();
    expect(component.hasFocus).toBe(true);
    (document.querySelector('#pay') as HTMLElement).focus();
    expect(component.hasFocus).toBe(false);
  });

  it('is never in a popup’s slot, which there is not', () => {
    const { component, calls } = make({}, false);
    (document.querySelector('#pay') as HTMLElement).focus();
    expect([component.hasFocus, calls[0]!.slot]).toEqual([false, null]);
  });
});

describe('close()', () => {
  it('takes the slot away, watches no more, and lets an instance of one attempt go once it has cooled', async () => {
    const { component, inputs, instance, say } = make();
    const { route } = instance;
    say({ type: 'opened' });
    const cooldown = component.close(true);
    expect(document.querySelector('#place')!.innerHTML).toBe('');
    await pass(10_000);
    await cooldown;
    expect(inputs).toEqual([]);
    expect(instance.route).not.toBe(route);
  });

  it('keeps an instance of the page’s', async () => {
    const { component, instance, say } = make({ lifetime: () => 'page' });
    const { route } = instance;
    say({ type: 'opened' });
    const cooldown = component.close(true);
    await pass(10_000);
    await cooldown;
    expect(instance.route).toBe(route);
  });

  it('stopWatching() alone leaves it in the page, and its removal is told no more', async () => {
    const { component, inputs } = make();
    component.stopWatching();
    expect(document.querySelector('#antom-checkout-a1')).not.toBeNull();
    document.querySelector('#antom-checkout-a1')!.remove();
    await Promise.resolve();
    expect(inputs).toEqual([]);
  });

  it('until then the removal is told', async () => {
    const { inputs } = make();
    document.querySelector('#antom-checkout-a1')!.remove();
    await Promise.resolve();
    expect(inputs).toEqual([{ type: 'slot-removed' }]);
  });
});
