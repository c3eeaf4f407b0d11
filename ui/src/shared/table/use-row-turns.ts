import { type Key, useEffect, useReducer, useRef } from 'react';
import { flushSync } from 'react-dom';

/** Rows that are drawn anew in one frame of scrolling: more would make it late. */
const PART = 14;

interface InSight {
  first: number;
  /** How many rows are in sight. */
  count: number;
  scrolls: boolean;
}

interface RowTurns {
  /** Whether the row of a key is drawn now, as it was before or gets its turn. */
  take: (key: Key) => boolean;
  /** Whether it was drawn before, and so is now. */
  keep: (key: Key) => boolean;
}

/**
 * Whose turn it is to be drawn, asked of the rows in their order. While the table is scrolled, rows that were not drawn before take turns,
 * some in every frame. Where a leap has left none in sight that was, as when the scroll bar is dragged through thousands, none gets its
 * turn until a frame has passed without another: nobody could read them.
 */
export function useRowTurns({ first, count, scrolls }: InSight): RowTurns {
  const last = useRef({ first, drawn: new Set<Key>(), waits: false, turn: false });
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const { turn } = last.current;
  const leapt = scrolls && Math.abs(first - last.current.first) >= count;
  // Rows that have come while the table is scrolled wait for its next move: to draw them between two frames would be a layout of its own.
  const rests = scrolls && first === last.current.first && !turn;
  const drawn = new Set<Key>();
  let waits = false;
  let left = scrolls || last.current.waits ? PART : Number.POSITIVE_INFINITY;
  if (leapt || rests) left = 0;
  useEffect(() => {
    last.current = { first, drawn, waits, turn: false };
    if (!waits) return;
    const draw = () => {
      last.current.turn = true;
      flushSync(redraw);
    };
    // What scrolling drew was drawn before the callbacks of its own frame: only those of the next one know whether it goes on.
    let frame = requestAnimationFrame(turn ? draw : () => (frame = requestAnimationFrame(draw)));
    return () => cancelAnimationFrame(frame);
  });
  function keep(key: Key) {
    const kept = last.current.drawn.has(key);
    if (kept) drawn.add(key);
    return kept;
  }
  function take(key: Key) {
    if (keep(key)) return true;
    waits ||= left <= 0;
    if (left <= 0) return false;
    left -= 1;
    drawn.add(key);
    return true;
  }
  return { take, keep };
}
