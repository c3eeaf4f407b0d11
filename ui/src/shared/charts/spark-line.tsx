import { memo } from 'react';
import { sparkPath } from './spark-path';

export const SPARK_WIDTH = 64;
const HEIGHT = 14;
const MARGIN = 2;

interface SparkLineProps {
  values: ArrayLike<number>;
  /** Where the values stand, ascending; at equal distances without. */
  at?: ArrayLike<number>;
  color?: string;
  /** What the line says, for those who do not see it; without it the line says nothing that is not written beside it. */
  label?: string;
  width?: number;
}

/** A series as a small line: its course, without axes. */
function DrawnSparkLine({ values, at, color = 'var(--accent)', label, width = SPARK_WIDTH }: SparkLineProps) {
  return (
    <svg
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined || undefined}
      width={width}
      height={HEIGHT + 2 * MARGIN}
      viewBox={`${-MARGIN} ${-MARGIN} ${width} ${HEIGHT + 2 * MARGIN}`}
      fill="none"
      stroke={color}
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={sparkPath(values, width - 2 * MARGIN, HEIGHT, at)} />
    </svg>
  );
}

export const SparkLine = memo(DrawnSparkLine);
