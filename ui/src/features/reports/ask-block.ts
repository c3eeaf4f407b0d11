import type { QueryClient } from '@tanstack/react-query';
import type { MetricSeries } from '@/api/metrics/metric-series';
import { readMetricSeries } from '@/api/metrics/read-metric-series';
import { pointsPerRun } from '@/api/metrics/use-metric-series';
import { foundGroupsQuery } from '@/api/runs/find-groups';
import { foundRunsQuery } from '@/api/runs/find-runs';
import type { RunRow } from '@/api/runs/run-row';
import type { RunGroup } from '@/api/types';
import { axisMetric } from '@/features/metrics/chart-view';
import type { Block, BlockKind, ChartBlock, TableBlock } from './block';
import { faultOf } from './block-faults';
import type { BlockFault } from './block-lines';
import { groupsQuestion, runsQuestion } from './block-question';
import { readBlock } from './read-block';

const PIXELS = 700;

/** What a block asked for, as it is at one moment. */
export type BlockAnswer =
  | { what: 'faults'; faults: BlockFault[] }
  | { what: 'runs'; block: TableBlock; rows: RunRow[]; count: number }
  | { what: 'groups'; block: TableBlock & { group: string }; groups: RunGroup[]; count: number }
  | { what: 'chart'; block: ChartBlock; rows: RunRow[]; count: number; series: MetricSeries[] };

async function seriesOf(block: ChartBlock, rows: readonly RunRow[]): Promise<MetricSeries[]> {
  if (block.chart !== 'lines') return [];
  const across = axisMetric(block.view);
  const keys = [...new Set(across === undefined ? block.metrics : [...block.metrics, across])];
  const runIds = rows.map((row) => row.id);
  return readMetricSeries(runIds, keys, pointsPerRun(runIds.length, PIXELS));
}

async function answerOf(block: Block, home: string | undefined, queries: QueryClient): Promise<BlockAnswer> {
  if (block.kind === 'table' && block.group !== undefined) {
    const grouped = { ...block, group: block.group };
    const { groups, count } = await queries.fetchQuery(foundGroupsQuery(groupsQuestion(grouped, home)));
    return { what: 'groups', block: grouped, groups, count };
  }
  const { rows, count } = await queries.fetchQuery(foundRunsQuery(runsQuestion(block, home)));
  if (block.kind === 'table') return { what: 'runs', block, rows, count };
  return { what: 'chart', block, rows, count, series: await seriesOf(block, rows) };
}

/** Asks once for what a block describes. What is wrong with the block is an answer too; no answer of the server is an error. */
export async function askBlock(
  kind: BlockKind,
  text: string,
  home: string | undefined,
  queries: QueryClient,
): Promise<BlockAnswer> {
  const read = readBlock(kind, text);
  if (read.faults) return { what: 'faults', faults: read.faults };
  try {
    return await answerOf(read.block, home, queries);
  } catch (error) {
    const fault = error instanceof Error ? faultOf(error, read.lines) : undefined;
    if (!fault) throw error;
    return { what: 'faults', faults: [fault] };
  }
}
