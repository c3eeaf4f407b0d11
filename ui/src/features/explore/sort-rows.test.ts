import { expect, it } from 'vitest';
import type { Cell } from '@/api/types';
import { sortedRows } from './sort-rows';

const ROWS = [2, null, 'b', 10, 'a10', 'a9', Number.NaN].map((a, place) => ({
  id: String(place),
  runs: [{ a: a as Cell }],
}));

it('sorts numbers before texts, and what is lacking last, either way round', () => {
  const order = (descending: boolean) =>
    sortedRows(ROWS, { id: 'a', descending }, (row, id) => row.runs[0]?.[id]).map((row) => row.runs[0]?.a);
  expect(order(false)).toEqual([2, 10, 'a9', 'a10', 'b', null, Number.NaN]);
  expect(order(true)).toEqual(['b', 'a10', 'a9', 10, 2, null, Number.NaN]);
  expect(sortedRows(ROWS, undefined, () => 1)).toEqual(ROWS);
});
