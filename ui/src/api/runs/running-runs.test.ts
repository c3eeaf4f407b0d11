import { expect, it } from 'vitest';
import { activityOf, runsOf } from './running-runs';

const table = {
  row_count: 3,
  columns: [
    { field: 'run_id', kind: 'text' as const, values: ['a', 'b', 'c'] },
    { field: 'experiment_id', kind: 'text' as const, values: ['1', '1', '2'] },
  ],
};

it('reads rows from columns', () => {
  expect(runsOf(table)).toEqual([
    { id: 'a', experimentId: '1' },
    { id: 'b', experimentId: '1' },
    { id: 'c', experimentId: '2' },
  ]);
});

it('counts what runs and what is lost by experiment', () => {
  const lost = { run_id: 'a', state: 'LOST' as const, last_ms: 5_000 };
  expect([...activityOf(runsOf(table), new Map([['a', lost]]))]).toEqual([
    ['1', { running: 1, lost: 1, lostSince: 5_000 }],
    ['2', { running: 1, lost: 0, lostSince: 0 }],
  ]);
});
