import { queryOptions } from '@tanstack/react-query';
import { api } from '../client';
import { numberOf } from '../number';
import { quotedText } from '../quoting';
import type { RunsFound, RunTable } from '../types';
import { runKeys } from './keys';
import { listBody, type RunList } from './run-list';
import type { RunRow } from './run-row';
import { ROW_FIELDS, type RunField, rowsOf } from './run-rows';

/** Runs of one request. */
export const WINDOW_SIZE = 100;

/** The data sets that runs read, for rows that show them: a table has no column for these. */
async function withInputs(rows: RunRow[], list: RunList, signal: AbortSignal): Promise<RunRow[]> {
  if (rows.length === 0) return rows;
  const body = {
    ...listBody({
      ...list,
      rootsOnly: false,
      filter: `run_id IN (${rows.map((row) => quotedText(row.id)).join(', ')})`,
    }),
    max_results: rows.length,
  };
  const { runs = [] } = await api.post<RunsFound>('runs/search', body, signal);
  const inputs = new Map(runs.map((run) => [run.info.run_id, run.inputs]));
  return rows.map((row) => ({ ...row, run: { ...row.run, inputs: inputs.get(row.id) } }));
}

async function readWindow(
  list: RunList,
  fields: readonly RunField[],
  inputs: boolean,
  place: number,
  signal: AbortSignal,
): Promise<RunRow[]> {
  const body = {
    ...listBody(list),
    fields: [...ROW_FIELDS, ...fields.map(({ field }) => field)],
    order_by: list.orderBy.length === 0 ? undefined : list.orderBy,
    max_results: WINDOW_SIZE,
    offset: place * WINDOW_SIZE,
  };
  const rows = rowsOf(await api.native.post<RunTable>('runs/query', body, signal), fields, numberOf);
  return inputs ? withInputs(rows, list, signal) : rows;
}

/** The runs of a list from `place * WINDOW_SIZE` on, with the fields that are shown, and their data sets if `inputs`. */
export function windowQuery(list: RunList, fields: readonly RunField[], inputs: boolean, place: number) {
  return queryOptions({
    queryKey: [...runKeys, 'window', list, fields, inputs, place],
    queryFn: ({ signal }) => readWindow(list, fields, inputs, place, signal),
    structuralSharing: false,
  });
}
