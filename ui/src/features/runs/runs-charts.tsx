import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { isMisunderstood } from '@/api/error';
import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { useSearchRuns } from '@/api/runs/search-runs';
import { ValueCharts } from '@/features/charts/value-charts';
import { chartRuns } from '@/features/metrics/chart-run';
import { MetricCharts } from '@/features/metrics/metric-charts';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Toolbar } from '@/shared/ui/toolbar';
import { NoRuns } from './no-runs';
import type { RunsView } from './use-runs-view';

/** More lines than this in one chart are a wall; a selection, a filter or groups show more. */
const SHOWN_UNSELECTED = 500;

const Relations = lazy(() => import('@/features/charts/relations'));

const KINDS = [
  { value: 'lines', label: 'Lines' },
  { value: 'values', label: 'Last values' },
  { value: 'relations', label: 'Relations' },
];

const OF_PARAM = 'params.';

/** The table groups by any column and names it in full; charts group by a parameter. */
function groupParam(column: string | undefined): string | undefined {
  return column?.startsWith(OF_PARAM) ? column.slice(OF_PARAM.length) : undefined;
}

interface RunsChartsProps {
  view: RunsView;
  rows: RunRow[];
  query: ReturnType<typeof useSearchRuns>;
}

/** A chart for each metric, with the selected runs, or with those that the table has while none is selected. */
export function RunsCharts({ view, rows, query }: RunsChartsProps) {
  const { selected, hidden } = view;
  const shown = useMemo(() => {
    const seen = rows.filter((row) => !hidden.has(row.id));
    const byId = new Map(seen.map((row) => [row.id, row]));
    const chosen = [...selected].flatMap((id) => byId.get(id) ?? []);
    return chosen.length > 0 ? chosen : seen.slice(0, SHOWN_UNSELECTED);
  }, [rows, selected, hidden]);
  const runs = useMemo(() => chartRuns(shown), [shown]);
  const keys = useMemo(() => keysOf(shown, 'metrics'), [shown]);

  if (query.isPending) return <SkeletonRows />;
  if (query.isError && rows.length === 0) {
    if (view.search.filter && isMisunderstood(query.error)) return <EmptyState title="The filter cannot be read" />;
    return <ErrorState what="Runs could not be loaded" error={query.error} onRetry={query.refetch} />;
  }
  if (rows.length === 0) return <NoRuns view={view} />;
  const of = query.hasNextPage ? `${rows.length}+` : String(rows.length);
  const note = `${runs.length} of ${of} runs shown${selected.size > 0 ? ' (selected)' : ''}`;
  const kind = view.search.kind ?? 'lines';
  const group = groupParam(view.search.group);
  const kinds = (
    <SegmentedControl
      aria-label="Kind of charts"
      data={KINDS}
      value={kind}
      onChange={(value) => view.change({ kind: value === 'lines' ? undefined : value })}
    />
  );
  if (kind === 'lines') {
    return (
      <MetricCharts
        keys={keys}
        runs={runs}
        note={note}
        lead={kinds}
        view={{ ...view.search, group }}
        onView={(part) =>
          view.change('group' in part && part.group ? { ...part, group: OF_PARAM + part.group } : part, true)
        }
      />
    );
  }
  return (
    <>
      <Toolbar>
        {kinds}
        <span className="dim" style={{ alignSelf: 'center', marginLeft: 'auto' }}>
          {note}
        </span>
      </Toolbar>
      {kind === 'values' ? (
        <ValueCharts rows={shown} runs={runs} />
      ) : (
        <Suspense fallback={<SkeletonRows />}>
          <Relations
            rows={shown}
            runs={runs}
            x={view.search.px}
            y={view.search.py}
            group={group}
            onAxes={(px, py) => view.change({ px, py }, true)}
          />
        </Suspense>
      )}
    </>
  );
}
