import type { Sort } from '@/shared/table/column';
import { fieldText } from './column-id';

/** The order as the server takes it. */
export function runOrder(sort: Sort | undefined): string[] {
  return sort === undefined ? [] : [`${fieldText(sort.id)} ${sort.descending ? 'DESC' : 'ASC'}`];
}
