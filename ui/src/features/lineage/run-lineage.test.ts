import { expect, it } from 'vitest';
import { rowOf } from '@/api/runs/run-row';
import type { LoggedModel, ModelVersion } from '@/api/types';
import { runLineage } from './run-lineage';

const RUN = 'a'.repeat(32);
const MODEL = `m-${'b'.repeat(32)}`;
const row = rowOf({
  info: {
    run_id: RUN,
    experiment_id: '1',
    status: 'FINISHED',
    lifecycle_stage: 'active',
    artifact_uri: '',
    user_id: '',
  },
  inputs: {
    dataset_inputs: [
      { dataset: { name: 'wind', digest: 'd1' }, tags: [{ key: 'mlflow.data.context', value: 'training' }] },
      { dataset: { name: 'wind', digest: 'd1' } },
    ],
    model_inputs: [{ model_id: 'm-1' }],
  },
});
const logged = { info: { model_id: MODEL, name: 'forest' } } as LoggedModel;
const version = (number: string, source: string) => ({ name: 'Power', version: number, source }) as ModelVersion;

it('leads from what was read over the run and its models to versions', () => {
  const found = runLineage(
    row,
    [logged],
    ['old/model'],
    [version('1', `models:/${MODEL}`), version('2', `runs:/${RUN}/old/model`), version('3', 's3://elsewhere/model')],
  );
  expect(found.datasets.map(({ name, use }) => [name, use])).toEqual([
    ['wind', 'training'],
    ['wind', ''],
  ]);
  const of = (id: string) => found.edges.filter(({ to }) => to === id).map(({ from }) => from);
  expect(of(`run ${RUN}`)).toEqual(['data 0', 'data 1', 'read m-1']);
  expect(of(`model ${MODEL}`)).toEqual([`run ${RUN}`]);
  expect(of('version Power 1')).toEqual([`model ${MODEL}`]);
  expect(of('version Power 2')).toEqual(['folder old/model']);
  expect(of('version Power 3')).toEqual([`run ${RUN}`]);
});
