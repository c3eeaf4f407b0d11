import type { EChartsCoreOption } from 'echarts/core';
import type { RunRow } from '@/api/runs/run-row';
import { drawable } from '@/shared/charts/drawable';
import { tick } from '@/shared/charts/line-options';
import { formatNumber } from '@/shared/format/number';

/** What a box shows: least, lower quartile, median, upper quartile, greatest. */
export type Box = [number, number, number, number, number];

/** The value below which a share of sorted values lie, between neighbours in a straight line. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low = Number.NaN, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

export function boxOf(values: readonly number[]): Box {
  const sorted = [...values].sort((a, b) => a - b);
  return [0, 0.25, 0.5, 0.75, 1].map((share) => quantile(sorted, share)) as Box;
}

export interface BoxGroup {
  name: string;
  values: number[];
}

/** Values of a metric by the values of a parameter, ordered as numbers where they are. */
export function boxGroups(rows: readonly RunRow[], param: string, metric: string): BoxGroup[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const [name, value] = [row.params.get(param), row.metrics.get(metric)];
    if (name === undefined || value === undefined || !Number.isFinite(value)) continue;
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return [...groups]
    .map(([name, values]) => ({ name, values }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** A box for each group. */
export function boxOption(
  groups: readonly BoxGroup[],
  param: string,
  metric: string,
  color: string,
): EChartsCoreOption {
  return {
    grid: { left: 70, right: 30, top: 20, bottom: 46 },
    tooltip: {
      // Plain text, never markup: parameters are anybody's.
      renderMode: 'richText',
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const group = groups[dataIndex];
        if (!group) return '';
        const [least, lower, median, upper, greatest] = boxOf(group.values).map(formatNumber);
        return `${param} ${group.name}: ${group.values.length} runs\nmedian ${median}\nhalf ${lower} … ${upper}\nall ${least} … ${greatest}`;
      },
    },
    xAxis: {
      type: 'category',
      data: groups.map((group) => drawable(group.name)),
      name: drawable(param),
      nameLocation: 'middle',
      nameGap: 28,
      axisLabel: { fontSize: 11 },
    },
    yAxis: {
      type: 'value',
      scale: true,
      name: drawable(metric),
      nameLocation: 'middle',
      nameGap: 52,
      nameTextStyle: { fontSize: 11 },
      axisLabel: { fontSize: 11, formatter: tick },
    },
    series: [
      {
        type: 'boxplot',
        data: groups.map((group) => boxOf(group.values)),
        itemStyle: { color: `${color}33`, borderColor: color },
      },
    ],
  };
}
