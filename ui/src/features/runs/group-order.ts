import { numberOf } from '@/api/number';
import type { RunGroup } from '@/api/types';
import type { Sort } from '@/shared/table/column';

/** Groups by a column of their table, those without a value last; as they came without an order. */
export function sortedGroups(
  groups: readonly RunGroup[],
  metrics: readonly string[],
  sort: Sort | undefined,
): RunGroup[] {
  if (sort === undefined) return [...groups];
  const place = metrics.indexOf(sort.id);
  function keyOf({ values, n, metrics }: RunGroup): number | string | undefined {
    if (sort?.id === 'n') return n;
    if (sort?.id === 'value') return values[0] ?? undefined;
    const mean = metrics?.[place]?.mean;
    return mean === null || mean === undefined ? undefined : numberOf(mean);
  }
  const turned = sort.descending ? -1 : 1;
  return [...groups].sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    if (typeof left === 'number' && typeof right === 'number') return turned * (left - right);
    return turned * String(left).localeCompare(String(right), 'en', { numeric: true });
  });
}
