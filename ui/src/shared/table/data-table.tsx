import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Column, Sort } from './column';
import { useDrawnColumns } from './column-window';
import styles from './data-table.module.css';
import { EmptyRow } from './empty-row';
import { PassedRow } from './passed-row';
import { type RowSource, sourceOf } from './row-source';
import { TableHead } from './table-head';
import { TableRow } from './table-row';
import { TopRow } from './top-row';
import { CHECK_WIDTH, type ColumnWidths, useColumns } from './use-columns';
import { type SelectingAll, useRowSelection } from './use-row-selection';
import { useRowTurns } from './use-row-turns';
import { useTableKeys } from './use-table-keys';

export const ROW_HEIGHT = 28;
const OVERSCAN = 6;
const NEAR_END = 40;
const HEAD_ROOM = 50;
/** What stands above and below a table that fills the page. */
const AROUND = 156;
const RESTS_MS = 60;

export interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  /** All rows, or where to get them from. */
  rows: Row[] | RowSource<Row>;
  rowId: (row: Row) => string;
  rowLabel: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort | undefined) => void;
  /** Ids of the selected rows; without `onSelect` rows cannot be selected. */
  selected?: ReadonlySet<string>;
  onSelect?: (ids: Set<string>) => void;
  /** What the box in the head does, instead of selecting the rows that were read: select all there are. */
  all?: SelectingAll;
  /** Rows that stay in sight below the headings, whatever is scrolled to. */
  topRows?: readonly Row[];
  /** Widths of columns that the page keeps. */
  widths?: ColumnWidths;
  onWidths?: (widths: ColumnWidths) => void;
  onOpen?: (row: Row) => void;
  /** Called while the last rows are near: time to load more. */
  onNearEnd?: () => void;
  /** Called with the places of the first and the last row that are drawn. */
  onRange?: (first: number, last: number) => void;
  /** Called when a heading is dropped before another column, or behind the last one. */
  onMove?: (id: string, before: string | undefined) => void;
  /** Keys of the page that act on the current row, in small letters. */
  rowKeys?: Record<string, (row: Row) => unknown>;
  /** Whether the rows are of a former question and wait for those of the present one. */
  stale?: boolean;
  /** Whenever this changes the first row comes into sight. */
  top?: string;
  footer?: ReactNode;
  /** Grow with the rows instead of filling the page. */
  autoHeight?: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/** Rows of any number: only those in sight are in the document. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    label,
    columns,
    rowId,
    rowLabel,
    sort,
    onSort,
    selected = NONE,
    onSelect,
    onOpen,
    onNearEnd,
    onRange,
    footer,
  } = props;
  const { rows: given } = props;
  const rows = useMemo(() => (Array.isArray(given) ? sourceOf(given) : given), [given]);
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(-1);
  const { widths, onWidths, topRows = [] } = props;
  const placed = useColumns({ columns, selectable: onSelect !== undefined, widths, onWidths });
  // Before there is an area to measure, as high as the page: its rows are drawn at once, and those too many fall away.
  const [initialRect] = useState(() => ({ width: 0, height: window.innerHeight - AROUND }));
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    initialRect,
    isScrollingResetDelay: RESTS_MS,
    // The headings stand above the last row when a row is scrolled to.
    scrollPaddingEnd: HEAD_ROOM + ROW_HEIGHT * topRows.length,
  });
  const drawn = useDrawnColumns(scroller, placed);
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);

  const nearEnd = (last?.index ?? -1) >= rows.count - NEAR_END;
  useEffect(() => {
    if (nearEnd) onNearEnd?.();
  }, [nearEnd, onNearEnd]);
  const [from, to] = [first?.index ?? 0, last?.index ?? 0];
  useEffect(() => onRange?.(from, to), [from, to, onRange]);

  const turns = useRowTurns({ first: from, count: items.length - 2 * OVERSCAN, scrolls: virtual.isScrolling });

  const { top } = props;
  const above = useRef(top);
  useEffect(() => {
    if (above.current !== top) scroller.current?.scrollTo({ top: 0 });
    above.current = top;
  }, [top]);

  const { toggle, toggleOne, head } = useRowSelection({ rows, rowId, selected, onSelect, all: props.all });

  useTableKeys({
    move: (by) => {
      const next = Math.min(rows.count - 1, Math.max(0, current + by));
      setCurrent(next);
      virtual.scrollToIndex(next);
    },
    toggle: (range) => current >= 0 && onSelect && toggle(current, range),
    open: () => {
      const row = rows.at(current);
      if (row !== undefined) onOpen?.(row);
    },
    other: (key) => {
      const [row, act] = [rows.at(current), props.rowKeys?.[key.toLowerCase()]];
      if (row !== undefined) act?.(row);
      return row !== undefined && act !== undefined;
    },
  });

  const width = placed.reduce((sum, column) => sum + column.width, onSelect ? CHECK_WIDTH : 0);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      data-auto-height={props.autoHeight || undefined}
      data-stale={props.stale || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
    >
      <table
        className={styles.table}
        style={{ width, minWidth: '100%' }}
        aria-label={label}
        aria-rowcount={rows.count + 1}
        aria-busy={props.stale || undefined}
      >
        <colgroup>
          {onSelect && <col style={{ width: CHECK_WIDTH }} />}
          {placed.map(({ column, width }) => (
            <col key={column.id} style={{ width }} />
          ))}
          <col />
        </colgroup>
        <TableHead columns={placed} sort={sort} onSort={onSort} onMove={props.onMove} selection={head}>
          {topRows.map((row) => (
            <TopRow
              key={rowId(row)}
              row={row}
              id={rowId(row)}
              columns={drawn}
              label={rowLabel(row)}
              selected={selected.has(rowId(row))}
              onToggle={onSelect && toggleOne}
            />
          ))}
        </TableHead>
        <Spacer height={first?.start ?? 0} />
        <tbody>
          {items.map(({ index }, place) => {
            const row = rows.at(index);
            const id = row && rowId(row);
            if (row !== undefined && id !== undefined && turns.take(id))
              return (
                <TableRow
                  key={id}
                  row={row}
                  index={index}
                  columns={drawn}
                  label={rowLabel(row)}
                  selected={selected.has(id)}
                  current={index === current}
                  onToggle={onSelect && toggle}
                  onPoint={setCurrent}
                />
              );
            // While it is scrolled past, a row that has not been read is a line, unless it was more before.
            if (virtual.isScrolling ? turns.keep(index) : turns.take(index))
              return <EmptyRow key={index} index={index} columns={drawn} selectable={onSelect !== undefined} />;
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are all alike, so those of the last picture stay for the next rows
            return <PassedRow key={`place ${place}`} />;
          })}
        </tbody>
        <Spacer height={last ? virtual.getTotalSize() - last.end : 0} />
      </table>
      {footer && <div className={styles.foot}>{footer}</div>}
    </div>
  );
}

function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tbody aria-hidden="true">
      <tr>
        <td className={styles.spacer} style={{ height }} />
      </tr>
    </tbody>
  ) : null;
}
