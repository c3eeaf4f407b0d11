import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import { numberOf } from '../number';
import { quotedKey, quotedText } from '../quoting';
import type { RunTable } from '../types';

/** Numbers of one metric of a run beside its last one; NaN counts as a value only in `count`. */
export interface MetricStatistics {
  first?: number;
  min?: number;
  max?: number;
  count?: number;
}

const ASPECTS = ['first', 'min', 'max', 'count'] as const;
const FIELDS_A_REQUEST = 1_000;
/** The server answers with so many metrics at once. */
export const MOST_METRICS = FIELDS_A_REQUEST / ASPECTS.length;
const LIVE_INTERVAL_MS = 5_000;

export function statisticsOf(keys: readonly string[], table: RunTable): Map<string, MetricStatistics> {
  const found = new Map<string, MetricStatistics>();
  keys.forEach((key, place) => {
    const statistics: MetricStatistics = {};
    ASPECTS.forEach((aspect, index) => {
      const value = table.columns[place * ASPECTS.length + index]?.values?.[0];
      if (value !== null && value !== undefined) statistics[aspect] = numberOf(value);
    });
    found.set(key, statistics);
  });
  return found;
}

/** First, least, greatest value and number of points of up to 250 metrics of a run, by their keys. */
export function useMetricStatistics(experimentId: string, runId: string, keys: readonly string[], live: boolean) {
  return useQuery({
    queryKey: ['metrics', 'statistics', runId, keys],
    queryFn: async ({ signal }) => {
      const body = {
        experiment_ids: [experimentId],
        filter: `run_id = ${quotedText(runId)}`,
        run_view_type: 'ALL',
        fields: keys.flatMap((key) => ASPECTS.map((aspect) => `metrics.${quotedKey(key)}.${aspect}`)),
      };
      return statisticsOf(keys, await api.native.post<RunTable>('runs/query', body, signal));
    },
    enabled: keys.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: () => (live ? pollEvery(LIVE_INTERVAL_MS) : false),
    structuralSharing: false,
  });
}
