import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import { formatNumber } from '@/shared/format/number';
import { Icon } from '@/shared/ui/icon';
import { type Axis, valueText } from './axes';
import styles from './charts.module.css';

interface MarkedRunProps {
  rows: readonly RunRow[];
  axes: readonly Axis[];
  marked: number | undefined;
  onMark: (index: number) => void;
}

/** The run that stands out, as a link, and the ways to the next one along the last axis, so that a chart can be read by keyboard. */
export function MarkedRun({ rows, axes, marked, onMark }: MarkedRunProps) {
  const along = axes.at(-1);
  const order = useMemo(() => {
    const known = [...rows.keys()].filter((index) => along?.values[index] !== undefined);
    return known.sort((a, b) => (along?.values[a] ?? 0) - (along?.values[b] ?? 0));
  }, [rows, along]);
  if (order.length === 0) return null;
  const place = marked === undefined ? -1 : order.indexOf(marked);
  const step = (by: number) => {
    const next = order[place < 0 && by < 0 ? order.length - 1 : (place + by + order.length) % order.length];
    if (next !== undefined) onMark(next);
  };
  const row = marked === undefined ? undefined : rows[marked];
  const told = along && marked !== undefined ? `${along.title} ${valueText(along, marked, formatNumber)}` : '';
  return (
    <div className={styles.marked}>
      {row && (
        <>
          <Link
            to="/experiments/$experimentId/runs/$runId"
            params={{ experimentId: row.run.info.experiment_id, runId: row.id }}
            title={`Open ${row.name}`}
          >
            {row.name}
          </Link>
          <span className="dim" role="status">
            &nbsp;{told}
          </span>
        </>
      )}
      <ActionIcon variant="subtle" color="gray" size="xs" aria-label="Mark the run before" onClick={() => step(-1)}>
        <Icon name="left" size={12} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size="xs" aria-label="Mark the run behind" onClick={() => step(1)}>
        <Icon name="right" size={12} />
      </ActionIcon>
    </div>
  );
}
