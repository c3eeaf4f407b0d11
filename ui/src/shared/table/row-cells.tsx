import type { DrawnColumns } from './column-window';
import styles from './data-table.module.css';

/** The cells of a row that are drawn; those that are passed over share one. */
export function RowCells<Row>({ row, columns }: { row: Row; columns: DrawnColumns<Row> }) {
  return (
    <>
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
    </>
  );
}
