/** The place inside the page that mount() draws into, as the part alone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlot, type Slot } from '../../../src/component/slot';
import type { Input } from '../../../src/outcome/input';
import { testEnvironment } from '../../support/environment';

let slot: Slot;
let said: Input[];
let stop: () => void;

beforeEach(() => {
  document.body.innerHTML = '<div id="one"></div><div id="other"></div>';
  slot = createSlot(testEnvironment(), document.querySelector('#one')!, 'a1');
  said = [];
});
afterEach(() => {
  stop();
  document.body.innerHTML = '';
});

/** Mutations are told a microtask later. */
const told = async (): Promise<readonly Input[]> => {
  await Promise.resolve();
  return said;
};
const watch = (): void => {
  stop = slot.watch((input) => said.push(input));
};
/** jsdom keeps the page inside when its frame moves; browsers make another one. */
const draw = (page: object): void => {
  const frame = document.createElement('iframe');
  Object.defineProperty(frame, 'contentWindow', { value: page, configurable: true });
  slot.element.replaceChildren(frame);
};
const otherPage = (page: object): void => {
  Object.defineProperty(slot.element.querySelector('iframe')!, 'contentWindow', { value: page, configurable: true });
};

it('is an element of ours in the container, with an id of the attempt, and remove() takes it away', () => {
  stop = () => undefined;
  expect(document.querySelector('#one')!.innerHTML).toBe('<div id="antom-checkout-a1"></div>');
  slot.remove();
  expect(document.querySelector('#one')!.innerHTML).toBe('');
});

describe('that the page', () => {
  it.each([
    ['takes away', () => slot.element.remove()],
    ['takes away with its container', () => document.querySelector('#one')!.remove()],
    ['empties', () => (document.body.innerHTML = '')],
  ])('%s is told as removed', async (_what, take) => {
    watch();
    take();
    expect(await told()).toEqual([{ type: 'slot-removed' }]);
  });

  it.each([
    ['itself', () => slot.element],
    ['with its container', () => document.querySelector('#one')!],
  ])('moves, %s, is told as moved where the page inside is another one', async (_what, moved) => {
    draw({});
    watch();
    otherPage({});
    document.querySelector('#other')!.append(moved());
    expect(await told()).toEqual([{ type: 'slot-moved' }]);
  });

  it('moves is not told where the page inside is the same, as after moveBefore()', async () => {
    draw({});
    watch();
    document.querySelector('#other')!.append(slot.element);
    expect(await told()).toEqual([]);
  });

  it('moves is not told before anything is drawn in it', async () => {
    watch();
    draw({});
    document.querySelector('#other')!.append(slot.element);
    expect(await told()).toEqual([]);
  });

  it('does not touch is not told where the SDK draws anew in it', async () => {
    draw({});
    watch();
    draw({});
    expect(await told()).toEqual([]);
    document.querySelector('#other')!.remove();
    expect(await told()).toEqual([]);
  });

  it('takes away is not told once nobody listens', async () => {
    watch();
    stop();
    slot.element.remove();
    expect(await told()).toEqual([]);
  });
});
