import type uPlot from 'uplot';
import type { Range } from './series';

export type XAxis = 'step' | 'time' | 'relative' | 'metric';

export interface LineStyle {
  xAxis: XAxis;
  logX: boolean;
  logY: boolean;
  width: number;
  height: number;
  text: string;
  grid: string;
  font: string;
  syncKey?: string;
  /** What the axes show now. */
  rangeX: () => Range;
  rangeY: () => Range;
  onZoom: (range: Range | undefined) => void;
}

const RELATIVE_UNITS: [number, string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'm'],
  [1, 's'],
];
const LEAST_DRAG = 5;
/** What other charts are told of the pointer: where it is, not what is dragged. */
const TOLD: readonly string[] = ['mousemove', 'mouseleave'];

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

/** A tick of a logarithmic axis, whose ends may lie anywhere. */
function roughTick(value: number | null): string {
  return tick(value === null ? null : Number(value.toPrecision(2)));
}

function xTicks({ xAxis, logX }: LineStyle): uPlot.Axis.Values | undefined {
  if (xAxis === 'time') return undefined;
  const plain = logX ? roughTick : tick;
  return (_, splits) =>
    splits.map((split) => (xAxis === 'relative' && split !== null ? formatSeconds(split) : plain(split)));
}

/** What uPlot is told about a line chart: it keeps axes, grid, cross-hair and the dragging; the lines are painted by us. */
export function lineOptions(style: LineStyle): uPlot.Options {
  const axis = { stroke: style.text, font: style.font, grid: { stroke: style.grid, width: 1 }, ticks: { show: false } };
  const values = xTicks(style);
  return {
    width: style.width,
    height: style.height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      bind: {
        dblclick: () => () => {
          style.onZoom(undefined);
          return null;
        },
      },
      ...(style.syncKey && {
        sync: {
          key: style.syncKey,
          scales: ['x', null] as [string, null],
          filters: { pub: (type: string) => TOLD.includes(type) },
        },
      }),
    },
    scales: {
      x: { time: style.xAxis === 'time', distr: style.logX ? 3 : 1, range: () => [...style.rangeX()] },
      y: { distr: style.logY ? 3 : 1, range: () => [...style.rangeY()] },
    },
    axes: [
      { ...axis, size: 26, space: 60, gap: 4, ...(values && { values }) },
      { ...axis, size: 52, space: 30, gap: 4, values: (_, splits) => splits.map(style.logY ? roughTick : tick) },
    ],
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: {
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          if (width < LEAST_DRAG) return;
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          style.onZoom([chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')]);
        },
      ],
    },
  };
}
