import { expect, it } from 'vitest';
import type { RunRow } from '@/api/runs/run-row';
import { availableIds, columnTitle, defaultColumnIds, runColumn } from './run-columns';

const keys = {
  metrics: ['mse', 'rmse'],
  params: ['depth', 'kind'],
  tags: ['mlflow.user', 'barograph.pauses_ms', 'team'],
};

function row(params: Record<string, string>): RunRow {
  const info = { run_id: 'r', experiment_id: '1', status: 'FINISHED', artifact_uri: '', lifecycle_stage: 'active' };
  const run = { info: { ...info, run_name: 'n', user_id: '', start_time: 1 } } as RunRow['run'];
  return { run, id: 'r', name: 'n', metrics: new Map(), params: new Map(Object.entries(params)), tags: new Map() };
}

it('offers each key, and none of the platform’s own tags', () => {
  const ids = availableIds(keys).filter((id) => id.includes('.'));
  expect(ids).toEqual(['metrics.mse', 'metrics.rmse', 'params.depth', 'params.kind', 'tags.team']);
});

it('sets a parameter like a number when all its values are', () => {
  const rows = [row({ depth: '4', kind: 'a' }), row({ depth: '8' })];
  expect(runColumn('params.depth', rows)?.numeric).toBe(true);
  expect(runColumn('params.kind', rows)?.numeric).toBe(false);
  expect(runColumn('nonsense', rows)).toBeUndefined();
});

it('shows at first the state, when, how long, metrics and parameters', () => {
  expect(defaultColumnIds(keys).slice(0, 4)).toEqual(['status', 'start_time', 'duration', 'metrics.mse']);
});

it('says which number of a metric it shows', () => {
  expect(columnTitle('metrics:min.rmse')).toEqual({ header: 'rmse min', group: 'Metrics' });
  expect(columnTitle('status')).toEqual({ header: 'State', group: 'Attributes' });
});
