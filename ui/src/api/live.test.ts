import { expect, it } from 'vitest';
import { pollEvery, staleRoots } from './live';

it('asks for points anew when points came', () => {
  expect(staleRoots({ metrics: ['r'] })).toEqual(['metrics', 'runs']);
});

it('asks for runs anew when runs came, changed or went', () => {
  expect(staleRoots({ experiments: ['1'] })).toEqual(expect.arrayContaining(['runs', 'metrics']));
  expect(staleRoots({ runs: ['r'] })).not.toContain('metrics');
  expect(staleRoots({})).toEqual([]);
  expect(staleRoots({ lists: ['experiments'] })).toEqual(['experiments', 'runs']);
  expect(staleRoots({ lists: ['jobs'] })).toEqual(['jobs']);
});

it('polls as before without a stream', () => {
  expect(pollEvery(5_000)).toBe(5_000);
});
