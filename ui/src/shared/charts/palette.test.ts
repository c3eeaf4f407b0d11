import { expect, it } from 'vitest';
import { colorsOf, PALETTE } from './palette';

const ids = Array.from({ length: 25 }, (_, index) => `run-${index}`);

it('gives ten ids ten colours, and more ids colours again', () => {
  expect(new Set(colorsOf(ids.slice(0, 10)).values()).size).toBe(PALETTE.length);
  expect(colorsOf(ids).size).toBe(ids.length);
});

it('gives an id the same colour wherever it stands', () => {
  const some = ids.slice(0, 7);
  expect(new Map(colorsOf([...some].reverse()))).toEqual(new Map([...colorsOf(some)].reverse()));
  expect(colorsOf([...some].reverse()).get('run-3')).toBe(colorsOf(some).get('run-3'));
});

it('spreads ids over the colours', () => {
  expect(new Set(ids.map((id) => colorsOf([id]).get(id))).size).toBeGreaterThan(PALETTE.length / 2);
});
