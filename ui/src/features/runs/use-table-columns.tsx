import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { colorOf } from '@/api/runs/run-color';
import type { RunRow } from '@/api/runs/run-row';
import { colorsOf } from '@/shared/charts/palette';
import { nameColumn } from './name-column';
import { runColumn } from './run-columns';
import type { Painted } from './run-painter';
import { toggled } from './toggled';
import type { RunsView } from './use-runs-view';

const RunPainter = lazy(() => import('./run-painter'));

interface TableColumnsAsked {
  view: RunsView;
  /** Ids of the columns after the name, in order. */
  ids: readonly string[];
  /** Rows by which columns are laid out. */
  sample: readonly RunRow[];
  selected: ReadonlySet<string>;
  open: ReadonlySet<string>;
  nested: boolean;
  onOpen: (id: string) => void;
}

/** The columns of the table of runs, and what is done in its first: hiding, pinning and colouring runs. */
export function useTableColumns({ view, ids, sample, selected, open, nested, onOpen }: TableColumnsAsked) {
  const { hidden, hide, pinned, sparks, onTop, setOnTop } = view;
  const [painted, setPainted] = useState<Painted>();
  const colors = useMemo(() => colorsOf([...selected]), [selected]);
  const onHide = useCallback((id: string) => hide(toggled(hidden, id)), [hide, hidden]);
  const onPin = useCallback((id: string) => setOnTop([...toggled(new Set(onTop), id)]), [setOnTop, onTop]);
  const columns = useMemo(() => {
    const name = nameColumn({
      colors,
      hidden,
      onTop: new Set(onTop),
      open,
      nested,
      onOpen,
      onHide,
      onPin,
      onPaint: (row, at) => setPainted({ id: row.id, name: row.name, color: colorOf(row), at }),
    });
    const shown = ids.flatMap((id) => {
      const column = runColumn(id, sample, sparks.includes(id));
      return column ? [pinned.includes(id) ? { ...column, pinned: true, group: undefined } : column] : [];
    });
    return [name, ...shown];
  }, [ids, sample, sparks, pinned, colors, hidden, onTop, open, nested, onOpen, onHide, onPin]);
  const painter = painted && (
    <Suspense>
      <RunPainter {...painted} onClose={() => setPainted(undefined)} />
    </Suspense>
  );
  return { columns, onHide, onPin, painter };
}
