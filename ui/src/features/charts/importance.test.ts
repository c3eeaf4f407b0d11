import { expect, it } from 'vitest';
import { rowOf } from '@/api/runs/run-row';
import type { Run } from '@/api/types';
import { correlationRatio, importances, ranks } from './importance';

function row(params: Record<string, string>, score: number) {
  const data = {
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
    metrics: [{ key: 'score', value: score, step: 0, timestamp: 0 }],
  };
  return rowOf({ info: { run_id: String(score) }, data } as unknown as Run);
}

it('ranks values, equal ones alike', () => {
  expect(ranks([30, 10, 20, 10])).toEqual([3, 0.5, 2, 0.5]);
});

it('tells which part of the spread groups explain', () => {
  expect(correlationRatio(['a', 'a', 'b', 'b'], [1, 1, 5, 5])).toBe(1);
  expect(correlationRatio(['a', 'b', 'a', 'b'], [1, 1, 5, 5])).toBe(0);
  expect(correlationRatio(['a', 'b', 'c'], [1, 2, 3])).toBeNaN();
});

it('orders parameters by how strongly they go together with a metric', () => {
  const rows = [
    row({ rate: '0.1', kind: 'x', same: '1', name: 'p' }, 4),
    row({ rate: '0.01', kind: 'x', same: '1', name: 'q' }, 3),
    row({ rate: '1e-3', kind: 'y', same: '1', name: 'r' }, 2),
    row({ rate: '1e-4', kind: 'y', same: '1', name: 's' }, 1),
  ];
  const found = importances(rows, 'score');
  expect(found.map(({ key, ranked }) => [key, ranked])).toEqual([
    ['rate', true],
    ['kind', false],
  ]);
  expect(found[0]?.value).toBeCloseTo(1);
  expect(importances(rows, 'none')).toEqual([]);
});
