import { useEffect, useRef } from 'react';

interface Drawn {
  first: number;
  /** How many rows are in sight. */
  count: number;
  scrolls: boolean;
}

/**
 * Whether the rows of this picture are passed over: none in sight was in sight in the last one, nor in that those of the one before, as
 * when the scroll bar is dragged through thousands. Nobody can read them, and to lay them out would make the pictures come too late.
 */
export function usePassing({ first, count, scrolls }: Drawn): boolean {
  const last = useRef({ first, leaps: 0 });
  const by = Math.abs(first - last.current.first);
  let leaps = 0;
  if (scrolls && by === 0) leaps = last.current.leaps;
  else if (scrolls && by >= count) leaps = last.current.leaps + 1;
  useEffect(() => {
    last.current = { first, leaps };
  });
  return leaps > 1;
}
