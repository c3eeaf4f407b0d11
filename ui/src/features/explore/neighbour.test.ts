import { expect, it } from 'vitest';
import { madeRun } from '@/features/metrics/made-run';
import { mediaOf } from './logged-media';
import { neighbour } from './neighbour';
import type { RunMedia } from './use-media';

function run(id: string, ...steps: number[]): RunMedia {
  const paths = steps.map((step) => `images/a+step+${step}+timestamp+1+${id}${step}.png`);
  return { run: madeRun(id), media: mediaOf(paths) };
}

const FOUND = [run('x', 0, 5, 10), run('none'), run('y', 4)];

it('goes to other steps of a run, and to other runs that have one', () => {
  const [first] = FOUND as [RunMedia];
  const open = { run: first.run, media: first.media[1] as RunMedia['media'][0] };
  expect(neighbour(FOUND, open, 'ArrowLeft')?.media.step).toBe(0);
  expect(neighbour(FOUND, open, 'ArrowRight')?.media.step).toBe(10);
  const below = neighbour(FOUND, open, 'ArrowDown');
  expect([below?.run.id, below?.media.step]).toEqual(['y', 4]);
  expect(neighbour(FOUND, open, 'ArrowUp')).toBeUndefined();
  expect(neighbour(FOUND, open, 'Enter')).toBeUndefined();
});
