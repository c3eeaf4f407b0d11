import type { QueryClient } from '@tanstack/react-query';
import { metricSeriesQuery } from '@/api/metrics/use-metric-series';
import { keysOf, rowOf } from '@/api/runs/run-row';
import type { RunsFound } from '@/api/types';
import { axisMetric, type ChartView, foundGroups, isClosed, sizeOf } from '@/features/metrics/chart-view';
import { FIRST_CHARTS, seriesPlan } from '@/features/metrics/series-plan';

/** What stands beside the charts: the margins of the page, px. */
const MARGINS = 48;

/**
 * Asks for the series of the first charts as soon as their runs are known, rather than when the charts are drawn. Where the guess of how wide
 * they will be is wrong by much, or runs are selected, they ask by themselves.
 */
export function readFirstSeries(queries: QueryClient, pages: readonly RunsFound[], search: ChartView): void {
  const [page, ...more] = pages;
  const plain = (search.kind ?? 'lines') === 'lines' && !search.cards && axisMetric(search) === undefined;
  if (!page || more.length > 0 || page.next_page_token || !plain) return;
  const rows = (page.runs ?? []).map(rowOf);
  const [first] = foundGroups(keysOf(rows, 'metrics'), search.metrics);
  if (!first || isClosed(search, first.prefix)) return;
  const { points, batches } = seriesPlan(
    first.keys.slice(0, FIRST_CHARTS),
    rows.length,
    sizeOf(search).width,
    window.innerWidth - MARGINS,
  );
  const runIds = rows.map((row) => row.id);
  for (const keys of batches.slice(0, 2))
    void queries.prefetchQuery(metricSeriesQuery({ runIds, keys, maxPoints: points }));
}
