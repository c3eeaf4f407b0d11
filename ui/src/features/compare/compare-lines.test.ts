import { expect, it } from 'vitest';
import type { RunRow } from '@/api/runs/run-row';
import { compareLines } from './compare-lines';

function row(metrics: [string, number][], params: [string, string][], tags: [string, string][] = []): RunRow {
  return { metrics: new Map(metrics), params: new Map(params), tags: new Map(tags) } as unknown as RunRow;
}

function written(rows: RunRow[], onlyDifferences: boolean): string[] {
  return compareLines(rows, onlyDifferences).map((line) => Object.values(line).join(' '));
}

const FACTS = ['fact State', 'fact Started', 'fact Duration', 'fact User'];

it('lists what any run has, and leaves out tags that nobody gave', () => {
  const rows = [row([['b', 1]], [['p', '1']], [['mlflow.user', 'ana']]), row([['a', 2]], [['p', '1']])];
  expect(written(rows, false)).toEqual([
    ...FACTS,
    'heading Metrics',
    'metrics a',
    'metrics b',
    'heading Parameters',
    'params p',
  ]);
});

it('can be kept to what differs, where two that are no numbers do not', () => {
  const rows = [row([['a', Number.NaN]], [], [['team', 'x']]), row([['a', Number.NaN]], [], [['team', 'y']])];
  expect(written(rows, true)).toEqual([
    ...FACTS,
    'heading Metrics',
    'nothing',
    'heading Parameters',
    'nothing',
    'heading Tags',
    'tags team',
  ]);
});
