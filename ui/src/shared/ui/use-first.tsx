import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';

/** The first of many things, as many as a page draws at once, and a button for more of them. */
export function useFirst<Item>(items: readonly Item[], step: number): { shown: readonly Item[]; more: ReactNode } {
  const [count, setCount] = useState(step);
  const rest = items.length - count;
  const shown = useMemo(() => (items.length > count ? items.slice(0, count) : items), [items, count]);
  if (rest <= 0) return { shown, more: null };
  return {
    shown,
    more: (
      <Button variant="subtle" onClick={() => setCount(count + step)}>
        Show {Math.min(step, rest).toLocaleString('en')} more of {rest.toLocaleString('en')}
      </Button>
    ),
  };
}
