import { expect, it } from 'vitest';
import { columnId, fieldsOf, fieldText, readColumnId } from './column-id';

it.each([
  ['start_time', 'attributes.start_time'],
  ['metrics.val/loss.min', 'metrics.`val/loss.min`'],
  ['metrics:min.val/loss', 'metrics.`val/loss`.min'],
  ['metrics:max.a', 'metrics.`a`.max'],
  ['params.lr', 'params.`lr`'],
  ['tags.a.b', 'tags.`a.b`'],
])('asks for column %j as %j', (id, field) => {
  expect(fieldText(id)).toBe(field);
  expect(columnId(readColumnId(id))).toBe(id);
});

it('asks for nothing that every row has', () => {
  expect(fieldsOf(['status', 'duration', 'metrics.a', 'metrics:min.a', 'source'])).toEqual([
    { field: 'metrics.`a`', kind: 'metrics', key: 'a' },
    { field: 'metrics.`a`.min', kind: 'summaries', key: 'metrics:min.a' },
    { field: 'tags.`mlflow.source.name`', kind: 'tags', key: 'mlflow.source.name' },
  ]);
});
