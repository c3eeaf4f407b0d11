import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import { type MetricSeries, seriesIn } from './metric-series';

const POINTS = 48;
const LIVE_INTERVAL_MS = 5_000;
const KEPT_MS = 300_000;

/** Few points of each of some metrics of some runs, by `sparkName`. */
export type SparkLines = ReadonlyMap<string, MetricSeries>;

const NONE: SparkLines = new Map();

export function sparkName(runId: string, key: string): string {
  return `${runId} ${key}`;
}

async function readLines(
  runIds: readonly string[],
  keys: readonly string[],
  signal: AbortSignal,
): Promise<MetricSeries[]> {
  return seriesIn(await api.native.packed('metrics/series', { run_ids: runIds, keys, max_points: POINTS }, signal));
}

function joined(answers: readonly { data?: MetricSeries[] }[]): SparkLines {
  const all = answers.flatMap(({ data }) => data ?? []);
  return all.length === 0 ? NONE : new Map(all.map((series) => [sparkName(series.runId, series.name), series]));
}

/** The course of some metrics of runs in blocks, in one request a block; what was read is kept for some minutes. Without keys nothing is asked. */
export function useSparkLines(
  blocks: readonly (readonly string[])[],
  keys: readonly string[],
  live: boolean,
): SparkLines {
  return useQueries({
    queries: (keys.length === 0 ? [] : blocks).map((runIds) => ({
      queryKey: ['metrics', 'spark lines', keys, runIds],
      queryFn: ({ signal }: { signal: AbortSignal }) => readLines(runIds, keys, signal),
      enabled: runIds.length > 0,
      refetchInterval: () => (live ? pollEvery(LIVE_INTERVAL_MS) : (false as const)),
      placeholderData: keepPreviousData<MetricSeries[]>,
      structuralSharing: false as const,
      gcTime: KEPT_MS,
    })),
    combine: joined,
  });
}
