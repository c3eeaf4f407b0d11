import type { ReactNode } from 'react';

/** One column of a `DataTable`. */
export interface Column<Row> {
  /** Names the column in the address and to the server. */
  id: string;
  header: string;
  /** Width in px before the user drags its edge. */
  width: number;
  /** Columns that follow each other in the same group get one heading above them. */
  group?: string;
  numeric?: boolean;
  sortable?: boolean;
  /** Stays at the left while the others scroll. Pinned columns come first. */
  pinned?: boolean;
  /** Cannot be moved among the others. */
  fixed?: boolean;
  cell: (row: Row) => ReactNode;
  /** What is shown on hover: the whole of a value that may be cut. */
  title?: (row: Row) => string | undefined;
}

const PADDING = 30;
const CHARACTER = 7.2;
const NARROWEST = 80;
const WIDEST = 220;

/** A width in px that shows most of these texts whole. */
export function widthOf(texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, PADDING + longest * CHARACTER)));
}

export interface Sort {
  id: string;
  descending: boolean;
}

/** The order after a click on a heading: up, then down, then the table's own. */
export function nextSort(current: Sort | undefined, id: string): Sort | undefined {
  if (current?.id !== id) return { id, descending: false };
  return current.descending ? undefined : { id, descending: true };
}

/** Writes an order for the address, such as `metrics.rmse desc`; reads it back with `parseSort`. */
export function writeSort(sort: Sort | undefined): string | undefined {
  return sort && `${sort.id} ${sort.descending ? 'desc' : 'asc'}`;
}

export function parseSort(text: string | undefined): Sort | undefined {
  const match = /^(.+) (asc|desc)$/.exec(text ?? '');
  return match?.[1] ? { id: match[1], descending: match[2] === 'desc' } : undefined;
}

export interface Span {
  title: string;
  /** Index of the first column. */
  start: number;
  columns: number;
}

/** Headings above columns: runs of neighbours with the same group. */
export function groupSpans(groups: readonly (string | undefined)[]): Span[] {
  const spans: Span[] = [];
  for (const [start, group] of groups.entries()) {
    const title = group ?? '';
    const last = spans.at(-1);
    if (last?.title === title) last.columns += 1;
    else spans.push({ title, start, columns: 1 });
  }
  return spans;
}
