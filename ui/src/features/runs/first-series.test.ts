import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import type { RunsFound } from '@/api/types';
import { readFirstSeries } from './first-series';

const metric = (key: string) => ({ key, value: 1, timestamp: 0, step: 0 });
const run = (id: string, ...keys: string[]) => ({
  info: { run_id: id, status: 'FINISHED' },
  data: { metrics: keys.map(metric) },
});
const page = {
  runs: [run('a', 'loss', 'val/loss'), run('b', 'accuracy')],
} as unknown as RunsFound;

function asked(pages: RunsFound[], search: Parameters<typeof readFirstSeries>[2]) {
  const queries = new QueryClient();
  const spy = vi.spyOn(queries, 'prefetchQuery').mockResolvedValue();
  readFirstSeries(queries, pages, search);
  return spy.mock.calls.map(([options]) => options.queryKey?.[2]);
}

beforeEach(() => vi.stubGlobal('window', { innerWidth: 1_500 }));

it('asks for the metrics of the first section', () => {
  expect(asked([page], {})).toEqual([
    { run_ids: ['a', 'b'], keys: ['accuracy', 'loss'], max_points: 1_000, start_step: undefined, end_step: undefined },
  ]);
  expect(asked([page], { metrics: 'val' })).toMatchObject([{ keys: ['val/loss'] }]);
});

it('asks for nothing that charts may not ask for', () => {
  expect(asked([], {})).toEqual([]);
  expect(asked([{ ...page, next_page_token: 'more' }], {})).toEqual([]);
  expect(asked([page], { kind: 'values' })).toEqual([]);
  expect(asked([page], { cards: 'bar' })).toEqual([]);
  expect(asked([page], { x: 'metrics.loss' })).toEqual([]);
  expect(asked([page], { metrics: 'nothing' })).toEqual([]);
  expect(asked([page], { metrics: 'val', closed: 'val' })).toEqual([]);
});
