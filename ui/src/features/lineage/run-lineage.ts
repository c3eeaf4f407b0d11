import type { RunRow } from '@/api/runs/run-row';
import type { LoggedModel, ModelVersion } from '@/api/types';
import type { Edge } from './lineage-layout';

/** What a run read, what it made, and what was registered of that. All ids are unique among themselves. */
export interface RunLineage {
  datasets: { id: string; name: string; digest: string; use: string }[];
  /** Logged models that the run read, by their ids. */
  readModels: string[];
  models: { id: string; name: string; modelId?: string; path: string }[];
  versions: { id: string; name: string; version: string; stage: string }[];
  edges: Edge[];
}

const USE_TAG = 'mlflow.data.context';
const BY_ID = /^models:\/(m-[0-9a-f]{32})(\/|$)/;

/** The id of the logged model that a version was registered from. */
export function modelIdOf(version: ModelVersion): string | undefined {
  return version.model_id ?? BY_ID.exec(version.source ?? '')?.[1];
}

/** Puts together what is known around a run. `folders` are the folders of the run that hold models. */
export function runLineage(
  row: RunRow,
  logged: readonly LoggedModel[],
  folders: readonly string[],
  registered: readonly ModelVersion[],
): RunLineage {
  const datasets = (row.run.inputs?.dataset_inputs ?? []).map(({ dataset, tags }, index) => ({
    id: `data ${index}`,
    name: dataset.name,
    digest: dataset.digest ?? '',
    use: tags?.find((tag) => tag.key === USE_TAG)?.value ?? '',
  }));
  const readModels = (row.run.inputs?.model_inputs ?? []).map(({ model_id: modelId }) => modelId);
  const models = [
    ...logged.map(({ info }) => ({
      id: `model ${info.model_id}`,
      name: info.name,
      modelId: info.model_id,
      path: `${info.model_id}:MLmodel`,
    })),
    ...folders.map((folder) => ({ id: `folder ${folder}`, name: folder, path: `run:${folder}/MLmodel` })),
  ];
  const known = new Set(models.map(({ id }) => id));
  const versions = registered.map((version) => ({
    id: `version ${version.name} ${version.version}`,
    name: version.name,
    version: version.version,
    stage: version.current_stage ?? 'None',
    from: originOf(version, row.id, known),
  }));
  const run = `run ${row.id}`;
  const edges = [
    ...[...datasets.map(({ id }) => id), ...readModels.map((id) => `read ${id}`)].map((from) => ({ from, to: run })),
    ...models.map(({ id }) => ({ from: run, to: id })),
    ...versions.map(({ id, from }) => ({ from, to: id })),
  ];
  return { datasets, readModels, models, versions, edges };
}

function originOf(version: ModelVersion, runId: string, known: ReadonlySet<string>): string {
  const model = `model ${modelIdOf(version)}`;
  if (known.has(model)) return model;
  const prefix = `runs:/${runId}/`;
  const source = version.source ?? '';
  const folder = `folder ${source.startsWith(prefix) ? source.slice(prefix.length).replace(/\/$/, '') : ''}`;
  return known.has(folder) ? folder : `run ${runId}`;
}
