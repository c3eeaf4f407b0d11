import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import { isMisunderstood } from '@/api/error';
import type { RunList } from '@/api/runs/run-list';
import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { useSearchRuns } from '@/api/runs/search-runs';
import { AddChart } from '@/features/cards/add-chart';
import { type Card, readCards, withLine, writeCards } from '@/features/cards/card';
import { ValueCharts } from '@/features/charts/value-charts';
import { chartRuns } from '@/features/metrics/chart-run';
import type { ChartView } from '@/features/metrics/chart-view';
import { MetricCharts } from '@/features/metrics/metric-charts';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Toolbar } from '@/shared/ui/toolbar';
import { NoRuns } from './no-runs';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

const RunsCards = lazy(() => import('./runs-cards'));

const KINDS = [
  { value: 'lines', label: 'Lines' },
  { value: 'values', label: 'Last values' },
  { value: 'relations', label: 'Relations' },
];

interface RunsChartsProps {
  view: RunsView;
  rows: RunRow[];
  query: ReturnType<typeof useSearchRuns>;
  list: RunList;
  known: KnownKeys;
}

/** A chart for each metric, with the selected runs, or with those that the table has while none is selected. */
export function RunsCharts({ view, rows, query, list, known }: RunsChartsProps) {
  const { selected, hidden, search, change } = view;
  const shown = useMemo(() => rows.filter((row) => !hidden.has(row.id)), [rows, hidden]);
  const runs = useMemo(() => chartRuns(shown), [shown]);
  const keys = useMemo(() => keysOf(shown, 'metrics'), [shown]);
  const cards = useMemo(() => readCards(search.cards), [search.cards]);
  const kind = search.kind ?? 'lines';
  const onView = useCallback((part: ChartView) => change(part, true), [change]);
  const onKeep = useCallback((key: string) => onView({ cards: withLine(cards, key) }), [onView, cards]);

  // A choice of a part of an axis may leave no run: the chart with which it can be undone stays.
  const empty = rows.length === 0 && kind === 'lines' && cards.length === 0;
  if (query.isPending) return <SkeletonRows />;
  if (query.isError && rows.length === 0) {
    if (search.filter && isMisunderstood(query.error)) return <EmptyState title="The filter cannot be read" />;
    return <ErrorState what="Runs could not be loaded" error={query.error} onRetry={query.refetch} />;
  }
  if (empty || (rows.length === 0 && !search.filter)) return <NoRuns view={view} />;
  const of = query.hasNextPage ? `${rows.length}+` : String(rows.length);
  const note = `${runs.length} of ${of} runs shown${selected.size > 0 ? ' (selected)' : ''}`;
  const add = (card: Card) => onView({ cards: writeCards([card, ...cards]), kind: undefined });
  const lead = (
    <>
      <SegmentedControl
        aria-label="Kind of charts"
        data={KINDS}
        value={kind}
        onChange={(value) => change({ kind: value === 'lines' ? undefined : value })}
      />
      <AddChart onAdd={add} />
    </>
  );
  const drawn = { runs, of: rows.length };
  const values = (
    <Suspense fallback={<SkeletonRows />}>
      <RunsCards {...{ view, list, known, drawn, chartView: search, onView, kind }} />
    </Suspense>
  );
  if (kind === 'lines') {
    return (
      <MetricCharts {...{ keys, runs, note, lead, onView, onKeep }} view={search} added={cards.length > 0 && values} />
    );
  }
  return (
    <>
      <Toolbar>
        {lead}
        <span className="dim" style={{ alignSelf: 'center', marginLeft: 'auto' }}>
          {kind === 'values' && note}
        </span>
      </Toolbar>
      {kind === 'values' ? <ValueCharts rows={shown} runs={runs} /> : values}
    </>
  );
}
