import { queryOptions } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import { numberOf } from '../number';
import { quotedText } from '../quoting';
import type { Experiment, RunTable } from '../types';
import { runKeys } from './keys';
import { isLive, LIVE_INTERVAL_MS } from './run-list';
import type { RunRow } from './run-row';
import { ROW_FIELDS, type RunField, rowsOf } from './run-rows';

/** Which runs of which experiments are meant. */
export interface RunsMeant {
  /** Ids or names; none for all there are. */
  experiments: readonly string[];
  /** Only these, if there are any. */
  runIds: readonly string[];
  filter: string;
}

export interface RunsQuestion extends RunsMeant {
  orderBy: readonly string[];
  fields: readonly RunField[];
  limit: number;
}

export interface FoundRuns {
  rows: RunRow[];
  /** How many there are without the limit. */
  count: number;
  /** Where they were looked for, as far as that is known. */
  experimentIds: string[];
}

const ID = /^\d+$/;

async function idOf(experiment: string, signal: AbortSignal): Promise<string> {
  if (ID.test(experiment)) return experiment;
  const query = { experiment_name: experiment };
  return (await api.get<{ experiment: Experiment }>('experiments/get-by-name', query, signal)).experiment.experiment_id;
}

/** The part of a request that says which runs are meant. */
export async function meantBody({ experiments, runIds, filter }: RunsMeant, signal: AbortSignal) {
  const chosen = runIds.length > 0 && `run_id IN (${runIds.map(quotedText).join(', ')})`;
  const both = chosen && filter ? `(${filter}) and ${chosen}` : chosen || filter;
  return {
    experiment_ids: await Promise.all(experiments.map((each) => idOf(each, signal))),
    filter: both || undefined,
  };
}

/** Rows in the order in which their ids were given, where nothing else says one. */
function arranged(rows: RunRow[], { runIds, orderBy }: RunsQuestion): RunRow[] {
  if (orderBy.length > 0 || runIds.length === 0) return rows;
  const places = new Map(runIds.map((id, place) => [id, place]));
  return rows.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
}

async function findRuns(question: RunsQuestion, signal: AbortSignal): Promise<FoundRuns> {
  const { fields, orderBy, limit } = question;
  const meant = await meantBody(question, signal);
  const body = {
    ...meant,
    fields: [...ROW_FIELDS, ...fields.map(({ field }) => field)],
    order_by: orderBy.length === 0 ? undefined : orderBy,
    max_results: limit,
  };
  const [table, { count }] = await Promise.all([
    api.native.post<RunTable>('runs/query', body, signal),
    api.native.post<{ count: number }>('runs/count', meant, signal),
  ]);
  const rows = rowsOf(table, fields, numberOf);
  const lived = rows.map((row) => row.run.info.experiment_id);
  return { rows: arranged(rows, question), count, experimentIds: [...new Set([...meant.experiment_ids, ...lived])] };
}

/** The first runs that answer a question, across experiments, with what is asked of them; asked again while some of them run. */
export function foundRunsQuery(question: RunsQuestion) {
  return queryOptions({
    queryKey: [...runKeys, 'found', question],
    queryFn: ({ signal }) => findRuns(question, signal),
    refetchInterval: (query) => (isLive(query.state.data?.rows ?? []) ? pollEvery(LIVE_INTERVAL_MS) : false),
    structuralSharing: false,
  });
}
