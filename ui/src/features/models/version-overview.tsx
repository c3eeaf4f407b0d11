import { lazy, Suspense, useMemo } from 'react';
import { useDeleteVersionTag } from '@/api/model-versions/delete-version-tag';
import { useSetVersionTag } from '@/api/model-versions/set-version-tag';
import { useChangeNote } from '@/api/notes/change-note';
import { modelKeys } from '@/api/registered-models/keys';
import { useRun } from '@/api/runs/get-run';
import { rowOf } from '@/api/runs/run-row';
import type { ModelVersion } from '@/api/types';
import { Notes } from '@/shared/ui/notes';
import { Section } from '@/shared/ui/section';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Tags } from '@/shared/ui/tags';
import { LoadSection } from './load-section';
import { ModelActivity } from './model-activity';
import { tagsOf } from './own-tags';
import { RunMetrics } from './run-metrics';
import { VersionFacts } from './version-facts';
import styles from './version-page.module.css';

const SchemaTables = lazy(() => import('./schema-tables'));

/** What a version is, how it is used, what its run measured, and what happened to it. */
export function VersionOverview({ version: found }: { version: ModelVersion }) {
  const { name, version, run_id: runId } = found;
  const note = useChangeNote({ kind: 'version', id: name, version }, modelKeys);
  const setTag = useSetVersionTag();
  const deleteTag = useDeleteVersionTag();
  return (
    <div className={styles.layout}>
      <div>
        <Section title="Version">
          <VersionFacts version={found} />
        </Section>
        <Notes text={found.description ?? ''} onSave={(text, before) => note.mutateAsync({ text, before })} />
        <Tags
          tags={tagsOf(found)}
          onSet={(key, value) => setTag.mutateAsync({ name, version, key, value })}
          onDelete={(key) => deleteTag.mutateAsync({ name, version, key })}
        />
        <ModelActivity name={name} version={version} />
      </div>
      <div>
        <LoadSection name={name} version={version} alias={found.aliases?.[0]} />
        <Suspense fallback={<SkeletonRows rows={4} />}>
          <SchemaTables source={{ kind: 'model-version', name, version }} />
        </Suspense>
      </div>
      <div>{runId && <MetricsOf runId={runId} />}</div>
    </div>
  );
}

function MetricsOf({ runId }: { runId: string }) {
  const run = useRun(runId);
  const row = useMemo(() => run.data && rowOf(run.data), [run.data]);
  return row ? <RunMetrics row={row} /> : null;
}
