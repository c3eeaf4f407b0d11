import { useCountRuns } from '@/api/runs/count-runs';
import type { RunList } from '@/api/runs/run-list';
import { plural } from '@/shared/format/number';
import { availableIds } from './run-columns';
import styles from './runs-status.module.css';
import type { KnownKeys } from './use-run-keys';

interface RunsStatusProps {
  list: RunList;
  keys: KnownKeys;
  /** Rows of the table. */
  count: number;
  nested: boolean;
  /** Columns that are shown, and those that were chosen but tell no runs apart. */
  shown: number;
  left: number;
  /** Whether some rows could not be read. */
  failed: boolean;
}

/** What the table shows of what there is: always in sight below it. */
export function RunsStatus({ list, keys, count, nested, shown, left, failed }: RunsStatusProps) {
  const filtered = list.filter !== '';
  const whole = useCountRuns({ ...list, filter: '', rootsOnly: false }, false, filtered);
  const columns = `${availableIds(keys.names).length}${keys.more ? '+' : ''}`;
  return (
    <div className={styles.status} role="status">
      <span>{nested ? `${plural(count, 'row')}, nested runs below their parents` : plural(count, 'run')}</span>
      {filtered && whole.data !== undefined && <span>of {whole.data.toLocaleString('en')} match</span>}
      {failed && <span className={styles.failed}>Some could not be loaded.</span>}
      <span className={styles.columns}>
        {shown} of {columns} columns
        {left > 0 && <> · {left} left out, as they tell no runs apart</>}
      </span>
    </div>
  );
}
