import { expect, it } from 'vitest';
import { decodeParts } from './read-parts';

it('joins letters that a part cuts, and keeps broken bytes visible', () => {
  const bytes = new TextEncoder().encode('aü日');
  expect(decodeParts([bytes.slice(0, 2), bytes.slice(2, 4), bytes.slice(4)])).toBe('aü日');
  expect(decodeParts([new Uint8Array([0x61, 0xff, 0x62])])).toBe('a\ufffdb');
  expect(decodeParts([])).toBe('');
});

it('reads UTF-16 by its mark', () => {
  expect(decodeParts([new Uint8Array([0xff, 0xfe, 0x61, 0, 0x62, 0])])).toBe('ab');
});
