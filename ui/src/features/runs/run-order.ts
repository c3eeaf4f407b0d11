import { fieldText } from '@/api/runs/column-id';
import type { Sort } from '@/shared/table/column';

/** The order as the server takes it. */
export function runOrder(sort: Sort | undefined): string[] {
  return sort === undefined ? [] : [`${fieldText(sort.id)} ${sort.descending ? 'DESC' : 'ASC'}`];
}
