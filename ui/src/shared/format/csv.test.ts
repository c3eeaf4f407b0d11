import { expect, it } from 'vitest';
import { csvField, csvLines } from './csv';

it.each([
  ['plain', 'plain'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['say "x"\n', '"say ""x""\n"'],
  ['=1+1', "'=1+1"],
  ['-0.5', '-0.5'],
  ['-rm', "'-rm"],
  ['+1e-3', '+1e-3'],
])('writes %j as %j', (text, field) => expect(csvField(text)).toBe(field));

it('ends every line', () =>
  expect(
    csvLines([
      ['a', 'b'],
      ['1', '2,3'],
    ]),
  ).toBe('a,b\r\n1,"2,3"\r\n'));
