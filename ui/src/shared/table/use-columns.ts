import { columnResizingFeature, columnSizingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Column } from './column';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
export const NARROWEST = 48;
const NO_ROWS: never[] = [];
const NO_WIDTHS: ColumnWidths = {};
export const CHECK_WIDTH = 34;

/** Widths in px by the id of the column; the others have their own. */
export type ColumnWidths = Readonly<Record<string, number>>;

/** A column with its place: the width it has now and, when pinned, its distance from the left edge. */
export interface PlacedColumn<Row> {
  column: Column<Row>;
  width: number;
  left: number;
  resizing: boolean;
  /** Begins a drag. */
  resize: (event: unknown) => void;
  /** Gives the column a width in px, or without one its own. */
  setWidth: (width: number | undefined) => void;
  /** The last pinned column, which draws the line between what stays and what scrolls. */
  edge: boolean;
}

interface ColumnsAsked<Row> {
  columns: Column<Row>[];
  selectable: boolean;
  /** Widths that the page keeps, and what to tell it of new ones; without them the table keeps its own. */
  widths?: ColumnWidths;
  onWidths?: (widths: ColumnWidths) => void;
}

/** Widths of columns, dragged by their edges or set by keys. */
export function useColumns<Row>({ columns, selectable, widths, onWidths }: ColumnsAsked<Row>): PlacedColumn<Row>[] {
  const definitions = useMemo(
    () => columns.map(({ id, header, width }) => ({ id, header, size: width, minSize: NARROWEST })),
    [columns],
  );
  // What is dragged is shown at once, and told when the drag ends.
  const [draft, setDraft] = useState<ColumnWidths>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the page keeps takes the place of the draft
  useEffect(() => setDraft(undefined), [widths]);
  const columnSizing = draft ?? widths ?? NO_WIDTHS;
  const table = useTable({
    features,
    columns: definitions,
    data: NO_ROWS,
    columnResizeMode: 'onChange',
    state: { columnSizing },
    onColumnSizingChange: (change) =>
      setDraft((old) => (typeof change === 'function' ? change({ ...(old ?? columnSizing) }) : change)),
  });
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  // What is placed stays the same object while nothing of it changes, so that rows need not be drawn again.
  const sizes = headers.map((header) => header.getSize()).join();
  const resized = headers.find((header) => header.column.getIsResizing())?.id;
  const wasResized = useRef(resized);
  useEffect(() => {
    if (wasResized.current !== undefined && resized === undefined && draft !== undefined) onWidths?.(draft);
    wasResized.current = resized;
  }, [resized, draft, onWidths]);
  const latest = useRef({ headers, columnSizing, onWidths });
  latest.current = { headers, columnSizing, onWidths };
  return useMemo(() => {
    const setWidth = (id: string, width: number | undefined) => {
      const { [id]: _, ...others } = latest.current.columnSizing;
      const next = width === undefined ? others : { ...others, [id]: Math.max(NARROWEST, width) };
      setDraft(next);
      latest.current.onWidths?.(next);
    };
    const given = sizes.split(',').map(Number);
    const lastPinned = columns.findLastIndex((column) => column.pinned);
    let left = selectable ? CHECK_WIDTH : 0;
    return columns.map((column, index) => {
      const width = given[index] ?? column.width;
      const placed: PlacedColumn<Row> = {
        column,
        width,
        left,
        resizing: column.id === resized,
        resize: (event) => latest.current.headers[index]?.getResizeHandler()(event),
        setWidth: (next) => setWidth(column.id, next),
        edge: index === lastPinned,
      };
      left += width;
      return placed;
    });
  }, [columns, selectable, sizes, resized]);
}
