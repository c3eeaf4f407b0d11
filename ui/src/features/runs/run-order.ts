import { quotedKey } from '@/api/quoting';
import type { Sort } from '@/shared/table/column';

/** The order as the server takes it. Column ids are `metrics.KEY`, `params.KEY`, `tags.KEY` or an attribute. */
export function runOrder(sort: Sort | undefined): string[] {
  if (sort === undefined) return [];
  const dot = sort.id.indexOf('.');
  const column = dot < 0 ? `attributes.${sort.id}` : `${sort.id.slice(0, dot)}.${quotedKey(sort.id.slice(dot + 1))}`;
  return [`${column} ${sort.descending ? 'DESC' : 'ASC'}`];
}
