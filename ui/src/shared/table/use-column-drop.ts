import { type DragEvent, useState } from 'react';
import type { Column } from './column';

/** Makes headings of columns that are not pinned movable: each is dropped before the one under the pointer. */
export function useColumnDrop(onMove: ((id: string, before: string | undefined) => void) | undefined) {
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  const end = () => {
    setDragged(undefined);
    setOver(undefined);
  };
  return ({ id, pinned, fixed }: Column<never>) => {
    if (onMove === undefined || pinned || fixed) return {};
    return {
      draggable: true,
      'data-over': (over === id && dragged !== id) || undefined,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', id);
        setDragged(id);
      },
      onDragOver: (event: DragEvent) => {
        if (dragged === undefined) return;
        event.preventDefault();
        setOver(id);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (dragged !== undefined && dragged !== id) onMove(dragged, id);
        end();
      },
      onDragEnd: end,
    };
  };
}
