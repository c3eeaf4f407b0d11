import { numberOf } from '@/api/number';
import type { HistoryPoint } from '@/api/types';
import type { XAxis } from '@/shared/charts/line-options';
import { type Series, smooth } from '@/shared/charts/series';
import type { ChartRun } from './chart-run';

function place(point: HistoryPoint, run: ChartRun, axis: XAxis): number {
  if (axis === 'step') return point.step;
  return (axis === 'time' ? point.timestamp : point.timestamp - run.startMs) / 1_000;
}

/** Histories as lines: a series for each run that has points, x ascending. */
export function historySeries(
  points: readonly HistoryPoint[],
  runs: readonly ChartRun[],
  axis: XAxis,
  smoothing: number,
): Series[] {
  const byRun = new Map<string, HistoryPoint[]>(runs.map((run) => [run.id, []]));
  for (const point of points) byRun.get(point.run_id)?.push(point);
  return runs.flatMap((run) => {
    const own = byRun.get(run.id) ?? [];
    if (own.length === 0) return [];
    const placed = own.map((point) => ({ x: place(point, run, axis), y: numberOf(point.value) }));
    placed.sort((a, b) => a.x - b.x);
    const values = placed.map((point) => point.y);
    return [
      {
        id: run.id,
        label: run.label,
        color: run.color,
        x: placed.map((point) => point.x),
        y: smooth(values, smoothing),
      },
    ];
  });
}
