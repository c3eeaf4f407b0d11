import { expect, it } from 'vitest';
import { shownName } from './name';

it('shows a name as it is, and one that cannot be seen between quotes', () => {
  expect(shownName(' wind farm')).toBe(' wind farm');
  expect(shownName(' ')).toBe('“ ”');
});
