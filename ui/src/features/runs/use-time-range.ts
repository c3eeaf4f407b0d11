import { useMemo } from 'react';
import { useNow } from '@/shared/ui/use-now';
import { readRange, type TimeRange } from './time-range';

const MINUTE_MS = 60_000;

/** The range that the address names. One that ends now moves on while the page is open, a step at a time. */
export function useTimeRange(text: string | undefined): TimeRange | undefined {
  const range = readRange(text, useNow(MINUTE_MS));
  const { from, to } = range ?? {};
  // The same object for as long as the range is the same.
  return useMemo(() => (from === undefined && to === undefined ? undefined : { from, to }), [from, to]);
}
