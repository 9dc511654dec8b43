/** An order as storage holds it: short, still its own, and never taken for what the merchant named it. */
import { describe, expect, it } from 'vitest';
import { digest, isOf, orderOf } from '../../../src/outcome/order';

const FIRST = 'x'.repeat(200);

describe('an order in storage', () => {
  it('of up to 256 characters is the order itself', () => {
    const longest = 'o'.repeat(256);
    expect(digest(longest)).toBe(longest);
    expect(orderOf(longest)).toEqual({ order: longest });
  });

  it('that is longer is short, and is not named as the order', () => {
    const stored = digest('o'.repeat(257));
    expect(stored.length).toBeLessThan(256);
    expect(orderOf(stored)).toEqual({});
  });

  // Where two are one, the second is held to be paid by the first one's payment.
  it.each([
    ['its last character', `${FIRST}${'y'.repeat(99)}a`, `${FIRST}${'y'.repeat(99)}b`],
    ['the order of two characters', `${FIRST}${'y'.repeat(98)}ab`, `${FIRST}${'y'.repeat(98)}ba`],
    ['a character in the middle', `${FIRST}a${'y'.repeat(99)}`, `${FIRST}b${'y'.repeat(99)}`],
    ['its length', `${FIRST}${'y'.repeat(100)}`, `${FIRST}${'y'.repeat(101)}`],
  ])('that is longer is not another one, which differs only by %s', (_what, one, other) => {
    expect(isOf({ order: digest(one) }, one)).toBe(true);
    expect(isOf({ order: digest(one) }, other)).toBe(false);
  });

  // A shop that updates the library must still know which orders are paid.
  it('that is longer is held the same way by every version', () => {
    expect(digest(`${FIRST}${'y'.repeat(100)}`)).toBe(`${FIRST}#300#1gdebex`);
  });
});

it('an entry that has a long order in full is of that order', () => {
  const order = 'o'.repeat(300);
  expect(isOf({ order }, order)).toBe(true);
  expect(isOf({ order }, `${order}!`)).toBe(false);
});

it.each([
  ['begins with more than storage would', `${FIRST}y#300#abc`],
  ['goes on after it', `${FIRST}#300#abc/1`],
  ['is shorter than that', `${'x'.repeat(199)}#300#abc`],
])("a merchant's own order that looks like what storage holds but %s is named", (_how, order) => {
  expect(orderOf(order)).toEqual({ order });
});

it('no order is left out', () => {
  expect(orderOf('')).toEqual({});
});
