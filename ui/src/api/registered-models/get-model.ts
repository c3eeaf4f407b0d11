import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { RegisteredModel } from '../types';
import { modelKeys } from './keys';

export function useModel(name: string) {
  return useQuery({
    queryKey: [...modelKeys, 'get', name],
    queryFn: ({ signal }) => api.get<{ registered_model: RegisteredModel }>('registered-models/get', { name }, signal),
    select: (answer) => answer.registered_model,
  });
}
