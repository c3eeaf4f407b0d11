import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import type { HistoryPoint } from '../types';

/** The server takes this many runs in one request. */
export const MAX_RUNS = 100;
const MOST_POINTS = 2_500;
const FEWEST_POINTS = 250;
const POINTS_OF_A_CHART = 100_000;
const LIVE_INTERVAL_MS = 5_000;

/** How many points a run gets, so that a chart of many runs stays as quick as a chart of few. */
export function pointsPerRun(runs: number): number {
  return Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, Math.floor(POINTS_OF_A_CHART / Math.max(1, runs))));
}

export interface HistoryRequest {
  runIds: string[];
  metricKey: string;
  enabled: boolean;
  live: boolean;
}

/** The history of one metric of up to 100 runs, thinned by the server; points come run by run, ordered by step. */
export function useMetricHistory({ runIds, metricKey, enabled, live }: HistoryRequest) {
  return useQuery({
    queryKey: ['metrics', 'history', metricKey, runIds],
    queryFn: ({ signal }) =>
      api.get<{ metrics?: HistoryPoint[] }>(
        'metrics/get-history-bulk-interval',
        { run_ids: runIds, metric_key: metricKey, max_results: pointsPerRun(runIds.length) },
        signal,
      ),
    select: (answer) => answer.metrics ?? [],
    enabled: enabled && runIds.length > 0,
    refetchInterval: () => (live ? pollEvery(LIVE_INTERVAL_MS) : false),
    placeholderData: keepPreviousData,
  });
}
