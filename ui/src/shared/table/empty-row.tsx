import { memo } from 'react';
import type { DrawnColumns } from './column-window';
import styles from './data-table.module.css';

interface EmptyRowProps {
  index: number;
  columns: DrawnColumns<never>;
  selectable: boolean;
}

/** The place of a row that is being read. */
function DrawnEmptyRow({ index, columns, selectable }: EmptyRowProps) {
  return (
    <tr className={styles.row} aria-rowindex={index + 2} aria-busy="true">
      {selectable && <td className={`${styles.pinned} ${styles.check}`} style={{ left: 0 }} />}
      {columns.map((each, place) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: what is passed over has no other name
        if (typeof each === 'number') return <td key={place} colSpan={each} className={styles.filler} />;
        const { column, left, edge } = each;
        return (
          <td
            key={column.id}
            className={[styles.pending, column.pinned && styles.pinned, edge && styles.edge].filter(Boolean).join(' ')}
            style={column.pinned ? { left } : undefined}
          />
        );
      })}
      <td className={styles.filler} />
    </tr>
  );
}

export const EmptyRow = memo(DrawnEmptyRow);
