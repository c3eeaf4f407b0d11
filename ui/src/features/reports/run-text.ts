import { numberOf } from '@/api/number';
import { readColumnId } from '@/api/runs/column-id';
import { durationOf } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import type { RunGroup } from '@/api/types';
import { formatNumber } from '@/shared/format/number';
import { formatDuration, formatInstant } from '@/shared/format/time';

export const NOTHING = '—';
const SOURCE = 'mlflow.source.name';

function attributeText(row: RunRow, name: string): string | null | undefined {
  const { id, tags } = row;
  const { info } = row.run;
  if (name === 'status') return info.status.toLowerCase();
  if (name === 'start_time') return info.start_time ? formatInstant(info.start_time) : undefined;
  if (name === 'end_time') return info.end_time ? formatInstant(info.end_time) : undefined;
  if (name === 'duration') return formatDuration(durationOf(row) ?? Number.NaN);
  if (name === 'user_id') return info.user_id;
  if (name === 'source') return tags.get(SOURCE);
  return name === 'run_id' ? id : undefined;
}

/** What a run has in a column, as a text that stays true when it is read later. */
export function runText(row: RunRow, id: string): string {
  const name = readColumnId(id);
  if (name.kind === 'attribute') return attributeText(row, id) || NOTHING;
  if (name.kind !== 'metrics') return row[name.kind].get(name.key) ?? NOTHING;
  const value = name.aspect === 'last' ? row.metrics.get(name.key) : row.summaries?.get(id);
  return value === undefined ? NOTHING : formatNumber(value);
}

/** The mean of a group's metric, by its place among those that were asked for. */
export function meanText(group: RunGroup, place: number): string {
  const mean = group.metrics?.[place]?.mean;
  return mean === null || mean === undefined ? NOTHING : formatNumber(numberOf(mean));
}

/** The standard deviation that belongs behind the mean. */
export function spreadText(group: RunGroup, place: number): string {
  const { mean, std } = group.metrics?.[place] ?? {};
  if (mean === null || mean === undefined || std === null || std === undefined) return '';
  return ` ± ${numberOf(std).toPrecision(2)}`;
}
