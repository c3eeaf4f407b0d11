import { expect, it } from 'vitest';
import { runOrder } from './run-order';

it.each([
  [undefined, []],
  [{ id: 'start_time', descending: true }, ['attributes.start_time DESC']],
  [{ id: 'metrics.val/loss.min', descending: false }, ['metrics.`val/loss.min` ASC']],
])('orders by %j as %j', (sort, order) => expect(runOrder(sort)).toEqual(order));
