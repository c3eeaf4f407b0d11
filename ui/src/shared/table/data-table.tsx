import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Column, Sort } from './column';
import styles from './data-table.module.css';
import { TableHead } from './table-head';
import { TableRow } from './table-row';
import { CHECK_WIDTH, useColumns } from './use-columns';
import { useTableKeys } from './use-table-keys';

export const ROW_HEIGHT = 28;
const OVERSCAN = 12;
const NEAR_END = 40;

export interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
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
    rows,
    rowId,
    rowLabel,
    sort,
    onSort,
    selected = NONE,
    onSelect,
    onOpen,
    onNearEnd,
    footer,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(-1);
  const anchor = useRef(-1);
  const placed = useColumns(columns, onSelect !== undefined);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);

  const nearEnd = (last?.index ?? -1) >= rows.length - NEAR_END;
  useEffect(() => {
    if (nearEnd) onNearEnd?.();
  }, [nearEnd, onNearEnd]);

  const latest = useRef({ rows, rowId, selected, onSelect });
  latest.current = { rows, rowId, selected, onSelect };
  const toggle = useCallback((index: number, range: boolean) => {
    const { rows, rowId, selected, onSelect } = latest.current;
    const from = range && anchor.current >= 0 ? anchor.current : index;
    const next = new Set(selected);
    const row = rows[index];
    const add = row !== undefined && !selected.has(rowId(row));
    for (const each of rows.slice(Math.min(from, index), Math.max(from, index) + 1)) {
      if (add) next.add(rowId(each));
      else next.delete(rowId(each));
    }
    anchor.current = index;
    onSelect?.(next);
  }, []);

  useTableKeys({
    move: (by) => {
      const next = Math.min(rows.length - 1, Math.max(0, current + by));
      setCurrent(next);
      virtual.scrollToIndex(next);
    },
    toggle: () => current >= 0 && onSelect && toggle(current, false),
    open: () => {
      const row = rows[current];
      if (row !== undefined) onOpen?.(row);
    },
  });

  const chosen = rows.filter((row) => selected.has(rowId(row))).length;
  const all = rows.length > 0 && chosen === rows.length;
  const width = placed.reduce((sum, column) => sum + column.width, onSelect ? CHECK_WIDTH : 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <div ref={scroller} className={styles.scroller} data-auto-height={props.autoHeight || undefined} tabIndex={0}>
      <table
        className={styles.table}
        style={{ width, minWidth: '100%' }}
        aria-label={label}
        aria-rowcount={rows.length + 1}
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
          selection={
            onSelect && { all, some: chosen > 0, toggle: () => onSelect(all ? new Set() : new Set(rows.map(rowId))) }
          }
        />
        <Spacer height={first?.start ?? 0} />
        <tbody>
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const id = rowId(row);
            return (
              <TableRow
                key={id}
                row={row}
                index={index}
                columns={placed}
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
