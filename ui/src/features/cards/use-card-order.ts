import { type DragEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type Card, moved } from './card';

/** Moving charts among each other: by dragging, and by one place. The focus goes along. */
export function useCardOrder(grid: RefObject<HTMLElement | null>, cards: Card[], onCards: (cards: Card[]) => void) {
  const [taken, setTaken] = useState<number>();
  const [over, setOver] = useState<number>();
  const focused = useRef<number>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the handle stands at its new place once the cards do
  useEffect(() => {
    if (focused.current === undefined) return;
    grid.current?.querySelectorAll<HTMLElement>('[data-handle]')[focused.current]?.focus();
    focused.current = undefined;
  }, [cards]);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= cards.length || to === from) return;
    onCards(moved(cards, from, to));
  };
  const end = () => {
    setTaken(undefined);
    setOver(undefined);
  };
  return {
    /** What a place in the grid listens to. */
    slot: (place: number) => ({
      'data-over': (taken !== undefined && over === place && taken !== place) || undefined,
      onDragOver: (event: DragEvent) => {
        if (taken === undefined) return;
        event.preventDefault();
        setOver(place);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (taken !== undefined) move(taken, place);
        end();
      },
    }),
    /** What the handle of a chart does. */
    handle: (place: number) => ({
      onTake: () => setTaken(place),
      onLetGo: end,
      onMove: (by: number) => {
        focused.current = place + by;
        move(place, place + by);
      },
    }),
    move,
  };
}
