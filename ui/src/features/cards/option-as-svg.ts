import type { EChartsCoreOption } from 'echarts/core';
import { chartAsSvg } from '@/shared/charts/e-chart-picture';

const SIZE = { width: 800, height: 440 };

/** A chart of ECharts as a picture of its own, with its title. */
export function optionAsSvg(
  option: EChartsCoreOption | ((width: number) => EChartsCoreOption) | undefined,
  title: string,
): string {
  const drawn = typeof option === 'function' ? option(SIZE.width) : (option ?? {});
  const heading = { text: title, left: 16, top: 6, textStyle: { fontSize: 13 } };
  return chartAsSvg(lowered(drawn), heading, SIZE.width, SIZE.height);
}

const ROOM = 26;

/** The same chart with room for a title above. */
function lowered(option: EChartsCoreOption): EChartsCoreOption {
  const { grid, parallel } = option as { grid?: { top: number }; parallel?: { top: number } };
  return {
    ...option,
    ...(grid && { grid: { ...grid, top: grid.top + ROOM } }),
    ...(parallel && { parallel: { ...parallel, top: parallel.top + ROOM } }),
  };
}
