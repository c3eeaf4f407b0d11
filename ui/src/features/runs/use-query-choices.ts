import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { useRunKeys } from '@/api/runs/run-keys';
import { useRunValues } from '@/api/runs/run-values';
import { askedText, hasValues, type QueryChoice, queryChoices, typedKey, typedText } from './query-choices';
import type { Expected } from './query-text';
import type { RunsView } from './use-runs-view';

const PAUSE_MS = 80;
const MOST_KEYS = 20;

/** What could be typed next, by what the runs of the experiment have. Nothing is asked while the list is closed. */
export function useQueryChoices(view: RunsView, expected: Expected, open: boolean): QueryChoice[] {
  const { experimentId, deleted } = view;
  const [paused] = useDebouncedValue(expected.typed, PAUSE_MS);
  const typed = askedText(expected.typed, paused);
  const { kind, name } = typedKey(expected.what === 'key' ? typed : '');
  const search = { experimentId, deleted, text: name, limit: MOST_KEYS };
  const asks = open && expected.what === 'key';
  const metrics = useRunKeys('metrics', search, asks && (kind ?? 'metrics') === 'metrics').data;
  const params = useRunKeys('params', search, asks && (kind ?? 'params') === 'params').data;
  const tags = useRunKeys('tags', search, asks && (kind ?? 'tags') === 'tags').data;
  const key = expected.what === 'value' ? expected.key : '';
  const listed = open && hasValues(key);
  const values = useRunValues(experimentId, key, listed ? typedText(typed) : '', listed).data;
  return useMemo(() => {
    if (!open) return [];
    const names = (found: typeof metrics) => found?.keys.map((each) => each.name) ?? [];
    const keys = { metrics: names(metrics), params: names(params), tags: names(tags) };
    return queryChoices(expected, { keys, values: (listed && values) || [] });
  }, [open, listed, expected, metrics, params, tags, values]);
}
