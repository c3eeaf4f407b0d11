import { expect, it } from 'vitest';
import { colorsOf, PALETTE } from './palette';

const ids = Array.from({ length: 25 }, (_, index) => `run-${index}`);

it('gives ten ids ten colours, more ids shades of them, and hundreds colours again', () => {
  expect(new Set(colorsOf(ids.slice(0, 10)).values()).size).toBe(PALETTE.length);
  expect(new Set(colorsOf(ids).values()).size).toBe(ids.length);
  const hundreds = Array.from({ length: 300 }, (_, index) => `run-${index}`);
  expect(new Set(colorsOf(hundreds).values()).size).toBe(60);
  expect([...colorsOf(hundreds).values()].every((color) => /^#[0-9a-f]{6}$/.test(color))).toBe(true);
});

it('gives an id the same colour wherever it stands', () => {
  const some = ids.slice(0, 7);
  expect(new Map(colorsOf([...some].reverse()))).toEqual(new Map([...colorsOf(some)].reverse()));
  expect(colorsOf([...some].reverse()).get('run-3')).toBe(colorsOf(some).get('run-3'));
});

it('spreads ids over the colours', () => {
  expect(new Set(ids.map((id) => colorsOf([id]).get(id))).size).toBeGreaterThan(PALETTE.length / 2);
});
