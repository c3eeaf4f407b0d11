import { expect, it } from 'vitest';
import { readBlock, titleOf } from './read-block';

function faults(kind: 'chart' | 'table', text: string): [number, string][] {
  return (readBlock(kind, text).faults ?? []).map(({ line, text }) => [line, text]);
}

it('reads a chart', () => {
  const { block } = readBlock(
    'chart',
    `# the best of all
experiments: 3, wind-farm
filter: metrics.r2 > 0.8 and tags.team = 'a,b'
order: metrics.r2 DESC, params.\`a,b\` ASC

metrics: loss, metrics.val/loss, \`odd, name\`
x: relative
log: x, y
smooth: 0.6
group: params.lr
limit: 12
`,
  );
  expect(block).toEqual({
    kind: 'chart',
    chart: 'lines',
    title: undefined,
    experiments: ['3', 'wind-farm'],
    runIds: [],
    filter: "metrics.r2 > 0.8 and tags.team = 'a,b'",
    order: ['metrics.r2 DESC', 'params.`a,b` ASC'],
    limit: 12,
    metrics: ['loss', 'val/loss', 'odd, name'],
    axes: [],
    group: 'params.lr',
    view: { x: 'relative', log: '1', logx: '1', smooth: '0.6', group: 'params.lr' },
  });
  expect(block && titleOf(block)).toBe('loss, val/loss, odd, name by lr');
});

it('reads a table, with what is usual where nothing is said', () => {
  expect(readBlock('table', '').block).toEqual({
    kind: 'table',
    title: undefined,
    experiments: [],
    runIds: [],
    filter: '',
    order: [],
    limit: 20,
    columns: ['status', 'start_time', 'duration'],
    group: undefined,
  });
  const chosen = readBlock('table', 'runs: a1, b2\ncolumns: params.`learning rate`, metrics:min.loss').block;
  expect(chosen).toMatchObject({ limit: 2, columns: ['params.learning rate', 'metrics:min.loss'] });
});

it.each([
  ['lr', 'params.lr', 'lr'],
  ['params.`learning rate`', 'params.learning rate', 'learning rate'],
  ['tags.team', 'tags.team', 'team'],
  ['status', 'status', 'State'],
])('groups lines by %s', (text, column, title) => {
  const { block } = readBlock('chart', `metrics: loss\ngroup: ${text}`);
  expect(block).toMatchObject({ group: column, view: { group: column } });
  expect(block && titleOf(block)).toBe(`loss by ${title}`);
});

it('takes a text without a comparison for a part of the names of runs', () => {
  expect(readBlock('table', 'filter: forest').block?.filter).toBe("run_name ILIKE '%forest%'");
});

it('reads axes', () => {
  const scatter = readBlock('chart', 'kind: scatter\nx: params.lr\ny: metrics.loss').block;
  expect(scatter).toMatchObject({ chart: 'scatter', axes: ['params.lr', 'metrics.loss'] });
  expect(scatter && titleOf(scatter)).toBe('lr × loss');
  const parallel = readBlock('chart', 'kind: parallel\naxes: params.lr, params.depth, metrics.loss').block;
  expect(parallel).toMatchObject({ axes: ['params.lr', 'params.depth', 'metrics.loss'] });
});

it('names the line that is wrong, and what to do', () => {
  expect(faults('table', 'experiments: 3\nlimit 20')).toEqual([
    [2, 'Write a key, a colon and a value, such as “limit: 20”.'],
  ]);
  expect(faults('table', 'metric: loss')[0]?.[1]).toContain('The keys are title, experiments');
  expect(faults('table', 'limit: 5\nlimit: 6')).toEqual([
    [2, '“limit” was said in line 1 already. Remove one of the two.'],
  ]);
  expect(faults('table', 'limit:')).toEqual([[1, 'The value is missing. Write one, or remove the line.']]);
  expect(faults('table', 'limit: many')).toEqual([[1, 'limit is a whole number from 1 to 1,000.']]);
  expect(faults('table', 'limit: 1001')).toHaveLength(1);
  expect(faults('table', 'columns: loss')[0]?.[1]).toContain('Write metrics.loss, params.loss or tags.loss');
  expect(faults('chart', 'metrics: a\nkind: pie')).toEqual([
    [2, 'kind is one of lines, values, scatter, parallel, boxes.'],
  ]);
  expect(faults('chart', 'limit: 3')).toEqual([[0, 'Which metrics? Add a line such as “metrics: loss, val_loss”.']]);
  expect(faults('chart', 'metrics: a\nsmooth: 2')).toEqual([[2, 'smooth is a number from 0 to 0.99.']]);
  expect(faults('chart', 'metrics: a\nx: loss')[0]?.[1]).toContain('a metric such as metrics.epoch');
  expect(faults('chart', 'kind: scatter\nx: params.lr')).toHaveLength(1);
  expect(faults('chart', 'kind: boxes\nmetrics: loss')[0]?.[1]).toContain('group: params.depth');
  expect(faults('chart', 'kind: boxes\nmetrics: loss\ngroup: status')[0]?.[1]).toContain('group: params.depth');
  expect(faults('chart', 'kind: parallel\naxes: status, metrics.a')[0]?.[1]).toContain('“status” is no number');
});
