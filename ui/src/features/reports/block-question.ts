import { fieldsOf, fieldText, readColumnId } from '@/api/runs/column-id';
import type { GroupsQuestion } from '@/api/runs/find-groups';
import type { RunsMeant, RunsQuestion } from '@/api/runs/find-runs';
import type { RunRow } from '@/api/runs/run-row';
import type { Axis } from '@/features/charts/axes';
import { columnTitle } from '@/features/runs/run-columns';
import { isNumeric, plural } from '@/shared/format/number';
import type { Block, ChartBlock, TableBlock } from './block';

/** Ids of the columns that a block reads of each run. */
function idsOf(block: Block): string[] {
  if (block.kind === 'table') return block.columns;
  const group = block.group === undefined ? [] : [block.group];
  const metrics = block.chart === 'lines' ? [] : block.metrics.map((key) => `metrics.${key}`);
  return [...new Set([...metrics, ...block.axes, ...group])];
}

function meantBy({ experiments, runIds, filter }: Block, home: string | undefined): RunsMeant {
  const everywhere = runIds.length > 0 || home === undefined;
  return { experiments: experiments.length > 0 || everywhere ? experiments : [home], runIds, filter };
}

/** What a block asks the server. `home` is the experiment that is meant where the block names neither any nor runs. */
export function runsQuestion(block: Block, home: string | undefined): RunsQuestion {
  return { ...meantBy(block, home), orderBy: block.order, fields: fieldsOf(idsOf(block)), limit: block.limit };
}

export function groupsQuestion(block: TableBlock & { group: string }, home: string | undefined): GroupsQuestion {
  const metrics = groupMetrics(block).map(fieldText);
  return { ...meantBy(block, home), by: fieldText(block.group), metrics, limit: block.limit };
}

/** The columns of a table of groups that have a mean. */
export function groupMetrics({ columns }: TableBlock): string[] {
  return columns.filter((id) => readColumnId(id).kind === 'metrics');
}

/** What a run has in a column, as a number. */
function numberIn(row: RunRow, id: string): number | undefined {
  const name = readColumnId(id);
  if (name.kind === 'metrics') return name.aspect === 'last' ? row.metrics.get(name.key) : row.summaries?.get(id);
  if (name.kind === 'attribute') return undefined;
  const text = row[name.kind].get(name.key);
  return text !== undefined && isNumeric(text) ? Number(text) : undefined;
}

/** The axes of a scatter or of parallel coordinates. */
export function axesOf(block: ChartBlock, rows: readonly RunRow[]): Axis[] {
  return block.axes.map((id) => ({
    id,
    title: columnTitle(id).header,
    values: rows.map((row) => numberIn(row, id)),
    log: false,
  }));
}

/** What was asked, in words: which runs of which experiments, and in which order. */
export function askedWords(block: Block, home: string | undefined): string {
  const { experiments, runIds, filter } = meantBy(block, home);
  const where =
    experiments.length === 0
      ? 'all experiments'
      : `${experiments.length === 1 ? 'experiment' : 'experiments'} ${experiments.join(', ')}`;
  const chosen = runIds.length > 0 ? plural(runIds.length, 'chosen run') : undefined;
  return [chosen ?? where, filter, block.order.join(', ')].filter(Boolean).join(' · ');
}
