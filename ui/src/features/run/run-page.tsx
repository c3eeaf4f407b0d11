import { SegmentedControl } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useExperiment } from '@/api/experiments/get-experiment';
import { isOpen, JOB_TAG, useJobOfRun } from '@/api/jobs/job-of-run';
import { useLive } from '@/api/live';
import { useLoggedModelsOfRun } from '@/api/logged-models/search-logged-models';
import { useRun } from '@/api/runs/get-run';
import { runningIds, useLostContacts } from '@/api/runs/lost-contacts';
import { keysOf, rowOf, withContacts } from '@/api/runs/run-row';
import { ArtifactBrowser, type ArtifactRoot } from '@/features/artifacts/artifact-browser';
import { RunJob } from '@/features/jobs/run-job';
import { chartRuns } from '@/features/metrics/chart-run';
import { MetricCharts } from '@/features/metrics/metric-charts';
import { sweepOf } from '@/features/sweeps/sweep';
import { CopyButton } from '@/shared/ui/copy-button';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Toolbar } from '@/shared/ui/toolbar';
import { RunMenu } from './run-menu';
import { RunOverview } from './run-overview';
import { RunState } from './run-state';
import { isSystemMetric } from './system-keys';
import { SystemMetrics } from './system-metrics';

const RunLogs = lazy(() => import('./run-logs'));
const SweepTab = lazy(() => import('@/features/sweeps/sweep-tab'));
const LineageOfRun = lazy(() => import('@/features/lineage/lineage-of-run'));

const route = getRouteApi('/experiments/$experimentId/runs/$runId');

const JOBS = ['jobs'] as const;
const TABS = [
  { value: 'overview', label: 'Overview' },
  { value: 'charts', label: 'Charts' },
  { value: 'system', label: 'System' },
  { value: 'artifacts', label: 'Artifacts' },
  { value: 'logs', label: 'Logs' },
  { value: 'lineage', label: 'Lineage' },
];

const SWEEP_TABS = [{ value: 'sweep', label: 'Sweep' }, ...TABS];

/** Everything about one run. The page of a sweep begins with what its trials show. */
export function RunPage() {
  const { experimentId, runId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const run = useRun(runId);
  const experiment = useExperiment(experimentId);
  const models = useLoggedModelsOfRun(run.data?.info.experiment_id, runId);
  const contacts = useLostContacts(useMemo(() => runningIds(run.data ? [run.data] : []), [run.data]));
  const row = useMemo(() => withContacts(run.data ? [rowOf(run.data)] : [], contacts)[0], [run.data, contacts]);
  const hasJob = row?.tags.has(JOB_TAG) ?? false;
  const found = useJobOfRun(runId, hasJob);
  const job = hasJob && !found.isError ? found.data : null;
  useLive({ runIds: [runId], lists: job && isOpen(job) ? JOBS : undefined });
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
  const sweep = row && sweepOf(row);
  const first = sweep ? 'sweep' : 'overview';
  const tab = search.tab ?? first;
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
            {job && <RunJob job={job} />}
            {row.run.info.lifecycle_stage === 'deleted' && <span className="dim">deleted</span>}
            <span className="dim">
              <code>{runId.slice(0, 8)}</code> <CopyButton text={runId} label="Copy the run id" />
            </span>
          </>
        )
      }
      actions={row && <RunMenu row={row} job={job} />}
      fill
    >
      <Toolbar>
        <SegmentedControl
          aria-label="View"
          data={sweep ? SWEEP_TABS : TABS}
          value={tab}
          onChange={(value) => change({ tab: value === first ? undefined : value })}
        />
      </Toolbar>
      {!row && <SkeletonRows />}
      {row && tab === 'overview' && <RunOverview row={row} models={models} roots={roots} />}
      {row && tab === 'charts' && (
        <MetricCharts
          keys={keysOf([row], 'metrics').filter((key) => !isSystemMetric(key))}
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
      {row && tab === 'system' && (
        <SystemMetrics row={row} runs={charted} view={search} onView={(part) => change(part, true)} />
      )}
      <Suspense fallback={<SkeletonRows />}>
        {row && tab === 'logs' && (
          <RunLogs
            runId={runId}
            live={row.run.info.status === 'RUNNING'}
            open={search.path}
            onOpen={(path) => change({ path }, true)}
          />
        )}
        {row && sweep && tab === 'sweep' && (
          <SweepTab row={row} sweep={sweep} view={search} onView={(part) => change(part, true)} />
        )}
        {row && tab === 'lineage' && <LineageOfRun row={row} current={`run ${runId}`} />}
      </Suspense>
    </Page>
  );
}
