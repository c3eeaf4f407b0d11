import { memo, type ReactNode } from 'react';
import type { DrawnColumns } from './column-window';
import styles from './data-table.module.css';

interface TableRowProps<Row> {
  row: Row;
  index: number;
  columns: DrawnColumns<Row>;
  label: string;
  selected?: boolean;
  current: boolean;
  onToggle?: (index: number, range: boolean) => void;
  onPoint: (index: number) => void;
}

function DrawnRow<Row>({
  row,
  index,
  columns,
  label,
  selected,
  current,
  onToggle,
  onPoint,
}: TableRowProps<Row>): ReactNode {
  return (
    <tr
      className={styles.row}
      aria-rowindex={index + 2}
      aria-selected={onToggle ? selected : undefined}
      data-current={current || undefined}
      onClick={() => onPoint(index)}
    >
      {onToggle && (
        <td className={`${styles.pinned} ${styles.check}`} style={{ left: 0 }}>
          <input
            type="checkbox"
            aria-label={`Select ${label}`}
            checked={selected}
            onChange={(event) => onToggle(index, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
          />
        </td>
      )}
      {columns.map((each, place) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: what is passed over has no other name
        if (typeof each === 'number') return <td key={place} colSpan={each} className={styles.filler} />;
        const { column, left, edge } = each;
        return (
          <td
            key={column.id}
            className={
              [column.numeric && styles.numeric, column.pinned && styles.pinned, edge && styles.edge]
                .filter(Boolean)
                .join(' ') || undefined
            }
            style={column.pinned ? { left } : undefined}
            title={column.title?.(row)}
          >
            {column.cell(row)}
          </td>
        );
      })}
      <td className={styles.filler} />
    </tr>
  );
}

/** One row; drawn again only when something of it changed. */
export const TableRow = memo(DrawnRow) as typeof DrawnRow;
