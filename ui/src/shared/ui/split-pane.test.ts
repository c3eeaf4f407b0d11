import { expect, it } from 'vitest';
import { shareOf } from './split-pane';

it.each([
  [undefined, 50],
  ['35', 35],
  ['3', 20],
  ['99', 80],
  ['x', 50],
])('reads %j as %d', (text, share) => expect(shareOf(text)).toBe(share));
