import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { axisOf } from '@/features/charts/axes';
import { coloringOf } from '@/features/charts/coloring';
import { parallelOption } from '@/features/charts/parallel-option';
import { RunPlot } from '@/features/charts/run-plot';
import type { Range } from '@/shared/charts/series';
import { rowsAsCsv } from './card-data';
import { axesOf, isLog, settingOf } from './card-kinds';
import { EmptyPlot } from './empty-plot';
import { type PlotProps, pictureOf, useAxes, useFiles } from './plot-props';

const ACCENT = { light: '#0f6b7a', dark: '#52b9c9' };

/** Runs as lines across many axes. It also draws, faintly, the runs that the choice of parts of its axes leaves out. */
export function ParallelPlot({ card, source: { all: rows, keys }, title, height, ranges, files }: PlotProps) {
  const scheme = useComputedColorScheme();
  const axes = useAxes(card, rows, axesOf(card, keys));
  const color = settingOf(card, 'color', keys);
  const logColor = color !== undefined && isLog(card, color);
  const coloring = useMemo(
    () => coloringOf(rows, color === undefined ? undefined : axisOf(rows, color, logColor), scheme),
    [rows, color, logColor, scheme],
  );
  const names = useMemo(() => rows.map((row) => row.name), [rows]);
  const option = useCallback(
    (width: number) => parallelOption(axes, names, coloring.colors, ACCENT[scheme], width),
    [axes, names, coloring, scheme],
  );
  const areas = useMemo(() => axes.map((axis) => ranges?.areaOf(axis)), [axes, ranges]);
  const onArea = (place: number, area: Range | undefined) => {
    const axis = axes[place];
    if (axis) ranges?.choose(axis, area);
  };
  useFiles(files, { svg: () => pictureOf(option, title), csv: () => rowsAsCsv(rows, axes) });
  if (axes.length < 2) return <EmptyPlot>Choose at least two axes.</EmptyPlot>;
  return (
    <RunPlot
      label={`${title} of ${rows.length} runs`}
      legend={coloring.legend}
      {...{ option, rows, axes, height, areas, onArea }}
    />
  );
}
