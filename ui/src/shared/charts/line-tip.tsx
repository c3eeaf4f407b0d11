import { formatNumber } from '@/shared/format/number';
import { formatInstant } from '@/shared/format/time';
import styles from './line-chart.module.css';
import { formatSeconds, tick, type XAxis } from './line-options';
import type { Pointed } from './pointed';

interface LineTipProps {
  found: Pointed[];
  xAxis: XAxis;
  xName?: string;
  /** Where the pointer is, in px from the chart's left edge. */
  left: number;
  width: number;
  /** Whether screen readers are told of the values. */
  told?: boolean;
}

const MOST_ROWS = 8;
const APART = 14;
const LEAST_WIDTH = 220;

function xText(x: number, xAxis: XAxis, name: string | undefined): string {
  if (xAxis === 'time') return formatInstant(x * 1_000);
  if (xAxis === 'relative') return formatSeconds(x);
  return xAxis === 'metric' ? `${name} ${formatNumber(x)}` : `step ${formatNumber(Math.round(x))}`;
}

function valueText({ series, index, y }: Pointed): string {
  if (!series.band) return formatNumber(y);
  const { low, high } = series.band;
  const spread = ((high[index] ?? Number.NaN) - (low[index] ?? Number.NaN)) / 2;
  return `${formatNumber(y)} ± ${tick(Number(spread.toPrecision(2)))}`;
}

/** The values under the cross-hair, the nearest first. */
export function LineTip({ found, xAxis, xName, left, width, told }: LineTipProps) {
  const [near] = found;
  if (!near) return null;
  const side = left < width / 2 ? { left: left + APART } : { right: width - left + APART };
  const maxWidth = Math.max(LEAST_WIDTH, Math.max(left, width - left) - APART);
  return (
    <div className={styles.tip} style={{ top: 8, maxWidth, ...side }} role={told ? 'status' : undefined}>
      <div className="dim">{xText(near.x, xAxis, xName)}</div>
      <table>
        <tbody>
          {found.slice(0, MOST_ROWS).map((each, index) => (
            <tr key={each.series.id} data-near={index === 0 && found.length > 1}>
              <td>
                <span className={styles.swatch} style={{ background: each.series.color }} />
                {each.series.label}
              </td>
              <td>{valueText(each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length > MOST_ROWS && <div className="dim">and {found.length - MOST_ROWS} more</div>}
    </div>
  );
}
