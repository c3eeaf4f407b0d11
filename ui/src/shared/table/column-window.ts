import { type RefObject, useEffect, useMemo, useState } from 'react';
import type { PlacedColumn } from './use-columns';

/** Columns as rows draw them: those in sight, and how many are passed over in a place. */
export type DrawnColumns<Row> = readonly (PlacedColumn<Row> | number)[];

const MARGIN_PX = 240;
const WIDTH_BEFORE_MEASURING = 2_000;

/** Pinned columns, and those between two distances from the left edge; where others stood, their number. */
export function drawnColumns<Row>(placed: readonly PlacedColumn<Row>[], from: number, to: number): DrawnColumns<Row> {
  const drawn: (PlacedColumn<Row> | number)[] = [];
  for (const each of placed) {
    const { column, left, width } = each;
    const last = drawn.at(-1);
    if (column.pinned || (left + width >= from && left <= to)) drawn.push(each);
    else if (typeof last === 'number') drawn[drawn.length - 1] = last + 1;
    else drawn.push(1);
  }
  return drawn;
}

/** The columns in sight of a scrolling area; the same object for as long as they are the same. */
export function useDrawnColumns<Row>(
  scroller: RefObject<HTMLElement | null>,
  placed: readonly PlacedColumn<Row>[],
): DrawnColumns<Row> {
  // In steps, so that a small move draws nothing again.
  const [[from, to], setRange] = useState([0, WIDTH_BEFORE_MEASURING]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      const left = Math.floor(element.scrollLeft / MARGIN_PX) * MARGIN_PX;
      const right = Math.ceil((element.scrollLeft + element.clientWidth) / MARGIN_PX) * MARGIN_PX;
      const next: [number, number] = [left - MARGIN_PX, right + MARGIN_PX];
      setRange((old) => (old[0] === next[0] && old[1] === next[1] ? old : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // Before the listener that draws the rows: read after it, the place would be a layout of its own.
    element.addEventListener('scroll', measure, { passive: true, capture: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure, { capture: true });
    };
  }, [scroller]);
  return useMemo(() => drawnColumns(placed, from ?? 0, to ?? WIDTH_BEFORE_MEASURING), [placed, from, to]);
}
