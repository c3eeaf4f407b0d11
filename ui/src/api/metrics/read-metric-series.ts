import { api } from '../client';
import { type MetricSeries, seriesIn } from './metric-series';

/** Series of some metrics of up to 1,000 runs, sampled by the server, once. */
export async function readMetricSeries(
  runIds: readonly string[],
  keys: readonly string[],
  maxPoints: number,
): Promise<MetricSeries[]> {
  if (runIds.length === 0 || keys.length === 0) return [];
  return seriesIn(await api.native.packed('metrics/series', { run_ids: runIds, keys, max_points: maxPoints }));
}
