import type { useLoggedModelsOfRun } from '@/api/logged-models/search-logged-models';
import { useDeleteRunTag } from '@/api/runs/delete-run-tag';
import { durationOf, type RunRow } from '@/api/runs/run-row';
import { useSetRunTag } from '@/api/runs/set-run-tag';
import { formatDuration, formatInstant } from '@/shared/format/time';
import { CopyButton } from '@/shared/ui/copy-button';
import { Facts } from '@/shared/ui/facts';
import { Notes } from '@/shared/ui/notes';
import { Section } from '@/shared/ui/section';
import { Tags } from '@/shared/ui/tags';
import { MetricsList } from './metrics-list';
import { ParamsList } from './params-list';
import { RunDatasets } from './run-datasets';
import { RunModels } from './run-models';
import styles from './run-overview.module.css';

const NOTE_TAG = 'mlflow.note.content';
const OWN_TAGS = 'mlflow.';

interface RunOverviewProps {
  row: RunRow;
  models: ReturnType<typeof useLoggedModelsOfRun>;
}

/** What a run is, what went in, and what came out. */
export function RunOverview({ row, models }: RunOverviewProps) {
  const setTag = useSetRunTag();
  const deleteTag = useDeleteRunTag();
  const { id: runId, tags, run } = row;
  const own = [...tags].filter(([key]) => !key.startsWith(OWN_TAGS)).map(([key, value]) => ({ key, value }));
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

function RunFacts({ row: { run, tags } }: { row: RunRow }) {
  const { info } = run;
  const duration = durationOf(run);
  const parent = tags.get('mlflow.parentRunId');
  return (
    <Facts
      facts={[
        ['Started', info.start_time ? formatInstant(info.start_time) : undefined],
        ['Ended', info.end_time ? formatInstant(info.end_time) : undefined],
        ['Duration', duration === undefined ? undefined : formatDuration(duration)],
        ['User', info.user_id || tags.get('mlflow.user')],
        ['Source', tags.get('mlflow.source.name')],
        ['Entry point', tags.get('mlflow.project.entryPoint')],
        ['Commit', tags.get('mlflow.source.git.commit')?.slice(0, 12)],
        ['Parent run', parent],
        [
          'Artifacts',
          info.artifact_uri && (
            <>
              <code>{info.artifact_uri}</code>{' '}
              <CopyButton text={info.artifact_uri} label="Copy the artifact location" />
            </>
          ),
        ],
      ]}
    />
  );
}
