import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { runKeys } from './keys';

const MOST_VALUES = 20;

/** Values that begin with a text, of a key such as params.`lr`. */
export function useRunValues(experimentId: string, key: string, prefix: string, enabled: boolean) {
  const body = { experiment_ids: [experimentId], key, prefix, max_results: MOST_VALUES };
  return useQuery({
    queryKey: [...runKeys, 'values', body],
    queryFn: ({ signal }) => api.native.post<{ values: string[] }>('runs/values', body, signal),
    // Until there is an answer, what was found for less of the text; values of another key would be wrong.
    placeholderData: (found, query) =>
      (query?.queryKey.at(-1) as typeof body | undefined)?.key === key ? found : undefined,
    select: (answer) => answer.values,
    enabled,
  });
}
