import type uPlot from 'uplot';
import { formatNumber } from '@/shared/format/number';
import { type Aligned, lonePoints, type Series } from './series';

export type XAxis = 'step' | 'time' | 'relative';

export interface LineStyle {
  xAxis: XAxis;
  logY: boolean;
  width: number;
  height: number;
  text: string;
  grid: string;
  font: string;
  syncKey?: string;
}

const RELATIVE_UNITS: [number, string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'm'],
  [1, 's'],
];

/** Seconds on an axis: 90 -> 1.5m. */
export function formatSeconds(seconds: number): string {
  const [size, unit] = RELATIVE_UNITS.find(([size]) => Math.abs(seconds) >= size) ?? [1, 's'];
  return `${Number((seconds / size).toPrecision(3))}${unit}`;
}

/** A number on an axis, without digits that say nothing. */
export function tick(value: number | null): string {
  if (value === null) return '';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(0);
  return String(Number(value.toPrecision(6)));
}

function lone(chart: uPlot, series: number): number[] {
  return lonePoints(chart.data[series] as Aligned);
}

/** What uPlot is told about a line chart, besides its data. */
export function lineOptions(series: readonly Series[], style: LineStyle): uPlot.Options {
  const axis = { stroke: style.text, font: style.font, grid: { stroke: style.grid, width: 1 }, ticks: { show: false } };
  const xValues = style.xAxis === 'relative' ? (_: uPlot, splits: number[]) => splits.map(formatSeconds) : undefined;
  return {
    width: style.width,
    height: style.height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      focus: { prox: 24 },
      points: { size: 6 },
      ...(style.syncKey && { sync: { key: style.syncKey, setSeries: true } }),
    },
    focus: { alpha: 0.25 },
    scales: {
      x: { time: style.xAxis === 'time' },
      y: { distr: style.logY ? 3 : 1 },
    },
    axes: [
      { ...axis, size: 26, space: 60, gap: 4, ...(xValues && { values: xValues }) },
      { ...axis, size: 52, space: 30, gap: 4, values: (_, splits) => splits.map(tick) },
    ],
    series: [
      {},
      ...series.map((each) => ({
        label: each.label,
        stroke: each.color,
        width: 1.4,
        spanGaps: false,
        points: { show: false, size: 5, fill: each.color, filter: lone },
        value: (_: uPlot, value: number | null) => (value === null ? '' : formatNumber(value)),
      })),
    ],
  };
}
