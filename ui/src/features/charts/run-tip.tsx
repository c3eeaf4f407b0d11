import type { RunRow } from '@/api/runs/run-row';
import type { PointedItem } from '@/shared/charts/e-chart-events';
import { formatNumber } from '@/shared/format/number';
import { type Axis, valueText } from './axes';
import styles from './charts.module.css';

const MOST = 14;
const APART = 14;

/** A run under the pointer, with its values along the axes. */
export function RunTip({ row, axes, item }: { row: RunRow; axes: readonly Axis[]; item: PointedItem }) {
  const told = axes.filter((axis, index) => axes.findIndex(({ id }) => id === axis.id) === index);
  // Far to the right or below it would leave the card: there it opens to the other side.
  const across = item.left > 260 ? `calc(-100% - ${2 * APART}px)` : '0';
  const down = item.top > 120 ? `calc(-100% - ${2 * APART}px)` : '0';
  const transform = `translate(${across}, ${down})`;
  return (
    <div className={styles.tip} style={{ left: item.left + APART, top: item.top + APART, transform }}>
      <strong>{row.name}</strong>
      {told.slice(0, MOST).map((axis) => (
        <div key={axis.id}>
          <span className="dim">{axis.title}</span>
          <span>{valueText(axis, item.index, formatNumber)}</span>
        </div>
      ))}
    </div>
  );
}
