/**
 * The imitation that the test kit puts in the SDK's place does what the real SDK does: one list of scenes, played in both, with equal
 * journals. Where it differs on purpose, the difference is a fact here too.
 */
import { describe, expect, it } from 'vitest';
import { constantsOf } from '../../src/testing/sdk/constants.ts';
import { createImitation, IMITATED } from '../../src/testing/sdk/imitation.ts';
import { shops } from '../support/product-players.ts';
import { SDK_VERSIONS } from '../support/real-sdk.ts';
import { FACTS, type Fact } from '../support/sdk-facts.ts';
import { imitatedWorld, realWorld, type SdkWorld } from '../support/sdk-world.ts';

const { open } = shops();

interface Seen {
  readonly journal: SdkWorld['journal'];
  readonly said: unknown;
}

async function see(world: SdkWorld, { play }: Fact): Promise<Seen> {
  const said = await play(world);
  return { journal: world.journal, said };
}

it('is held to every version of the SDK that the controller supports', () => {
  expect([...IMITATED].sort()).toEqual([...SDK_VERSIONS].sort());
});

describe.each(SDK_VERSIONS)('%s: the imitation and the real SDK', (version) => {
  it.each(FACTS.filter(({ versions }) => versions.includes(version)).map((fact) => [fact.title, fact] as const))('%s', async (_, fact) => {
    const real = await see(realWorld(open({ version })), fact);
    const { world, close } = imitatedWorld(version);
    const imitated = await see(world, fact);
    close();
    expect(imitated).toEqual(real);
  });
});

describe.each(SDK_VERSIONS)('%s: what the module exports', (version) => {
  /** What the UMD file adds to the window that is none of its exports: device fingerprinting and a height. */
  const OTHERS = /^(__APDID|changingPageHeight)/;
  const exported = (): [string, unknown][] => {
    const { sdk } = open({ version });
    return sdk
      .newProperties()
      .filter((name) => !OTHERS.test(name))
      .map((name) => [name, sdk.global(name)]);
  };

  it('has the names of the real one, and its constants', () => {
    const { module } = createImitation(version);
    const real = exported();
    expect(Object.keys(module).sort()).toEqual(real.map(([name]) => name).sort());
    expect(constantsOf(version)).toEqual(Object.fromEntries(real.filter(([, value]) => typeof value !== 'function')));
  });

  it('each class and each method of it is there; what is not played throws and names itself', () => {
    const { module } = createImitation(version);
    for (const [name, value] of exported()) {
      if (typeof value !== 'function' || name === 'default') continue;
      const Imitated = module[name] as (new (options: object) => object) & Record<string, unknown>;
      if (NOT_PLAYED.classes.includes(name)) {
        expect(() => new Imitated({})).toThrow(`does not play new ${name}()`);
        continue;
      }
      for (const method of staticsOf(value)) expectRefusal(Imitated[method], `${name}.${method}()`);
      const { prototype } = Imitated as unknown as { prototype: Record<string, unknown> };
      for (const method of methodsOf(value)) {
        expect(prototype[method], `${name}.${method}`).toBeTypeOf('function');
        if (!PLAYED[name]?.includes(method)) expectRefusal(prototype[method], `${name}.${method}()`);
      }
    }
  });

  it('default is AMSCheckout, as in the real one', () => {
    const { module } = createImitation(version);
    const real = Object.fromEntries(exported());
    expect(real['default']).toBe(real['AMSCheckout']);
    expect(module['default']).toBe(module['AMSCheckout']);
  });
});

const FAMILY = ['createComponent', 'mountComponent', 'submit', 'canMakePayments', 'unmount'];
const NOT_PLAYED = { classes: ['AMSCheckout', 'AntomElement', 'AddressElement'] };
const PLAYED: Readonly<Record<string, readonly string[]>> = {
  AMSCashierPayment: [...FAMILY, 'validateFields'],
  AMSVaulting: FAMILY,
  AMSAutoDebitPay: FAMILY,
  AMSEasyPay: FAMILY,
  AMSAutoDebit: FAMILY,
  AMSElement: ['mount', 'submitPayment', 'validateFields', 'destroy'],
  AMSCheckoutPage: ['mountComponent', 'unmount'],
};

function staticsOf(constructor: object): string[] {
  return Object.getOwnPropertyNames(constructor).filter((name) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(name));
}

function methodsOf(constructor: unknown): string[] {
  const names = new Set<string>();
  let prototype = (constructor as { prototype: object | null }).prototype;
  while (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    for (const name of Object.getOwnPropertyNames(prototype)) if (name !== 'constructor') names.add(name);
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return [...names];
}

function expectRefusal(method: unknown, name: string): void {
  expect(method, name).toBeTypeOf('function');
  expect(() => (method as () => unknown)()).toThrow(`antom-checkout-controller/testing does not play ${name}`);
}
