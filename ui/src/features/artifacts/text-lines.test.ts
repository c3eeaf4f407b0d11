import { expect, it } from 'vitest';
import { isBinary, linesOf } from './text-lines';

it('splits at every kind of line end, without a line after the last', () => {
  expect(linesOf('a\nb\r\nc\rd\n')).toEqual(['a', 'b', 'c', 'd']);
  expect(linesOf('')).toEqual([]);
  expect(linesOf('\n\n')).toEqual(['', '']);
});

it('cuts what no screen holds', () => {
  const [line = ''] = linesOf('x'.repeat(1_000_000));
  expect(line.length).toBeLessThan(5_000);
  expect(line).toContain('996,000 more characters');
});

it('knows bytes from text', () => {
  expect([isBinary('a\u0000b'), isBinary('text')]).toEqual([true, false]);
});
