import type { Range } from './series';

export type Scheme = 'light' | 'dark';

/** From low to high: lightness rises evenly along each, so that they can be read without seeing hues, and both ends stand off the page. */
const STOPS: Record<Scheme, readonly string[]> = {
  light: ['#440154', '#414487', '#2a788e', '#22a884', '#7ad151', '#b5c91f'],
  dark: ['#7468c4', '#4f8fd0', '#2fb0a8', '#4ecb78', '#a5dc4a', '#fde725'],
};
/** Of what has no value. */
const NONE: Record<Scheme, string> = { light: '#b4bbbc', dark: '#565f62' };

function channels(color: string): number[] {
  return [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16));
}

/** The colour at a share of the scale, 0 to 1; hex. */
export function colorAt(share: number, scheme: Scheme): string {
  const stops = STOPS[scheme];
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const from = Math.min(stops.length - 2, Math.floor(place));
  const [low, high] = [channels(stops[from] ?? ''), channels(stops[from + 1] ?? '')];
  const mixed = low.map((value, index) => Math.round(value + ((high[index] ?? 0) - value) * (place - from)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Where a value lies in a range, 0 to 1, by its logarithm if asked; the middle of a range that is one point. */
export function shareOf(value: number, [low, high]: Range, log: boolean): number {
  if (low === high) return 0.5;
  if (log) return Math.log(value / low) / Math.log(high / low);
  return (value - low) / (high - low);
}

/** The colour of a value, grey if there is none. */
export function colorOf(value: number | undefined, range: Range, log: boolean, scheme: Scheme): string {
  if (value === undefined || !Number.isFinite(value) || (log && value <= 0)) return NONE[scheme];
  return colorAt(shareOf(value, range, log), scheme);
}

/** The whole scale as a CSS image, low at the left. */
export function gradientOf(scheme: Scheme): string {
  return `linear-gradient(to right, ${STOPS[scheme].join(', ')})`;
}
