import type { EChartsCoreOption } from 'echarts/core';
import type { RunRow } from '@/api/runs/run-row';
import { boxGroups, boxOption } from '@/features/charts/box-options';
import { parallelOption, scatterOption } from '@/features/charts/relation-options';
import type { ChartRun } from '@/features/metrics/chart-run';
import { PALETTE } from '@/shared/charts/palette';
import type { ChartBlock } from './block';
import { axesOf } from './block-question';

export interface NamedOption {
  name: string;
  option: EChartsCoreOption;
}

/** The charts of a block that are neither lines nor bars: one, or with boxes one a metric. */
export function chartOptions(block: ChartBlock, rows: RunRow[], runs: ChartRun[]): NamedOption[] {
  if (block.chart === 'boxes') {
    const group = block.group ?? '';
    return block.metrics.map((metric) => ({
      name: `Boxes of ${metric} by ${group}`,
      option: boxOption(boxGroups(rows, group, metric), group, metric, PALETTE[0]),
    }));
  }
  const axes = axesOf(block, rows);
  if (block.chart === 'parallel')
    return [{ name: `Parallel coordinates of ${runs.length} runs`, option: parallelOption(axes, runs) }];
  const [across, up] = axes;
  return across && up ? [{ name: `${up.title} against ${across.title}`, option: scatterOption(across, up, runs) }] : [];
}
