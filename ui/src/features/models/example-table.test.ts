import { expect, it } from 'vitest';
import { exampleTable, indented } from './example-table';

it('reads what was split into columns and data', () => {
  expect(exampleTable('{"columns": ["wind", "at"], "data": [[4.5, "a"], [null, [1]]]}')).toEqual({
    columns: ['wind', 'at'],
    rows: [
      ['4.5', 'a'],
      ['null', '[1]'],
    ],
  });
});

it.each(['', '[]', 'null', '{"inputs": [1]}', '{"columns": ["a"], "data": [1]}', '{"columns": ['])(
  '%j is no table',
  (text) => expect(exampleTable(text)).toBeUndefined(),
);

it('indents JSON and leaves other texts alone', () => {
  expect(indented('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(indented('{"a":')).toBe('{"a":');
});
