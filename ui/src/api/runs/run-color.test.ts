import { expect, test } from 'vitest';
import { COLOR_TAG, colorOf } from './run-color';

test('only colours are colours', () => {
  const of = (value: string) => colorOf({ tags: new Map([[COLOR_TAG, value]]) });
  expect(of('#2f7fd1')).toBe('#2f7fd1');
  for (const other of ['', 'red', '#fff', 'url(http://x)', '#2f7fd1;background:url(x)'])
    expect(of(other)).toBeUndefined();
  expect(colorOf({ tags: new Map() })).toBeUndefined();
});
