import { memo } from 'react';

const BAR = 4;
const HEIGHT = 16;

interface SparkBarsProps {
  counts: readonly number[];
  label: string;
}

/** Counts one after the other as small bars; none at all is a thin line. */
function DrawnSparkBars({ counts, label }: SparkBarsProps) {
  const most = Math.max(1, ...counts);
  return (
    <svg role="img" aria-label={label} width={counts.length * BAR} height={HEIGHT}>
      <title>{label}</title>
      <path d={`M0 ${HEIGHT - 0.5}H${counts.length * BAR}`} stroke="var(--line)" />
      {counts.map((count, place) => {
        if (count === 0) return null;
        // So that one run beside a thousand can still be seen.
        const height = Math.max(2, Math.round((count / most) * HEIGHT));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: bars are their places
          <rect key={place} x={place * BAR} y={HEIGHT - height} width={BAR - 1} height={height} fill="var(--accent)" />
        );
      })}
    </svg>
  );
}

export const SparkBars = memo(DrawnSparkBars);
