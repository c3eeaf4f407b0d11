import { expect, it } from 'vitest';
import { holdsLogs, isLog } from './log-files';

it.each(['train.log', 'train.log.1', 'stdout.txt', 'stderr', 'logs/rank0.txt', 'error/traceback.txt', 'job.err'])(
  '%s is a log',
  (path) => expect(isLog(path)).toBe(true),
);

it.each(['notes.txt', 'logs/weights.bin', 'logistic.py', 'data/rows.txt', 'catalog'])('%s is none', (path) =>
  expect(isLog(path)).toBe(false),
);

it('looks into few folders', () => {
  expect(['logs', 'LOG', 'error'].every(holdsLogs)).toBe(true);
  expect(['plots', 'catalogs'].some(holdsLogs)).toBe(false);
});
