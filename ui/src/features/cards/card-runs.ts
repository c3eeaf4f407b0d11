import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { Axis } from '@/features/charts/axes';
import type { ChartRun } from '@/features/metrics/chart-run';
import type { Range } from '@/shared/charts/series';
import type { CardKeys } from './card-kinds';

/** The runs that added charts are of. */
export interface CardRuns {
  keys: CardKeys;
  /** Runs with the values that were asked for. */
  rows: RunRow[];
  /** These, and those that were left out by choosing parts of parallel axes. */
  all: RunRow[];
  /** How many runs there are besides: more may match than are drawn. */
  total?: number;
  isPending: boolean;
  error: Error | null;
  retry: () => void;
}

/** Choosing parts of axes, where that filters the runs of the page. */
export interface AxisRanges {
  areaOf: (axis: Axis) => Range | undefined;
  choose: (axis: Axis, area: Range | undefined) => void;
}

/** What lines and images are drawn of. */
export interface DrawnRuns {
  runs: ChartRun[];
  of: number;
}

const SETTLED = { isPending: false, error: null, retry: () => undefined };

/** Keys that tell runs apart, then the others. */
function varyingFirst(rows: RunRow[], kind: 'params' | 'metrics'): string[] {
  const keys = keysOf(rows, kind);
  const varying = new Set(keys.filter((key) => new Set(rows.map((row) => row[kind].get(key))).size > 1));
  return [...keys.filter((key) => varying.has(key)), ...keys.filter((key) => !varying.has(key))];
}

/** Runs that are there with all their values. */
export function cardRunsOf(rows: RunRow[]): CardRuns {
  const keys = { params: varyingFirst(rows, 'params'), metrics: varyingFirst(rows, 'metrics') };
  return { keys, rows, all: rows, ...SETTLED };
}
