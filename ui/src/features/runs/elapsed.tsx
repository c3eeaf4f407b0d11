import { durationOf, lostSince } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import { formatDuration } from '@/shared/format/time';
import { useNow } from '@/shared/ui/use-now';

const SECOND_MS = 1_000;

/** How long a run ran, or has been running: that goes on while one looks. */
export function Elapsed({ row }: { row: RunRow }) {
  const goesOn = row.run.info.status === 'RUNNING' && lostSince(row) === undefined;
  return goesOn ? <Ticking row={row} /> : formatDuration(durationOf(row) ?? Number.NaN);
}

function Ticking({ row }: { row: RunRow }) {
  const duration = durationOf(row, useNow(SECOND_MS)) ?? Number.NaN;
  return formatDuration(Math.floor(duration / SECOND_MS) * SECOND_MS);
}
