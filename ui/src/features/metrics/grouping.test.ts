import { expect, it } from 'vitest';
import { groupingColumns, groupOf } from './grouping';
import { madeRun } from './made-run';

const run = (id: string, params: Record<string, string>, tags: Record<string, string>, status = 'FINISHED') =>
  madeRun(id, { params: new Map(Object.entries(params)), tags: new Map(Object.entries(tags)), status });
const runs = [
  run('a', { depth: '2', seed: '1' }, { team: 'wind', 'mlflow.user': 'ana' }),
  run('b', { depth: '2', seed: '2' }, { team: 'wind', 'mlflow.user': 'ana' }, 'FAILED'),
  run('c', { seed: '3' }, { team: 'tide', 'mlflow.user': 'ada' }),
];

it('offers what makes groups: neither one of all runs nor one of each', () => {
  expect(groupingColumns(runs)).toEqual([
    { group: 'Parameters', items: [{ value: 'params.depth', label: 'depth' }] },
    { group: 'Tags', items: [{ value: 'tags.team', label: 'team' }] },
    { group: 'Attributes', items: [{ value: 'status', label: 'State' }] },
  ]);
  expect(groupingColumns(runs.slice(0, 1))).toEqual([]);
});

it.each([
  ['params.depth', ['depth = 2', 'depth = 2', 'no depth']],
  ['tags.team', ['team = wind', 'team = wind', 'team = tide']],
  ['status', ['State = FINISHED', 'State = FAILED', 'State = FINISHED']],
  ['user_id', ['no User', 'no User', 'no User']],
  ['constructor', ['no constructor', 'no constructor', 'no constructor']],
])('names the groups by %s', (column, names) => {
  expect(runs.map((each) => groupOf(each, column))).toEqual(names);
});
