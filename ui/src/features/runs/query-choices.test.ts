import { expect, it } from 'vitest';
import { askedText, hasValues, queryChoices, typedKey } from './query-choices';
import { expectedAt } from './query-text';

const known = { keys: { metrics: ['rmse', 'val/rmse'], params: ['rmse_weight'], tags: [] }, values: ['adam', "ana's"] };

function choices(text: string): string[] {
  return queryChoices(expectedAt(text, text.length), known).map(({ insert }) => insert);
}

it('offers keys of every kind, those with odd characters in back-ticks', () => {
  expect(choices('rmse')).toEqual(['metrics.rmse', 'metrics.`val/rmse`', 'params.rmse_weight']);
  expect(choices('params.r')).toEqual(['params.rmse_weight']);
  expect(choices('st').slice(-2)).toEqual(['status', 'start_time']);
  expect(choices('').slice(0, 4)).toEqual(['metrics.', 'params.', 'tags.', 'run_name']);
});

it('offers the operators that a key takes', () => {
  expect(choices('metrics.rmse ')).toContain('BETWEEN');
  expect(choices('params.lr I')).toEqual(['ILIKE', 'IN (', 'IS NULL', 'IS NOT NULL']);
});

it('offers values in quotes that suit them', () => {
  expect(choices('params.lr = ')).toEqual(["'adam'", `"ana's"`]);
  expect(choices("status = 'F")).toEqual(["'FINISHED'", "'FAILED'"]);
  expect(choices("params.lr = 'adam' ")).toEqual(['and', 'or']);
});

it('asks about what stands at the caret, never about what was typed before it', () => {
  expect(askedText('loss', 'lo')).toBe('lo');
  expect(askedText('loss', '')).toBe('');
  expect(askedText('', 'and')).toBe('');
  expect(askedText('los', 'loss')).toBe('los');
});

it('reads what is typed of a key', () => {
  expect(typedKey('metric.`val/l')).toEqual({ kind: 'metrics', name: 'val/l' });
  expect(typedKey('val')).toEqual({ kind: undefined, name: 'val' });
  expect([hasValues('params.a'), hasValues('metrics.a'), hasValues('status')]).toEqual([true, false, false]);
});
