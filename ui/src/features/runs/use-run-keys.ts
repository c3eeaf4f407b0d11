import { useMemo } from 'react';
import { PARENT_TAG } from '@/api/runs/child-counts';
import { columnSearch, KEY_KINDS, parentSearch, useAllRunKeys, useRunKeys } from '@/api/runs/run-keys';
import { readColumnId } from './column-id';
import type { RunKeyNames } from './run-columns';
import type { RunsView } from './use-runs-view';

const collator = new Intl.Collator('en', { numeric: true });

export interface KnownKeys {
  isPending: boolean;
  names: RunKeyNames;
  /** Whether some keys were left out, so that only a search tells whether a key is there. */
  more: boolean;
  /** Whether runs have parents among them. */
  nested: boolean;
  /** Whether a column tells runs apart; so does one that nothing is known of. */
  varies: (id: string) => boolean;
}

/** What the runs of an experiment were logged under. */
export function useKnownKeys({ experimentId, deleted }: RunsView): KnownKeys {
  const found = useAllRunKeys(columnSearch(experimentId, deleted));
  const parents = useRunKeys('tags', parentSearch(experimentId, deleted));
  const [metrics, params, tags] = found.map((query) => query.data);
  const isPending = found.some((query) => query.isPending) || parents.isPending;
  const nested = parents.data?.keys.some(({ name }) => name === PARENT_TAG) ?? false;
  return useMemo(() => {
    const answers = [metrics, params, tags];
    const names = Object.fromEntries(
      KEY_KINDS.map((kind, place) => [
        kind,
        (answers[place]?.keys.map(({ name }) => name) ?? []).sort((a, b) => collator.compare(a, b)),
      ]),
    ) as Record<keyof RunKeyNames, string[]>;
    const constant = new Set(
      KEY_KINDS.flatMap((kind, place) =>
        (answers[place]?.keys ?? []).filter(({ varies }) => !varies).map(({ name }) => `${kind}.${name}`),
      ),
    );
    return {
      isPending,
      names,
      more: answers.some((answer) => answer?.more),
      nested,
      varies: (id) => {
        const { kind, key } = readColumnId(id);
        return !constant.has(`${kind}.${key}`);
      },
    };
  }, [metrics, params, tags, isPending, nested]);
}
