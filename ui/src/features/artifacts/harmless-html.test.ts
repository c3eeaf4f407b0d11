import { expect, it } from 'vitest';
import { hasScripts, unhandled } from './harmless-html';

it('renames handlers, and leaves text alone', () => {
  expect(unhandled('<img src=x onerror=alert(1)><p class="a"onClick="b()">turn on = yes</p>')).toBe(
    '<img src=x data-onerror=alert(1)><p class="a"data-onClick="b()">turn on = yes</p>',
  );
});

it('knows pages with scripts', () => {
  expect(['<SCRIPT>', '<script src=x>', '<p>script</p>'].map(hasScripts)).toEqual([true, true, false]);
});
