import { expect, it } from 'vitest';
import { linesAsSvg } from './svg-lines';
import { ticksOf } from './ticks';

it('chooses round numbers', () => {
  expect(ticksOf([0, 1], false, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticksOf([-3, 17], false, 4)).toEqual([0, 5, 10, 15]);
  expect(ticksOf([0.5, 2_000], true, 7)).toEqual([1, 10, 100, 1_000]);
});

it('writes lines, gaps, bands and hostile names', () => {
  const x = Float64Array.of(0, 1, 2);
  const series = {
    id: 'a',
    label: '<script>"&',
    color: '#123456',
    x,
    y: Float64Array.of(1, Number.NaN, 3),
    raw: Float64Array.of(1, 2, 3),
    band: { low: Float64Array.of(0, 1, 2), high: Float64Array.of(2, 3, 4) },
  };
  const svg = linesAsSvg([series], { title: 'loss <b>', xAxis: 'step', logX: false, logY: false });
  expect(svg).toContain('&lt;script&gt;&quot;&amp;');
  expect(svg).toContain('loss &lt;b&gt;');
  expect(svg).not.toContain('<script');
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect(svg).not.toContain('NaN');
});
