import { expect, it } from 'vitest';
import { filterOf, runFilter } from './run-filter';

it.each([
  ['', ''],
  ['  forest ', "run_name ILIKE '%forest%'"],
  ["ana's run", `run_name ILIKE "%ana's run%"`],
  ['metrics.rmse < 120', 'metrics.rmse < 120'],
  ["run_name LIKE 'a%'", "run_name LIKE 'a%'"],
  ['params.lr IS NULL', 'params.lr IS NULL'],
  ['params.lr between 0 and 1', 'params.lr between 0 and 1'],
  ["run_name rlike 'a'", "run_name rlike 'a'"],
])('reads %j as %j', (typed, filter) => expect(filterOf(typed)).toBe(filter));

it('adds the state, and keeps alternatives together', () => {
  expect(runFilter('', 'FAILED').text).toBe("status = 'FAILED'");
  expect(runFilter('metrics.a > 1', 'FAILED')).toEqual({ text: "metrics.a > 1 and status = 'FAILED'", shift: 0 });
  expect(runFilter('metrics.a > 1 or metrics.b > 1', 'FAILED')).toEqual({
    text: "(metrics.a > 1 or metrics.b > 1) and status = 'FAILED'",
    shift: 1,
  });
});

it('adds the range of time', () => {
  expect(runFilter('', undefined, { from: 5 }).text).toBe('start_time >= 5');
  expect(runFilter('a = 1 or b = 2', 'FAILED', { from: 5, to: 9 })).toEqual({
    text: "(a = 1 or b = 2) and status = 'FAILED' and start_time >= 5 and start_time <= 9",
    shift: 1,
  });
});
