import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../client';
import { quotedText } from '../quoting';
import type { RegisteredModelsFound } from '../types';
import { modelKeys } from './keys';

export interface ModelSearch {
  name: string;
  orderBy: string;
}

/** Registered models whose name contains a text, page by page. */
export function useSearchModels({ name, orderBy }: ModelSearch) {
  return useInfiniteQuery({
    queryKey: [...modelKeys, 'search', name, orderBy],
    queryFn: ({ pageParam, signal }) =>
      api.get<RegisteredModelsFound>(
        'registered-models/search',
        {
          filter: name === '' ? undefined : `name ILIKE ${quotedText(`%${name}%`)}`,
          order_by: [orderBy],
          max_results: 100,
          page_token: pageParam,
        },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_page_token ?? undefined,
    placeholderData: keepPreviousData,
  });
}
