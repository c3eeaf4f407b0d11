import { expect, it } from 'vitest';
import { barsAsSvg } from './svg-bars';

it('draws a bar for each finite value, and escapes names', () => {
  const bars = [1, -2, Number.NaN].map((value, index) => ({
    id: `${index}`,
    label: `<b> ${index}`,
    color: '#123456',
    value,
  }));
  const text = barsAsSvg('a & b', bars);
  expect(text.match(/<rect x=/g)).toHaveLength(2);
  expect(text).toContain('a &amp; b');
  expect(text).toContain('NaN');
  expect(text).not.toContain('<b>');
});
