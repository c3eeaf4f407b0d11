import { expect, it } from 'vitest';
import { fileName } from './chart-file';
import { linesAsCsv } from './lines-as-csv';
import { madeRun } from './made-run';
import { linesOf } from './run-lines';

it('writes points as they were logged', () => {
  const run = madeRun('r1', { label: '=cmd, "x"' });
  const series = {
    runId: 'r1',
    name: 'm',
    count: 2,
    steps: Float64Array.of(0, 1),
    timestamps: Float64Array.of(0, 9e15),
    values: Float64Array.of(0.5, Number.NaN),
  };
  const lines = linesOf([series], [run], { axis: 'step', smoothing: 0.9 });
  expect(linesAsCsv(lines)).toBe(
    'run_id,run,step,time,value\r\n' +
      'r1,"\'=cmd, ""x""",0,1970-01-01T00:00:00.000Z,0.5\r\n' +
      'r1,"\'=cmd, ""x""",1,9000000000000000,NaN\r\n',
  );
});

it('names files harmlessly', () => {
  expect(fileName('train/loss é', 'csv')).toBe('train-loss-é.csv');
  expect(fileName('', 'svg')).toBe('chart.svg');
});
