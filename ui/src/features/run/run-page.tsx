import { Button, SegmentedControl } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useExperiment } from '@/api/experiments/get-experiment';
import { useLive } from '@/api/live';
import { useLoggedModelsOfRun } from '@/api/logged-models/search-logged-models';
import { useRun } from '@/api/runs/get-run';
import { runningIds, useLostContacts } from '@/api/runs/lost-contacts';
import { useRenameRun } from '@/api/runs/rename-run';
import { keysOf, rowOf, withContacts } from '@/api/runs/run-row';
import { ArtifactBrowser, type ArtifactRoot } from '@/features/artifacts/artifact-browser';
import { chartRuns } from '@/features/metrics/chart-run';
import { MetricCharts } from '@/features/metrics/metric-charts';
import { CopyButton } from '@/shared/ui/copy-button';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { TextDialog } from '@/shared/ui/text-dialog';
import { Toolbar } from '@/shared/ui/toolbar';
import { RunOverview } from './run-overview';
import { RunState } from './run-state';

const route = getRouteApi('/experiments/$experimentId/runs/$runId');

const TABS = [
  { value: 'overview', label: 'Overview' },
  { value: 'charts', label: 'Charts' },
  { value: 'artifacts', label: 'Artifacts' },
];

/** Everything about one run. */
export function RunPage() {
  const { experimentId, runId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [renaming, setRenaming] = useState(false);
  const run = useRun(runId);
  useLive({ runIds: [runId] });
  const experiment = useExperiment(experimentId);
  const models = useLoggedModelsOfRun(run.data?.info.experiment_id, runId);
  const rename = useRenameRun();
  const contacts = useLostContacts(useMemo(() => runningIds(run.data ? [run.data] : []), [run.data]));
  const row = useMemo(() => withContacts(run.data ? [rowOf(run.data)] : [], contacts)[0], [run.data, contacts]);
  const charted = useMemo(() => (row ? chartRuns([row]) : []), [row]);
  const roots = useMemo(
    (): ArtifactRoot[] => [
      { id: 'run', title: 'Run', source: { kind: 'run', runId } },
      ...(models.data ?? []).map(({ info }) => ({
        id: info.model_id,
        title: `${info.name} · ${info.model_id.slice(0, 10)}`,
        source: { kind: 'logged-model' as const, modelId: info.model_id },
      })),
    ],
    [runId, models.data],
  );
  const change = (part: Partial<typeof search>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace });

  if (run.isError) {
    return (
      <Page title="Run" crumbs={<Link to="/experiments">Experiments</Link>}>
        <ErrorState what="The run could not be loaded" error={run.error} onRetry={run.refetch} />
      </Page>
    );
  }
  const tab = search.tab ?? 'overview';
  return (
    <Page
      title={row?.name ?? '…'}
      crumbs={
        <>
          <Link to="/experiments">Experiments</Link>
          <span aria-hidden="true">/</span>
          <Link to="/experiments/$experimentId" params={{ experimentId }}>
            {experiment.data?.name ?? experimentId}
          </Link>
        </>
      }
      meta={
        row && (
          <>
            <RunState row={row} roomy />
            {row.run.info.lifecycle_stage === 'deleted' && <span className="dim">deleted</span>}
            <span className="dim">
              <code>{runId.slice(0, 8)}</code> <CopyButton text={runId} label="Copy the run id" />
            </span>
          </>
        )
      }
      actions={
        <Button variant="default" onClick={() => setRenaming(true)} disabled={!row}>
          Rename
        </Button>
      }
      fill
    >
      <Toolbar>
        <SegmentedControl
          aria-label="View"
          data={TABS}
          value={tab}
          onChange={(value) => change({ tab: value === 'overview' ? undefined : value })}
        />
      </Toolbar>
      {!row && <SkeletonRows />}
      {row && tab === 'overview' && <RunOverview row={row} models={models} />}
      {row && tab === 'charts' && (
        <MetricCharts
          keys={keysOf([row], 'metrics')}
          runs={charted}
          view={search}
          onView={(part) => change(part, true)}
        />
      )}
      {row && tab === 'artifacts' && (
        <ArtifactBrowser
          roots={roots}
          open={search.path}
          onOpen={(path) => change({ path, view: undefined }, true)}
          view={search.view}
          onView={(view) => change({ view }, true)}
        />
      )}
      {renaming && row && (
        <TextDialog
          title="Rename the run"
          label="Name"
          action="Rename"
          initial={row.name}
          onSubmit={(name) => rename.mutateAsync({ runId, name })}
          onClose={() => setRenaming(false)}
        />
      )}
    </Page>
  );
}
