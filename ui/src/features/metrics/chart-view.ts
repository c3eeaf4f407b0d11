import type { XAxis } from '@/shared/charts/line-options';

/** What the address keeps of the charts: axis, logarithm, smoothing, which metrics. All texts, all optional. */
export interface ChartView {
  x?: string;
  log?: string;
  smooth?: string;
  metrics?: string;
}

const AXES: readonly string[] = ['step', 'time', 'relative'];
const MOST_SMOOTH = 0.99;

export function axisOf(view: ChartView): XAxis {
  return AXES.includes(view.x ?? '') ? (view.x as XAxis) : 'step';
}

/** Weight of the moving average, 0 to 0.99. */
export function smoothingOf(view: ChartView): number {
  const weight = Number(view.smooth ?? 0);
  return Number.isFinite(weight) ? Math.min(MOST_SMOOTH, Math.max(0, weight)) : 0;
}

export interface KeyGroup {
  prefix: string;
  keys: string[];
}

/** Metrics by the part of their key before the last slash; those without one first. */
export function groupKeys(keys: readonly string[]): KeyGroup[] {
  const groups = new Map<string, string[]>([['', []]]);
  for (const key of keys) {
    const prefix = key.slice(0, Math.max(0, key.lastIndexOf('/')));
    groups.set(prefix, [...(groups.get(prefix) ?? []), key]);
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([prefix, members]) => ({ prefix, keys: members }));
}
