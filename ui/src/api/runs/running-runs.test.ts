import { expect, it } from 'vitest';
import type { Run } from '../types';
import { runningIds } from './lost-contacts';
import { activityOf } from './running-runs';

function run(run_id: string, experiment_id: string, status: Run['info']['status'] = 'RUNNING'): Run {
  return {
    info: { run_id, experiment_id, status, run_name: '', user_id: '', artifact_uri: '', lifecycle_stage: 'active' },
  };
}

it('counts what runs and what is lost by experiment', () => {
  const runs = [run('a', '1'), run('b', '1'), run('c', '2'), run('d', '2')];
  expect([...activityOf(runs, new Map([['a', { run_id: 'a', state: 'LOST' }]]))]).toEqual([
    ['1', { running: 1, lost: 1 }],
    ['2', { running: 2, lost: 0 }],
  ]);
});

it('asks after running runs alone, whatever their order', () => {
  expect(runningIds([run('b', '1'), run('c', '1', 'FINISHED'), run('a', '1')])).toEqual(['a', 'b']);
});
