import { useMemo, useRef } from 'react';
import type { ChartView } from '@/features/metrics/chart-view';
import { useWidth } from '@/shared/charts/use-width';
import type { Card, CardSize } from './card';
import { CardFrame } from './card-frame';
import { titleOf } from './card-kinds';
import { CardItems } from './card-menu';
import type { AxisRanges, CardRuns, DrawnRuns } from './card-runs';
import styles from './cards.module.css';
import { filled } from './fill-card';
import { ImagesCard } from './images-card';
import { LineCard } from './line-card';
import { MoveHandle } from './move-handle';
import { useCardOrder } from './use-card-order';

const LEAST_WIDTH = 380;
const GAP = 12;
const HEIGHTS: Record<CardSize, number> = { small: 240, medium: 330, large: 440 };

interface CardGridProps {
  cards: Card[];
  onCards: (cards: Card[]) => void;
  source: CardRuns;
  drawn: DrawnRuns;
  view: ChartView;
  ranges?: AxisRanges;
  /** Adds a chart to those of the page. */
  onKeep?: (card: Card) => void;
}

/** Charts that can be moved, made larger, told otherwise and removed. */
export function CardGrid({ cards, onCards, source, drawn, view, ranges, onKeep }: CardGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const width = useWidth(grid);
  const columns = Math.max(1, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)));
  const order = useCardOrder(grid, cards, onCards);
  const spans = useMemo(() => ({ small: 1, medium: Math.min(2, columns), large: columns }), [columns]);
  const change = (place: number, part: Partial<Card>) =>
    onCards(cards.map((card, index) => (index === place ? { ...card, ...part } : card)));
  return (
    <div ref={grid} className={styles.grid} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {width > 0 &&
        cards.map((given, place) => {
          const card = filled(given, source);
          const title = titleOf(card, source.keys);
          const settings = (settings: Card['settings']) => change(place, { settings });
          const handle = <MoveHandle title={title} {...order.handle(place)} />;
          const items = (
            <CardItems
              size={card.size}
              onSize={(size) => change(place, { size })}
              onBefore={place > 0 ? () => order.move(place, place - 1) : undefined}
              onBehind={place + 1 < cards.length ? () => order.move(place, place + 1) : undefined}
              onRemove={() => onCards(cards.filter((_, index) => index !== place))}
              onKeep={onKeep && (() => onKeep(given))}
            />
          );
          const shared = { card, title, source, handle, items, height: HEIGHTS[card.size], onSettings: settings };
          return (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a chart is its place in the list; its settings may equal another's
              key={place}
              className={styles.slot}
              style={{ gridColumn: `span ${spans[card.size]}` }}
              {...order.slot(place)}
            >
              {card.kind === 'line' && <LineCard {...shared} drawn={drawn} view={view} width={width} />}
              {card.kind === 'images' && <ImagesCard {...shared} drawn={drawn} />}
              {card.kind !== 'line' && card.kind !== 'images' && <CardFrame {...shared} ranges={ranges} />}
            </div>
          );
        })}
    </div>
  );
}
