import { expect, it } from 'vitest';
import { historySeries } from './history-series';

const run = (id: string, startMs = 0) => ({ id, label: id, color: '#000', startMs, live: false });
const point = (run_id: string, step: number, value: number | 'NaN', timestamp = 0) => ({
  run_id,
  key: 'm',
  step,
  value,
  timestamp,
});

it('makes a line of each run that has points, ordered by step', () => {
  const series = historySeries(
    [point('a', 2, 3), point('a', 1, 'NaN'), point('c', 0, 1)],
    [run('a'), run('b')],
    'step',
    0,
  );
  expect(series.map((each) => [each.id, each.x, each.y])).toEqual([['a', [1, 2], [Number.NaN, 3]]]);
});

it('places points by seconds since the run began', () => {
  const [series] = historySeries([point('a', 0, 1, 5_500)], [run('a', 5_000)], 'relative', 0);
  expect(series?.x).toEqual([0.5]);
});
