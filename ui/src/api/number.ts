import type { WireNumber } from './types';

/** A wire number as a number; the words for NaN and the infinities become themselves. */
export function numberOf(value: WireNumber): number {
  return typeof value === 'number' ? value : Number(value);
}
