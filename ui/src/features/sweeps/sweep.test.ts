import { expect, it } from 'vitest';
import type { RunRow } from '@/api/runs/run-row';
import { isSweepTag, ranked, stateOf, sweepCards, sweepOf } from './sweep';

function row(tags: Record<string, string>, params: Record<string, string> = {}, loss?: number): RunRow {
  const metrics = new Map(loss === undefined ? [] : [['loss', loss]]);
  const maps = { tags: new Map(Object.entries(tags)), params: new Map(Object.entries(params)), metrics };
  return { id: tags['barograph.sweep.trial'] ?? 'sweep', name: 'r', ...maps } as unknown as RunRow;
}

const PARENT = row(
  { 'barograph.sweep': 'tpe', 'barograph.sweep.trials': '20', 'barograph.sweep.state': 'done' },
  { metric: 'loss', goal: 'minimize', 'search.lr': '0.001 to 1, log', 'search.a,b': 'x | y', seed: '3' },
);

function trial(number: number, state: string, loss?: number): RunRow {
  return row({ 'barograph.sweep.trial': String(number), ...(state && { 'barograph.sweep.state': state }) }, {}, loss);
}

it('reads what a sweep says of itself, and takes no other run for one', () => {
  expect(sweepOf(PARENT)).toEqual({
    method: 'tpe',
    metric: 'loss',
    maximizes: false,
    trials: 20,
    state: 'done',
    searched: new Map([
      ['lr', '0.001 to 1, log'],
      ['a,b', 'x | y'],
    ]),
  });
  expect(sweepOf(row({}, { metric: 'loss' }))).toBeUndefined();
  expect(sweepOf(row({ 'barograph.sweep': 'tpe' }))).toBeUndefined();
  expect(['barograph.sweep', 'barograph.sweep.best.run', 'barograph.sweeper'].map(isSweepTag)).toEqual([
    true,
    true,
    false,
  ]);
});

it('shows all parameters with the metric, on the scale on which they were searched', () => {
  const sweep = sweepOf(PARENT);
  const cards = sweep ? sweepCards(sweep) : [];
  expect(cards.map(({ kind }) => kind)).toEqual(['parallel', 'importance', 'line', 'scatter']);
  expect(cards[0]?.settings).toEqual({
    axes: 'params.lr,params.a%2Cb,metrics.loss',
    color: 'metrics.loss',
    log: 'params.lr',
  });
});

it('ranks whole trials by their value, and the others behind them', () => {
  const trials = [
    trial(0, 'failed'),
    trial(1, 'complete', 3),
    trial(2, 'pruned', 0.5),
    trial(3, '', 9),
    trial(4, 'complete', 1),
    trial(5, 'complete', Number.NaN),
    trial(6, 'complete', 1),
  ];
  const sweep = sweepOf(PARENT);
  if (!sweep) throw new Error('no sweep');
  const order = (maximizes: boolean) => ranked(trials, { ...sweep, maximizes }).map(({ id }) => id);
  expect(order(false)).toEqual(['4', '6', '1', '5', '3', '2', '0']);
  expect(order(true)).toEqual(['1', '4', '6', '5', '3', '2', '0']);
  expect(trials.map(stateOf)).toEqual(['failed', 'complete', 'pruned', undefined, 'complete', 'complete', 'complete']);
});
