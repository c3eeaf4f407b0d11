import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RunRow } from '@/api/runs/run-row';
import { Dot } from '@/shared/ui/dot';
import { Icon } from '@/shared/ui/icon';
import styles from './compare-table.module.css';

interface RunHeadProps {
  row: RunRow;
  color: string | undefined;
  onRemove: () => void;
}

/** The head of a run's column: its colour, its name, and the way to leave it out. */
export function RunHead({ row, color, onRemove }: RunHeadProps) {
  return (
    <span className={styles.run}>
      <Dot color={color} />
      <Link
        to="/experiments/$experimentId/runs/$runId"
        params={{ experimentId: row.run.info.experiment_id, runId: row.id }}
        title={row.name}
      >
        {row.name}
      </Link>
      <ActionIcon variant="transparent" color="gray" size="xs" onClick={onRemove} aria-label={`Leave out ${row.name}`}>
        <Icon name="close" size={10} />
      </ActionIcon>
    </span>
  );
}
