import type { EChartsCoreOption } from 'echarts/core';
import type { RunRow } from '@/api/runs/run-row';
import { boxGroups, boxOption } from '@/features/charts/box-options';
import { parallelOption } from '@/features/charts/parallel-option';
import { scatterOption } from '@/features/charts/scatter-option';
import type { ChartRun } from '@/features/metrics/chart-run';
import { paramOf } from '@/features/metrics/grouping';
import { PALETTE } from '@/shared/charts/palette';
import type { ChartBlock } from './block';
import { axesOf } from './block-question';

/** About how many pixels a chart of a report is wide. */
const WIDTH = 900;

export interface NamedOption {
  name: string;
  option: EChartsCoreOption;
}

/** The charts of a block that are neither lines nor bars: one, or with boxes one a metric. */
export function chartOptions(block: ChartBlock, rows: RunRow[], runs: ChartRun[]): NamedOption[] {
  if (block.chart === 'boxes') {
    const group = paramOf(block.group ?? '') ?? '';
    return block.metrics.map((metric) => ({
      name: `Boxes of ${metric} by ${group}`,
      option: boxOption(boxGroups(rows, group, metric), group, metric, PALETTE[0]),
    }));
  }
  const axes = axesOf(block, rows);
  const names = runs.map(({ label }) => label);
  const colors = runs.map(({ color }) => color);
  if (block.chart === 'parallel') {
    const option = parallelOption(axes, names, colors, PALETTE[0], WIDTH);
    return [{ name: `Parallel coordinates of ${runs.length} runs`, option }];
  }
  const [across, up] = axes;
  return across && up
    ? [{ name: `${up.title} against ${across.title}`, option: scatterOption(across, up, names, colors) }]
    : [];
}
