import { useMemo } from 'react';
import type { RunList } from '@/api/runs/run-list';
import { AddedCharts } from '@/features/cards/added-charts';
import { readCards } from '@/features/cards/card';
import type { DrawnRuns } from '@/features/cards/card-runs';
import { Relations, relationCards } from '@/features/cards/relations';
import type { ChartView } from '@/features/metrics/chart-view';
import { axisRanges } from './axis-ranges';
import { useCardRuns } from './use-card-runs';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

interface RunsCardsProps {
  view: RunsView;
  list: RunList;
  known: KnownKeys;
  drawn: DrawnRuns;
  chartView: ChartView;
  onView: (part: ChartView) => void;
  /** Those of the relations, or those that were added. */
  kind: string;
}

/** Charts of values of an experiment's runs; choosing parts of their axes filters the runs of the page. */
export default function RunsCards({ view, list, known, drawn, chartView, onView, kind }: RunsCardsProps) {
  const { filter, cards: added, relations } = view.search;
  const isRelations = kind === 'relations';
  const cards = useMemo(
    () => (isRelations ? relationCards(relations) : readCards(added)),
    [isRelations, relations, added],
  );
  const source = useCardRuns(view, known, list, cards);
  const { change } = view;
  const ranges = useMemo(
    () => axisRanges(filter ?? '', (next) => change({ filter: next || undefined })),
    [filter, change],
  );
  const shared = { source, drawn, view: chartView, ranges, onView };
  return isRelations ? <Relations {...shared} /> : <AddedCharts {...shared} cards={cards} />;
}
