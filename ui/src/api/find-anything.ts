import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { api } from './client';
import { experimentKeys } from './experiments/keys';
import { quotedText } from './quoting';
import { modelKeys } from './registered-models/keys';
import { runKeys } from './runs/keys';
import type { Experiment, ExperimentsFound, RegisteredModel, RegisteredModelsFound, RunTable } from './types';

const MOST = 6;

/** A run as a search for its name tells of it. */
export interface FoundRun {
  id: string;
  name: string;
  experimentId: string;
  startMs: number | undefined;
}

const RUN_FIELDS = ['run_id', 'run_name', 'experiment_id', 'start_time'];

function named(field: string, text: string): string | undefined {
  return text === '' ? undefined : `${field} ILIKE ${quotedText(`%${text}%`)}`;
}

async function findExperiments(text: string, signal: AbortSignal): Promise<Experiment[]> {
  const body = { max_results: MOST, filter: named('name', text), order_by: ['last_update_time DESC'] };
  return (await api.post<ExperimentsFound>('experiments/search', body, signal)).experiments ?? [];
}

async function findRuns(text: string, signal: AbortSignal): Promise<FoundRun[]> {
  const filter = named('run_name', text);
  const body = { fields: RUN_FIELDS, filter, order_by: ['start_time DESC'], max_results: MOST };
  const { columns, row_count } = await api.native.post<RunTable>('runs/query', body, signal);
  const [ids, names, experiments, starts] = columns.map((column) => column.values ?? []);
  return Array.from({ length: row_count }, (_, row) => ({
    id: String(ids?.[row] ?? ''),
    name: String(names?.[row] || ids?.[row] || ''),
    experimentId: String(experiments?.[row] ?? ''),
    startMs: (starts?.[row] as number | null | undefined) ?? undefined,
  }));
}

async function findModels(text: string, signal: AbortSignal): Promise<RegisteredModel[]> {
  const query = { filter: named('name', text), order_by: ['last_updated_timestamp DESC'], max_results: MOST };
  return (await api.get<RegisteredModelsFound>('registered-models/search', query, signal)).registered_models ?? [];
}

/** A few experiments, runs of active experiments, and registered models whose names hold a text, those changed or started last first. */
export function useFindAnything(text: string) {
  const [experiments, runs, models] = useQueries({
    queries: [
      {
        queryKey: [...experimentKeys, 'find', text],
        queryFn: ({ signal }: { signal: AbortSignal }) => findExperiments(text, signal),
        placeholderData: keepPreviousData,
      },
      {
        queryKey: [...runKeys, 'find', text],
        queryFn: ({ signal }: { signal: AbortSignal }) => findRuns(text, signal),
        placeholderData: keepPreviousData,
      },
      {
        queryKey: [...modelKeys, 'find', text],
        queryFn: ({ signal }: { signal: AbortSignal }) => findModels(text, signal),
        placeholderData: keepPreviousData,
      },
    ],
  });
  return { experiments, runs, models };
}
