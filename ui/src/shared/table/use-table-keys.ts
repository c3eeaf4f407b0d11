import { useEffect, useRef } from 'react';

export interface TableKeys {
  move: (by: number) => void;
  /** Selects the row, or leaves it; with `range` all rows from the last one on that was selected so. */
  toggle: (range: boolean) => void;
  open: () => void;
  /** Any other key; whether it meant something. */
  other?: (key: string) => boolean;
}

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.closest('input, textarea, select, button, a, [contenteditable], [role="menu"], [role="listbox"]') !== null
  );
}

/** j and k (or the arrows) move, x selects, X selects all between, Enter opens; not while something else has the keyboard. */
export function useTableKeys(keys: TableKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"]') !== null || isTyping(event.target)) return;
      const { move, toggle, open, other } = latest.current;
      const step = STEPS[event.key];
      if (step !== undefined) move(step);
      else if (event.key === 'x' || event.key === 'X') toggle(event.key === 'X');
      else if (event.key === 'Enter') open();
      else if (!other?.(event.key)) return;
      event.preventDefault();
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
