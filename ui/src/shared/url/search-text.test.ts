import { expect, it } from 'vitest';
import { listOf, parseSearchText, textsOf, writeSearchText, writeTexts } from './search-text';

it('gives back what it wrote', () => {
  const search = { filter: "metrics.`val/loss` < 1 and tags.a = '%,é'", order: 'metrics.rmse desc', runs: 'a,b,c' };
  expect(parseSearchText(writeSearchText(search))).toEqual(search);
});

it('leaves out what is absent or empty, and keeps lists readable', () => {
  expect(writeSearchText({ a: undefined, b: '', runs: 'x,y' })).toBe('?runs=x,y');
});

it('keeps numbers and words as texts', () => {
  expect(parseSearchText('?a=1&b=true&c=null')).toEqual({ a: '1', b: 'true', c: 'null' });
});

it('reads lists', () => expect([listOf(undefined), listOf(''), listOf('a,b')]).toEqual([[], [], ['a', 'b']]));

it.each([[[]], [['a', 'b']], [['metrics.a,b', '50%', '%2C']]])('reads the list %j that it wrote', (texts) => {
  expect(textsOf(writeTexts(texts))).toEqual(texts);
});
