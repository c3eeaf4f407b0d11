import { expect, it } from 'vitest';
import { inBatches, pointsPerRun } from './use-metric-series';

const keys = Array.from({ length: 6 }, (_, index) => `m${index}`);

it('asks for what one answer can hold, in equal parts', () => {
  expect(inBatches(keys, 6, 1_000)).toEqual([keys]);
  expect(inBatches(keys, 100, 1_000)).toEqual([keys.slice(0, 3), keys.slice(3)]);
  expect(inBatches(keys, 1_000, 1_000)).toHaveLength(6);
  expect(inBatches([], 10, 100)).toEqual([]);
});

it('gives a run about two points a pixel, and fewer in a crowd', () => {
  expect([pointsPerRun(1, 430), pointsPerRun(100, 430), pointsPerRun(500, 430), pointsPerRun(1_000, 430)]).toEqual([
    1_000, 500, 100, 100,
  ]);
  expect([pointsPerRun(0, 10), pointsPerRun(1, 40)]).toEqual([100, 100]);
});
