import { expect, it } from 'vitest';
import { rowOf } from '@/api/runs/run-row';
import { metricsCsv, paramsCsv, runJson } from './run-files';

const row = rowOf({
  info: {
    run_id: 'r',
    experiment_id: '1',
    status: 'FINISHED',
    lifecycle_stage: 'active',
    artifact_uri: '',
    user_id: '',
  },
  data: {
    metrics: [{ key: 'loss', value: 'NaN', step: 3, timestamp: 5 }],
    params: [{ key: 'lr', value: '=1' }, { key: 'empty' }],
    tags: [{ key: 'team', value: 'wind' }],
  },
});

it('writes params and metrics as tables', () => {
  expect(paramsCsv(row)).toBe("key,value\r\nempty,\r\nlr,'=1\r\n");
  expect(metricsCsv(row)).toBe('key,value,step,timestamp_ms\r\nloss,NaN,3,5\r\n');
});

it('writes a run as one object', () => {
  const read = JSON.parse(runJson(row));
  expect(read.params).toEqual({ lr: '=1', empty: '' });
  expect(read.metrics.loss).toEqual({ value: 'NaN', step: 3, timestamp: 5 });
  expect(read.tags).toEqual({ team: 'wind' });
});
