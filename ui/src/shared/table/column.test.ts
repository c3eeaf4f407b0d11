import { expect, it } from 'vitest';
import { groupSpans, nextSort, parseSort, writeSort } from './column';

it('turns a heading from up to down to none', () => {
  const up = nextSort(undefined, 'a');
  const down = nextSort(up, 'a');
  expect([up, down, nextSort(down, 'a')]).toEqual([
    { id: 'a', descending: false },
    { id: 'a', descending: true },
    undefined,
  ]);
});

it('starts upwards on another heading', () => {
  expect(nextSort({ id: 'a', descending: true }, 'b')).toEqual({ id: 'b', descending: false });
});

it('reads the order that it wrote, with spaces in the key', () => {
  const sort = { id: 'metrics.val loss desc', descending: true };
  expect(parseSort(writeSort(sort))).toEqual(sort);
  expect([parseSort('nonsense'), parseSort(undefined), writeSort(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it('joins neighbours of a group', () => {
  expect(groupSpans([undefined, undefined, 'Metrics', 'Metrics', 'Parameters'])).toEqual([
    { title: '', start: 0, columns: 2 },
    { title: 'Metrics', start: 2, columns: 2 },
    { title: 'Parameters', start: 4, columns: 1 },
  ]);
});
