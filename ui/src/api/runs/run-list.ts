import type { RunRow } from './run-row';

/** Which runs a list holds, and in which order. */
export interface RunList {
  experimentId: string;
  filter: string;
  orderBy: readonly string[];
  deleted: boolean;
  /** Leave out runs that a tree shows below another. */
  rootsOnly?: boolean;
}

/** The part of a request that says which runs are meant. */
export function listBody({ experimentId, filter, deleted, rootsOnly }: RunList) {
  return {
    experiment_ids: [experimentId],
    filter: filter === '' ? undefined : filter,
    run_view_type: deleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
    roots_only: rootsOnly || undefined,
  };
}

/** Whether an open list should look again: something in it still runs. */
export function isLive(rows: readonly RunRow[]): boolean {
  return rows.some((row) => row.run.info.status === 'RUNNING');
}

export const LIVE_INTERVAL_MS = 5_000;
