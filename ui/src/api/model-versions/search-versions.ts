import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { quotedText } from '../quoting';
import { modelKeys } from '../registered-models/keys';
import type { ModelVersion } from '../types';

const MAX_RESULTS = 1_000;

function useVersions(key: string, value: string, filter: string) {
  return useQuery({
    queryKey: [...modelKeys, 'versions', key, value],
    queryFn: ({ signal }) =>
      api.get<{ model_versions?: ModelVersion[] }>(
        'model-versions/search',
        { filter, max_results: MAX_RESULTS, order_by: ['version_number DESC'] },
        signal,
      ),
    select: (answer) => answer.model_versions ?? [],
  });
}

/** Versions of a registered model, newest first. The search leaves out aliases: the model itself has them. */
export function useVersionsOfModel(name: string) {
  return useVersions('model', name, `name = ${quotedText(name)}`);
}

/** Versions that were registered from a run. */
export function useVersionsOfRun(runId: string) {
  return useVersions('run', runId, `run_id = ${quotedText(runId)}`);
}
