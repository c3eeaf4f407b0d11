import { describe, expect, it } from 'vitest';
import { bestOf, betterOf } from './best-value';

describe('betterOf', () => {
  it.each([
    ['rmse', 'lower'],
    ['val/loss', 'lower'],
    ['mse', 'lower'],
    ['training_mean_absolute_error', 'lower'],
    ['val/accuracy', 'higher'],
    ['r2', 'higher'],
    ['f1_score', 'higher'],
    ['closs_count', undefined],
    ['trees', undefined],
  ])('of %s is %s', (key, better) => expect(betterOf(key)).toBe(better));
});

it('finds the best, ties too, and leaves out what is not a number', () => {
  expect([...bestOf([3, 1, Number.NaN, undefined, 1], 'lower')]).toEqual([1, 4]);
  expect([...bestOf([3, 1], 'higher')]).toEqual([0]);
});

it('marks nothing when nothing stands out', () => {
  expect([bestOf([1, 1], 'lower').size, bestOf([1], 'lower').size, bestOf([1, 2], undefined).size]).toEqual([0, 0, 0]);
});
