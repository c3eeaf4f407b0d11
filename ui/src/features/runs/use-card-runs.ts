import { useMemo } from 'react';
import { fieldsOf } from '@/api/runs/column-id';
import { useCountRuns } from '@/api/runs/count-runs';
import { useRunColumns } from '@/api/runs/run-columns';
import type { RunList } from '@/api/runs/run-list';
import type { RunRow } from '@/api/runs/run-row';
import type { Card } from '@/features/cards/card';
import { axesOf, type CardKeys, neededBy } from '@/features/cards/card-kinds';
import type { CardRuns } from '@/features/cards/card-runs';
import { withoutRanges } from './filter-range';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

/** So many runs are drawn in charts of values; their note says of how many. */
const MOST_RUNS = 5_000;

/** Keys that tell runs apart first; parameters that do not are left out if there are others. */
function cardKeys({ names, varies }: KnownKeys): CardKeys {
  const params = names.params.filter((key) => varies(`params.${key}`));
  const metrics = [true, false].flatMap((wanted) => names.metrics.filter((key) => varies(`metrics.${key}`) === wanted));
  return { params: params.length > 0 ? params : names.params, metrics };
}

/** The runs of an experiment for charts of values: what these need of each, for thousands at once. */
export function useCardRuns(view: RunsView, known: KnownKeys, given: RunList, cards: readonly Card[]): CardRuns {
  const keys = useMemo(() => cardKeys(known), [known]);
  const needed = JSON.stringify([...new Set(cards.flatMap((card) => neededBy(card, keys)))].sort());
  const fields = useMemo(() => fieldsOf(JSON.parse(needed) as string[]), [needed]);
  const brushed = JSON.stringify(cards.flatMap((card) => (card.kind === 'parallel' ? axesOf(card, keys) : [])));
  const list = useMemo(() => ({ ...given, rootsOnly: undefined }), [given]);
  const wide = useMemo(
    () => ({ ...list, filter: withoutRanges(list.filter, new Set(JSON.parse(brushed) as string[])) }),
    [list, brushed],
  );
  const enabled = cards.length > 0 && fields.length > 0 && !known.isPending;
  const inside = useRunColumns(list, fields, MOST_RUNS, enabled);
  const narrowed = wide.filter !== list.filter;
  const all = useRunColumns(wide, fields, MOST_RUNS, enabled && narrowed);
  const { data, isPending, refetch } = inside;
  const counted = useCountRuns(list, false);
  const { hidden } = view;
  const error = inside.error ?? all.error;
  return useMemo(() => {
    const seen = (found: RunRow[] | undefined) => (found ?? []).filter((row) => !hidden.has(row.id));
    const rows = seen(data);
    return {
      keys,
      rows,
      all: narrowed ? seen(all.data ?? data) : rows,
      total: counted.data,
      isPending: isPending && enabled,
      error: data ? null : error,
      retry: () => void refetch(),
    };
  }, [keys, data, isPending, refetch, all.data, narrowed, hidden, counted.data, enabled, error]);
}
