import type { Run, RunTable, WireNumber } from '../types';
import { PAUSES_TAG } from './run-clock';
import { COLOR_TAG } from './run-color';
import type { RunRow } from './run-row';

/** A column that a table of runs is asked for: how the server calls it, and where a row keeps it. */
export interface RunField {
  field: string;
  kind: 'metrics' | 'params' | 'tags' | 'summaries';
  key: string;
}

const INFO = ['run_id', 'run_name', 'status', 'start_time', 'end_time', 'user_id', 'experiment_id'] as const;

const OWN_TAGS = [PAUSES_TAG, COLOR_TAG];

/** What every row is made of. */
export const ROW_FIELDS: readonly string[] = [...INFO, ...OWN_TAGS.map((key) => `tags.\`${key}\``)];

type Values = RunTable['columns'][number]['values'];

/** Rows from columns, which stand in the order in which they were asked for: `ROW_FIELDS`, then `fields`. */
export function rowsOf(
  table: RunTable,
  fields: readonly RunField[],
  numberOf: (value: WireNumber) => number,
): RunRow[] {
  const columns = table.columns.map((column) => column.values ?? []);
  const info = Object.fromEntries(INFO.map((name, place) => [name, columns[place] ?? []])) as Record<string, Values>;
  const own = OWN_TAGS.map((key, place) => ({ key, values: columns[INFO.length + place] ?? [] }));
  const shown = fields.map((field, place) => ({ ...field, values: columns[ROW_FIELDS.length + place] ?? [] }));
  return Array.from({ length: table.row_count }, (_, index) => {
    const text = (name: string) => String(info[name]?.[index] ?? '');
    const time = (name: string) => (info[name]?.[index] as number | null) ?? undefined;
    const kept = {
      metrics: new Map<string, number>(),
      summaries: new Map<string, number>(),
      params: new Map<string, string>(),
      tags: new Map<string, string>(),
    };
    for (const { key, values } of own) {
      const value = values[index];
      if (typeof value === 'string') kept.tags.set(key, value);
    }
    for (const { kind, key, values } of shown) {
      const value = values[index];
      if (value === null || value === undefined) continue;
      if (kind === 'params' || kind === 'tags') kept[kind].set(key, String(value));
      else kept[kind].set(key, numberOf(value as WireNumber));
    }
    const run: Run = {
      info: {
        run_id: text('run_id'),
        run_name: text('run_name'),
        experiment_id: text('experiment_id'),
        user_id: text('user_id'),
        status: text('status') as Run['info']['status'],
        start_time: time('start_time'),
        end_time: time('end_time'),
        artifact_uri: '',
        lifecycle_stage: 'active',
      },
    };
    return { run, id: run.info.run_id, name: run.info.run_name || run.info.run_id, ...kept };
  });
}
