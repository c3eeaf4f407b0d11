import type { ReactNode } from 'react';
import { Icon } from '@/shared/ui/icon';
import { type Column, groupSpans, nextSort, type Sort } from './column';
import { ColumnGrip } from './column-grip';
import styles from './data-table.module.css';
import { useColumnDrop } from './use-column-drop';
import type { PlacedColumn } from './use-columns';

interface TableHeadProps<Row> {
  columns: PlacedColumn<Row>[];
  sort?: Sort;
  onSort?: (sort: Sort | undefined) => void;
  onMove?: (id: string, before: string | undefined) => void;
  selection?: { all: boolean; some: boolean; label: string; toggle: () => void };
  /** Rows that stay below the headings. */
  children?: ReactNode;
}

function ariaSort(sort: Sort | undefined, id: string): 'ascending' | 'descending' | undefined {
  return sort?.id === id ? (sort.descending ? 'descending' : 'ascending') : undefined;
}

/** The sticky headings of a table: groups, names that sort, edges that resize. */
export function TableHead<Row>({ columns, sort, onSort, onMove, selection, children }: TableHeadProps<Row>) {
  const drop = useColumnDrop(onMove);
  const spans = groupSpans(columns.map(({ column }) => column.group));
  const grouped = spans.some((span) => span.title !== '');
  return (
    <thead>
      {grouped && (
        <tr className={styles.groups}>
          {selection && <td className={styles.pinned} style={{ left: 0 }} />}
          {spans.map((span) => (
            <th key={span.start} colSpan={span.columns}>
              {span.title}
            </th>
          ))}
          <td />
        </tr>
      )}
      <tr>
        {selection && (
          <th className={`${styles.pinned} ${styles.check}`} style={{ left: 0 }}>
            <input
              type="checkbox"
              aria-label={selection.label}
              title={selection.label}
              checked={selection.all}
              ref={(box) => {
                if (box) box.indeterminate = selection.some && !selection.all;
              }}
              onChange={selection.toggle}
            />
          </th>
        )}
        {columns.map((placed) => {
          const { column, left, edge } = placed;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={ariaSort(sort, column.id)}
              className={[column.pinned && styles.pinned, edge && styles.edge].filter(Boolean).join(' ')}
              style={column.pinned ? { left } : undefined}
              title={column.header}
              aria-label={column.header || undefined}
              {...drop(column)}
            >
              <Heading column={column} sort={sort} onSort={onSort} />
              <ColumnGrip placed={placed} />
            </th>
          );
        })}
        <td className={styles.rest} />
      </tr>
      {children}
    </thead>
  );
}

function Heading<Row>({
  column,
  sort,
  onSort,
}: { column: Column<Row> } & Pick<TableHeadProps<Row>, 'sort' | 'onSort'>) {
  const className = column.numeric ? `${styles.head} ${styles.numeric}` : styles.head;
  if (!column.sortable || onSort === undefined) {
    return (
      <div className={className}>
        <span>{column.header}</span>
      </div>
    );
  }
  const order = ariaSort(sort, column.id);
  return (
    <button type="button" className={className} onClick={() => onSort(nextSort(sort, column.id))}>
      <span>{column.header}</span>
      {order && <Icon name={order === 'ascending' ? 'up' : 'down'} size={11} />}
    </button>
  );
}
