import { readColumnId } from '@/api/runs/column-id';
import type { ChartView } from '@/features/metrics/chart-view';
import { groupColumn, groupTitle, paramOf } from '@/features/metrics/grouping';
import { columnTitle, runColumn } from '@/features/runs/run-columns';
import { filterOf } from '@/features/runs/run-filter';
import {
  type Block,
  type BlockKind,
  CHART_KINDS,
  type ChartBlock,
  type ChartKind,
  MOST_RUNS,
  type TableBlock,
} from './block';
import { type BlockFault, type BlockLines, linesIn, membersOf, plainKey } from './block-lines';

const ASKING = ['title', 'experiments', 'runs', 'filter', 'order', 'limit'] as const;
const KEYS: Record<BlockKind, readonly string[]> = {
  chart: [...ASKING, 'kind', 'metrics', 'x', 'y', 'axes', 'group', 'smooth', 'log'],
  table: [...ASKING, 'columns', 'group'],
};
const ROWS_AT_FIRST = 20;
const RUNS_AT_FIRST = 50;
const COLUMNS_AT_FIRST = ['status', 'start_time', 'duration'];
const RUN_ID = /^[\w-]+$/;
const X_AXES = ['step', 'time', 'relative'];
/** A property of runs that tables of reports do not read. */
const UNREAD = 'dataset';
const METRIC = /^metrics\./;

/** A block that can be asked, or what is wrong with it; `lines` tell where each thing was said. */
export type ReadBlock = { lines: BlockLines } & (
  | { block: Block; faults?: undefined }
  | { block?: undefined; faults: BlockFault[] }
);

/** Reads what stands in a block of code. */
export function readBlock(kind: BlockKind, text: string): ReadBlock {
  const { lines, faults } = linesIn(text, KEYS[kind]);
  const reader = new Reader(lines, faults);
  const block = kind === 'table' ? tableOf(reader) : chartOf(reader);
  return faults.length > 0 ? { lines, faults: faults.sort((a, b) => a.line - b.line) } : { lines, block };
}

/** Values of lines, and what is wrong with them. */
class Reader {
  constructor(
    private readonly lines: BlockLines,
    private readonly faults: BlockFault[],
  ) {}

  text(key: string): string | undefined {
    return this.lines.get(key)?.value;
  }

  members(key: string): string[] {
    return membersOf(this.text(key));
  }

  fault(key: string, text: string): void {
    const { line, source } = this.lines.get(key) ?? { line: 0, source: '' };
    this.faults.push({ line, source, text });
  }

  number(key: string, otherwise: number, fits: (value: number) => boolean, rule: string): number {
    const text = this.text(key);
    const value = text === undefined ? otherwise : Number(text);
    if (!fits(value)) this.fault(key, `${key} is ${rule}.`);
    return value;
  }

  choice<Choice extends string>(key: string, choices: readonly Choice[], otherwise: Choice): Choice {
    const text = this.text(key)?.toLowerCase();
    if (text === undefined) return otherwise;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.fault(key, `${key} is one of ${choices.join(', ')}.`);
    return found ?? otherwise;
  }

  /** Ids of columns; each must be one. */
  columns(key: string, otherwise: string[] = []): string[] {
    if (this.text(key) === undefined) return otherwise;
    const ids = [...new Set(this.members(key).map(plainKey))];
    for (const id of ids) if (!runColumn(id, []) || id === UNREAD) this.fault(key, noColumn(id));
    return ids;
  }

  /** Ids of columns that are numbers in runs. */
  axes(key: string): string[] {
    const ids = this.columns(key);
    const odd = ids.find((id) => readColumnId(id).kind === 'attribute' && runColumn(id, []));
    if (odd !== undefined) this.fault(key, `“${odd}” is no number. An axis is a metric, a parameter or a tag.`);
    return ids;
  }
}

function noColumn(id: string): string {
  return `There is no column “${id}”. Write metrics.${id}, params.${id} or tags.${id}, or a property of runs such as status, start_time or duration.`;
}

