import type { XAxis } from '@/shared/charts/line-options';
import { listOf } from '@/shared/url/search-text';

/** What the address keeps of the charts. All texts, all optional. */
export interface ChartView {
  /** step, time, relative, or `metrics.` and a key. */
  x?: string;
  log?: string;
  logx?: string;
  smooth?: string;
  /** Part of the names of the metrics to show. */
  metrics?: string;
  /** The column whose values make groups: `params.KEY`, `tags.KEY`, `status` or `user_id`. */
  group?: string;
  /** Prefixes of the sections that are closed. */
  closed?: string;
  /** lines, values or relations. */
  kind?: string;
  /** Charts that were added, and those of the relations: see `features/cards/card.ts`. */
  cards?: string;
  relations?: string;
  /** How large the charts of metrics are: small, else medium, or large. */
  size?: string;
}

const AXES: readonly string[] = ['step', 'time', 'relative'];
const METRIC = 'metrics.';
const MOST_SMOOTH = 0.99;

export function axisOf(view: ChartView): XAxis {
  if (view.x?.startsWith(METRIC)) return 'metric';
  return AXES.includes(view.x ?? '') ? (view.x as XAxis) : 'step';
}

/** The metric along the horizontal axis, if it is one. */
export function axisMetric(view: ChartView): string | undefined {
  return view.x?.startsWith(METRIC) ? view.x.slice(METRIC.length) : undefined;
}

export function axisOfMetric(key: string): string {
  return METRIC + key;
}

/** Weight of the moving average, 0 to 0.99. */
export function smoothingOf(view: ChartView): number {
  const weight = Number(view.smooth ?? 0);
  return Number.isFinite(weight) ? Math.min(MOST_SMOOTH, Math.max(0, weight)) : 0;
}

export function isClosed(view: ChartView, prefix: string): boolean {
  return listOf(view.closed).includes(encodeURIComponent(prefix));
}

/** `closed` after a section was closed or opened. Prefixes are anybody's: their commas are written otherwise. */
export function withSection(view: ChartView, prefix: string, closed: boolean): string | undefined {
  const written = encodeURIComponent(prefix);
  const others = listOf(view.closed).filter((each) => each !== written);
  return (closed ? [...others, written] : others).join(',') || undefined;
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
    const members = groups.get(prefix);
    if (members) members.push(key);
    else groups.set(prefix, [key]);
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([prefix, members]) => ({ prefix, keys: members }));
}

/** The groups of those metrics that the view asks for by a part of their names. */
export function foundGroups(keys: readonly string[], text: string | undefined): KeyGroup[] {
  const part = (text ?? '').toLowerCase();
  return groupKeys(keys.filter((key) => key.toLowerCase().includes(part)));
}

export interface ChartSize {
  /** The least width of a chart, and the height of its plot, px. */
  width: number;
  height: number;
}

const SIZES: Record<string, ChartSize> = {
  small: { width: 270, height: 150 },
  medium: { width: 380, height: 212 },
  large: { width: 640, height: 340 },
};
const MEDIUM: ChartSize = { width: 380, height: 212 };

export function sizeOf(view: ChartView): ChartSize {
  return SIZES[view.size ?? 'medium'] ?? MEDIUM;
}
