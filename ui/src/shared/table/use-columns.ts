import { columnResizingFeature, columnSizingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo, useRef } from 'react';
import type { Column } from './column';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const NARROWEST = 48;
const NO_ROWS: never[] = [];
export const CHECK_WIDTH = 34;

/** A column with its place: the width it has now and, when pinned, its distance from the left edge. */
export interface PlacedColumn<Row> {
  column: Column<Row>;
  width: number;
  left: number;
  resizing: boolean;
  resize: (event: unknown) => void;
  /** The last pinned column, which draws the line between what stays and what scrolls. */
  edge: boolean;
}

/** Widths of columns, dragged by their edges. */
export function useColumns<Row>(columns: Column<Row>[], selectable: boolean): PlacedColumn<Row>[] {
  const definitions = useMemo(
    () => columns.map(({ id, header, width }) => ({ id, header, size: width, minSize: NARROWEST })),
    [columns],
  );
  const table = useTable({ features, columns: definitions, data: NO_ROWS, columnResizeMode: 'onChange' });
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  // What is placed stays the same object while nothing of it changes, so that rows need not be drawn again.
  const widths = headers.map((header) => header.getSize()).join();
  const resized = headers.find((header) => header.column.getIsResizing())?.id;
  const latest = useRef(headers);
  latest.current = headers;
  return useMemo(() => {
    const sizes = widths.split(',').map(Number);
    const lastPinned = columns.findLastIndex((column) => column.pinned);
    let left = selectable ? CHECK_WIDTH : 0;
    return columns.map((column, index) => {
      const width = sizes[index] ?? column.width;
      const placed: PlacedColumn<Row> = {
        column,
        width,
        left,
        resizing: column.id === resized,
        resize: (event) => latest.current[index]?.getResizeHandler()(event),
        edge: index === lastPinned,
      };
      left += width;
      return placed;
    });
  }, [columns, selectable, widths, resized]);
}
