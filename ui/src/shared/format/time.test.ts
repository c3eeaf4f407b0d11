import { expect, it } from 'vitest';
import { formatDuration, formatMoment } from './time';

const noon = new Date(2026, 2, 10, 12, 0, 0).getTime();

it.each([
  [noon - 5_000, 'just now'],
  [noon - 3 * 60_000, '3 min ago'],
  [new Date(2026, 2, 10, 8, 5).getTime(), 'today 08:05'],
  [new Date(2026, 1, 1, 9, 30).getTime(), '1 Feb 09:30'],
  [new Date(2020, 0, 2, 9, 30).getTime(), '2020-01-02'],
  [Number.NaN, '—'],
])('shows the moment %s as %s', (ms, text) => expect(formatMoment(ms, noon)).toBe(text));

it.each([
  [420, '420 ms'],
  [3_200, '3.2 s'],
  [245_000, '4 m 05 s'],
  [7_800_000, '2 h 10 m'],
  [273_600_000, '3 d 4 h'],
  [-1, '—'],
])('shows the duration %s as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
