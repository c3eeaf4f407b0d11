import { memo, type ReactNode } from 'react';
import type { DrawnColumns } from './column-window';
import styles from './data-table.module.css';
import { RowCells } from './row-cells';

interface TopRowProps<Row> {
  row: Row;
  id: string;
  columns: DrawnColumns<Row>;
  label: string;
  selected: boolean;
  onToggle?: (id: string) => void;
}

/** A row that stays below the headings. It stands among the others as well. */
function DrawnTopRow<Row>({ row, id, columns, label, selected, onToggle }: TopRowProps<Row>): ReactNode {
  return (
    <tr className={`${styles.row} ${styles.top}`} aria-selected={onToggle ? selected : undefined}>
      {onToggle && (
        <td className={`${styles.pinned} ${styles.check}`} style={{ left: 0 }}>
          <input
            type="checkbox"
            aria-label={`Select ${label}, on top`}
            checked={selected}
            onChange={() => onToggle(id)}
          />
        </td>
      )}
      <RowCells row={row} columns={columns} />
    </tr>
  );
}

export const TopRow = memo(DrawnTopRow) as typeof DrawnTopRow;
