import { type ReactNode, useMemo } from 'react';
import { MAX_RUNS, pointsPerRun } from '@/api/metrics/use-metric-series';
import { keyOf } from '@/features/charts/axes';
import { ChartBatch } from '@/features/metrics/chart-batch';
import type { ChartView } from '@/features/metrics/chart-view';
import type { Card } from './card';
import { settingOf } from './card-kinds';
import type { CardRuns, DrawnRuns } from './card-runs';
import { CardSettings } from './card-settings';

interface LineCardProps {
  card: Card;
  title: string;
  source: CardRuns;
  drawn: DrawnRuns;
  view: ChartView;
  /** Of all columns, px. */
  width: number;
  height: number;
  handle: ReactNode;
  items: ReactNode;
  onSettings: (settings: Card['settings']) => void;
}

/** The chart of a metric among those that were added: like the one in its section, at a place and in a size that somebody chose. */
export function LineCard(props: LineCardProps) {
  const { card, title, source, drawn, view, width, height, handle, items, onSettings } = props;
  const metric = settingOf(card, 'y', source.keys);
  const keys = useMemo(() => (metric === undefined ? [] : [keyOf(metric)]), [metric]);
  const runs = useMemo(() => drawn.runs.slice(0, MAX_RUNS), [drawn.runs]);
  const points = pointsPerRun(runs.length, card.size === 'small' ? width / 2 : width);
  const lead = (
    <>
      {handle}
      <CardSettings card={card} title={title} keys={source.keys} onSettings={onSettings} />
    </>
  );
  return (
    <ChartBatch {...{ keys, runs, points, view }} of={drawn.of} height={height} extras={() => ({ lead, items })} />
  );
}
