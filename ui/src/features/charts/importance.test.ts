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

it('orders parameters by how much they tell of a metric', () => {
  const rows = Array.from({ length: 60 }, (_, index) =>
    row(
      { rate: String(10 ** -(index % 10)), kind: index % 3 ? 'x' : 'y', same: '1', seed: String((index * 7) % 11) },
      -(index % 10) + (index % 3 ? 0.5 : 0) + index / 1_000,
    ),
  );
  const found = importances(rows, 'score');
  expect(found?.params.map(({ key, ranked }) => [key, ranked])).toEqual([
    ['rate', true],
    ['kind', false],
    ['seed', true],
  ]);
  expect(found?.params[0]?.weight).toBeGreaterThan(0.8);
  expect(found?.params[0]?.correlation).toBeGreaterThan(0.9);
  expect(found?.params.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1);
  expect([found?.runs, (found?.explained ?? 0) > 0.7]).toEqual([60, true]);
});

it('says nothing of too few runs, or of a metric that none has', () => {
  expect(importances([row({ a: '1' }, 1), row({ a: '2' }, 2)], 'score')).toBeUndefined();
  expect(importances([], 'none')).toBeUndefined();
});
