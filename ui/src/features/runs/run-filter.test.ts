import { expect, it } from 'vitest';
import { filterOf, runFilter } from './run-filter';

it.each([
  ['', ''],
  ['  forest ', "run_name ILIKE '%forest%'"],
  ["ana's run", `run_name ILIKE "%ana's run%"`],
  ['metrics.rmse < 120', 'metrics.rmse < 120'],
  ["run_name LIKE 'a%'", "run_name LIKE 'a%'"],
  ['params.lr IS NULL', 'params.lr IS NULL'],
])('reads %j as %j', (typed, filter) => expect(filterOf(typed)).toBe(filter));

it('adds the state, and keeps alternatives together', () => {
  expect(runFilter('', 'FAILED')).toBe("status = 'FAILED'");
  expect(runFilter('metrics.a > 1', 'FAILED')).toBe("status = 'FAILED' and metrics.a > 1");
  expect(runFilter('metrics.a > 1 or metrics.b > 1', 'FAILED')).toBe(
    "status = 'FAILED' and (metrics.a > 1 or metrics.b > 1)",
  );
});
