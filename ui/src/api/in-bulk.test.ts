import { expect, test } from 'vitest';
import { inBulk } from './in-bulk';

const ids = Array.from({ length: 20 }, (_, place) => String(place));
const on = () => new AbortController();

test('everything is done once, whatever is refused', async () => {
  const seen: string[] = [];
  const steps: number[] = [];
  const work = async (id: string) => {
    seen.push(id);
    if (id === '7') throw new Error('no such run');
  };
  const { done, failures } = await inBulk(ids, work, (progress) => steps.push(progress.done), on().signal);
  expect(seen.sort()).toEqual([...ids].sort());
  expect([done, failures]).toEqual([20, [{ id: '7', message: 'no such run' }]]);
  expect(steps.at(-1)).toBe(20);
});

test('it stops when it is told', async () => {
  const stop = on();
  const { done } = await inBulk(
    ids,
    async (id) => id === '3' && stop.abort(),
    () => {},
    stop.signal,
  );
  expect(done).toBeLessThan(20);
});
