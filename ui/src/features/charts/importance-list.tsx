import { useMemo } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import { BarList } from '@/shared/charts/bar-list';
import { PALETTE } from '@/shared/charts/palette';
import { importances } from './importance';

const MOST = 20;
const [SAME, , , AGAINST] = PALETTE;

/** Parameters by how strongly they go together with a metric. */
export function ImportanceList({ rows, metric }: { rows: RunRow[]; metric: string }) {
  const found = useMemo(() => importances(rows, metric), [rows, metric]);
  if (found.length === 0) return <p className="dim">Too few runs, or no parameter that differs among them.</p>;
  const bars = found.slice(0, MOST).map(({ key, value }) => ({
    id: key,
    label: key,
    color: value < 0 ? AGAINST : SAME,
    value,
  }));
  return (
    <>
      <p className="dim">
        Rank correlation with {metric}, −1 to 1; for parameters that are not numbers the correlation ratio, 0 to 1. What
        goes together need not be a cause.
      </p>
      <BarList label={`Importance for ${metric}`} bars={bars} />
    </>
  );
}
