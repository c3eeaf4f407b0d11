import { memo, type ReactNode } from 'react';
import type { DrawnColumns } from './column-window';
import styles from './data-table.module.css';
import { RowCells } from './row-cells';

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
      <RowCells row={row} columns={columns} />
    </tr>
  );
}

/** One row; drawn again only when something of it changed. */
export const TableRow = memo(DrawnRow) as typeof DrawnRow;
