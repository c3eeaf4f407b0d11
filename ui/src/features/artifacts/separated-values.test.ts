import { expect, it } from 'vitest';
import { fileKind } from './file-kind';
import { parseSeparated } from './separated-values';

it('reads quotes, separators and line breaks inside fields', () => {
  expect(parseSeparated('a,b\r\n"1,5","say ""hi""\nthere"\n', ',', 10)).toEqual([
    ['a', 'b'],
    ['1,5', 'say "hi"\nthere'],
  ]);
});

it('keeps empty fields, drops empty lines, stops at the limit', () => {
  expect(parseSeparated('a,,c\n\n,\n', ',', 10)).toEqual([
    ['a', '', 'c'],
    ['', ''],
  ]);
  expect(parseSeparated('1\n2\n3', ',', 2)).toEqual([['1'], ['2']]);
  expect(parseSeparated('', ',', 2)).toEqual([]);
});

it('knows files by their names', () => {
  expect(['a/b.PNG', 'MLmodel', 'x.csv', 'model.pkl', 'noextension'].map(fileKind)).toEqual([
    'image',
    'text',
    'table',
    'other',
    'other',
  ]);
});
