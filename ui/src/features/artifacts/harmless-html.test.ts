import { expect, it } from 'vitest';
import { guessedHeight, hasScripts, unhandled } from './harmless-html';

it('renames handlers and styles, and leaves text alone', () => {
  expect(unhandled('<img src=x onerror=alert(1)><p class="a"onClick="b()" STYLE="c">turn on = yes</p>', 'n')).toBe(
    '<img src=x data-onerror=alert(1)><p class="a"data-onClick="b()" data-STYLE="c">turn on = yes</p>',
  );
});

it('gives sheets the nonce of the page', () => {
  expect(unhandled('<style>a{}</style><Style media="x"><styled>', 'n')).toBe(
    '<style nonce="n">a{}</style><style nonce="n" media="x"><styled>',
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
