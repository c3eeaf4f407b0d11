import { expect, it } from 'vitest';
import { csvOf } from './csv';

it('quotes what needs it, and disarms what spreadsheets would run', () => {
  const rows = [
    ['key', 'value'],
    ['a,b', 'say "x"'],
    ['=1+1', -1.5e-7],
    ['-x', undefined],
  ];
  expect(csvOf(rows)).toBe('key,value\r\n"a,b","say ""x"""\r\n\'=1+1,-1.5e-7\r\n\'-x,\r\n');
});
