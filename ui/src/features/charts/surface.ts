/** A metric over two axes, in a square whose sides are 0 to 1. */
export interface Spot {
  across: number;
  up: number;
  value: number;
}

/** Values at evenly spaced places, row by row from below; NaN where no run is near. */
export interface Surface {
  size: number;
  values: Float64Array;
}

/** A share of the square in one direction, within which most of a kernel lies; by Scott's rule for two dimensions. */
export function bandwidth(count: number): number {
  return 0.29 * Math.max(1, count) ** (-1 / 6);
}

/** Beyond this many bandwidths from every run nothing is said. */
const FARTHEST = 2;

/**
 * A smooth surface through scattered values: at each place their mean, weighted by a Gaussian kernel of the distance
 * (Nadaraya and Watson, 1964). It follows noise less than a surface through every value would.
 */
export function surfaceOf(spots: readonly Spot[], size: number): Surface {
  const width = bandwidth(spots.length);
  const values = new Float64Array(size * size).fill(Number.NaN);
  const least = Math.exp(-(FARTHEST ** 2) / 2);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let [sum, weights, nearest] = [0, 0, 0];
      for (const spot of spots) {
        const across = (column / (size - 1) - spot.across) / width;
        const up = (row / (size - 1) - spot.up) / width;
        const weight = Math.exp(-(across * across + up * up) / 2);
        sum += weight * spot.value;
        weights += weight;
        if (weight > nearest) nearest = weight;
      }
      if (nearest >= least) values[row * size + column] = sum / weights;
    }
  }
  return { size, values };
}

export type Segment = readonly [fromX: number, fromY: number, toX: number, toY: number];

/** Which pairs of a cell's sides a line crosses, by which of its corners lie above (1: lower left, 2: lower right, 4: upper right, 8: upper left). */
const CROSSED: readonly (readonly [number, number][])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 2],
    [0, 1],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [3, 0],
    [1, 2],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];

/** The line on which a surface has a level, as pieces in the square (marching squares). */
export function levelLine({ size, values }: Surface, level: number): Segment[] {
  const found: Segment[] = [];
  const at = (column: number, row: number) => values[row * size + column] ?? Number.NaN;
  const cross = (from: number, to: number) => (level - from) / (to - from);
  for (let row = 0; row + 1 < size; row += 1) {
    for (let column = 0; column + 1 < size; column += 1) {
      const [a, b, c, d] = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
      if (!Number.isFinite(a + b + c + d)) continue;
      const above = Number(a > level) + 2 * Number(b > level) + 4 * Number(c > level) + 8 * Number(d > level);
      const sides: readonly [number, number][] = [
        [column + cross(a, b), row],
        [column + 1, row + cross(b, c)],
        [column + cross(d, c), row + 1],
        [column, row + cross(a, d)],
      ];
      for (const [from, to] of CROSSED[above] ?? []) {
        const [start = [0, 0], end = [0, 0]] = [sides[from], sides[to]];
        const last = size - 1;
        found.push([start[0] / last, start[1] / last, end[0] / last, end[1] / last]);
      }
    }
  }
  return found;
}
