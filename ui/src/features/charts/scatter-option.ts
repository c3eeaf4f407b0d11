import type { EChartsCoreOption } from 'echarts/core';
import { drawable } from '@/shared/charts/drawable';
import { tick } from '@/shared/charts/line-options';
import type { Axis } from './axes';

const CROWD = 300;
const NAME = { nameLocation: 'middle', nameTextStyle: { fontSize: 11 } };

/** The room around a plot with names at both axes. */
export const PLOT = { left: 64, right: 24, top: 14, bottom: 42 };

/** An axis across or up, with its name. */
export function flatAxis(axis: Axis, across: boolean) {
  const gap = { ...NAME, name: drawable(axis.title), nameGap: across ? 26 : 48 };
  if (axis.categories)
    return { ...gap, type: 'category', data: axis.categories.map(drawable), axisLabel: { fontSize: 11 } };
  return {
    ...gap,
    type: axis.log ? 'log' : 'value',
    scale: true,
    axisLabel: { fontSize: 11, formatter: tick, hideOverlap: true },
  };
}

/** One dot a run; runs that lack one of the two are left out. */
export function scatterOption(
  across: Axis,
  up: Axis,
  names: readonly string[],
  colors: readonly string[],
): EChartsCoreOption {
  return {
    grid: PLOT,
    xAxis: flatAxis(across, true),
    yAxis: flatAxis(up, false),
    series: [
      {
        type: 'scatter',
        symbolSize: names.length > CROWD ? 5 : 9,
        emphasis: { scale: 1.8 },
        progressive: 0,
        data: names.map((name, index) => ({
          name,
          value: [across.values[index] ?? Number.NaN, up.values[index] ?? Number.NaN],
          itemStyle: { color: colors[index], opacity: 0.85 },
        })),
      },
    ],
  };
}
