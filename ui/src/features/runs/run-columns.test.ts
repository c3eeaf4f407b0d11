import { expect, it } from 'vitest';
import { rowOf } from '@/api/runs/run-row';
import type { Run } from '@/api/types';
import { availableColumns, defaultColumnIds } from './run-columns';

function run(params: Record<string, string>, metrics: Record<string, number>): Run {
  return {
    info: {
      run_id: 'r',
      experiment_id: '1',
      run_name: 'n',
      user_id: '',
      status: 'FINISHED',
      start_time: 1,
      artifact_uri: '',
      lifecycle_stage: 'active',
    },
    data: {
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 0, step: 0 })),
      tags: [{ key: 'mlflow.user', value: 'ana' }],
    },
  };
}

const rows = [run({ depth: '4', kind: 'a' }, { rmse: 1 }), run({ depth: '8' }, { mse: 2 })].map(rowOf);

it('offers each key once, and none of the platform’s own tags', () => {
  const ids = availableColumns(rows).map((column) => column.id);
  expect(ids.filter((id) => id.includes('.'))).toEqual(['metrics.mse', 'metrics.rmse', 'params.depth', 'params.kind']);
});

it('sets a parameter like a number when all its values are', () => {
  const numeric = availableColumns(rows).filter((column) => column.numeric && column.group === 'Parameters');
  expect(numeric.map((column) => column.id)).toEqual(['params.depth']);
});

it('shows at first the state, when, how long, metrics and parameters', () => {
  expect(defaultColumnIds(availableColumns(rows)).slice(0, 4)).toEqual([
    'status',
    'start_time',
    'duration',
    'metrics.mse',
  ]);
});
