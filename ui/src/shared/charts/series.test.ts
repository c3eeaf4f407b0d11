import { expect, it } from 'vitest';
import { extent, nearest, smooth, within } from './series';

const column = (...values: number[]) => Float64Array.from(values);

it('smooths without pulling the beginning to zero', () => {
  expect([...smooth(column(5, 5, 5), 0.9)].map((value) => value.toFixed(6))).toEqual([
    '5.000000',
    '5.000000',
    '5.000000',
  ]);
  expect(smooth(column(1, Number.NaN, 3), 0.5)[1]).toBeNaN();
  expect([...smooth(column(1, 9), 0)]).toEqual([1, 9]);
});

it('finds the extent of what can be drawn', () => {
  expect(extent([column(3, Number.NaN), column(-1, Number.POSITIVE_INFINITY)], false)).toEqual([-1, 3]);
  expect(extent([column(3, 0, -1, 0.5)], true)).toEqual([0.5, 3]);
  expect(extent([column(Number.NaN), column()], false)).toBeUndefined();
});

it('finds the nearest of ascending numbers', () => {
  expect([-9, 1.4, 1.6, 99].map((target) => nearest(column(0, 1, 2, 5), target))).toEqual([0, 1, 2, 3]);
  expect(nearest(column(), 1)).toBe(-1);
});

it('looks only at what a zoom shows', () => {
  const line = { id: 'a', label: 'a', color: '#000', x: column(0, 1, 2), y: column(9, 1, 2) };
  expect(within(line, [1, 2]).map((each) => [...each])).toEqual([[1, 2]]);
});
