import { expect, it } from 'vitest';
import { crossHairAt, halfAround } from './line-keys';

it('moves the cross-hair by keys, from the middle at first, and not beyond the plot', () => {
  expect(crossHairAt('ArrowRight', false, undefined, 400)).toBe(210);
  expect(crossHairAt('ArrowLeft', true, 100, 400)).toBe(99);
  expect(crossHairAt('ArrowLeft', false, 3, 400)).toBe(0);
  expect([crossHairAt('Home', false, 9, 400), crossHairAt('End', false, 9, 400)]).toEqual([0, 400]);
  expect(crossHairAt('x', false, 9, 400)).toBeUndefined();
});

it('zooms around the cross-hair', () => {
  expect(halfAround(200, 400)).toEqual([100, 300]);
  expect(halfAround(0, 400)).toEqual([0, 200]);
});
