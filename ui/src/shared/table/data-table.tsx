import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Column, Sort } from './column';
import { useDrawnColumns } from './column-window';
import styles from './data-table.module.css';
import { EmptyRow } from './empty-row';
import { type RowSource, rowsBetween, sourceOf } from './row-source';
import { TableHead } from './table-head';
import { TableRow } from './table-row';
import { CHECK_WIDTH, useColumns } from './use-columns';
import { useTableKeys } from './use-table-keys';

export const ROW_HEIGHT = 28;
const OVERSCAN = 6;
const NEAR_END = 40;

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
  const anchor = useRef(-1);
  const placed = useColumns(columns, onSelect !== undefined);
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
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

  const { top } = props;
  const above = useRef(top);
  useEffect(() => {
    if (above.current !== top) scroller.current?.scrollTo({ top: 0 });
    above.current = top;
  }, [top]);

  const latest = useRef({ rows, rowId, selected, onSelect });
  latest.current = { rows, rowId, selected, onSelect };
  const toggle = useCallback((index: number, range: boolean) => {
    const { rows, rowId, selected, onSelect } = latest.current;
    const from = range && anchor.current >= 0 ? anchor.current : index;
    const next = new Set(selected);
    const row = rows.at(index);
    const add = row !== undefined && !selected.has(rowId(row));
    for (const each of rowsBetween(rows, from, index)) {
      if (add) next.add(rowId(each));
      else next.delete(rowId(each));
    }
    anchor.current = index;
    onSelect?.(next);
  }, []);

  useTableKeys({
    move: (by) => {
      const next = Math.min(rows.count - 1, Math.max(0, current + by));
      setCurrent(next);
      virtual.scrollToIndex(next);
    },
    toggle: () => current >= 0 && onSelect && toggle(current, false),
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

  const loaded = onSelect ? rows.loaded() : [];
  const chosen = selected.size === 0 ? 0 : loaded.filter((row) => selected.has(rowId(row))).length;
  const all = chosen > 0 && chosen === loaded.length;
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
        <TableHead
          columns={placed}
          sort={sort}
          onSort={onSort}
          onMove={props.onMove}
          selection={
            onSelect && { all, some: chosen > 0, toggle: () => onSelect(all ? new Set() : new Set(loaded.map(rowId))) }
          }
        />
        <Spacer height={first?.start ?? 0} />
        <tbody>
          {items.map(({ index }) => {
            const row = rows.at(index);
            if (row === undefined)
              return <EmptyRow key={index} index={index} columns={drawn} selectable={onSelect !== undefined} />;
            const id = rowId(row);
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
