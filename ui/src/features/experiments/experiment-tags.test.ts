import { expect, test } from 'vitest';
import { NOTE_TAG, ownTags, summaryOf } from './experiment-tags';

const noted = (value: string) => ({ tags: [{ key: NOTE_TAG, value }] });

test.each([
  ['', ''],
  ['Forecasts of a wind farm', 'Forecasts of a wind farm'],
  ['\n# **Wind** farm\nmore', 'Wind farm'],
  ['- see [the paper](http://x/y) and `code`', 'see the paper and code'],
  ['---\n\nbelow', 'below'],
])('the summary of %j is %j', (text, summary) => expect(summaryOf(noted(text))).toBe(summary));

test('only tags that people gave', () => {
  const tags = [
    { key: 'team', value: 'wind' },
    { key: 'mlflow.x', value: '1' },
  ];
  expect(ownTags({ tags })).toEqual([{ key: 'team', value: 'wind' }]);
  expect([ownTags({}), summaryOf({})]).toEqual([[], '']);
});
