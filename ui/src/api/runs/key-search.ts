export const KEY_KINDS = ['metrics', 'params', 'tags'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** The tag that names the run above one. */
export const PARENT_TAG = 'mlflow.parentRunId';

export interface KeySearch {
  experimentId: string;
  deleted: boolean;
  text: string;
  limit: number;
}

const MOST_COLUMN_KEYS = 200;

/** Finds the keys from which a page chooses its columns. */
export function columnSearch(experimentId: string, deleted: boolean): KeySearch {
  return { experimentId, deleted, text: '', limit: MOST_COLUMN_KEYS };
}

/** Finds out whether runs have parents. */
export function parentSearch(experimentId: string, deleted: boolean): KeySearch {
  return { experimentId, deleted, text: PARENT_TAG, limit: 1 };
}

/** What the server is asked for the keys of one kind. */
export function keysBody(kind: KeyKind, { experimentId, deleted, text, limit }: KeySearch) {
  return {
    experiment_ids: [experimentId],
    run_view_type: deleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
    kind,
    text,
    max_results: limit,
  };
}
