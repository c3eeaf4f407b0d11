import { inBatches, pointsPerRun } from '@/api/metrics/use-metric-series';

/** So many charts of a section are drawn before somebody asks for more. */
export const FIRST_CHARTS = 120;
/** Between charts, px; what a chart has besides its plot. */
const GAP = 12;
const BESIDE_PLOT = 70;

/** How charts of at least `least` px stand side by side in a pane, how many points each run gets in one, and which metrics are asked for together. */
export function seriesPlan(keys: readonly string[], runs: number, least: number, width: number) {
  const columns = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  const points = pointsPerRun(runs, Math.floor((width + GAP) / columns) - GAP - BESIDE_PLOT);
  return { columns, points, batches: inBatches(keys, runs, points) };
}
