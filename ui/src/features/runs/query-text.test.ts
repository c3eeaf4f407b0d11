import { expect, it } from 'vitest';
import { completed, expectedAt, faultIn } from './query-text';

it.each([
  ['', 'key', ''],
  ['met', 'key', 'met'],
  ['metrics.`val/l', 'key', 'metrics.`val/l'],
  ['metrics.rmse ', 'operator', ''],
  ['metrics.rmse <', 'value', ''],
  ['params.lr = ', 'value', ''],
  ["params.lr = 'ad", 'value', "'ad"],
  ["params.lr = 'adam'", 'join', ''],
  ["params.lr = 'adam' ", 'join', ''],
  ["params.lr = 'adam' an", 'join', 'an'],
  ["params.lr = 'adam' and ", 'key', ''],
  ["params.lr IN ('a', ", 'value', ''],
  ["params.lr IN ('a') ", 'join', ''],
  ['params.lr NOT ', 'value', ''],
  ['params.lr IS NULL ', 'join', ''],
  ['not (', 'key', ''],
  ['metrics.a > 1 or (metrics.b < 2 and ', 'key', ''],
])('expects after %j a %s', (text, what, typed) => {
  expect(expectedAt(text, text.length)).toMatchObject({ what, typed });
});

it('knows whose operators and values it expects', () => {
  expect(expectedAt('params.`a b` = ', 15)).toMatchObject({ key: 'params.`a b`' });
  expect(expectedAt("metrics.a > 1 and tags.team LIKE 'n", 35)).toMatchObject({ key: 'tags.team', from: 33 });
});

it('looks only at what stands before the caret, and replaces what is typed there', () => {
  const text = "par = 'x'";
  const expected = expectedAt(text, 3);
  expect(completed(text, expected, 'params.lr')).toEqual({ text: "params.lr = 'x'", caret: 9 });
  expect(completed('', expectedAt('', 0), 'metrics.')).toEqual({ text: 'metrics.', caret: 8 });
});

it('finds the fault that the server names', () => {
  expect(faultIn("Invalid search expression 'metrics.rmse <' at column 15: x", 'metrics.rmse <', 0)).toBe(14);
  expect(faultIn('Invalid … at column 4: x', '  ab', 1)).toBe(4);
  expect(faultIn('No such thing', 'a', 0)).toBeUndefined();
});