function askingOf(reader: Reader, limit: number) {
  const runIds = reader.members('runs');
  const odd = runIds.find((id) => !RUN_ID.test(id));
  if (odd !== undefined) reader.fault('runs', `“${odd}” is no id of a run. Ids stand on the pages of runs.`);
  const whole = (value: number) => Number.isInteger(value) && value >= 1 && value <= MOST_RUNS;
  return {
    title: reader.text('title'),
    experiments: reader.members('experiments'),
    runIds,
    filter: filterOf(reader.text('filter') ?? ''),
    order: reader.members('order'),
    limit: reader.number(
      'limit',
      runIds.length > 0 ? Math.min(MOST_RUNS, runIds.length) : limit,
      whole,
      `a whole number from 1 to ${MOST_RUNS.toLocaleString('en')}`,
    ),
  };
}

function tableOf(reader: Reader): TableBlock {
  const [group, ...others] = reader.columns('group');
  if (others.length > 0) reader.fault('group', 'A table is grouped by one thing. Write one.');
  return {
    kind: 'table',
    ...askingOf(reader, ROWS_AT_FIRST),
    columns: reader.columns('columns', COLUMNS_AT_FIRST),
    group,
  };
}

function chartOf(reader: Reader): ChartBlock {
  const chart = reader.choice('kind', CHART_KINDS, 'lines');
  const group = reader.text('group');
  const block: ChartBlock = {
    kind: 'chart',
    ...askingOf(reader, RUNS_AT_FIRST),
    chart,
    metrics: reader.members('metrics').map((each) => plainKey(each).replace(METRIC, '')),
    axes: axesOf(reader, chart),
    group: group && groupColumn(plainKey(group)),
    view: {},
  };
  block.view = viewOf(reader, block);
  const drawsMetrics = chart === 'lines' || chart === 'values' || chart === 'boxes';
  if (drawsMetrics && block.metrics.length === 0)
    reader.fault('metrics', 'Which metrics? Add a line such as “metrics: loss, val_loss”.');
  if (chart === 'boxes' && paramOf(block.group ?? '') === undefined)
    reader.fault('group', 'Boxes by which parameter? Add a line such as “group: params.depth”.');
  return block;
}

function axesOf(reader: Reader, chart: ChartKind): string[] {
  if (chart === 'parallel') {
    const axes = reader.axes('axes');
    if (axes.length < 2)
      reader.fault('axes', 'Which axes? Add a line such as “axes: params.lr, params.depth, metrics.loss”.');
    return axes;
  }
  if (chart !== 'scatter') return [];
  return ['x', 'y'].flatMap((key) => {
    const axis = reader.axes(key);
    if (axis.length !== 1) reader.fault(key, `Along ${key} is one thing. Write a line such as “${key}: metrics.loss”.`);
    return axis;
  });
}

function viewOf(reader: Reader, { chart, group }: ChartBlock): ChartView {
  const x = plainKey(reader.text('x') ?? 'step');
  if (chart === 'lines' && !X_AXES.includes(x) && !METRIC.test(x))
    reader.fault('x', `x is one of ${X_AXES.join(', ')}, or a metric such as metrics.epoch.`);
  const logs = reader.members('log').map((each) => each.toLowerCase());
  if (logs.some((each) => each !== 'x' && each !== 'y')) reader.fault('log', 'log is x, y, or “x, y”.');
  const smooth = reader.number('smooth', 0, (value) => value >= 0 && value <= 0.99, 'a number from 0 to 0.99');
  return {
    x: x === 'step' ? undefined : x,
    log: logs.includes('y') ? '1' : undefined,
    logx: logs.includes('x') ? '1' : undefined,
    smooth: smooth > 0 ? String(smooth) : undefined,
    group,
  };
}

/** What a block is called where it names itself nothing. */
export function titleOf(block: Block): string {
  if (block.title !== undefined) return block.title;
  if (block.kind === 'table') return block.group ? `Runs by ${columnTitle(block.group).header}` : 'Runs';
  const names = (block.axes.length > 0 ? block.axes.map((id) => columnTitle(id).header) : block.metrics).join(', ');
  if (block.chart === 'scatter') return names.replace(', ', ' × ');
  return block.group ? `${names} by ${groupTitle(block.group)}` : names;
}
