import { expect, it } from 'vitest';
import { madeRun } from './made-run';
import { isDot, linesOf, stepsWithin, valuesAt } from './run-lines';

const column = (...values: number[]) => Float64Array.from(values);
const run = (id: string, startMs = 0) => madeRun(id, { startMs });
const series = (runId: string, steps: number[], values: number[], timestamps = steps.map((step) => 1_000 * step)) => ({
  runId,
  name: 'm',
  count: steps.length,
  steps: column(...steps),
  values: column(...values),
  timestamps: column(...timestamps),
});

it('makes a line of each run that has points, in the order of the runs', () => {
  const lines = linesOf([series('a', [1, 2], [3, Number.NaN]), series('c', [], [])], [run('c'), run('b'), run('a')], {
    axis: 'step',
    smoothing: 0,
  });
  expect(lines.map(({ id, x, y, raw }) => [id, [...x], [...y], raw])).toEqual([
    ['a', [1, 2], [3, Number.NaN], undefined],
  ]);
});

it('places points by seconds since the run began, in order of time', () => {
  const [line] = linesOf([series('a', [0, 1, 2], [1, 2, 3], [5_000, 7_000, 6_000])], [run('a', 5_000)], {
    axis: 'relative',
    smoothing: 0,
  });
  expect([line?.x, line?.y, line?.steps].map((each) => [...(each ?? [])])).toEqual([
    [0, 1, 2],
    [1, 3, 2],
    [0, 2, 1],
  ]);
});

it('keeps what was smoothed', () => {
  const [line] = linesOf([series('a', [0, 1], [1, 3])], [run('a')], { axis: 'step', smoothing: 0.5 });
  expect([...(line?.raw ?? [])]).toEqual([1, 3]);
  expect(line?.y[1]).toBeCloseTo(7 / 3);
});

it('places points by another metric, between whose points it lies', () => {
  const epochs = series('a', [0, 10], [0, 1]);
  expect([...valuesAt(epochs, column(-1, 0, 5, 10, 11))]).toEqual([Number.NaN, 0, 0.5, 1, Number.NaN]);
  const [line] = linesOf([series('a', [5], [3])], [run('a')], {
    axis: 'metric',
    smoothing: 0,
    across: new Map([['a', epochs]]),
  });
  expect([...(line?.x ?? [])]).toEqual([0.5]);
});

it('asks for the steps of a zoom and one more at each end', () => {
  const lines = linesOf([series('a', [0, 10, 20, 30, 40], [1, 1, 1, 1, 1])], [run('a')], {
    axis: 'relative',
    smoothing: 0,
  });
  expect(stepsWithin(lines, [15, 29])).toEqual([10, 30]);
  expect(stepsWithin(lines, [12, 13])).toEqual([10, 20]);
  expect(stepsWithin(lines, [99, 100])).toBeUndefined();
});

it('tells lines that would be dots', () => {
  const made = (axis: 'step' | 'time', steps: number[]) =>
    linesOf([series('a', steps, steps, [1, 2, 3].slice(0, steps.length))], [run('a')], { axis, smoothing: 0 });
  expect(made('time', [4]).every((line) => isDot(line, 'time'))).toBe(true);
  expect(made('step', [4, 4]).every((line) => isDot(line, 'step'))).toBe(true);
  expect(made('time', [4, 4]).every((line) => isDot(line, 'time'))).toBe(false);
  expect(made('step', [4, 5]).every((line) => isDot(line, 'step'))).toBe(false);
});
