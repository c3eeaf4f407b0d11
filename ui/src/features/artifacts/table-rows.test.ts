import { expect, it } from 'vitest';
import type { TableWindow } from '@/api/types';
import { joinWindows, sortRows } from './table-rows';

const first: TableWindow = {
  size_bytes: 1,
  offset: 0,
  rows: 2,
  columns: [
    { name: 'a', type: 'integer', values: [2, null] },
    { name: 'a', type: 'text', values: ['x', 'y'] },
  ],
};
const second: TableWindow = {
  size_bytes: 1,
  offset: 2,
  rows: 2,
  columns: [
    { name: 'a', type: 'number', values: [10.5, 'NaN'] },
    { name: 'b', type: 'text', values: ['z', null] },
  ],
};

it('joins windows whose columns differ, also columns of one name', () => {
  const { columns, rows } = joinWindows([first, second]);
  expect(columns.map(({ name, type }) => [name, type])).toEqual([
    ['a', 'number'],
    ['a', 'text'],
    ['b', 'text'],
  ]);
  expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4]);
  expect(rows[2]?.cells).toEqual({ 'a\u00000': 10.5, 'b\u00000': 'z' });
});

it('keeps the type of a column through a window without values', () => {
  const empty: TableWindow = { ...second, columns: [{ name: 'a', type: 'text', values: [null, null] }] };
  expect(joinWindows([first, empty]).columns[0]?.type).toBe('integer');
});

it('sorts numbers by size, and puts what is missing last', () => {
  const { columns, rows } = joinWindows([first, second]);
  const [a] = columns;
  if (a === undefined) throw new Error('no column');
  expect(sortRows(rows, a, false).map((row) => row.number)).toEqual([1, 3, 2, 4]);
  expect(sortRows(rows, a, true).map((row) => row.number)).toEqual([3, 1, 2, 4]);
});
