import type { useLoggedModelsOfRun } from '@/api/logged-models/search-logged-models';
import { useDeleteRunTag } from '@/api/runs/delete-run-tag';
import { PAUSES_TAG } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import { useSetRunTag } from '@/api/runs/set-run-tag';
import { Notes } from '@/shared/ui/notes';
import { Section } from '@/shared/ui/section';
import { Tags } from '@/shared/ui/tags';
import { MetricsList } from './metrics-list';
import { ParamsList } from './params-list';
import { RunDatasets } from './run-datasets';
import { ERROR_TAG, RunFacts } from './run-facts';
import { RunModels } from './run-models';
import styles from './run-overview.module.css';

const NOTE_TAG = 'mlflow.note.content';
const OWN_TAGS = 'mlflow.';
const TOLD_ELSEWHERE = [PAUSES_TAG, ERROR_TAG];

interface RunOverviewProps {
  row: RunRow;
  models: ReturnType<typeof useLoggedModelsOfRun>;
}

/** What a run is, what went in, and what came out. */
export function RunOverview({ row, models }: RunOverviewProps) {
  const setTag = useSetRunTag();
  const deleteTag = useDeleteRunTag();
  const { id: runId, tags, run } = row;
  const own = [...tags]
    .filter(([key]) => !key.startsWith(OWN_TAGS) && !TOLD_ELSEWHERE.includes(key))
    .map(([key, value]) => ({ key, value }));
  return (
    <div className={styles.overview}>
      <div>
        <Section title="Run">
          <RunFacts row={row} />
        </Section>
        <Notes
          text={tags.get(NOTE_TAG) ?? ''}
          onSave={(value) => setTag.mutateAsync({ runId, key: NOTE_TAG, value })}
        />
        <Tags
          tags={own}
          onSet={(key, value) => setTag.mutateAsync({ runId, key, value })}
          onDelete={(key) => deleteTag.mutateAsync({ runId, key })}
        />
        <RunDatasets inputs={run.inputs?.dataset_inputs ?? []} />
      </div>
      <div className={styles.main}>
        <div>
          <RunModels row={row} models={models} />
          <MetricsList metrics={run.data?.metrics ?? []} />
        </div>
        <ParamsList params={run.data?.params ?? []} />
      </div>
    </div>
  );
}
