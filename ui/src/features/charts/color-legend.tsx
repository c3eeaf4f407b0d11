import { useComputedColorScheme } from '@mantine/core';
import { gradientOf } from '@/shared/charts/color-scale';
import { formatNumber } from '@/shared/format/number';
import styles from './charts.module.css';
import type { Coloring } from './coloring';

const MOST = 12;

/** What the colours of a chart say. */
export function ColorLegend({ legend }: { legend: Coloring['legend'] }) {
  const scheme = useComputedColorScheme();
  if (legend === undefined) return null;
  if (legend.kind === 'scale') {
    const { title, range, log } = legend;
    return (
      <div className={styles.legend} role="img" aria-label={`Colours: ${title} from ${range.join(' to ')}`}>
        <span className="clip">
          {title}
          {log && ' (log)'}
        </span>
        <span>{formatNumber(range[0])}</span>
        <span className={styles.scale} style={{ backgroundImage: gradientOf(scheme) }} />
        <span>{formatNumber(range[1])}</span>
      </div>
    );
  }
  const { title, entries } = legend;
  return (
    <ul className={styles.legend} aria-label={`Colours by ${title}`}>
      {entries.slice(0, MOST).map(({ label, color }) => (
        <li key={label} title={`${title} = ${label}`}>
          <span className={styles.swatch} style={{ background: color }} />
          <span className="clip">{label || '(empty)'}</span>
        </li>
      ))}
      {entries.length > MOST && <li className="dim">and {entries.length - MOST} more</li>}
    </ul>
  );
}
