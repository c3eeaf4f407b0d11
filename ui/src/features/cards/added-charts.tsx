import type { ChartView } from '@/features/metrics/chart-view';
import { type Card, writeCards } from './card';
import { CardGrid } from './card-grid';
import type { AxisRanges, CardRuns, DrawnRuns } from './card-runs';

interface AddedChartsProps {
  cards: Card[];
  source: CardRuns;
  drawn: DrawnRuns;
  view: ChartView;
  ranges?: AxisRanges;
  onView: (part: ChartView) => void;
}

/** The charts that were added by hand, before those of all metrics. */
export function AddedCharts({ cards, onView, ...rest }: AddedChartsProps) {
  if (cards.length === 0) return null;
  return (
    <section aria-label="Added charts">
      <CardGrid cards={cards} onCards={(next) => onView({ cards: writeCards(next) })} {...rest} />
    </section>
  );
}
