import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import { type MetricSeries, seriesIn } from './metric-series';

/** The server takes this many runs, and this many metrics, in one request. */
export const MAX_RUNS = 1_000;
const MAX_KEYS = 100;

const POINTS_PER_PIXEL = 2;
const FEWEST_POINTS = 100;
const POINTS_OF_A_CHART = 50_000;
const POINTS_OF_AN_ANSWER = 500_000;
const ROUNDING = 250;
const LIVE_INTERVAL_MS = 5_000;
const KEPT_MS = 60_000;

/**
 * How many points a run gets in a chart of this many pixels: two a pixel, fewer where so many runs lie upon each other that no one could
 * tell. Rounded up, so that a window that grows a little asks for nothing.
 */
export function pointsPerRun(runs: number, pixels: number): number {
  const wanted = Math.min(POINTS_PER_PIXEL * pixels, POINTS_OF_A_CHART / Math.max(1, runs));
  return Math.max(FEWEST_POINTS, wanted < ROUNDING ? Math.floor(wanted) : Math.ceil(wanted / ROUNDING) * ROUNDING);
}

/** Metrics in parts that one answer each can hold: few requests, and none so large that the first chart waits for the last; all about equal. */
export function inBatches(keys: readonly string[], runs: number, points: number): string[][] {
  const most = Math.min(MAX_KEYS, Math.max(1, Math.floor(POINTS_OF_AN_ANSWER / Math.max(1, runs * points))));
  const size = Math.ceil(keys.length / Math.ceil(keys.length / most));
  const batches: string[][] = [];
  for (let from = 0; from < keys.length; from += size) batches.push(keys.slice(from, from + size));
  return batches;
}

interface SeriesSearch {
  runIds: readonly string[];
  keys: readonly string[];
  maxPoints: number;
  /** Only steps from the first to the second. */
  steps?: readonly [number, number];
}

export interface SeriesRequest extends SeriesSearch {
  enabled: boolean;
  live: boolean;
}

function byName(series: readonly MetricSeries[]): Map<string, MetricSeries[]> {
  const found = new Map<string, MetricSeries[]>();
  for (const each of series) {
    const known = found.get(each.name);
    if (known) known.push(each);
    else found.set(each.name, [each]);
  }
  return found;
}

/** Series of some metrics of up to 1,000 runs in one request, sampled by the server, by the name of the metric. */
export function metricSeriesQuery({ runIds, keys, maxPoints, steps }: SeriesSearch) {
  const asked = { run_ids: runIds, keys, max_points: maxPoints, start_step: steps?.[0], end_step: steps?.[1] };
  return queryOptions({
    queryKey: ['metrics', 'series', asked],
    queryFn: async ({ signal }) => byName(seriesIn(await api.native.packed('metrics/series', asked, signal))),
    structuralSharing: false,
    gcTime: KEPT_MS,
  });
}

/** As `metricSeriesQuery` has it; read again while a run is live. */
export function useMetricSeries({ enabled, live, ...search }: SeriesRequest) {
  return useQuery({
    ...metricSeriesQuery(search),
    enabled: enabled && search.runIds.length > 0 && search.keys.length > 0,
    refetchInterval: () => (live ? pollEvery(LIVE_INTERVAL_MS) : false),
    placeholderData: keepPreviousData,
  });
}
