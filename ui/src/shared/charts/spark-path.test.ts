import { expect, test } from 'vitest';
import { sparkPath } from './spark-path';

test('a line fills its box', () => {
  expect(sparkPath([0, 1, 0.5], 20, 10)).toBe('M0 10L10 0L20 5');
});

test('values stand where they are said to', () => {
  expect(sparkPath([0, 1, 0.5], 20, 10, [5, 6, 15])).toBe('M0 10L2 0L20 5');
  expect(sparkPath([0, 1], 20, 10, [5, 5])).toBe('M0 10L0 0');
});

test('what is no number leaves a gap, and one value between gaps is a dot', () => {
  expect(sparkPath([1, Number.NaN, 2, Number.NaN, 3, 3], 50, 10)).toBe('M0 10h0M20 5h0M40 0L50 0');
});

test('equal values lie in the middle', () => {
  expect(sparkPath([7, 7], 10, 10)).toBe('M0 5L10 5');
  expect(sparkPath([7], 10, 10)).toBe('M0 5h0');
});

test('nothing is drawn of nothing', () => {
  expect(sparkPath([], 10, 10)).toBe('');
  expect(sparkPath([Number.NaN, Number.POSITIVE_INFINITY], 10, 10)).toBe('');
});
