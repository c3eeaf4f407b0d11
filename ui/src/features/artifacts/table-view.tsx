import { useMemo } from 'react';
import { isNumeric, plural } from '@/shared/format/number';
import { type Column, widthOf } from '@/shared/table/column';
import { DataTable } from '@/shared/table/data-table';
import { parseSeparated } from './separated-values';

const MOST_ROWS = 10_000;
const LOOKED_AT = 30;

interface Line {
  number: number;
  cells: string[];
}

/** Separated values as a table; the first line names the columns. */
export function TableView({ text, separator }: { text: string; separator: string }) {
  const { columns, lines } = useMemo(() => {
    const [names = [], ...rest] = parseSeparated(text, separator, MOST_ROWS);
    const lines = rest.map((cells, index): Line => ({ number: index + 1, cells }));
    const sample = lines.slice(0, LOOKED_AT);
    const columns = names.map(
      (name, index): Column<Line> => ({
        id: String(index),
        header: name,
        width: widthOf([name, ...sample.map((line) => line.cells[index] ?? '')]),
        numeric: sample.length > 0 && sample.every((line) => isNumeric(line.cells[index] ?? '')),
        cell: (line) => line.cells[index],
      }),
    );
    return { columns, lines };
  }, [text, separator]);
  return (
    <DataTable
      label="Content"
      columns={columns}
      rows={lines}
      rowId={(line) => String(line.number)}
      rowLabel={(line) => `line ${line.number}`}
      footer={plural(lines.length, 'row')}
    />
  );
}
