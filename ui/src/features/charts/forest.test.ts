import { expect, it } from 'vitest';
import { explained, randomFrom } from './forest';

const ROWS = 200;

function columnsOf(count: number): Float64Array[] {
  const random = randomFrom(7);
  return Array.from({ length: count }, () => Float64Array.from({ length: ROWS }, () => random()));
}

it('finds what a target is made of, with its weight, and gives noise next to nothing', () => {
  const columns = columnsOf(4);
  const [a, b] = columns as [Float64Array, Float64Array];
  const target = a.map((value, row) => 3 * value + (b[row] ?? 0) ** 2);
  const { losses, share } = explained(columns, target);
  const [first = 0, second = 0, third = 1, fourth = 1] = losses;
  expect(first).toBeGreaterThan(4 * second);
  expect(second).toBeGreaterThan(2 * Math.max(third, fourth));
  expect(share).toBeGreaterThan(0.8);
});

it('sees what no correlation does: two columns that matter together', () => {
  const columns = columnsOf(3);
  const [a, b] = columns as [Float64Array, Float64Array];
  const target = a.map((value, row) => (value > 0.5 === (b[row] ?? 0) > 0.5 ? 1 : 0));
  const { losses } = explained(columns, target);
  expect(Math.min(losses[0] ?? 0, losses[1] ?? 0)).toBeGreaterThan(5 * (losses[2] ?? 1));
});

it('admits when nothing explains a target, and says the same twice', () => {
  const columns = columnsOf(4);
  const target = columns.pop() as Float64Array;
  const found = explained(columns, target);
  expect(found.share).toBeLessThan(0.2);
  expect(explained(columns, target)).toEqual(found);
  expect(explained(columns, new Float64Array(ROWS)).share).toBe(0);
});
