import { expect, it } from 'vitest';
import { sortedGroups } from './group-order';

const groups = [
  { values: ['10'], n: 5, metrics: [{ metric: 'a', n: 5, mean: 0.5 }] },
  { values: [null], n: 3, metrics: [{ metric: 'a', n: 0 }] },
  { values: ['9'], n: 1, metrics: [{ metric: 'a', n: 1, mean: 0.1 }] },
];

it.each([
  [undefined, [5, 3, 1]],
  [{ id: 'n', descending: false }, [1, 3, 5]],
  [{ id: 'value', descending: false }, [1, 5, 3]],
  [{ id: 'value', descending: true }, [5, 1, 3]],
  [{ id: 'metrics.a', descending: false }, [1, 5, 3]],
])('sorts by %j', (sort, order) => {
  expect(sortedGroups(groups, ['metrics.a'], sort).map(({ n }) => n)).toEqual(order);
});
