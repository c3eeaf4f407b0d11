import { describe, expect, it } from 'vitest';
import { formatBytes, formatNumber, isNumeric, plural } from './number';

describe('formatNumber', () => {
  it.each([
    [0.912345678, '0.91235'],
    [14012.345, '14012'],
    [42, '42'],
    [-3, '−3'],
    [0.00001234, '1.234e-5'],
    [123456789.5, '1.235e+8'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [0, '0'],
  ])('shows %s as %s', (value, text) => expect(formatNumber(value)).toBe(text));
});

it('shows sizes in binary units', () => {
  expect([0, 900, 1536, 5 * 1024 ** 2].map(formatBytes)).toEqual(['0 B', '900 B', '1.5 KiB', '5.0 MiB']);
});

it('counts', () => {
  expect([plural(0, 'run'), plural(1, 'run'), plural(1200, 'run')]).toEqual(['0 runs', '1 run', '1,200 runs']);
});

it('tells numbers from other texts', () => {
  expect(['1', '1e-3', ' 2 ', '', 'x1', 'Infinity'].map(isNumeric)).toEqual([true, true, true, false, false, false]);
});
