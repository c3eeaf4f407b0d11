import { useMemo } from 'react';
import { colorsOf } from '@/shared/charts/palette';
import type { ChartRun } from './chart-run';
import { groupOf } from './grouping';
import styles from './metric-charts.module.css';

const MOST = 40;

interface Entry {
  id: string;
  label: string;
  color: string;
}

/** Groups by name, with the colours that their lines have. */
function groupEntries(runs: readonly ChartRun[], column: string): Entry[] {
  const names = [...new Set(runs.map((run) => groupOf(run, column)))];
  const colors = colorsOf(names);
  names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return names.map((name) => ({ id: name, label: name, color: colors.get(name) ?? 'currentColor' }));
}

/** Which colour is which run or group, once for all charts. Of a single run there is nothing to tell. */
export function ChartsLegend({ runs, group }: { runs: ChartRun[]; group: string | undefined }) {
  const entries = useMemo((): Entry[] => (group ? groupEntries(runs, group) : runs), [runs, group]);
  if (entries.length < 2) return null;
  return (
    <ul className={styles.legend} aria-label={group ? 'Groups' : 'Runs'}>
      {entries.slice(0, MOST).map(({ id, label, color }) => (
        <li key={id} title={label}>
          <span style={{ background: color }} />
          <span className="clip">{label}</span>
        </li>
      ))}
      {entries.length > MOST && <li className="dim">and {entries.length - MOST} more</li>}
    </ul>
  );
}
