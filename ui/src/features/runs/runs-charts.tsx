import { useMemo } from 'react';
import { isMisunderstood } from '@/api/error';
import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { useSearchRuns } from '@/api/runs/search-runs';
import { chartRuns } from '@/features/metrics/chart-run';
import { MetricCharts } from '@/features/metrics/metric-charts';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { NoRuns } from './no-runs';
import type { RunsView } from './use-runs-view';

/** More lines than this in one chart are a wall; a selection, a filter or groups show more. */
const SHOWN_UNSELECTED = 500;

interface RunsChartsProps {
  view: RunsView;
  rows: RunRow[];
  query: ReturnType<typeof useSearchRuns>;
}

/** A chart for each metric, with the selected runs, or with those that the table has while none is selected. */
export function RunsCharts({ view, rows, query }: RunsChartsProps) {
  const { selected } = view;
  const shown = useMemo(() => {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const chosen = [...selected].flatMap((id) => byId.get(id) ?? []);
    return chosen.length > 0 ? chosen : rows.slice(0, SHOWN_UNSELECTED);
  }, [rows, selected]);
  const runs = useMemo(() => chartRuns(shown), [shown]);
  const keys = useMemo(() => keysOf(shown, 'metrics'), [shown]);

  if (query.isPending) return <SkeletonRows />;
  if (query.isError && rows.length === 0) {
    if (view.search.filter && isMisunderstood(query.error)) return <EmptyState title="The filter cannot be read" />;
    return <ErrorState what="Runs could not be loaded" error={query.error} onRetry={query.refetch} />;
  }
  if (rows.length === 0) return <NoRuns view={view} />;
  const of = query.hasNextPage ? `${rows.length}+` : String(rows.length);
  return (
    <MetricCharts
      keys={keys}
      runs={runs}
      note={`${runs.length} of ${of} runs shown${selected.size > 0 ? ' (selected)' : ''}`}
      view={view.search}
      onView={(part) => view.change(part, true)}
    />
  );
}
