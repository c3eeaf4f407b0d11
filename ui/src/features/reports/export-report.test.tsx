import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { MetricSeries } from '@/api/metrics/metric-series';
import type { RunRow } from '@/api/runs/run-row';
import type { Report } from '@/api/types';
import type { BlockAnswer } from './ask-block';
import type { ChartBlock } from './block';
import { reportHtml } from './export-report';

const HOSTILE = `<img src=x onerror=alert(1)>"'\`&</script>`;

function report(body: string): Report {
  return { report_id: '7', title: `Best ${HOSTILE}`, body, revision: 3, created_ms: 1, updated_ms: 2 };
}

function row(id: string, params: Record<string, string>, loss: number): RunRow {
  const info = { run_id: id, experiment_id: '1', status: 'FINISHED', artifact_uri: '', lifecycle_stage: 'active' };
  const run = { info: { ...info, run_name: id, user_id: '', start_time: 1, end_time: 2 } } as RunRow['run'];
  const values = { metrics: new Map([[HOSTILE, loss]]), params: new Map(Object.entries(params)), tags: new Map() };
  return { run, id, name: `${id} ${HOSTILE}`, ...values };
}

const rows = [row('a', { [HOSTILE]: HOSTILE, depth: '1' }, 2), row('b', { [HOSTILE]: 'v', depth: '3' }, 1)];
const asking = { experiments: ['1'], runIds: [], filter: HOSTILE, order: [], limit: 20, title: HOSTILE };
const chart: Omit<ChartBlock, 'chart'> = {
  ...asking,
  kind: 'chart',
  metrics: [HOSTILE],
  axes: [],
  group: undefined,
  view: {},
};

function series(runId: string): MetricSeries {
  const steps = Float64Array.of(0, 1, 2);
  return { runId, name: HOSTILE, count: 3, steps, timestamps: steps, values: Float64Array.of(1, 2, 3) };
}

function exported(answer: BlockAnswer): Promise<string> {
  const body = `# Head ${HOSTILE}\n\n${'```'}barograph-chart\n${HOSTILE}\n${'```'}\n\n<script>alert(1)</script>\n\n![i](http://127.0.0.1:1/x.png)\n`;
  return reportHtml(report(body), 'http://server/', async () => answer, renderToStaticMarkup);
}

const answers: Record<string, BlockAnswer> = {
  lines: { what: 'chart', block: { ...chart, chart: 'lines' }, rows, count: 9, series: [series('a'), series('b')] },
  values: { what: 'chart', block: { ...chart, chart: 'values' }, rows, count: 2, series: [] },
  boxes: { what: 'chart', block: { ...chart, chart: 'boxes', group: `params.${HOSTILE}` }, rows, count: 2, series: [] },
  scatter: {
    what: 'chart',
    block: { ...chart, chart: 'scatter', axes: ['params.depth', `metrics.${HOSTILE}`] },
    rows,
    count: 2,
    series: [],
  },
  parallel: {
    what: 'chart',
    block: { ...chart, chart: 'parallel', axes: ['params.depth', `metrics.${HOSTILE}`] },
    rows,
    count: 2,
    series: [],
  },
  runs: {
    what: 'runs',
    block: { ...asking, kind: 'table', columns: ['status', 'start_time', `params.${HOSTILE}`], group: undefined },
    rows,
    count: 2,
  },
  groups: {
    what: 'groups',
    block: { ...asking, kind: 'table', columns: [`metrics.${HOSTILE}`], group: `params.${HOSTILE}` },
    groups: [{ values: [HOSTILE], n: 2, metrics: [{ metric: HOSTILE, n: 2, mean: 1.5, std: 0.5 }] }],
    count: 1,
  },
  faults: { what: 'faults', faults: [{ line: 1, source: HOSTILE, text: HOSTILE }] },
};

for (const [name, answer] of Object.entries(answers)) {
  it(`exports ${name} as harmless HTML that asks for nothing`, async () => {
    const html = await exported(answer);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    const marks = html.replaceAll(/"[^"]*"/g, '""');
    expect(html).not.toMatch(/<(script|img|iframe|link|object|image|use|foreignObject)\b/i);
    expect(marks).not.toMatch(/<[^>]*\s(src|srcset|xlink:href)=/i);
    expect(marks).not.toMatch(/<[a-z][^<>]*\son\w+=/i);
    expect(html).not.toMatch(/url\((?!#)/);
    expect(html).toContain('http://server/ (report 7, revision 3)');
    expect(html).toContain('<title>Best &lt;img');
  });
}

it('draws lines as SVG with the names of the runs, and says what was asked', async () => {
  const html = await exported(answers.lines as BlockAnswer);
  expect(html.match(/<svg/g)).toHaveLength(1);
  expect(html).toContain('a &lt;img');
  expect(html).toContain('2 of 9 runs');
  expect(html).toContain('experiment 1');
});
