import { expect, it } from 'vitest';
import { type Opened, segmentAt, segmentsOf, windowsBetween } from './run-tree';

function tree(opened: Record<string, Opened[]>, count: number) {
  return segmentsOf('', count, (list) => opened[list] ?? []);
}

it('is one segment while nothing is open', () => {
  expect(tree({}, 5)).toEqual([{ list: '', start: 0, from: 0, length: 5, depth: 0 }]);
  expect(tree({}, 0)).toEqual([]);
});

it('puts the rows of opened ones below them, at any depth', () => {
  const segments = tree({ '': [{ index: 1, list: 'b', count: 3 }], b: [{ index: 0, list: 'c', count: 1 }] }, 4);
  expect(segments).toEqual([
    { list: '', start: 0, from: 0, length: 2, depth: 0 },
    { list: 'b', start: 2, from: 0, length: 1, depth: 1 },
    { list: 'c', start: 3, from: 0, length: 1, depth: 2 },
    { list: 'b', start: 4, from: 1, length: 2, depth: 1 },
    { list: '', start: 6, from: 2, length: 2, depth: 0 },
  ]);
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((place) => segmentAt(segments, place)?.list)).toEqual([
    '',
    '',
    'b',
    'c',
    'b',
    'b',
    '',
    '',
    undefined,
  ]);
});

it('ends where runs are parents of each other', () => {
  const opened = {
    '': [{ index: 0, list: 'a', count: 1 }],
    a: [{ index: 0, list: 'b', count: 1 }],
    b: [{ index: 0, list: 'a', count: 1 }],
  };
  expect(tree(opened, 1).map((segment) => segment.list)).toEqual(['', 'a', 'b']);
});

it('names the windows that hold a range', () => {
  const segments = tree({ '': [{ index: 9, list: 'x', count: 250 }] }, 300);
  expect(windowsBetween(segments, 0, 30, 100)).toEqual([
    { list: '', window: 0 },
    { list: 'x', window: 0 },
  ]);
  expect(windowsBetween(segments, 105, 112, 100)).toEqual([
    { list: 'x', window: 0 },
    { list: 'x', window: 1 },
  ]);
  expect(windowsBetween(segments, 258, 400, 100)).toEqual([
    { list: 'x', window: 2 },
    { list: '', window: 0 },
    { list: '', window: 1 },
  ]);
});
