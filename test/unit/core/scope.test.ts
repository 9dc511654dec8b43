/** What is to be undone, once, on every path. */
import { expect, it, vi } from 'vitest';
import { createScope } from '../../../src/core/scope';

it('closing undoes everything once, in the order in which it was added', () => {
  const undone: string[] = [];
  const scope = createScope([() => undone.push('a'), () => undone.push('b')]);
  scope.add(() => undone.push('c'));
  scope.close();
  scope.close();
  expect(undone).toEqual(['a', 'b', 'c']);
});

it('what is undone before that is not undone again', () => {
  const undo = vi.fn();
  const scope = createScope();
  const early = scope.add(undo);
  early();
  early();
  scope.close();
  expect(undo).toHaveBeenCalledTimes(1);
});

it('what is added to a closed scope is undone at once', () => {
  const undo = vi.fn();
  const scope = createScope();
  scope.close();
  scope.add(undo);
  expect(undo).toHaveBeenCalledTimes(1);
});

it('one that throws does not keep the others, and closing does not throw', () => {
  const undo = vi.fn();
  const scope = createScope([
    () => {
      throw new Error('frozen');
    },
    undo,
  ]);
  expect(scope.close).not.toThrow();
  expect(undo).toHaveBeenCalledTimes(1);
});

it('closing within an undo undoes nothing twice', () => {
  const undo = vi.fn();
  const scope = createScope();
  scope.add(() => {
    scope.close();
  });
  scope.add(undo);
  scope.close();
  expect(undo).toHaveBeenCalledTimes(1);
});
