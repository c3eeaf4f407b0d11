import { useCallback, useRef } from 'react';
import { type RowSource, rowsBetween } from './row-source';

/** Selects every row there is, also those that were not read. */
export interface SelectingAll {
  label: string;
  selected: boolean;
  select: () => void;
}

interface RowSelection<Row> {
  rows: RowSource<Row>;
  rowId: (row: Row) => string;
  selected: ReadonlySet<string>;
  onSelect?: (ids: Set<string>) => void;
  all?: SelectingAll;
}

/** Selecting rows one by one, in ranges, and all at once. */
export function useRowSelection<Row>(selection: RowSelection<Row>) {
  const latest = useRef(selection);
  latest.current = selection;
  const anchor = useRef(-1);
  const toggleOne = useCallback((id: string) => {
    const next = new Set(latest.current.selected);
    if (!next.delete(id)) next.add(id);
    latest.current.onSelect?.(next);
  }, []);
  const toggle = useCallback((index: number, range: boolean) => {
    const { rows, rowId, selected, onSelect } = latest.current;
    const from = range && anchor.current >= 0 ? anchor.current : index;
    const next = new Set(selected);
    const row = rows.at(index);
    const add = row !== undefined && !selected.has(rowId(row));
    for (const each of rowsBetween(rows, from, index)) {
      if (add) next.add(rowId(each));
      else next.delete(rowId(each));
    }
    anchor.current = index;
    onSelect?.(next);
  }, []);

  const { rows, rowId, selected, onSelect, all } = selection;
  if (onSelect === undefined) return { toggle, toggleOne };
  const loaded = rows.loaded();
  const chosen = selected.size === 0 ? 0 : loaded.filter((row) => selected.has(rowId(row))).length;
  const isAll = all?.selected ?? (chosen > 0 && chosen === loaded.length);
  const head = {
    all: isAll,
    some: all ? selected.size > 0 : chosen > 0,
    label: isAll ? 'Select none' : (all?.label ?? 'Select all loaded rows'),
    toggle: () => {
      if (!isAll && all) all.select();
      else onSelect(isAll ? new Set() : new Set(loaded.map(rowId)));
    },
  };
  return { toggle, toggleOne, head };
}
