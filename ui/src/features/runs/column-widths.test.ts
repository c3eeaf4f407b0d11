import { expect, test } from 'vitest';
import { readWidths, writeWidths } from './column-widths';

test('widths are read as they were written', () => {
  const widths = { run_name: 300, 'metrics:min.val/loss': 96.4, 'params.a,b:c': 48 };
  expect(readWidths(writeWidths(widths))).toEqual({ ...widths, 'metrics:min.val/loss': 96 });
  expect(writeWidths({})).toBeUndefined();
});

test('what is no width is none', () => {
  expect(readWidths('a,b:,c:x,d:2,:50,e:1e9')).toEqual({});
});
