import { expect, it } from 'vitest';
import { placing } from './draw-lines';
import { airy, rangesOf } from './line-ranges';

const line = { id: 'a', label: 'a', color: '#000', x: Float64Array.of(0, 1, 2), y: Float64Array.of(5, 100, -5) };

it('gives a single value a range', () => {
  expect(airy([0, 0], false)).toEqual([-1, 1]);
  expect(airy([3, 3], true)).toEqual([1.5, 6]);
});

it('has room for the greatest and the least numbers', () => {
  const [low, high] = airy([-1.7e308, 1.7e308], false);
  expect([low < -1.7e308, high > 1.7e308, Number.isFinite(low), Number.isFinite(high)]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  const place = placing([low, high], false, 0, 100);
  expect([place(-1.7e308) > 0, Math.round(place(0)), place(1.7e308) < 100]).toEqual([true, 50, true]);
  const [least, most] = airy([1e-300, 1.7e308], true);
  expect([least > 0, Number.isFinite(most)]).toEqual([true, true]);
});

it('shows all, or what a zoom leaves', () => {
  expect(rangesOf([line], false, false, undefined)).toEqual({ x: [0, 2], y: [-10.25, 105.25] });
  expect(rangesOf([line], false, false, [1.5, 2])).toEqual({ x: [1.5, 2], y: [-5.25, -4.75] });
  expect(rangesOf([], true, true, undefined).x).toEqual([1, 10]);
});
