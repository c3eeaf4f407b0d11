import { expect, it } from 'vitest';
import { sparkPath } from './series-spark';

const path = (...values: number[]) => sparkPath(Float64Array.from(values.keys()), Float64Array.from(values), 14, 14);

it('goes from the first step to the last, and from the least value to the greatest', () => {
  expect(path(1, 3, 2)).toBe('M2.0 12.0L7.0 2.0L12.0 7.0');
});

it('leaves gaps, draws equal values in the middle, and nothing of one value', () => {
  expect(path(1, Number.NaN, 1)).toBe('M2.0 7.0M12.0 7.0');
  expect(path(5)).toBe('');
  expect(path(Number.NaN, Number.POSITIVE_INFINITY, 1)).toBe('');
});
