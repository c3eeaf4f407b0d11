import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { isMisunderstood } from '@/api/error';
import { useExperiment } from '@/api/experiments/get-experiment';
import { useLive } from '@/api/live';
import { useCountRuns } from '@/api/runs/count-runs';
import type { RunList } from '@/api/runs/run-list';
import { CopyButton } from '@/shared/ui/copy-button';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { LoadedCharts } from './loaded-charts';
import { runFilter } from './run-filter';
import { RunGroups } from './run-groups';
import { runOrder } from './run-order';
import { RunsTable } from './runs-table';
import { RunsToolbar } from './runs-toolbar';
import { SelectionActions } from './selection-actions';
import { useKnownKeys } from './use-run-keys';
import { useRunsView } from './use-runs-view';

/** The runs of one experiment: as a table, in groups, or as charts. */
export function ExperimentPage() {
  const view = useRunsView();
  const { experimentId, search, sort, deleted } = view;
  const experiment = useExperiment(experimentId);
  useLive({ experimentIds: [experimentId] });
  const keys = useKnownKeys(view);
  const filter = runFilter(search.filter ?? '', search.status);
  const nested = keys.nested && filter.text === '' && search.tree !== '0';
  const list = useMemo<RunList>(
    () => ({ experimentId, filter: filter.text, orderBy: runOrder(sort), deleted, rootsOnly: nested }),
    [experimentId, filter.text, sort, deleted, nested],
  );
  // The count is what the table asks for as well; its answer says whether the filter can be read.
  const counted = useCountRuns(list, false);
  const problem = search.filter && isMisunderstood(counted.error) ? counted.error.message : undefined;

  if (experiment.isError) {
    return (
      <Page title="Experiment" crumbs={<Link to="/experiments">Experiments</Link>}>
        <ErrorState what="The experiment could not be loaded" error={experiment.error} onRetry={experiment.refetch} />
      </Page>
    );
  }
  function body() {
    if (search.tab === 'charts') return <LoadedCharts view={view} list={list} />;
    if (keys.isPending) return <SkeletonRows />;
    if (search.group) return <RunGroups view={view} keys={keys} list={list} by={search.group} />;
    return <RunsTable key={experimentId} view={view} keys={keys} list={list} nested={nested} />;
  }
  return (
    <Page
      title={experiment.data?.name ?? '…'}
      crumbs={<Link to="/experiments">Experiments</Link>}
      meta={
        <span className="dim">
          id {experimentId} <CopyButton text={experimentId} label="Copy the experiment id" />
        </span>
      }
      actions={<SelectionActions view={view} />}
      fill
    >
      <RunsToolbar view={view} keys={keys} error={problem} shift={filter.shift} />
      {body()}
    </Page>
  );
}
