import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { isLine, rangeOf } from '@/features/charts/axes';
import type { Coloring } from '@/features/charts/coloring';
import { contourOption } from '@/features/charts/contour-option';
import { RunPlot } from '@/features/charts/run-plot';
import { rowsAsCsv } from './card-data';
import { settingOf } from './card-kinds';
import { EmptyPlot } from './empty-plot';
import { type PlotProps, pictureOf, useAxes, useFiles } from './plot-props';

const FEWEST = 4;

/** A metric as heights over two parameters, smoothed between the runs. */
export function ContourPlot({ card, source: { rows, keys }, title, height, files }: PlotProps) {
  const scheme = useComputedColorScheme();
  const axes = useAxes(
    card,
    rows,
    (['x', 'y', 'z'] as const).map((setting) => settingOf(card, setting, keys) ?? ''),
  );
  const [across, up, metric] = axes;
  const names = useMemo(() => rows.map((row) => row.name), [rows]);
  const known = useMemo(
    () =>
      rows.filter((_, index) => axes.length === 3 && axes.every(({ values }) => values[index] !== undefined)).length,
    [rows, axes],
  );
  const option = useMemo(() => {
    if (!isLine(across) || !isLine(up) || !metric || known < FEWEST) return undefined;
    return contourOption(across, up, metric, names, scheme);
  }, [across, up, metric, names, scheme, known]);
  useFiles(files, { svg: () => pictureOf(option, title), csv: () => rowsAsCsv(rows, axes) });
  if (!option || !metric) {
    return (
      <EmptyPlot>
        A contour needs two axes of numbers that differ, a metric, and four runs that have all three. Choose others in
        the settings.
      </EmptyPlot>
    );
  }
  const legend: Coloring['legend'] = { kind: 'scale', title: metric.title, range: rangeOf(metric), log: false };
  const label = `${metric.title} over ${across?.title} and ${up?.title}, smoothed between ${known} runs`;
  return <RunPlot {...{ label, option, rows, axes, legend, height }} />;
}
