import { JOB_TAG } from '@/api/jobs/job-of-run';
import type { useLoggedModelsOfRun } from '@/api/logged-models/search-logged-models';
import { useChangeNote } from '@/api/notes/change-note';
import { useDeleteRunTag } from '@/api/runs/delete-run-tag';
import { runKeys } from '@/api/runs/keys';
import { REPRODUCES_TAG } from '@/api/runs/reproductions';
import { PAUSES_TAG } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import { useSetRunTag } from '@/api/runs/set-run-tag';
import type { ArtifactRoot } from '@/features/artifacts/artifact-browser';
import { REPEATS_TAG } from '@/features/jobs/repeat';
import { isSweepTag } from '@/features/sweeps/sweep';
import { Notes } from '@/shared/ui/notes';
import { Section } from '@/shared/ui/section';
import { Tags } from '@/shared/ui/tags';
import { MetricsList } from './metrics-list';
import { NestedRuns } from './nested-runs';
import { ParamsList } from './params-list';
import { RunDatasets } from './run-datasets';
import { RunEnvironment } from './run-environment';
import { ERROR_TAG, RunError } from './run-error';
import { RunFacts } from './run-facts';
import { RunModels } from './run-models';
import styles from './run-overview.module.css';
import { RunSource } from './run-source';
import { isSystemMetric } from './system-keys';

const NOTE_TAG = 'mlflow.note.content';
const OWN_TAGS = 'mlflow.';
const TOLD_ELSEWHERE = [PAUSES_TAG, ERROR_TAG, JOB_TAG, REPEATS_TAG, REPRODUCES_TAG];

interface RunOverviewProps {
  row: RunRow;
  models: ReturnType<typeof useLoggedModelsOfRun>;
  roots: readonly ArtifactRoot[];
}

/** What a run is, what went in, and what came out. */
export function RunOverview({ row, models, roots }: RunOverviewProps) {
  const setTag = useSetRunTag();
  const deleteTag = useDeleteRunTag();
  const { id: runId, tags, run } = row;
  const note = useChangeNote({ kind: 'run', id: runId }, runKeys);
  const own = [...tags]
    .filter(([key]) => !key.startsWith(OWN_TAGS) && !TOLD_ELSEWHERE.includes(key) && !isSweepTag(key))
    .map(([key, value]) => ({ key, value }));
  const metrics = (run.data?.metrics ?? []).filter((metric) => !isSystemMetric(metric.key));
  return (
    <div className={styles.overview}>
      <div>
        <Section title="Run">
          <RunFacts row={row} />
        </Section>
        <Notes text={tags.get(NOTE_TAG) ?? ''} onSave={(text, before) => note.mutateAsync({ text, before })} />
        <Tags
          tags={own}
          onSet={(key, value) => setTag.mutateAsync({ runId, key, value })}
          onDelete={(key) => deleteTag.mutateAsync({ runId, key })}
        />
        <RunSource row={row} />
        <RunEnvironment roots={roots} />
        <RunDatasets inputs={run.inputs?.dataset_inputs ?? []} />
      </div>
      <div>
        <RunError row={row} />
        <div className={styles.main}>
          <div>
            <MetricsList run={run} metrics={metrics} />
          </div>
          <div>
            <RunModels row={row} models={models} />
            <NestedRuns row={row} />
            <ParamsList params={run.data?.params ?? []} />
          </div>
        </div>
      </div>
    </div>
  );
}
