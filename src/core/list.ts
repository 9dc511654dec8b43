/**
 * Lists without Array.prototype.
 *
 * A page may have replaced or extended its methods: Prototype.js before 1.7 has a `reduce` and a `toJSON` of its own, and Magento 1
 * ships it. What decides about money must not depend on them, so nothing in src calls them (the linter forbids it).
 */

/** Calls `run` for each item that is there when it begins, in order. */
export function each<T>(list: ArrayLike<T>, run: (item: T, index: number) => void): void {
  const { length } = list;
  for (let i = 0; i < length; i += 1) run(list[i] as T, i);
}

export function filter<T>(list: ArrayLike<T>, fits: (item: T, index: number) => boolean): T[] {
  const found: T[] = [];
  each(list, (item, index) => {
    if (fits(item, index)) add(found, item);
  });
  return found;
}

export function map<T, R>(list: ArrayLike<T>, make: (item: T, index: number) => R): R[] {
  const made: R[] = [];
  each(list, (item, index) => {
    add(made, make(item, index));
  });
  return made;
}

/** The first item that fits. */
export function first<T>(list: ArrayLike<T>, fits: (item: T) => boolean): T | undefined {
  for (let i = 0; i < list.length; i += 1) if (fits(list[i] as T)) return list[i];
  return undefined;
}

export function some<T>(list: ArrayLike<T>, fits: (item: T) => boolean): boolean {
  for (let i = 0; i < list.length; i += 1) if (fits(list[i] as T)) return true;
  return false;
}

export function every<T>(list: ArrayLike<T>, fits: (item: T) => boolean): boolean {
  return !some(list, (item) => !fits(item));
}

export function has(list: ArrayLike<unknown>, item: unknown): boolean {
  return some(list, (other) => other === item);
}

export function last<T>(list: ArrayLike<T>): T | undefined {
  return list[list.length - 1];
}

/** Adds to the list itself. */
export function add<T>(list: T[], item: T): void {
  list[list.length] = item;
}

/** A new list: both, in order. */
export function join<T>(list: ArrayLike<T>, more: ArrayLike<T>): T[] {
  const all: T[] = [];
  each(list, (item) => {
    add(all, item);
  });
  each(more, (item) => {
    add(all, item);
  });
  return all;
}

/** The strings as one. */
export function glue(texts: ArrayLike<string>, between: string): string {
  let all = '';
  each(texts, (text, index) => {
    all += index === 0 ? text : between + text;
  });
  return all;
}

/** A new list without that item. */
export function without<T>(list: ArrayLike<T>, item: T): T[] {
  return filter(list, (other) => other !== item);
}

/** An object's own names; Prototype.js's `Object.keys` lists inherited ones too. */
export function namesOf(holder: object): string[] {
  const names: string[] = [];
  for (const name in holder) if (Object.prototype.hasOwnProperty.call(holder, name)) add(names, name);
  return names;
}

/** Empties the list and returns what was in it. */
export function take<T>(list: T[]): T[] {
  const all = join(list, []);
  list.length = 0;
  return all;
}
