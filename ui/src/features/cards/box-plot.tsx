import { lazy, Suspense, useMemo } from 'react';
import { keyOf } from '@/features/charts/axes';
import { boxGroups, boxOption } from '@/features/charts/box-options';
import { PALETTE } from '@/shared/charts/palette';
import { rowsAsCsv } from './card-data';
import { settingOf } from './card-kinds';
import { EmptyPlot } from './empty-plot';
import { type PlotProps, pictureOf, useAxes, useFiles } from './plot-props';

const EChart = lazy(() => import('@/shared/charts/e-chart'));

/** How a metric spreads over runs with the same value of a parameter. */
export function BoxPlot({ card, source: { rows, keys }, title, height, files }: PlotProps) {
  const [x, y] = [settingOf(card, 'x', keys), settingOf(card, 'y', keys)];
  const groups = useMemo(() => (x && y ? boxGroups(rows, keyOf(x), keyOf(y)) : []), [rows, x, y]);
  const option = useMemo(() => boxOption(groups, keyOf(x ?? ''), keyOf(y ?? ''), PALETTE[0]), [groups, x, y]);
  const axes = useAxes(card, rows, x && y ? [x, y] : []);
  useFiles(files, { svg: () => pictureOf(option, title), csv: () => rowsAsCsv(rows, axes) });
  if (groups.length === 0) return <EmptyPlot>No run has both a value of the parameter and of the metric.</EmptyPlot>;
  return (
    <Suspense>
      <EChart label={`Boxes: ${title}`} option={option} height={height} />
    </Suspense>
  );
}
