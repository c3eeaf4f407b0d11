import type { CustomSeriesRenderItemAPI, EChartsCoreOption } from 'echarts';
import { colorOf, type Scheme, shareOf } from '@/shared/charts/color-scale';
import type { Range } from '@/shared/charts/series';
import { type Axis, rangeOf } from './axes';
import { flatAxis, PLOT } from './scatter-option';
import { levelLine, type Spot, surfaceOf } from './surface';

const SIZE = 48;
const LEVELS = 8;

/** From a share of an axis to its value. */
function valueAt(share: number, [low, high]: Range, log: boolean): number {
  return log ? low * (high / low) ** share : low + (high - low) * share;
}

function spotsOf(across: Axis, up: Axis, metric: Axis): Spot[] {
  const [rangeX, rangeY] = [rangeOf(across), rangeOf(up)];
  return metric.values.flatMap((value, index) => {
    const [x, y] = [across.values[index], up.values[index]];
    if (value === undefined || x === undefined || y === undefined) return [];
    return [{ across: shareOf(x, rangeX, across.log), up: shareOf(y, rangeY, up.log), value }];
  });
}

/** Steps between the least and the greatest value of a metric. */
function levelsOf([low, high]: Range): number[] {
  return Array.from({ length: LEVELS - 1 }, (_, index) => low + ((high - low) * (index + 1)) / LEVELS);
}

/** A metric over two parameters: bands of its level, lines between them, and the runs as dots. Where no run is near there is nothing. */
export function contourOption(
  across: Axis,
  up: Axis,
  metric: Axis,
  names: readonly string[],
  scheme: Scheme,
): EChartsCoreOption {
  const [rangeX, rangeY, range] = [rangeOf(across), rangeOf(up), rangeOf(metric)];
  const surface = surfaceOf(spotsOf(across, up, metric), SIZE);
  const place = (share: number, ofX: boolean) => valueAt(share, ofX ? rangeX : rangeY, ofX ? across.log : up.log);
  const half = 0.5 / (SIZE - 1);
  const cells = [...surface.values].flatMap((value, index) => {
    if (!Number.isFinite(value)) return [];
    const [x, y] = [(index % SIZE) / (SIZE - 1), Math.floor(index / SIZE) / (SIZE - 1)];
    const [left, right] = [Math.max(0, x - half), Math.min(1, x + half)];
    const [low, high] = [Math.max(0, y - half), Math.min(1, y + half)];
    const band = (Math.min(LEVELS - 1, Math.floor(shareOf(value, range, false) * LEVELS)) + 0.5) / LEVELS;
    return [[place(left, true), place(low, false), place(right, true), place(high, false), band]];
  });
  const lines = levelsOf(range).flatMap((level) =>
    levelLine(surface, level).map(([fromX, fromY, toX, toY]) => [
      place(fromX, true),
      place(fromY, false),
      place(toX, true),
      place(toY, false),
    ]),
  );
  const at = (api: CustomSeriesRenderItemAPI, from: number) => api.coord([api.value(from), api.value(from + 1)]);
  return {
    grid: PLOT,
    xAxis: { ...flatAxis(across, true), min: rangeX[0], max: rangeX[1] },
    yAxis: { ...flatAxis(up, false), min: rangeY[0], max: rangeY[1] },
    series: [
      {
        type: 'custom',
        silent: true,
        data: cells,
        renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => {
          const [[left = 0, bottom = 0], [right = 0, top = 0]] = [at(api, 0), at(api, 2)];
          const fill = colorOf(Number(api.value(4)), [0, 1], false, scheme);
          // A little larger than it is, so that no seam shows between two.
          const shape = { x: left, y: top, width: right - left + 0.6, height: bottom - top + 0.6 };
          return { type: 'rect', shape, style: { fill } };
        },
      },
      {
        type: 'custom',
        silent: true,
        data: lines,
        renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => {
          const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [at(api, 0), at(api, 2)];
          return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: '#fff', lineWidth: 1, opacity: 0.6 } };
        },
      },
      {
        type: 'scatter',
        symbolSize: 7,
        emphasis: { scale: 1.8 },
        data: names.map((name, index) => ({
          name,
          value: [across.values[index] ?? Number.NaN, up.values[index] ?? Number.NaN],
          itemStyle: {
            color: colorOf(metric.values[index], range, false, scheme),
            borderColor: scheme === 'dark' ? '#16191a' : '#fff',
            borderWidth: 1,
          },
        })),
      },
    ],
  };
}
