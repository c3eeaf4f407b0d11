import { expect, it } from 'vitest';
import { remarkOn, unite } from './file-union';

it('lays folders over each other', () => {
  const united = unite([
    [
      { path: 'b.txt', is_dir: false, file_size: 1 },
      { path: 'plots', is_dir: true },
    ],
    [
      { path: 'b.txt', is_dir: false, file_size: 2 },
      { path: 'a.txt', is_dir: false, file_size: 3 },
    ],
    undefined,
  ]);
  expect(united.map(({ path, sizes }) => [path, ...sizes])).toEqual([
    ['plots', 0, undefined, undefined],
    ['a.txt', undefined, 3, undefined],
    ['b.txt', 1, 2, undefined],
  ]);
  expect(united.map(remarkOn)).toEqual(['1 of 3', '1 of 3', '2 of 3']);
});

it('tells of other sizes', () => {
  const sizes = (...all: number[]) => remarkOn({ path: 'a', isFolder: false, sizes: all });
  expect([sizes(1, 2), sizes(1, 1)]).toEqual(['differs', '']);
});
