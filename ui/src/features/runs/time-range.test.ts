import { expect, test } from 'vitest';
import { localMinute, rangeClauses, readLocalMinute, readRange, writeRange } from './time-range';

const NOW = Date.parse('2026-03-01T14:05:31Z');

test('a range that ends now begins at a full step, so that the question stays the same for a while', () => {
  expect(readRange('1h', NOW)).toEqual({ from: Date.parse('2026-03-01T13:05:00Z') });
  expect(readRange('7d', NOW)).toEqual(readRange('7d', NOW + 60_000));
});

test('a range from one minute to another includes both', () => {
  const text = writeRange({ from: Date.parse('2026-02-01T00:00Z'), to: Date.parse('2026-02-02T00:00Z') });
  expect(text).toBe('2026-02-01T00:00Z..2026-02-02T00:00Z');
  expect(readRange(text, NOW)).toEqual({
    from: Date.parse('2026-02-01T00:00Z'),
    to: Date.parse('2026-02-02T00:00:59.999Z'),
  });
  expect(writeRange({ from: 0 })).toBe('1970-01-01T00:00Z..');
  expect(readRange('..1970-01-01T00:00Z', NOW)).toEqual({ from: undefined, to: 59_999 });
});

test('what is no range is none', () => {
  for (const text of [undefined, '', '3w', '..', 'a..b', "2026-01-01..2026' or 1=1"]) {
    expect(readRange(text, NOW)).toBeUndefined();
  }
  expect(writeRange({})).toBeUndefined();
});

test('a range is clauses on the start', () => {
  expect(rangeClauses({ from: 5, to: 9 })).toEqual(['start_time >= 5', 'start_time <= 9']);
  expect(rangeClauses({})).toEqual([]);
});

test('boxes take local time and give it back', () => {
  const ms = new Date(2026, 6, 1, 9, 30).getTime();
  expect(localMinute(ms)).toBe('2026-07-01T09:30');
  expect(readLocalMinute(localMinute(ms))).toBe(ms);
  expect([localMinute(undefined), readLocalMinute('')]).toEqual(['', undefined]);
});
