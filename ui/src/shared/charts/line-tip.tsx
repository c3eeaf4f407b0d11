import { formatNumber } from '@/shared/format/number';
import { formatInstant } from '@/shared/format/time';
import styles from './line-chart.module.css';
import { formatSeconds, type XAxis } from './line-options';
import type { align, Series } from './series';

export interface Pointed {
  index: number;
  left: number;
  /** The value at the pointer's height. */
  y: number;
}

interface LineTipProps {
  pointed: Pointed;
  data: ReturnType<typeof align>;
  series: Series[];
  xAxis: XAxis;
  width: number;
}

const MOST_ROWS = 8;
const AXIS_WIDTH = 52;

function xText(x: number, xAxis: XAxis): string {
  if (xAxis === 'time') return formatInstant(x * 1_000);
  return xAxis === 'relative' ? formatSeconds(x) : `step ${x}`;
}

/** The values under the cross-hair, the nearest first. */
export function LineTip({ pointed, data, series, xAxis, width }: LineTipProps) {
  const [xs, ...columns] = data;
  const x = xs[pointed.index];
  const values = series
    .map((each, index) => ({ each, value: columns[index]?.[pointed.index] }))
    .filter((entry): entry is { each: Series; value: number } => typeof entry.value === 'number')
    .sort((a, b) => Math.abs(a.value - pointed.y) - Math.abs(b.value - pointed.y));
  if (x === undefined || values.length === 0) return null;
  const onRight = pointed.left < width / 2;
  const side = onRight ? { left: pointed.left + AXIS_WIDTH + 14 } : { right: width - pointed.left - AXIS_WIDTH + 14 };
  return (
    <div className={styles.tip} style={{ top: 8, ...side }}>
      <div className="dim">{xText(x, xAxis)}</div>
      <table>
        <tbody>
          {values.slice(0, MOST_ROWS).map(({ each, value }, index) => (
            <tr key={each.id} data-near={index === 0 && values.length > 1}>
              <td>
                <span className={styles.swatch} style={{ background: each.color }} />
                {each.label}
              </td>
              <td>{formatNumber(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {values.length > MOST_ROWS && <div className="dim">and {values.length - MOST_ROWS} more</div>}
    </div>
  );
}
