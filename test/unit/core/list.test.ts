/** The library's own list functions do what Array.prototype's do. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { add, each, every, filter, first, glue, has, join, last, map, namesOf, some, take, without } from '../../../src/core/list';

const list = fc.array(fc.integer({ min: -3, max: 3 }));
const odd = (item: number): boolean => item % 2 !== 0;

it('they agree with Array.prototype', () => {
  fc.assert(
    fc.property(list, list, fc.integer({ min: -3, max: 3 }), (a, b, item) => {
      const seen: [number, number][] = [];
      each(a, (one, index) => {
        seen.push([one, index]);
      });
      expect(seen).toEqual(a.map((one, index) => [one, index]));
      expect(filter(a, odd)).toEqual(a.filter(odd));
      expect(filter(a, (_one, index) => index % 2 === 0)).toEqual(a.filter((_one, index) => index % 2 === 0));
      expect(map(a, (one, index) => one * index)).toEqual(a.map((one, index) => one * index));
      expect(first(a, odd)).toBe(a.find(odd));
      expect(some(a, odd)).toBe(a.some(odd));
      expect(every(a, odd)).toBe(a.every(odd));
      expect(has(a, item)).toBe(a.includes(item));
      expect(last(a)).toBe(a.at(-1));
      expect(join(a, b)).toEqual(a.concat(b));
      expect(without(a, item)).toEqual(a.filter((one) => one !== item));
      expect(glue(a.map(String), ', ')).toBe(a.join(', '));
      const copy = a.slice();
      add(copy, item);
      expect(copy).toEqual([...a, item]);
      expect(take(copy)).toEqual([...a, item]);
      expect(copy).toEqual([]);
    }),
  );
});

it('each() calls for what was there when it began, also where the list changes meanwhile', () => {
  const items = [1, 2];
  const seen: number[] = [];
  each(items, (item) => {
    seen.push(item);
    items.push(9);
  });
  expect(seen).toEqual([1, 2]);
});

it('namesOf() lists own names only', () => {
  expect(namesOf(Object.assign(Object.create({ inherited: 1 }) as object, { a: 1, b: undefined }))).toEqual(['a', 'b']);
  expect(namesOf(Object.create(null) as object)).toEqual([]);
});
