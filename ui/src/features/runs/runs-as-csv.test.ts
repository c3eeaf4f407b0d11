import { expect, test } from 'vitest';
import { ROW_FIELDS } from '@/api/runs/run-rows';
import type { RunTable } from '@/api/types';
import { csvColumns, csvHead, csvRows } from './runs-as-csv';

const ids = ['status', 'start_time', 'duration', 'dataset', 'metrics.val/loss', 'metrics:min.val/loss', 'params.lr'];

test('the heads say what the columns are', () => {
  expect(csvHead(csvColumns(ids))).toEqual([
    'run_id',
    'run_name',
    'status',
    'start_time',
    'duration_s',
    'metrics.val/loss',
    'metrics.val/loss.min',
    'params.lr',
  ]);
});

test('numbers stand whole, times in UTC, and what is missing is empty', () => {
  const own: Record<string, (string | number | null)[]> = {
    run_id: ['a', 'b'],
    run_name: ['first', 'second'],
    status: ['FINISHED', 'RUNNING'],
    start_time: [1_000, 2_000],
    end_time: [2_500, null],
  };
  const fields = [...ROW_FIELDS, 'metrics.`val/loss`', 'metrics.`val/loss`.min', 'params.`lr`'];
  const others: Record<string, (string | number | null)[]> = {
    'metrics.`val/loss`': [0.123456789, 'NaN'],
    'metrics.`val/loss`.min': [0.1, null],
    'params.`lr`': ['1e-3', null],
  };
  const columns = fields.map((field) => ({
    field,
    kind: 'text' as const,
    values: own[field] ?? others[field] ?? [null, null],
  }));
  const table: RunTable = { row_count: 2, columns };
  expect(csvRows(table, csvColumns(ids))).toEqual([
    ['a', 'first', 'FINISHED', '1970-01-01T00:00:01.000Z', '1.5', '0.123456789', '0.1', '1e-3'],
    ['b', 'second', 'RUNNING', '1970-01-01T00:00:02.000Z', '', 'NaN', '', ''],
  ]);
});
