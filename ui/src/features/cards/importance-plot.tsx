import { useMemo } from 'react';
import { keyOf } from '@/features/charts/axes';
import { importances } from '@/features/charts/importance';
import { ImportanceList } from '@/features/charts/importance-list';
import { PALETTE } from '@/shared/charts/palette';
import { csvLines } from '@/shared/format/csv';
import { settingOf } from './card-kinds';
import styles from './cards.module.css';
import { EmptyPlot } from './empty-plot';
import { type PlotProps, useFiles } from './plot-props';

/** Which parameters matter for a metric. */
export function ImportancePlot({ card, source: { rows, keys }, title, files }: PlotProps) {
  const y = settingOf(card, 'y', keys);
  const metric = keyOf(y ?? '');
  const found = useMemo(() => (y === undefined ? undefined : importances(rows, metric)), [rows, y, metric]);
  useFiles(files, {
    svg: async () => {
      const { barsAsSvg } = await import('@/shared/charts/svg-bars');
      const bars = (found?.params ?? []).map(({ key, weight }) => ({
        id: key,
        label: key,
        color: PALETTE[0],
        value: weight,
      }));
      return barsAsSvg(title, bars);
    },
    csv: () => {
      const body = (found?.params ?? []).map(({ key, weight, correlation }) => [key, weight, correlation]);
      return csvLines([['parameter', 'importance', 'correlation'], ...body]);
    },
  });
  if (!found) return <EmptyPlot>Too few runs have the metric, or no parameter differs between them.</EmptyPlot>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={title}>
      <ImportanceList found={found} metric={metric} />
    </section>
  );
}
