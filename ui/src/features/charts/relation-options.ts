import type { EChartsCoreOption } from 'echarts/core';
import type { ChartRun } from '@/features/metrics/chart-run';
import { tick } from '@/shared/charts/line-options';
import { formatNumber } from '@/shared/format/number';
import type { Axis } from './axes';

const axisStyle = { nameTextStyle: { fontSize: 11 }, axisLabel: { fontSize: 11, formatter: tick } };

/** Runs as lines that cross one upright axis for each parameter and metric. */
export function parallelOption(axes: readonly Axis[], runs: readonly ChartRun[]): EChartsCoreOption {
  return {
    parallel: { left: 60, right: 80, top: 40, bottom: 20 },
    parallelAxis: axes.map((axis, dim) => ({ dim, name: axis.title, type: 'value', scale: true, ...axisStyle })),
    series: runs.map((run, index) => ({
      type: 'parallel',
      name: run.label,
      lineStyle: { color: run.color, width: 2, opacity: 0.85 },
      data: [axes.map((axis) => axis.values[index] ?? Number.NaN)],
    })),
  };
}

/** One dot a run. */
export function scatterOption(across: Axis, up: Axis, runs: readonly ChartRun[]): EChartsCoreOption {
  return {
    grid: { left: 70, right: 30, top: 20, bottom: 46 },
    tooltip: {
      // Plain text, never markup: names of runs are anybody's.
      renderMode: 'richText',
      formatter: ({ seriesName, value }: { seriesName: string; value: number[] }) =>
        `${seriesName}\n${across.title} ${formatNumber(value[0] ?? Number.NaN)}\n${up.title} ${formatNumber(value[1] ?? Number.NaN)}`,
    },
    xAxis: { type: 'value', scale: true, name: across.title, nameLocation: 'middle', nameGap: 28, ...axisStyle },
    yAxis: { type: 'value', scale: true, name: up.title, nameLocation: 'middle', nameGap: 52, ...axisStyle },
    series: runs.map((run, index) => ({
      type: 'scatter',
      name: run.label,
      symbolSize: 10,
      itemStyle: { color: run.color },
      data: [[across.values[index] ?? Number.NaN, up.values[index] ?? Number.NaN]],
    })),
  };
}
