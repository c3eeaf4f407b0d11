import { expect, it } from 'vitest';
import { type Card, moved, readCards, writeCards } from './card';

const CARDS: Card[] = [
  { kind: 'scatter', size: 'small', settings: { x: 'params.lr', y: 'metrics.val/loss' } },
  { kind: 'parallel', size: 'large', settings: { axes: 'params.a%2Cb,metrics.c:d', log: 'params.50%' } },
  { kind: 'images', size: 'medium', settings: {} },
];

it('reads what it wrote, whatever keys hold', () => {
  expect(readCards(writeCards(CARDS))).toEqual(CARDS);
  expect(writeCards(CARDS.slice(0, 1))).toBe('scatter:x:params.lr:y:metrics.val/loss');
});

it('leaves out what it does not know', () => {
  expect(readCards('pie:x:a,box:size:huge:colour:red:y:metrics.a:x')).toEqual([
    { kind: 'box', size: 'small', settings: { y: 'metrics.a' } },
  ]);
  expect(readCards(undefined)).toEqual([]);
  expect(writeCards([])).toBeUndefined();
});

it('moves one to another place', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
});
