import { type RefObject, useEffect, useState } from 'react';

const MARGIN = '300px';

/** Whether the element is in the visible part of the page, or near it: what is not needs no drawing. */
export function useInSight(element: RefObject<HTMLElement | null>): boolean {
  const [inSight, setInSight] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    // The first margin counts for a page that scrolls as a whole, the second for a pane that scrolls in itself.
    const margins = { rootMargin: MARGIN, scrollMargin: MARGIN };
    const observer = new IntersectionObserver((entries) => {
      const last = entries.at(-1);
      if (last) setInSight(last.isIntersecting);
    }, margins);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return inSight;
}
