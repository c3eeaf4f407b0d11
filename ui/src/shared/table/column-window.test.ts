import { expect, it } from 'vitest';
import { drawnColumns } from './column-window';
import type { PlacedColumn } from './use-columns';

const placed = Array.from({ length: 10 }, (_, place) => ({
  column: { id: `c${place}`, header: '', width: 100, pinned: place === 0, cell: () => null },
  left: place * 100,
  width: 100,
})) as unknown as PlacedColumn<never>[];

function ids(from: number, to: number) {
  return drawnColumns(placed, from, to).map((each) => (typeof each === 'number' ? each : each.column.id));
}

it('draws pinned columns and those in sight, and counts the others where they stood', () => {
  expect(ids(450, 620)).toEqual(['c0', 3, 'c4', 'c5', 'c6', 3]);
  expect(ids(-100, 5_000)).toHaveLength(10);
});
