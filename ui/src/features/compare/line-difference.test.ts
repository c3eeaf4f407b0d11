import { expect, it } from 'vitest';
import { lineDifference } from './line-difference';

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

function shown(left: string, right: string) {
  return lineDifference(left, right, 1)?.map((row) =>
    row.kind === 'gap' ? `… ${row.lines}` : `${{ same: ' ', left: '-', right: '+' }[row.kind]}${row.text}`,
  );
}

it('shows what differs with its neighbours', () => {
  const left = numbered(9);
  const right = left.toSpliced(4, 1, 'other', 'more');
  expect(shown(`${left.join('\n')}\n`, right.join('\n'))).toEqual([
    '… 3',
    ' line 4',
    '-line 5',
    '+other',
    '+more',
    ' line 6',
    '… 3',
  ]);
});

it('numbers lines of both sides', () => {
  expect(lineDifference('a\nb\n', 'b\nc\n')).toEqual([
    { kind: 'left', left: 1, right: undefined, text: 'a' },
    { kind: 'same', left: 2, right: 1, text: 'b' },
    { kind: 'right', left: undefined, right: 2, text: 'c' },
  ]);
});

it.each([
  ['', '', []],
  ['a', 'a\n', ['… 1']],
  ['a\r\nb', 'a\nb', ['… 2']],
  ['', 'a', ['+a']],
  ['\n', '', ['-']],
])('of %j and %j is %j', (left, right, expected) => expect(shown(left, right)).toEqual(expected));
