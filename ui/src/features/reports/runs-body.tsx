import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import { runColumn } from '@/features/runs/run-columns';
import styles from './blocks.module.css';

/** Runs with the columns that a block names, in the block's order. */
export function RunsBody({ columns: ids, rows }: { columns: readonly string[]; rows: RunRow[] }) {
  const columns = useMemo(() => ids.flatMap((id) => runColumn(id, rows) ?? []), [ids, rows]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <div className={styles.scroller} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            {columns.map(({ id, header, numeric }) => (
              <th key={id} scope="col" className={numeric ? 'number' : undefined} title={id}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link
                  to="/experiments/$experimentId/runs/$runId"
                  params={{ experimentId: row.run.info.experiment_id, runId: row.id }}
                >
                  {row.name}
                </Link>
              </td>
              {columns.map((column) => (
                <td key={column.id} className={column.numeric ? 'number' : undefined} title={column.title?.(row)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
