import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { coloringOf } from '@/features/charts/coloring';
import { RunPlot } from '@/features/charts/run-plot';
import { scatterOption } from '@/features/charts/scatter-option';
import { rowsAsCsv } from './card-data';
import { settingOf } from './card-kinds';
import { EmptyPlot } from './empty-plot';
import { type PlotProps, pictureOf, useAxes, useFiles } from './plot-props';

/** One dot a run. */
export function ScatterPlot({ card, source: { rows, keys }, title, height, files }: PlotProps) {
  const scheme = useComputedColorScheme();
  const x = settingOf(card, 'x', keys);
  const y = settingOf(card, 'y', keys);
  const color = settingOf(card, 'color', keys);
  const axes = useAxes(card, rows, [x ?? '', y ?? '', ...(color ? [color] : [])]);
  const [across, up, third] = axes;
  const coloring = useMemo(() => coloringOf(rows, third, scheme), [rows, third, scheme]);
  const names = useMemo(() => rows.map((row) => row.name), [rows]);
  const option = useMemo(
    () => across && up && scatterOption(across, up, names, coloring.colors),
    [across, up, names, coloring],
  );
  useFiles(files, { svg: () => pictureOf(option, title), csv: () => rowsAsCsv(rows, axes) });
  if (!x || !y || !option) return <EmptyPlot>These runs have neither parameters nor metrics.</EmptyPlot>;
  return <RunPlot label={title} legend={coloring.legend} {...{ option, rows, axes, height }} />;
}
