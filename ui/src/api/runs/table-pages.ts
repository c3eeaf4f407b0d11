import { api } from '../client';
import { quotedText } from '../quoting';
import type { RunTable } from '../types';
import { listBody, type RunList } from './run-list';

const ROWS_A_PAGE = 5_000;
const IDS_A_PAGE = 200;

/** All runs of a list as tables of `fields`, page after page, nested ones too. */
export async function* tablePages(
  list: RunList,
  fields: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<RunTable> {
  const body = {
    ...listBody({ ...list, rootsOnly: false }),
    fields,
    order_by: list.orderBy.length === 0 ? undefined : list.orderBy,
    max_results: ROWS_A_PAGE,
  };
  let token: string | undefined;
  do {
    const table = await api.native.post<RunTable>('runs/query', { ...body, page_token: token }, signal);
    yield table;
    token = table.next_page_token ?? undefined;
  } while (token !== undefined);
}

/** Some runs of a list by their ids, in its order within each page. */
export async function* pagesOf(
  runIds: readonly string[],
  list: RunList,
  fields: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<RunTable> {
  for (let from = 0; from < runIds.length; from += IDS_A_PAGE) {
    const filter = `run_id IN (${runIds
      .slice(from, from + IDS_A_PAGE)
      .map(quotedText)
      .join(', ')})`;
    yield* tablePages({ ...list, filter }, fields, signal);
  }
}
