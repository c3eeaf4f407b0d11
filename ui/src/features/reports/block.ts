import type { RunsMeant } from '@/api/runs/find-runs';
import type { ChartView } from '@/features/metrics/chart-view';

/** The languages of blocks of code that are drawn instead of being shown. */
export const BLOCK_LANGUAGES = { 'barograph-chart': 'chart', 'barograph-table': 'table' } as const;
export type BlockKind = (typeof BLOCK_LANGUAGES)[keyof typeof BLOCK_LANGUAGES];

/** The kind of block that a language of a fence names, if it names any. */
export function kindOf(language: string): BlockKind | undefined {
  return Object.entries(BLOCK_LANGUAGES).find(([name]) => name === language)?.[1];
}

export const CHART_KINDS = ['lines', 'values', 'scatter', 'parallel', 'boxes'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

export const MOST_RUNS = 1_000;

interface Asking extends RunsMeant {
  title: string | undefined;
  /** As the server takes them. */
  order: string[];
  limit: number;
}

/** Runs, a row each; with `group` a row for those that share a value. */
export interface TableBlock extends Asking {
  kind: 'table';
  /** Ids of columns, as the table of an experiment has them. */
  columns: string[];
  group: string | undefined;
}

export interface ChartBlock extends Asking {
  kind: 'chart';
  chart: ChartKind;
  /** Names of metrics, for lines, values and boxes. */
  metrics: string[];
  /** Ids of what a scatter or parallel coordinates show, in order. */
  axes: string[];
  /** The column whose values make groups, as `ChartView` has it; of boxes a parameter. */
  group: string | undefined;
  view: ChartView;
}

export type Block = TableBlock | ChartBlock;
