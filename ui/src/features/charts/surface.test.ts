import { expect, it } from 'vitest';
import { levelLine, type Spot, surfaceOf } from './surface';

const CORNERS: Spot[] = [0, 0.25, 0.5, 0.75, 1].flatMap((across) =>
  [0, 0.25, 0.5, 0.75, 1].map((up) => ({ across, up, value: across })),
);

it('rises where the values rise, and stays between them', () => {
  const { size, values } = surfaceOf(CORNERS, 21);
  const row = [...values.slice(10 * size, 11 * size)];
  expect(row).toEqual([...row].sort((a, b) => a - b));
  expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
  expect(row[10]).toBeCloseTo(0.5);
});

it('says nothing far from every run', () => {
  const { size, values } = surfaceOf([{ across: 0, up: 0, value: 3 }], 11);
  expect(values[0]).toBe(3);
  expect(values[size * size - 1]).toBeNaN();
});

it('draws the line of a level', () => {
  const line = levelLine(surfaceOf(CORNERS, 21), 0.47);
  expect(line).toHaveLength(20);
  for (const [fromX, , toX] of line) {
    expect(fromX).toBeCloseTo(0.47, 1);
    expect(toX).toBeCloseTo(0.47, 1);
  }
  expect(levelLine(surfaceOf(CORNERS, 21), 7)).toEqual([]);
});

it('goes around a single peak, without an open end', () => {
  const size = 5;
  const values = new Float64Array(size * size);
  values[12] = 1;
  const ends = levelLine({ size, values }, 0.5).flatMap(([a, b, c, d]) => [`${a},${b}`, `${c},${d}`]);
  expect(ends).toHaveLength(8);
  expect(new Set(ends).size).toBe(4);
});
