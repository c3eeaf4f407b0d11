import type { ChartRun } from '@/features/metrics/chart-run';
import { Dot } from '@/shared/ui/dot';
import styles from './explore.module.css';

export function RunName({ run }: { run: ChartRun }) {
  return (
    <span className={styles.run} title={run.label}>
      <Dot color={run.color} />
      <span>{run.label}</span>
    </span>
  );
}
