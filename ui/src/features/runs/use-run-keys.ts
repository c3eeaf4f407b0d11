import { useMemo } from 'react';
import { readColumnId } from '@/api/runs/column-id';
import { KEY_KINDS, PARENT_TAG } from '@/api/runs/key-search';
import { useFoundKeys } from '@/api/runs/run-keys';
import type { RunKeysFound } from '@/api/types';
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

/** What is known of the keys, by the answers in the order of `KEY_KINDS` and the one about parents. */
export function knownKeys(
  answers: readonly (RunKeysFound | undefined)[],
  parents: RunKeysFound | undefined,
): Omit<KnownKeys, 'isPending'> {
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
    names,
    more: answers.some((answer) => answer?.more),
    nested: parents?.keys.some(({ name }) => name === PARENT_TAG) ?? false,
    varies: (id) => {
      const { kind, key } = readColumnId(id);
      return !constant.has(`${kind}.${key}`);
    },
  };
}

/** What the runs of an experiment were logged under. */
export function useKnownKeys({ experimentId, deleted }: Pick<RunsView, 'experimentId' | 'deleted'>): KnownKeys {
  const { keys, parents, isPending } = useFoundKeys(experimentId, deleted);
  const [metrics, params, tags] = keys;
  return useMemo(
    () => ({ isPending, ...knownKeys([metrics, params, tags], parents) }),
    [metrics, params, tags, parents, isPending],
  );
}
