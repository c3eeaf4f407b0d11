/** An opened row of a list: where it stands, and the list of the rows below it. */
export interface Opened {
  index: number;
  list: string;
  count: number;
}

/** Neighbouring rows of one list in a tree that is drawn as a list: `length` rows from place `start` on, the first `from` in its own list. */
export interface Segment {
  list: string;
  start: number;
  from: number;
  length: number;
  depth: number;
}

/** The tree below a list, row by row. `openedIn` gives the opened rows of a list, in any order; a list opens nowhere twice. */
export function segmentsOf(root: string, count: number, openedIn: (list: string) => readonly Opened[]): Segment[] {
  const segments: Segment[] = [];
  const drawn = new Set<string>();
  let start = 0;
  function add(list: string, from: number, length: number, depth: number) {
    if (length > 0) segments.push({ list, start, from, length, depth });
    start += length;
  }
  function walk(list: string, size: number, depth: number) {
    drawn.add(list);
    let from = 0;
    for (const opened of [...openedIn(list)].sort((a, b) => a.index - b.index)) {
      if (drawn.has(opened.list) || opened.index >= size) continue;
      add(list, from, opened.index + 1 - from, depth);
      from = opened.index + 1;
      walk(opened.list, opened.count, depth + 1);
    }
    add(list, from, size - from, depth);
  }
  walk(root, count, 0);
  return segments;
}

/** The segment that a place falls into. */
export function segmentAt(segments: readonly Segment[], place: number): Segment | undefined {
  let [low, high] = [0, segments.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle];
    if (segment === undefined) return undefined;
    if (place < segment.start) high = middle - 1;
    else if (place >= segment.start + segment.length) low = middle + 1;
    else return segment;
  }
  return undefined;
}

export interface WindowPlace {
  list: string;
  window: number;
}

/** The windows of `size` rows that hold the places from `first` to `last`. */
export function windowsBetween(segments: readonly Segment[], first: number, last: number, size: number): WindowPlace[] {
  const found = new Map<string, WindowPlace>();
  for (const { list, start, from, length } of segments) {
    const [low, high] = [Math.max(first, start), Math.min(last, start + length - 1)];
    if (low > high) continue;
    for (let window = Math.floor((from + low - start) / size); window * size <= from + high - start; window += 1)
      found.set(`${window} ${list}`, { list, window });
  }
  return [...found.values()];
}
