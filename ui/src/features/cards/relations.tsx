import { useMemo } from 'react';
import type { ChartView } from '@/features/metrics/chart-view';
import { EmptyState } from '@/shared/ui/empty-state';
import { type Card, readCards, writeCards } from './card';
import { CardGrid } from './card-grid';
import type { AxisRanges, CardRuns, DrawnRuns } from './card-runs';
import styles from './cards.module.css';

/** What is shown while nobody chose: all at once, which of them matter, and the closer looks. */
const FIRST: Card[] = [
  { kind: 'parallel', size: 'large', settings: {} },
  { kind: 'importance', size: 'small', settings: {} },
  { kind: 'scatter', size: 'small', settings: {} },
  { kind: 'contour', size: 'small', settings: {} },
  { kind: 'box', size: 'small', settings: {} },
];

/** The charts of the tab, as its address tells. */
export function relationCards(text: string | undefined): Card[] {
  const cards = readCards(text);
  return cards.length > 0 ? cards : FIRST;
}

interface RelationsProps {
  source: CardRuns;
  drawn: DrawnRuns;
  view: ChartView;
  ranges?: AxisRanges;
  onView: (part: ChartView) => void;
}

/** How parameters and metrics hang together. */
export function Relations({ source, drawn, view, ranges, onView }: RelationsProps) {
  const cards = useMemo(() => relationCards(view.relations), [view.relations]);
  const { params, metrics } = source.keys;
  if (!source.isPending && params.length + metrics.length === 0)
    return <EmptyState title="These runs have neither parameters nor metrics" />;
  return (
    <div className={styles.pane}>
      <CardGrid
        cards={cards}
        onCards={(next) => onView({ relations: writeCards(next) })}
        source={source}
        drawn={drawn}
        view={view}
        ranges={ranges}
        onKeep={(card) => onView({ cards: writeCards([...readCards(view.cards), card]) })}
      />
    </div>
  );
}
