import { formatNumber } from '@/shared/format/number';
import styles from './bar-list.module.css';

export interface Bar {
  id: string;
  label: string;
  color: string;
  value: number;
}

/** One bar a name, from zero; a value that is not finite has no bar. */
export function BarList({ label, bars }: { label: string; bars: Bar[] }) {
  const finite = bars.map((bar) => bar.value).filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const range = Math.max(0, ...finite) - low || 1;
  const percent = (value: number) => `${(100 * value) / range}%`;
  return (
    <div
      className={styles.bars}
      role="img"
      aria-label={`${label}: ${bars.map((b) => `${b.label} ${formatNumber(b.value)}`).join(', ')}`}
    >
      {bars.map(({ id, label, color, value }) => (
        <div key={id} style={{ display: 'contents' }}>
          <span className={styles.name} title={label}>
            {label}
          </span>
          <span className={styles.track}>
            {Number.isFinite(value) && (
              <span
                className={styles.bar}
                style={{ background: color, left: percent(Math.min(0, value) - low), width: percent(Math.abs(value)) }}
              />
            )}
          </span>
          <span className={styles.value}>{formatNumber(value)}</span>
        </div>
      ))}
    </div>
  );
}
