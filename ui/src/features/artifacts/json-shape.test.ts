import { expect, it } from 'vitest';
import { isPlotly, isTableHead, parseJson } from './json-shape';

it('knows tables by their beginnings', () => {
  const heads = ['{"columns": ["a"], "data": [[1]]}', ' [ {"a"', '[[1', '{"a": 1}', '[1, 2]', '"text"', ''];
  expect(heads.map(isTableHead)).toEqual([true, true, true, false, false, false, false]);
});

it('knows figures of Plotly', () => {
  expect(isPlotly({ data: [{ type: 'bar' }], layout: {} })).toBe(true);
  expect([{ data: [], layout: {} }, { data: [1], layout: {} }, { data: [{}] }, null, 1].map(isPlotly)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

it('reads the numbers that only Python writes, outside of texts', () => {
  expect(parseJson('{"a": NaN, "b": [-Infinity, 1], "c": "is NaN \\" NaN"}')).toEqual({
    a: 'NaN',
    b: ['-Infinity', 1],
    c: 'is NaN " NaN',
  });
  expect(() => parseJson('{not json')).toThrow();
});
