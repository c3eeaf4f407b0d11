import { expect, it } from 'vitest';
import { pickerEntries } from './picker-entries';

it('lists what is shown before what may be, by group', () => {
  expect(pickerEntries(['params.b', 'status'], ['status', 'user_id', 'metrics.a', 'params.b'], '')).toEqual([
    { title: 'Shown' },
    { id: 'params.b', shown: true },
    { id: 'status', shown: true },
    { title: 'Attributes' },
    { id: 'user_id', shown: false },
    { title: 'Metrics' },
    { id: 'metrics.a', shown: false },
  ]);
});

it('finds columns by a part of their title, in any case', () => {
  expect(pickerEntries(['status'], ['user_id', 'metrics.Loss'], 'LOSS')).toEqual([
    { title: 'Metrics' },
    { id: 'metrics.Loss', shown: false },
  ]);
});
