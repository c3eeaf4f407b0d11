import { expect, it } from 'vitest';
import { guessedHeight, hasScripts, unhandled } from './harmless-html';

it('renames handlers, and leaves text alone', () => {
  expect(unhandled('<img src=x onerror=alert(1)><p class="a"onClick="b()">turn on = yes</p>')).toBe(
    '<img src=x data-onerror=alert(1)><p class="a"data-onClick="b()">turn on = yes</p>',
  );
});

it('knows pages with scripts', () => {
  expect(['<SCRIPT>', '<script src=x>', '<p>script</p>'].map(hasScripts)).toEqual([true, true, false]);
});

it('guesses how high a page is', () => {
  expect(guessedHeight('<b>x</b>')).toBeLessThan(60);
  expect(guessedHeight('<tr><td>1'.repeat(5))).toBe(168);
  expect(guessedHeight('<tr>'.repeat(500))).toBe(420);
});
