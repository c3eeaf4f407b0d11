import { expect, it } from 'vitest';
import { colorsOf, PALETTE } from './palette';

const ids = Array.from({ length: 25 }, (_, index) => `run-${index}`);

it('gives ten ids ten colours, and more ids colours again', () => {
  expect(new Set(colorsOf(ids.slice(0, 10)).values()).size).toBe(PALETTE.length);
  expect(colorsOf(ids).size).toBe(ids.length);
});

it('keeps the colours of those that were there when another is added', () => {
  expect([...colorsOf(ids.slice(0, 3))]).toEqual([...colorsOf(ids.slice(0, 4))].slice(0, 3));
});
