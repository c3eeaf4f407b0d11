import { queryOptions, type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { quotedText } from '../quoting';
import type { LoggedModel, Run } from '../types';

function ofRunQuery(experimentId: string | undefined, runId: string) {
  return queryOptions({
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

/** Models that a run logged, newest first. */
export function useLoggedModelsOfRun(experimentId: string | undefined, runId: string) {
  return useQuery(ofRunQuery(experimentId, runId));
}

function together(answers: UseQueryResult<LoggedModel[]>[]) {
  return {
    models: answers.map((answer) => answer.data),
    isPending: answers.some((answer) => answer.isPending),
    failed: answers.find((answer) => answer.isError),
  };
}

/** The models of several runs, in the order of the runs; the first request that failed, if any did. */
export function useLoggedModelsOfRuns(runs: readonly Run[]) {
  return useQueries({
    queries: runs.map(({ info }) => ofRunQuery(info.experiment_id, info.run_id)),
    combine: together,
  });
}
