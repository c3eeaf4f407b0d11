import { expect, it } from 'vitest';
import type { RunRow } from '@/api/runs/run-row';
import { varyingAxes } from './axes';

function row(params: Record<string, string>, metrics: Record<string, number>): RunRow {
  return {
    params: new Map(Object.entries(params)),
    metrics: new Map(Object.entries(metrics)),
    tags: new Map(),
  } as unknown as RunRow;
}

it('keeps what is a number and differs', () => {
  const axes = varyingAxes([
    row({ depth: '4', kind: 'a', seed: '1' }, { rmse: 2, odd: Number.NaN }),
    row({ depth: '8', kind: 'b', seed: '1' }, { rmse: 3, odd: 1 }),
    row({ seed: '1' }, {}),
  ]);
  expect(axes.map((axis) => [axis.id, axis.values])).toEqual([
    ['params.depth', [4, 8, undefined]],
    ['metrics.rmse', [2, 3, undefined]],
  ]);
});
