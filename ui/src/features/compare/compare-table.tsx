import { Switch } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import type { ChartRun } from '@/features/metrics/chart-run';
import { Drawing, type Drawn, Line } from './compare-line';
import { compareLines } from './compare-lines';
import styles from './compare-table.module.css';
import { RunHead } from './run-head';

interface CompareTableProps {
  rows: RunRow[];
  runs: ChartRun[];
  /** Names of the experiments by id, where the runs are of several. */
  experiments: ReadonlyMap<string, string>;
  onlyDifferences: boolean;
  onOnlyDifferences: (only: boolean) => void;
  onRemove: (id: string) => void;
}

const NAME_WIDTH = 240;
/** Widths of a run's column: up to so many runs, so many pixels. */
const RUN_WIDTHS = [
  [4, 240],
  [8, 180],
  [Number.POSITIVE_INFINITY, 150],
] as const;
const LINE_HEIGHT = 28;
const OVERSCAN = { columns: 3, lines: 8 };

/** A column for each run, a line for each thing known of them. Only what is in sight is in the document. */
export function CompareTable({
  rows,
  runs,
  experiments,
  onlyDifferences,
  onOnlyDifferences,
  onRemove,
}: CompareTableProps) {
  const lines = useMemo(
    () => compareLines(rows, onlyDifferences, experiments.size > 0),
    [rows, onlyDifferences, experiments],
  );
  const width = RUN_WIDTHS.find(([most]) => rows.length <= most)?.[1] ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const getScrollElement = () => scroller.current;
  const columns = useVirtualizer({
    horizontal: true,
    count: rows.length,
    getScrollElement,
    estimateSize: () => width,
    overscan: OVERSCAN.columns,
  });
  const inView = columns.getVirtualItems();
  const first = inView[0]?.index ?? 0;
  const end = (inView.at(-1)?.index ?? -1) + 1;
  const drawn: Drawn = { rows: rows.slice(first, end), before: first, after: rows.length - end };
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN.lines,
  });
  const items = virtual.getVirtualItems();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <div ref={scroller} className={styles.scroller} tabIndex={0}>
      <table
        className={styles.table}
        aria-label="Comparison"
        aria-colcount={rows.length + 1}
        aria-rowcount={lines.length + 1}
        style={{ width: NAME_WIDTH + rows.length * width }}
      >
        <colgroup>
          <col style={{ width: NAME_WIDTH }} />
          <col span={rows.length} style={{ width }} />
        </colgroup>
        <thead>
          <tr>
            <td>
              <Switch
                label="Only differences"
                checked={onlyDifferences}
                onChange={(event) => onOnlyDifferences(event.currentTarget.checked)}
              />
            </td>
            <Drawing
              drawn={drawn}
              cell={(row, index) => (
                <th key={row.id} scope="col" aria-colindex={index + 2}>
                  <RunHead row={row} color={runs[index]?.color} onRemove={() => onRemove(row.id)} />
                </th>
              )}
            />
          </tr>
        </thead>
        <Room height={items[0]?.start ?? 0} />
        <tbody>
          {items.map(({ index, key }) => {
            const line = lines[index];
            return (
              line && <Line key={key} line={line} index={index} rows={rows} drawn={drawn} experiments={experiments} />
            );
          })}
        </tbody>
        <Room height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
      </table>
    </div>
  );
}

/** The height of lines that are not drawn. */
function Room({ height }: { height: number }) {
  return height > 0 ? (
    <tbody aria-hidden="true">
      <tr>
        <td className={styles.room} style={{ height }} />
      </tr>
    </tbody>
  ) : null;
}
