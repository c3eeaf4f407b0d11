/** A tree: it asks for one column and one bound, or says a value. */
type Tree = { value: number } | { column: number; bound: number; below: Tree; above: Tree };

type Random = () => number;

const TREES = 60;
const DEPTH = 10;
const LEAF = 3;

/** Numbers from 0 to 1, the same in each browser for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How much a split of some rows lessens the sum of squares around their means: the part that differs between splits. */
function gainOf(rows: readonly number[], column: Float64Array, bound: number, target: Float64Array): number {
  let [below, sumBelow, sumAbove] = [0, 0, 0];
  for (const row of rows) {
    const value = target[row] ?? 0;
    if ((column[row] ?? 0) <= bound) {
      below += 1;
      sumBelow += value;
    } else sumAbove += value;
  }
  const above = rows.length - below;
  if (below < LEAF || above < LEAF) return Number.NEGATIVE_INFINITY;
  return (sumBelow * sumBelow) / below + (sumAbove * sumAbove) / above;
}

/** A bound drawn between the least and greatest value that some rows have in a column; nothing if they have one. */
function drawnBound(rows: readonly number[], column: Float64Array, random: Random): number | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const value = column[row] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low < high ? low + random() * (high - low) : undefined;
}

function grown(
  columns: readonly Float64Array[],
  target: Float64Array,
  rows: readonly number[],
  depth: number,
  random: Random,
): Tree {
  let best: { column: number; bound: number; gain: number } | undefined;
  if (depth < DEPTH && rows.length >= 2 * LEAF) {
    for (const [place, column] of columns.entries()) {
      const bound = drawnBound(rows, column, random);
      if (bound === undefined) continue;
      const gain = gainOf(rows, column, bound, target);
      if (gain > (best?.gain ?? Number.NEGATIVE_INFINITY)) best = { column: place, bound, gain };
    }
  }
  if (best === undefined) return { value: rows.reduce((sum, row) => sum + (target[row] ?? 0), 0) / rows.length };
  const { column, bound } = best;
  const isBelow = (row: number) => (columns[column]?.[row] ?? 0) <= bound;
  const [below, above] = [rows.filter(isBelow), rows.filter((row) => !isBelow(row))];
  return {
    column,
    bound,
    below: grown(columns, target, below, depth + 1, random),
    above: grown(columns, target, above, depth + 1, random),
  };
}

/** What a tree says of a row, whose value in one column may be taken from another row. */
function said(tree: Tree, columns: readonly Float64Array[], row: number, changed: number, other: number): number {
  let at = tree;
  while ('column' in at) {
    const value = columns[at.column]?.[at.column === changed ? other : row] ?? 0;
    at = value <= at.bound ? at.below : at.above;
  }
  return at.value;
}

function shuffled(rows: readonly number[], random: Random): number[] {
  const mixed = [...rows];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const place = Math.floor(random() * (last + 1));
    [mixed[last], mixed[place]] = [mixed[place] ?? 0, mixed[last] ?? 0];
  }
  return mixed;
}

export interface Explained {
  /** By column: how much worse rows are foretold that the trees have not seen when the column is shuffled; 0 or more. */
  losses: number[];
  /** Which part of the target's spread the forest foretells of rows it has not seen; 0 or less if it cannot. */
  share: number;
}

/**
 * Importance of columns for a target by permutation (Breiman, 2001) in a forest of extremely randomised trees (Geurts, Ernst and Wehenkel,
 * 2006), each grown on a sample drawn with replacement and asked about the rows that the sample lacks. The same data give the same answer.
 */
export function explained(columns: readonly Float64Array[], target: Float64Array): Explained {
  const random = randomFrom(1);
  const count = target.length;
  const losses = columns.map(() => 0);
  const sums = new Float64Array(count);
  const asked = new Float64Array(count);
  for (let tree = 0; tree < TREES; tree += 1) {
    const sample = Array.from({ length: count }, () => Math.floor(random() * count));
    const drawn = new Set(sample);
    const rest = [...target.keys()].filter((row) => !drawn.has(row));
    if (rest.length === 0) continue;
    const made = grown(columns, target, sample, 0, random);
    const errorOf = (changed: number, others: readonly number[]) =>
      rest.reduce((sum, row, index) => {
        return sum + (said(made, columns, row, changed, others[index] ?? row) - (target[row] ?? 0)) ** 2;
      }, 0) / rest.length;
    for (const row of rest) {
      sums[row] = (sums[row] ?? 0) + said(made, columns, row, -1, row);
      asked[row] = (asked[row] ?? 0) + 1;
    }
    const before = errorOf(-1, rest);
    for (const place of columns.keys()) {
      losses[place] = (losses[place] ?? 0) + (errorOf(place, shuffled(rest, random)) - before) / TREES;
    }
  }
  return { losses: losses.map((loss) => Math.max(0, loss)), share: shareExplained(target, sums, asked) };
}

function shareExplained(target: Float64Array, sums: Float64Array, asked: Float64Array): number {
  const rows = [...target.keys()].filter((row) => (asked[row] ?? 0) > 0);
  const mean = rows.reduce((sum, row) => sum + (target[row] ?? 0), 0) / rows.length;
  let [left, all] = [0, 0];
  for (const row of rows) {
    left += ((sums[row] ?? 0) / (asked[row] ?? 1) - (target[row] ?? 0)) ** 2;
    all += ((target[row] ?? 0) - mean) ** 2;
  }
  return all > 0 ? 1 - left / all : 0;
}
