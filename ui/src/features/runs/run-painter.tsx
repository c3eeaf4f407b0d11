import { Popover } from '@mantine/core';
import { useDeleteRunTag } from '@/api/runs/delete-run-tag';
import { COLOR_TAG } from '@/api/runs/run-color';
import { useSetRunTag } from '@/api/runs/set-run-tag';
import { NAMED_COLORS } from '@/shared/charts/palette';
import styles from './run-painter.module.css';

/** A run whose colour is to be chosen, and where on the page that was asked for. */
export interface Painted {
  id: string;
  name: string;
  /** The colour that was chosen before. */
  color: string | undefined;
  at: { left: number; top: number };
}

/** Chooses the colour of a run, which it then has on every page and for everybody. */
export default function RunPainter({ id, name, color, at, onClose }: Painted & { onClose: () => void }) {
  const setTag = useSetRunTag();
  const deleteTag = useDeleteRunTag();
  const error = setTag.error ?? deleteTag.error;
  function choose(next: string | undefined) {
    const done = { onSuccess: onClose };
    if (next !== undefined) setTag.mutate({ runId: id, key: COLOR_TAG, value: next }, done);
    else if (color !== undefined) deleteTag.mutate({ runId: id, key: COLOR_TAG }, done);
    else onClose();
  }
  return (
    <Popover
      opened
      onChange={(opened) => !opened && onClose()}
      onClose={onClose}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span className={styles.place} style={at} />
      </Popover.Target>
      <Popover.Dropdown aria-label={`Colour of ${name}`}>
        <div className={styles.colors}>
          {NAMED_COLORS.map(([label, value]) => (
            <button
              key={value}
              type="button"
              className={styles.color}
              style={{ background: value }}
              aria-label={label}
              title={label}
              aria-pressed={value === color}
              onClick={() => choose(value)}
            />
          ))}
        </div>
        <button type="button" className={styles.none} onClick={() => choose(undefined)}>
          No colour of its own
        </button>
        {error && (
          <p role="alert" className={styles.error}>
            {error.message}
          </p>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
