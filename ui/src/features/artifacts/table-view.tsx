import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useArtifactTable } from '@/api/artifacts/read-table';
import { type ArtifactSource, fileUrl } from '@/api/artifacts/source';
import type { TableWindow } from '@/api/types';
import { plural } from '@/shared/format/number';
import { type Column, type Sort, widthOf } from '@/shared/table/column';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './artifacts.module.css';
import { FileProblem } from './file-problem';
import { cellText, joinWindows, type LoadedColumn, type LoadedRow, sortRows } from './table-rows';

const LOOKED_AT = 30;
const MOST_COLUMNS = 100;

interface TableViewProps {
  source: ArtifactSource;
  path: string;
}

/** A table file, window after window as it is scrolled; the order is that of the loaded rows. */
export function TableView({ source, path }: TableViewProps) {
  const table = useArtifactTable(source, path);
  const [sort, setSort] = useState<Sort>();
  const [wide, setWide] = useState(false);
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = table;
  const { columns, rows } = useMemo(() => joinWindows(data?.pages ?? []), [data]);
  const shown = useMemo(() => (wide ? columns : columns.slice(0, MOST_COLUMNS)), [columns, wide]);
  const drawn = useMemo(
    () => [numbers(rows), ...shown.map((column) => drawnColumn(column, rows, source))],
    [shown, rows, source],
  );
  const sorted = useMemo(() => {
    const by = columns.find((column) => column.key === sort?.id);
    return by && sort ? sortRows(rows, by, sort.descending) : rows;
  }, [rows, columns, sort]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  if (table.isPending) return <SkeletonRows />;
  if (data === undefined) return <FileProblem path={path} error={table.error} onRetry={table.refetch} />;
  const last = data.pages.at(-1);
  if (columns.length === 0) return <EmptyState title="The table has no rows" />;
  return (
    <>
      {columns.length > shown.length && (
        <p className={styles.cut}>
          {shown.length} of {columns.length.toLocaleString('en')} columns are shown.{' '}
          <Button size="compact-xs" variant="default" onClick={() => setWide(true)}>
            Show all
          </Button>
        </p>
      )}
      <DataTable
        label="Content"
        columns={drawn}
        rows={sorted}
        rowId={(row) => String(row.number)}
        rowLabel={(row) => `line ${row.number}`}
        sort={sort}
        onSort={setSort}
        onNearEnd={more}
      />
      {last && <Extent last={last} loaded={rows.length} sorted={sort !== undefined} />}
      {table.isFetchNextPageError && <FileProblem path={path} error={table.error} onRetry={() => fetchNextPage()} />}
    </>
  );
}

/** How much of the table is here. */
function Extent({ last, loaded, sorted }: { last: TableWindow; loaded: number; sorted: boolean }) {
  const total = last.total_rows ?? undefined;
  const of =
    total !== undefined
      ? plural(total, 'row')
      : `about ${plural(Number((last.about_rows ?? loaded).toPrecision(2)), 'row')}`;
  const all = total === loaded;
  return (
    <p className={styles.extent} role="status">
      {all ? of : `${loaded.toLocaleString('en')} of ${of} loaded`}
      {sorted && !all && ' · sorted among those loaded'}
      {last.cut && ' · long values are shortened'}
      {(last.hidden_columns ?? 0) > 0 && ` · ${plural(last.hidden_columns ?? 0, 'more column')} in the file`}
      {last.unfinished && ' · the file stops or is damaged after these rows'}
    </p>
  );
}

/** The place of a row in the file, which stays in sight. */
function numbers(rows: readonly LoadedRow[]): Column<LoadedRow> {
  return {
    id: '#',
    header: '#',
    width: 34 + String(rows.length).length * 8,
    numeric: true,
    pinned: true,
    cell: (row) => <span className="dim">{row.number.toLocaleString('en')}</span>,
  };
}

function drawnColumn(column: LoadedColumn, rows: readonly LoadedRow[], source: ArtifactSource): Column<LoadedRow> {
  const { key, name, type } = column;
  const sample = rows.slice(0, LOOKED_AT).map((row) => cellText(row.cells[key]));
  return {
    id: key,
    header: name,
    width: type === 'image' ? 80 : widthOf([name, ...sample]),
    numeric: type === 'integer' || type === 'number',
    sortable: type !== 'image' && type !== 'json',
    cell: (row) => {
      const text = cellText(row.cells[key]);
      if (text === '') return null;
      if (type === 'image') return <img className={styles.cellImage} src={fileUrl(source, text)} alt={text} />;
      return <span title={text}>{text}</span>;
    },
  };
}
