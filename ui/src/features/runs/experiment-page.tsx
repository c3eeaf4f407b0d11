import { Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { isMisunderstood } from '@/api/error';
import { useExperiment } from '@/api/experiments/get-experiment';
import { useLive } from '@/api/live';
import { runningIds, useLostContacts } from '@/api/runs/lost-contacts';
import { rowOf, withContacts } from '@/api/runs/run-row';
import { useSearchRuns } from '@/api/runs/search-runs';
import { CopyButton } from '@/shared/ui/copy-button';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { runFilter } from './run-filter';
import { runOrder } from './run-order';
import { RunsCharts } from './runs-charts';
import { RunsTable } from './runs-table';
import { RunsToolbar } from './runs-toolbar';
import { SelectionActions } from './selection-actions';
import { useRunsView } from './use-runs-view';

/** The runs of one experiment, as a table or as charts. */
export function ExperimentPage() {
  const view = useRunsView();
  const { experimentId, search, sort, deleted } = view;
  const experiment = useExperiment(experimentId);
  useLive({ experimentIds: [experimentId] });
  const query = useSearchRuns({
    experimentIds: [experimentId],
    filter: runFilter(search.filter ?? '', search.status),
    orderBy: runOrder(sort),
    deleted,
  });
  const read = useMemo(() => query.data?.pages.flatMap((page) => (page.runs ?? []).map(rowOf)) ?? [], [query.data]);
  const contacts = useLostContacts(useMemo(() => runningIds(read.map((row) => row.run)), [read]));
  const rows = useMemo(() => withContacts(read, contacts), [read, contacts]);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);

  if (experiment.isError) {
    return (
      <ErrorState what="The experiment could not be loaded" error={experiment.error} onRetry={experiment.refetch} />
    );
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
      <RunsToolbar
        view={view}
        rows={rows}
        error={search.filter && isMisunderstood(query.error) ? query.error.message : undefined}
      />
      {search.tab === 'charts' ? (
        <RunsCharts view={view} rows={rows} query={query} />
      ) : (
        <RunsTable view={view} rows={rows} query={query} onNearEnd={more} />
      )}
    </Page>
  );
}
