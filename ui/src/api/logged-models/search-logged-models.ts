import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { quotedText } from '../quoting';
import type { LoggedModel } from '../types';

/** Models that a run logged, newest first. */
export function useLoggedModelsOfRun(experimentId: string | undefined, runId: string) {
  return useQuery({
    queryKey: ['logged-models', 'of-run', runId],
    queryFn: ({ signal }) =>
      api.post<{ models?: LoggedModel[] }>(
        'logged-models/search',
        { experiment_ids: [experimentId], filter: `source_run_id = ${quotedText(runId)}`, max_results: 100 },
        signal,
      ),
    select: (answer) => answer.models ?? [],
    enabled: experimentId !== undefined,
  });
}
