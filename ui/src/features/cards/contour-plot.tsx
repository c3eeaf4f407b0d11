import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { type Axis, countOf, METRIC, PARAM, rangeOf } from '@/features/charts/axes';
import type { Coloring } from '@/features/charts/coloring';
import { contourOption } from '@/features/charts/contour-option';
import { RunPlot } from '@/features/charts/run-plot';
import type { Card, Setting } from './card';
import { axesOver, rowsAsCsv } from './card-data';
import { type CardKeys, settingOf } from './card-kinds';
import type { CardRuns } from './card-runs';
import { EmptyPlot } from './empty-plot';
import { type PlotProps, pictureOf, useAxes, useFiles } from './plot-props';

const FEWEST = 4;

function isUsable(axis: Axis | undefined): axis is Axis {
  return axis !== undefined && axis.categories === undefined && countOf(axis) > 1;
}

/** The two axes: those that were chosen, else the first parameters that are numbers and differ. */
function axesBelow(card: Card, { rows, keys }: CardRuns): string[] {
  const taken = (setting: Setting) => card.settings[setting];
  const usable = candidates(keys).filter((id) => isUsable(axesOver(rows, [id], () => false)[0]));
  const x = taken('x') ?? usable.find((id) => id !== taken('y')) ?? '';
  const y = taken('y') ?? usable.find((id) => id !== x) ?? '';
  return [x, y];
}

function candidates(keys: CardKeys): string[] {
  return [...keys.params.map((key) => PARAM + key), ...keys.metrics.map((key) => METRIC + key)];
}

/** A metric as heights over two parameters, smoothed between the runs. */
export function ContourPlot({ card, source, title, height, files }: PlotProps) {
  const { rows, keys } = source;
  const scheme = useComputedColorScheme();
  const below = useMemo(() => axesBelow(card, source), [card, source]);
  const axes = useAxes(card, rows, [...below, settingOf(card, 'z', keys) ?? '']);
  const [across, up, metric] = axes;
  const names = useMemo(() => rows.map((row) => row.name), [rows]);
  const known = useMemo(
    () =>
      rows.filter((_, index) => axes.length === 3 && axes.every(({ values }) => values[index] !== undefined)).length,
    [rows, axes],
  );
  const option = useMemo(() => {
    if (!isUsable(across) || !isUsable(up) || !metric || known < FEWEST) return undefined;
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
