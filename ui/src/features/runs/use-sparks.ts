import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { type SparkLines, useSparkLines } from '@/api/metrics/use-spark-lines';
import { readColumnId } from '@/api/runs/column-id';
import type { RunRow } from '@/api/runs/run-row';
import type { RowSource } from '@/shared/table/row-source';

const ROWS_A_BLOCK = 60;
const PAUSE_MS = 150;

/** Ids of the rows around a range, in blocks that stay the same while it moves a little; rows that are being read are left out. */
export function blocksOf(source: RowSource<RunRow>, first: number, last: number): string[][] {
  const blocks: string[][] = [];
  const end = Math.min(last, source.count - 1);
  for (let block = Math.floor(first / ROWS_A_BLOCK); block * ROWS_A_BLOCK <= end; block += 1) {
    const ids = new Set<string>();
    for (let place = 0; place < ROWS_A_BLOCK; place += 1) {
      const row = source.at(block * ROWS_A_BLOCK + place);
      if (row) ids.add(row.id);
    }
    if (ids.size > 0) blocks.push([...ids]);
  }
  return blocks;
}

interface SparksAsked {
  source: RowSource<RunRow>;
  range: { first: number; last: number };
  /** Rows beside the source that are always in sight. */
  onTop: readonly RunRow[];
  /** Ids of the columns that show lines. */
  columns: readonly string[];
  live: boolean;
}

/** The lines of the rows in sight, asked for once the table rests. */
export function useSparks({ source, range, onTop, columns, live }: SparksAsked): SparkLines {
  const keys = useMemo(() => {
    const names = columns.map(readColumnId);
    return [...new Set(names.flatMap((name) => (name.kind === 'metrics' ? [name.key] : [])))].sort();
  }, [columns]);
  const [{ first, last }] = useDebouncedValue(range, PAUSE_MS);
  const some = keys.length > 0;
  const blocks = useMemo(() => {
    if (!some) return [];
    const above = onTop.map((row) => row.id);
    return [...(above.length > 0 ? [above] : []), ...blocksOf(source, first, last)];
  }, [some, onTop, source, first, last]);
  return useSparkLines(blocks, keys, live);
}
