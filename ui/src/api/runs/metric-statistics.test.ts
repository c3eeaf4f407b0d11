import { expect, it } from 'vitest';
import { statisticsOf } from './metric-statistics';

it('reads four columns a metric; what is not there stays out', () => {
  const column = (value: number | string | null) => ({ field: 'f', kind: 'float' as const, values: [value] });
  const table = { row_count: 1, columns: [1, 2, 3, 4, 'NaN', null, null, 1].map(column) };
  const found = statisticsOf(['a', 'b'], table);
  expect(found.get('a')).toEqual({ first: 1, min: 2, max: 3, count: 4 });
  expect(found.get('b')).toEqual({ first: Number.NaN, count: 1 });
});
