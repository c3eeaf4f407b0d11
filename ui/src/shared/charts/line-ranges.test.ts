import { expect, it } from 'vitest';
import { airy, rangesOf } from './line-ranges';

const line = { id: 'a', label: 'a', color: '#000', x: Float64Array.of(0, 1, 2), y: Float64Array.of(5, 100, -5) };

it('gives a single value a range', () => {
  expect(airy([0, 0], false)).toEqual([-1, 1]);
  expect(airy([3, 3], true)).toEqual([1.5, 6]);
});

it('shows all, or what a zoom leaves', () => {
  expect(rangesOf([line], false, false, undefined)).toEqual({ x: [0, 2], y: [-10.25, 105.25] });
  expect(rangesOf([line], false, false, [1.5, 2])).toEqual({ x: [1.5, 2], y: [-5.25, -4.75] });
  expect(rangesOf([], true, true, undefined).x).toEqual([1, 10]);
});
