import type { EChartsCoreOption } from 'echarts/core';
import { drawable } from '@/shared/charts/drawable';
import { axisName } from '@/shared/charts/e-chart-events';
import { tick } from '@/shared/charts/line-options';
import { type Axis, rangeOf } from './axes';

const LEFT = 56;
const RIGHT = 66;
/** From this many lines on they are thinner and paler. */
const CROWD = 100;

/** The ends of an axis: those of its values, with room around a single one. */
function ends(axis: Axis): [number, number] {
  const [low, high] = rangeOf(axis);
  if (low !== high) return [low, high];
  return axis.log ? [low / 2, low * 2] : [low - 1, high + 1];
}

function axisOption(axis: Axis, dim: number, accent: string, width: number) {
  const [min, max] = ends(axis);
  const kind = axis.categories
    ? { type: 'category', data: axis.categories.map(drawable) }
    : { type: axis.log ? 'log' : 'value', min, max };
  return {
    id: axisName(dim),
    dim,
    name: drawable(axis.title),
    ...kind,
    realtime: false,
    nameTextStyle: { fontSize: 11, width, overflow: 'truncate' },
    nameGap: 12,
    nameTruncate: { maxWidth: width },
    axisLabel: {
      fontSize: 10,
      ...(axis.categories ? { width: 70, overflow: 'truncate' } : { formatter: tick, hideOverlap: true }),
    },
    areaSelectStyle: { width: 18, borderWidth: 1, borderColor: accent, color: accent, opacity: 0.25 },
  };
}

/** Runs as lines that cross one upright axis for each parameter and metric; dragging along an axis chooses a part of it. */
export function parallelOption(
  axes: readonly Axis[],
  names: readonly string[],
  colors: readonly string[],
  accent: string,
  width: number,
): EChartsCoreOption {
  const apart = Math.max(40, (width - LEFT - RIGHT) / Math.max(1, axes.length - 1) - 10);
  const crowded = names.length > CROWD;
  return {
    parallel: { left: LEFT, right: RIGHT, top: 34, bottom: 14 },
    parallelAxis: axes.map((axis, dim) => axisOption(axis, dim, accent, apart)),
    series: [
      {
        type: 'parallel',
        inactiveOpacity: 0.06,
        activeOpacity: crowded ? 0.55 : 0.85,
        lineStyle: { width: crowded ? 1 : 1.6 },
        emphasis: { lineStyle: { width: 3.5, opacity: 1 } },
        progressive: 0,
        data: names.map((name, index) => ({
          name,
          value: axes.map((axis) => axis.values[index] ?? Number.NaN),
          lineStyle: { color: colors[index] },
        })),
      },
    ],
  };
}
