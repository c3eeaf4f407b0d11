import { expect, it } from 'vitest';
import { rangesIn, withoutRanges, withRange } from './filter-range';

it('writes a clause, changes it, and takes it away', () => {
  const lr = withRange("status = 'FINISHED'", 'params.lr', { low: 0.00123456, high: 0.1 });
  expect(lr).toBe("status = 'FINISHED' AND params.`lr` BETWEEN 0.001234 AND 0.1");
  const both = withRange(lr, 'params.opt', { names: ['adam', "o'k"] });
  expect(both).toBe(`${lr} AND params.\`opt\` IN ('adam', "o'k")`);
  const other = withRange(both, 'params.lr', { low: -2, high: 3.00001 });
  expect(other).toBe(
    `status = 'FINISHED' AND params.\`opt\` IN ('adam', "o'k") AND params.\`lr\` BETWEEN -2 AND 3.001`,
  );
  expect(withRange(withRange(other, 'params.lr', undefined), 'params.opt', undefined)).toBe("status = 'FINISHED'");
});

it('reads clauses, also those that were typed', () => {
  const found = rangesIn(
    "metrics.`val/loss` BETWEEN 1e-3 AND 2 AND params.lr between 0 and 1 and params.opt in ('a', 'b')",
  );
  expect(Object.fromEntries(found)).toEqual({
    'metrics.val/loss': { low: 0.001, high: 2 },
    'params.lr': { low: 0, high: 1 },
    'params.opt': { names: ['a', 'b'] },
  });
});

it('touches nothing inside parentheses, behind NOT, or beside OR', () => {
  const kept = '(params.lr BETWEEN 0 AND 1) AND NOT params.lr BETWEEN 2 AND 3';
  expect(rangesIn(kept).size).toBe(0);
  expect(withoutRanges(kept, new Set(['params.lr']))).toBe(kept);
  const either = "params.lr BETWEEN 0 AND 1 OR run_name = 'and'";
  expect(rangesIn(either).size).toBe(0);
  const narrowed = withRange(either, 'params.lr', { low: 1, high: 2 });
  expect(narrowed).toBe(`(${either}) AND params.\`lr\` BETWEEN 1 AND 2`);
  expect(withRange(narrowed, 'params.lr', undefined)).toBe(`(${either})`);
});

it('keeps every number that was inside', () => {
  for (const value of [0.1, 1.23456, -9.99999, 123456, -1e-7 / 3, 0]) {
    const [range] = rangesIn(withRange('', 'metrics.a', { low: value, high: value })).values();
    const { low, high } = range as { low: number; high: number };
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  }
});
