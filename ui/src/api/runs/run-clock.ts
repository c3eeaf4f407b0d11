import type { RunRow } from './run-row';

export const PAUSES_TAG = 'barograph.pauses_ms';

/** A time in which a resumed run did not run. */
export interface Pause {
  from: number;
  to: number;
}

function isPair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] <= value[1];
}

/** The pauses that a run's tag lists as `[[ended_ms, resumed_ms], …]`; none if it cannot be read. */
export function pausesOf({ tags }: Pick<RunRow, 'tags'>): Pause[] {
  try {
    const listed: unknown = JSON.parse(tags.get(PAUSES_TAG) ?? '[]');
    return Array.isArray(listed) && listed.every(isPair) ? listed.map(([from, to]) => ({ from, to })) : [];
  } catch {
    return [];
  }
}

/** How long a run has not run, in ms. */
export function pausedOf(row: Pick<RunRow, 'tags'>): number {
  return pausesOf(row).reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Since when nothing was heard of a run's processes, in ms; undefined while there is contact, or where there never was any. */
export function lostSince({ run, contact }: Pick<RunRow, 'run' | 'contact'>): number | undefined {
  return run.info.status === 'RUNNING' && contact?.state === 'LOST' ? (contact.last_ms ?? undefined) : undefined;
}

/** How long the run ran, in ms, without its pauses; until now while it runs, until the last sign of life once contact is lost. */
export function durationOf(row: RunRow, now: number = Date.now()): number | undefined {
  const { start_time: start, end_time: end, status } = row.run.info;
  if (!start) return undefined;
  const until = status === 'RUNNING' ? (lostSince(row) ?? now) : end;
  return until ? Math.max(0, until - start - pausedOf(row)) : undefined;
}
