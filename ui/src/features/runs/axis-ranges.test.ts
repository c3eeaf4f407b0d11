import { expect, it, vi } from 'vitest';
import type { Axis } from '@/features/charts/axes';
import { areaIn, axisRanges, chosenIn } from './axis-ranges';

const RATE: Axis = { id: 'params.lr', title: 'lr', values: [0.1, 1], log: false };
const KIND: Axis = { id: 'params.opt', title: 'opt', values: [0, 1, 2], categories: ['a', 'b', 'c'], log: false };

it('writes a clause for a part of an axis, and takes it away', () => {
  const onFilter = vi.fn();
  axisRanges('forest', onFilter).choose(RATE, [0.2, 0.5]);
  const filter = "run_name ILIKE '%forest%' AND params.`lr` BETWEEN 0.2 AND 0.5";
  expect(onFilter).toHaveBeenLastCalledWith(filter);
  const ranges = axisRanges(filter, onFilter);
  expect([ranges.areaOf(RATE), ranges.areaOf(KIND)]).toEqual([[0.2, 0.5], undefined]);
  ranges.choose(RATE, undefined);
  expect(onFilter).toHaveBeenLastCalledWith("run_name ILIKE '%forest%'");
});

it('chooses the categories that a part covers', () => {
  expect(chosenIn(KIND, [0.6, 2.3])).toEqual({ names: ['b', 'c'] });
  expect(areaIn(KIND, { names: ['b', 'c', 'gone'] })).toEqual([0.6, 2.4]);
  expect(areaIn(KIND, { names: ['gone'] })).toBeUndefined();
  expect(areaIn(KIND, { low: 0, high: 1 })).toBeUndefined();
});
