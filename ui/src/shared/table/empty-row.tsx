import { memo } from 'react';
import styles from './data-table.module.css';
import type { PlacedColumn } from './use-columns';

interface EmptyRowProps {
  index: number;
  columns: PlacedColumn<never>[];
  selectable: boolean;
}

/** The place of a row that is being read. */
function DrawnEmptyRow({ index, columns, selectable }: EmptyRowProps) {
  return (
    <tr className={styles.row} aria-rowindex={index + 2} aria-busy="true">
      {selectable && <td className={`${styles.pinned} ${styles.check}`} style={{ left: 0 }} />}
      {columns.map(({ column, left, edge }) => (
        <td
          key={column.id}
          className={[styles.pending, column.pinned && styles.pinned, edge && styles.edge].filter(Boolean).join(' ')}
          style={column.pinned ? { left } : undefined}
        />
      ))}
      <td className={styles.filler} />
    </tr>
  );
}

export const EmptyRow = memo(DrawnEmptyRow);
