import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { modelKeys } from '../registered-models/keys';
import type { ModelVersion } from '../types';

export function versionQuery(name: string, version: string) {
  return queryOptions({
    queryKey: [...modelKeys, 'version', name, version],
    queryFn: ({ signal }) => api.get<{ model_version: ModelVersion }>('model-versions/get', { name, version }, signal),
    select: (answer) => answer.model_version,
  });
}

export function useModelVersion(name: string, version: string) {
  return useQuery(versionQuery(name, version));
}
