import { expect, it } from 'vitest';
import { boxOf, quantile } from './box-options';

it('finds quartiles between values', () => {
  expect(boxOf([4, 1, 3, 2])).toEqual([1, 1.75, 2.5, 3.25, 4]);
  expect(boxOf([7])).toEqual([7, 7, 7, 7, 7]);
  expect(quantile([], 0.5)).toBeNaN();
});
