import type { DeletedExperiment, DeletedRun } from '@/api/types';
import type { Column } from '@/shared/table/column';
import { Moment } from '@/shared/ui/moment';

/** A row of either table: what it is called, and by what id it is restored or purged. */
export interface TrashRow {
  id: string;
  name: string;
  deletedMs?: number | null;
  runs?: number;
  experiment?: string;
}

export function experimentRow(row: DeletedExperiment): TrashRow {
  return { id: row.experiment_id, name: row.name, deletedMs: row.deleted_ms, runs: row.runs ?? 0 };
}

export function runRow(row: DeletedRun): TrashRow {
  return { id: row.run_id, name: row.name, deletedMs: row.deleted_ms, experiment: row.experiment_name };
}

const NAME: Column<TrashRow> = {
  id: 'name',
  header: 'Name',
  width: 320,
  pinned: true,
  cell: (row) => <span title={row.name}>{row.name}</span>,
};
const ID: Column<TrashRow> = {
  id: 'id',
  header: 'Id',
  width: 280,
  cell: (row) => <span className="mono dim">{row.id}</span>,
};
const DELETED: Column<TrashRow> = {
  id: 'deleted',
  header: 'Deleted',
  width: 140,
  cell: (row) => <Moment ms={row.deletedMs} />,
};

export const experimentTrashColumns: Column<TrashRow>[] = [
  NAME,
  { id: 'runs', header: 'Runs', width: 80, numeric: true, cell: (row) => row.runs },
  DELETED,
  ID,
];

export const runTrashColumns: Column<TrashRow>[] = [
  NAME,
  {
    id: 'experiment',
    header: 'Experiment',
    width: 220,
    cell: (row) => <span title={row.experiment}>{row.experiment}</span>,
  },
  DELETED,
  ID,
];
