import { expect, it } from 'vitest';
import { axisMetric, axisOf, groupKeys, isClosed, smoothingOf, withSection } from './chart-view';

it('groups metrics by prefix, those without one first', () => {
  expect(groupKeys(['train/loss', 'rmse', 'val/loss', 'train/acc', 'a/b/c'])).toEqual([
    { prefix: '', keys: ['rmse'] },
    { prefix: 'train', keys: ['train/loss', 'train/acc'] },
    { prefix: 'val', keys: ['val/loss'] },
    { prefix: 'a/b', keys: ['a/b/c'] },
  ]);
});

it('takes only an axis and a smoothing that exist', () => {
  expect([axisOf({ x: 'time' }), axisOf({ x: 'moon' }), axisOf({})]).toEqual(['time', 'step', 'step']);
  expect([axisOf({ x: 'metrics.a/b' }), axisMetric({ x: 'metrics.a/b' }), axisMetric({ x: 'step' })]).toEqual([
    'metric',
    'a/b',
    undefined,
  ]);
  expect(['0.5', '7', '-1', 'x', undefined].map((smooth) => smoothingOf({ smooth }))).toEqual([0.5, 0.99, 0, 0, 0]);
});

it('keeps which sections are closed', () => {
  const closed = withSection({ closed: withSection({}, 'train', true) }, 'a,b', true);
  expect([isClosed({ closed }, 'a,b'), isClosed({ closed }, 'train'), isClosed({ closed }, 'a')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(withSection({ closed: withSection({ closed }, 'a,b', false) }, 'train', false)).toBeUndefined();
});
