import { expect, it, vi } from 'vitest';
import { Hold } from './use-while-held';

it('puts off what is to be done while the pointer is down, and does the last of it once it is up', () => {
  const hold = new Hold();
  const [first, second, third] = [vi.fn(), vi.fn(), vi.fn()];
  hold.unless(first);
  expect(first).toHaveBeenCalledOnce();
  hold.hold();
  hold.unless(second);
  hold.unless(third);
  expect(third).not.toHaveBeenCalled();
  hold.release();
  hold.release();
  expect(second).not.toHaveBeenCalled();
  expect(third).toHaveBeenCalledOnce();
});
