import { expect, it } from 'vitest';
import { colorsOf, PALETTE } from './palette';

const ids = Array.from({ length: 25 }, (_, index) => `run-${index}`);

it('gives ten ids ten colours', () => {
  expect(new Set(colorsOf(ids.slice(0, 10)).values()).size).toBe(PALETTE.length);
});

it('gives every id a colour, and the same one again', () => {
  expect(colorsOf(ids).size).toBe(ids.length);
  expect([...colorsOf(ids)]).toEqual([...colorsOf(ids)]);
});
