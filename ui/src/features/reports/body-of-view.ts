import type { RunList } from '@/api/runs/run-list';
import { writeBlock } from './write-block';

const MOST_CHARTS = 6;
const MOST_COLUMNS = 12;
const ROWS = 20;
const METRIC = 'metrics.';

interface ShownView {
  /** What the experiment's address says. */
  search: Partial<Record<'tab' | 'group' | 'metrics' | 'x' | 'log' | 'logx' | 'smooth', string>>;
  /** The columns that are shown. */
  ids: readonly string[];
  /** Every metric that is known. */
  metrics: readonly string[];
  /** The runs that are selected. */
  runIds: readonly string[];
  list: Pick<RunList, 'filter' | 'orderBy'>;
}

function chartOf({ search, ids, metrics, runIds, list }: ShownView): string | undefined {
  const sought = (search.metrics ?? '').toLowerCase();
  const shown = ids.filter((id) => id.startsWith(METRIC)).map((id) => id.slice(METRIC.length));
  const inTab = search.tab === 'charts' ? metrics.filter((key) => key.toLowerCase().includes(sought)) : shown;
  const drawn = (inTab.length > 0 ? inTab : metrics).slice(0, MOST_CHARTS);
  if (drawn.length === 0) return undefined;
  const log = [search.logx === '1' && 'x', search.log === '1' && 'y'].filter((axis) => axis !== false);
  return writeBlock('chart', {
    runs: runIds,
    metrics: drawn,
    filter: runIds.length > 0 ? undefined : list.filter,
    order: runIds.length > 0 ? undefined : list.orderBy.join(', '),
    x: search.x,
    log,
    smooth: search.smooth,
    group: search.group,
  });
}

function tableOf({ search, ids, runIds, list }: ShownView): string {
  return writeBlock('table', {
    runs: runIds,
    columns: ids.filter((id) => id !== 'dataset').slice(0, MOST_COLUMNS),
    filter: runIds.length > 0 ? undefined : list.filter,
    order: runIds.length > 0 || search.group ? undefined : list.orderBy.join(', '),
    limit: runIds.length > 0 ? undefined : ROWS,
    group: search.group,
  });
}

/** The text that a report of what an experiment shows begins with: a table and a chart, what was looked at first. */
export function bodyOfView(view: ShownView): string {
  const [table, chart] = [tableOf(view), chartOf(view)];
  const blocks = view.search.tab === 'charts' ? [chart, table] : [table, chart];
  return `${blocks.filter((block) => block !== undefined).join('\n\n')}\n`;
}
