import { expect, it } from 'vitest';
import type { Frame } from './draw-lines';
import { pointed } from './pointed';

const frame: Frame = {
  box: { left: 0, top: 0, width: 100, height: 100 },
  x: [0, 10],
  y: [0, 10],
  logX: false,
  logY: false,
};
const line = (id: string, x: number[], y: number[]) => ({
  id,
  label: id,
  color: '#000',
  x: Float64Array.from(x),
  y: Float64Array.from(y),
});

it('names the line nearest to the pointer first, each with its point nearest along the axis', () => {
  const lines = [
    line('low', [0, 5, 10], [1, 1, 1]),
    line('high', [0, 4, 10], [9, 8, 9]),
    line('gap', [5], [Number.NaN]),
  ];
  const found = pointed(lines, frame, { left: 48, top: 25 }, false);
  expect(found.map(({ series, x, y }) => [series.id, x, y])).toEqual([
    ['high', 4, 8],
    ['low', 5, 1],
  ]);
});

it('looks in both directions where lines go back and forth', () => {
  const [found] = pointed([line('curve', [0, 10, 0], [0, 5, 10])], frame, { left: 5, top: 2 }, true);
  expect(found?.index).toBe(2);
});
