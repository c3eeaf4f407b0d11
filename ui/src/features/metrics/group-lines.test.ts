import { expect, it } from 'vitest';
import { groupLines } from './group-lines';
import { madeRun } from './made-run';
import { linesOf } from './run-lines';

const run = (id: string, params: Record<string, string>) => madeRun(id, { params: new Map(Object.entries(params)) });
const runs = [run('a', { depth: '2', seed: '1' }), run('b', { depth: '2', seed: '2' }), run('c', { seed: '3' })];

function lines(values: number[][]) {
  const found = values.map((column, index) => ({
    runId: runs[index]?.id ?? '',
    name: 'm',
    count: column.length,
    steps: Float64Array.from(column.keys()),
    timestamps: new Float64Array(column.length),
    values: Float64Array.from(column),
  }));
  return linesOf(found, runs, { axis: 'step', smoothing: 0 });
}

it('shows a group as its mean and one standard deviation to each side', () => {
  const [known, unknown] = groupLines(lines([[1, 2], [3, 6, 9], [5]]), 'params.depth', 0);
  expect([known?.label, [...(known?.y ?? [])]]).toEqual(['depth = 2 (2)', [2, 4, 9]]);
  expect([[...(known?.band?.low ?? [])], [...(known?.band?.high ?? [])]]).toEqual([
    [1, 2, 9],
    [3, 6, 9],
  ]);
  expect([unknown?.label, [...(unknown?.y ?? [])]]).toEqual(['no depth (1)', [5]]);
});

it('averages what lies between the places of long lines', () => {
  const long = Array.from({ length: 2_000 }, (_, index) => (index % 2 === 0 ? 0 : 2));
  const [known] = groupLines(lines([long, long]), 'params.depth', 0);
  expect(known?.x.length).toBe(201);
  expect(Math.abs((known?.y[100] ?? 0) - 1)).toBeLessThan(0.2);
});
