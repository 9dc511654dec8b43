/** custom-elements.json, which editors read: what it says of <antom-checkout> is what the code has. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { AntomCheckoutElement } from '../../../src/custom-element';

interface Named {
  readonly name: string;
  readonly kind?: string;
}
const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as {
  readonly modules: readonly [
    { readonly declarations: readonly [Readonly<Record<'attributes' | 'members' | 'events', readonly Named[]>>] },
  ];
};
const [declared] = manifest.modules[0].declarations;
const namesOf = (list: readonly Named[]): string[] => list.map(({ name }) => name).sort();

it('has every attribute that is observed, and no other', () => {
  expect(namesOf(declared.attributes)).toEqual([...AntomCheckoutElement.observedAttributes].sort());
});

it('has every property and method, and no other', () => {
  const prototype = AntomCheckoutElement.prototype as unknown as Record<string, unknown>;
  const own = Object.keys(prototype).sort();
  expect(namesOf(declared.members)).toEqual(own);
  const element = document.createElement('antom-checkout') as unknown as Record<string, unknown>;
  const methods = own.filter((name) => typeof element[name] === 'function');
  expect(namesOf(declared.members.filter(({ kind }) => kind === 'method'))).toEqual(methods);
});

it('has every event that the source dispatches', () => {
  const source = readFileSync('src/custom-element/life.ts', 'utf8');
  const emitted = Array.from(source.matchAll(/emit\('(antom-[a-z]+)'/g), ([, name]) => name!).sort();
  expect(namesOf(declared.events)).toEqual(emitted);
});
