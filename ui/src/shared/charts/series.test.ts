import { expect, it } from 'vitest';
import { align, lonePoints, smooth } from './series';

const line = (id: string, x: number[], y: number[]) => ({ id, label: id, color: '#000', x, y });

it('puts series of different steps on one axis', () => {
  const [x, a, b] = align([line('a', [0, 2], [1, 3]), line('b', [1, 2], [5, 6])]);
  expect(x).toEqual([0, 1, 2]);
  expect(Array.from(a ?? [])).toEqual([1, undefined, 3]);
  expect(Array.from(b ?? [])).toEqual([undefined, 5, 6]);
});

it('makes a gap of NaN and of the infinities', () => {
  const [, a] = align([line('a', [0, 1, 2], [1, Number.NaN, Number.POSITIVE_INFINITY])]);
  expect(a).toEqual([1, null, null]);
});

it('finds values that no line would show', () => {
  expect(lonePoints([1, null, 2, undefined, 3, null, undefined, 4])).toEqual([0, 7]);
  expect(lonePoints([undefined, 1, undefined])).toEqual([1]);
});

it('smooths without pulling the beginning to zero', () => {
  expect(smooth([5, 5, 5], 0.9).map((value) => value.toFixed(6))).toEqual(['5.000000', '5.000000', '5.000000']);
  expect(smooth([1, Number.NaN, 3], 0.5)[1]).toBeNaN();
  expect(smooth([1, 9], 0)).toEqual([1, 9]);
});
