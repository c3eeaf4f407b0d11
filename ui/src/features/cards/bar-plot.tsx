import { useMemo } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import { keyOf } from '@/features/charts/axes';
import { type Bar, BarList } from '@/shared/charts/bar-list';
import { colorsOf } from '@/shared/charts/palette';
import { rowsAsCsv } from './card-data';
import { settingOf } from './card-kinds';
import { EmptyPlot } from './empty-plot';
import { type PlotProps, useAxes, useFiles } from './plot-props';

const MOST = 200;

/** Greatest first; what is no number last. */
function descending(a: Bar, b: Bar): number {
  if (Number.isNaN(a.value)) return 1;
  return Number.isNaN(b.value) ? -1 : b.value - a.value;
}

/** The last value of each run, greatest first. */
function runBars(rows: readonly RunRow[], metric: string): Bar[] {
  const colors = colorsOf(rows.map((row) => row.id));
  const bars = rows.flatMap((row) => {
    const value = row.metrics.get(metric);
    return value === undefined ? [] : [{ id: row.id, label: row.name, color: colors.get(row.id) ?? '', value }];
  });
  return bars.sort(descending);
}

/** The mean of runs with the same value of a parameter, in the order of these values. */
export function groupBars(rows: readonly RunRow[], metric: string, param: string): Bar[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const value = row.metrics.get(metric);
    if (value === undefined || !Number.isFinite(value)) continue;
    const name = row.params.get(param) ?? `no ${param}`;
    const members = groups.get(name);
    if (members) members.push(value);
    else groups.set(name, [value]);
  }
  const names = [...groups.keys()].sort(new Intl.Collator('en', { numeric: true }).compare);
  const colors = colorsOf(names);
  return names.map((name) => {
    const members = groups.get(name) ?? [];
    const value = members.reduce((sum, each) => sum + each, 0) / members.length;
    return { id: name, label: `${name} (${members.length})`, color: colors.get(name) ?? '', value };
  });
}

/** A metric as bars. */
export function BarPlot({ card, source: { rows, keys }, title, files }: PlotProps) {
  const [x, y] = [settingOf(card, 'x', keys), settingOf(card, 'y', keys)];
  const bars = useMemo(() => {
    if (y === undefined) return [];
    return x === undefined ? runBars(rows, keyOf(y)) : groupBars(rows, keyOf(y), keyOf(x));
  }, [rows, x, y]);
  const axes = useAxes(card, rows, [...(x ? [x] : []), ...(y ? [y] : [])]);
  useFiles(files, {
    svg: async () => (await import('@/shared/charts/svg-bars')).barsAsSvg(title, bars.slice(0, MOST)),
    csv: () => rowsAsCsv(rows, axes),
  });
  if (bars.length === 0) return <EmptyPlot>No run has the metric.</EmptyPlot>;
  return <BarList label={title} bars={bars.slice(0, MOST)} />;
}
