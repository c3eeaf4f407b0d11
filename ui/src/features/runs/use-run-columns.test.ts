import { expect, it } from 'vitest';
import { moved, shownIds } from './use-run-columns';

it('puts pinned columns first and leaves constant ones out', () => {
  const varies = (id: string) => id !== 'c';
  expect(shownIds(['a', 'b', 'c'], ['b', 'gone'], false, varies)).toEqual(['b', 'a', 'c']);
  expect(shownIds(['a', 'b', 'c'], ['c'], true, varies)).toEqual(['a', 'b']);
});

it.each([
  ['a', 'c', ['b', 'a', 'c']],
  ['c', 'a', ['c', 'a', 'b']],
  ['a', undefined, ['b', 'c', 'a']],
  ['a', 'gone', ['a', 'b', 'c']],
])('moves %s before %s', (id, before, ids) => expect(moved(['a', 'b', 'c'], id, before)).toEqual(ids));
