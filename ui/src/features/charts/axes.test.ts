import { expect, it } from 'vitest';
import type { RunRow } from '@/api/runs/run-row';
import { axisOf, canBeLog, countOf, rangeOf, valueText } from './axes';

function row(params: Record<string, string>, metrics: Record<string, number>): RunRow {
  const named = { params: new Map(Object.entries(params)), metrics: new Map(Object.entries(metrics)) };
  return { ...named, id: 'r', name: 'r', tags: new Map() } as unknown as RunRow;
}

const ROWS = [
  row({ lr: '0.1', opt: 'sgd', big: '10' }, { loss: 1 }),
  row({ lr: '1e-2', opt: 'adam', big: '9' }, { loss: Number.NaN }),
  row({ opt: 'x2', big: 'all' }, { loss: 3 }),
];

it('places numbers, of parameters and of metrics', () => {
  expect(axisOf(ROWS, 'params.lr')).toEqual({
    id: 'params.lr',
    title: 'lr',
    values: [0.1, 0.01, undefined],
    log: false,
  });
  expect(axisOf(ROWS, 'metrics.loss').values).toEqual([1, undefined, 3]);
  expect(rangeOf(axisOf(ROWS, 'metrics.loss'))).toEqual([1, 3]);
  expect(rangeOf(axisOf(ROWS, 'metrics.none'))).toEqual([0, 1]);
});

it('makes categories of texts, in their order', () => {
  const axis = axisOf(ROWS, 'params.big', true);
  expect([axis.categories, axis.values, axis.log]).toEqual([['9', '10', 'all'], [1, 0, 2], false]);
  expect(valueText(axis, 2, String)).toBe('all');
  expect(countOf(axisOf(ROWS, 'params.opt'))).toBe(3);
});

it('is logarithmic only where every value is above zero', () => {
  expect(axisOf(ROWS, 'params.lr', true).log).toBe(true);
  expect(canBeLog(axisOf([...ROWS, row({ lr: '0' }, {})], 'params.lr'))).toBe(false);
  expect(valueText(axisOf(ROWS, 'params.lr'), 2, String)).toBe('–');
});
