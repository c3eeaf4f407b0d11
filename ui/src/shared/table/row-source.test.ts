import { expect, it } from 'vitest';
import { type RowSource, rowsBetween, sourceOf } from './row-source';

it('gives the rows between two places, either way round', () => {
  const rows = sourceOf(['a', 'b', 'c', 'd']);
  expect(rowsBetween(rows, 1, 2)).toEqual(['b', 'c']);
  expect(rowsBetween(rows, 3, 1)).toEqual(['b', 'c', 'd']);
});

it('passes over rows that were not read', () => {
  const half: RowSource<string> = { count: 4, at: (index) => (index % 2 ? undefined : `r${index}`), loaded: () => [] };
  expect(rowsBetween(half, 0, 3)).toEqual(['r0', 'r2']);
});
