import { expect, it } from 'vitest';
import { bodyOfView } from './body-of-view';
import { readBlock } from './read-block';
import { withBlock, writeBlock } from './write-block';

function inside(block: string): string {
  return block.split('\n').slice(1, -1).join('\n');
}

it('writes what can be read back', () => {
  const columns = ['params.a,b', 'metrics:min.loss', 'tags.x y', 'status'];
  const written = writeBlock('table', { title: 'One\ntwo', columns, filter: '', limit: 5 });
  expect(written).toBe(
    '```barograph-table\ntitle: One two\ncolumns: params.`a,b`, metrics:min.loss, tags.x y, status\nlimit: 5\n```',
  );
  expect(readBlock('table', inside(written)).block).toMatchObject({ title: 'One two', columns, limit: 5 });
});

it('puts a block on lines of its own', () => {
  expect(withBlock('', 0, 'B')).toEqual({ text: 'B\n\n', caret: 3 });
  expect(withBlock('above\nbelow', 5, 'B')).toEqual({ text: 'above\n\nB\n\nbelow', caret: 10 });
});

const view = {
  search: {},
  ids: ['status', 'metrics.loss', 'params.lr', 'dataset'],
  metrics: ['acc', 'loss'],
  runIds: [],
  list: { filter: "status = 'FINISHED'", orderBy: ['metrics.`loss` ASC'] },
};

it('begins a report with the query that is shown', () => {
  expect(bodyOfView(view)).toBe(`\`\`\`barograph-table
columns: status, metrics.loss, params.lr
filter: status = 'FINISHED'
order: metrics.\`loss\` ASC
limit: 20
\`\`\`

\`\`\`barograph-chart
metrics: loss
filter: status = 'FINISHED'
order: metrics.\`loss\` ASC
\`\`\`
`);
});

it('begins a report with the runs that are selected, and the charts that are shown', () => {
  const search = { tab: 'charts', metrics: 'A', x: 'time', smooth: '0.5', log: '1', group: 'params.lr' };
  expect(bodyOfView({ ...view, search, runIds: ['r1', 'r2'] })).toBe(`\`\`\`barograph-chart
runs: r1, r2
metrics: acc
x: time
log: y
smooth: 0.5
group: params.lr
\`\`\`

\`\`\`barograph-table
runs: r1, r2
columns: status, metrics.loss, params.lr
group: params.lr
\`\`\`
`);
});
