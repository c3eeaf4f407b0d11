import { expect, it } from 'vitest';
import type { Contact, Run } from '../types';
import { durationOf, lostSince, PAUSES_TAG, pausedOf, pausesOf } from './run-clock';
import { type RunRow, rowOf, withContacts } from './run-row';

const info = {
  run_id: 'r',
  experiment_id: '1',
  run_name: 'n',
  user_id: '',
  artifact_uri: '',
  lifecycle_stage: 'active',
} as const;

function row(status: Run['info']['status'], times: { end_time?: number }, pauses?: string, contact?: Contact): RunRow {
  const tags = pauses === undefined ? [] : [{ key: PAUSES_TAG, value: pauses }];
  const read = rowOf({ info: { ...info, status, start_time: 1_000, ...times }, data: { tags } });
  return withContacts([read], new Map(contact ? [['r', contact]] : []))[0] ?? read;
}

const lost: Contact = { run_id: 'r', state: 'LOST', last_ms: 5_000, period_ms: 100 };

it('counts until the end, or until now', () => {
  expect(durationOf(row('FINISHED', { end_time: 4_000 }), 9_000)).toBe(3_000);
  expect(durationOf(row('RUNNING', {}), 9_000)).toBe(8_000);
  expect(durationOf(row('FAILED', {}), 9_000)).toBeUndefined();
});

it('leaves the pauses of a resumed run out', () => {
  const resumed = row('FINISHED', { end_time: 10_000 }, '[[2000,5000],[6000,6500]]');
  expect(durationOf(resumed)).toBe(9_000 - 3_500);
  expect(pausedOf(resumed)).toBe(3_500);
  // Between resuming and ending, the end of before may still stand.
  expect(durationOf(row('RUNNING', { end_time: 2_000 }, '[[2000,5000]]'), 7_000)).toBe(3_000);
});

it.each(['{', '7', '[[1]]', '[["a","b"]]', '[[5,1]]', 'null'])('reads the spoilt tag %s as no pauses', (text) => {
  expect(pausesOf(row('FINISHED', {}, text))).toEqual([]);
});

it('says since when contact is lost, and counts until then', () => {
  expect(lostSince(row('RUNNING', {}, undefined, lost))).toBe(5_000);
  expect(durationOf(row('RUNNING', {}, undefined, lost), 9_000)).toBe(4_000);
});

it.each([
  ['RUNNING', undefined],
  ['RUNNING', { ...lost, state: 'LIVE' }],
  ['RUNNING', { run_id: 'r', state: 'UNKNOWN' }],
  ['FINISHED', lost],
] as const)('loses no contact with a run that is %s and of which is known %o', (status, contact) => {
  expect(lostSince(row(status, {}, undefined, contact))).toBeUndefined();
});
