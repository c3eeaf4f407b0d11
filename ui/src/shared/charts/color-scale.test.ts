import { expect, it } from 'vitest';
import { colorAt, colorOf, gradientOf, shareOf } from './color-scale';

/** Relative luminance as WCAG defines it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const share = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it.each(['light', 'dark'] as const)('grows lighter from low to high in the %s theme', (scheme) => {
  const lights = Array.from({ length: 21 }, (_, index) => luminance(colorAt(index / 20, scheme)));
  expect(lights).toEqual([...lights].sort((a, b) => a - b));
});

it('places values by their logarithm if asked', () => {
  expect(shareOf(10, [1, 100], true)).toBeCloseTo(0.5);
  expect(shareOf(50.5, [1, 100], false)).toBeCloseTo(0.5);
  expect(shareOf(3, [3, 3], false)).toBe(0.5);
});

it('is grey where there is no value', () => {
  expect(colorOf(undefined, [0, 1], false, 'light')).toBe(colorOf(Number.NaN, [0, 1], false, 'light'));
  expect(colorOf(0, [0, 1], true, 'dark')).toBe(colorOf(undefined, [0, 1], false, 'dark'));
  expect(colorOf(9, [0, 1], false, 'light')).toBe(colorAt(1, 'light'));
  expect(gradientOf('dark')).toContain('#fde725');
});
