import { ASPECTS, type Aspect, columnId, readColumnId } from '@/api/runs/column-id';
import { ColumnButton } from './column-button';
import styles from './column-picker.module.css';
import { columnTitle } from './run-columns';
import { SparkChoice } from './spark-choice';
import { moved } from './use-run-columns';
import type { RunsView } from './use-runs-view';

interface ColumnChoiceProps {
  id: string;
  view: RunsView;
  /** Ids of the columns that were chosen, in order. */
  chosen: readonly string[];
  /** Chosen, but left out for telling no runs apart. */
  idle?: boolean;
}

/** One column: whether it is shown, where, and for a metric which number of its series. */
export function ColumnChoice({ id, view, chosen, idle = false }: ColumnChoiceProps) {
  const { header } = columnTitle(id);
  const place = chosen.indexOf(id);
  const pinned = view.pinned.includes(id);
  const after = chosen[place + 2];
  return (
    <div className={styles.choice} data-idle={idle || undefined}>
      <label className={styles.label} title={header}>
        <input
          type="checkbox"
          checked={place >= 0}
          onChange={() => view.setColumns(place >= 0 ? chosen.filter((each) => each !== id) : [...chosen, id])}
        />
        <span>{header}</span>
      </label>
      <Aspects id={id} view={view} chosen={chosen} />
      <SparkChoice id={id} header={header} view={view} chosen={chosen} />
      {place >= 0 && (
        <>
          <ColumnButton
            icon="up"
            label={`Move ${header} left`}
            disabled={place === 0}
            onClick={() => view.setColumns(moved(chosen, id, chosen[place - 1]))}
          />
          <ColumnButton
            icon="down"
            label={`Move ${header} right`}
            disabled={place === chosen.length - 1}
            onClick={() => view.setColumns(moved(chosen, id, after))}
          />
          <ColumnButton
            icon="pin"
            label={`Pin ${header}`}
            pressed={pinned}
            onClick={() => view.setPinned(pinned ? view.pinned.filter((each) => each !== id) : [...view.pinned, id])}
          />
        </>
      )}
    </div>
  );
}

function Aspects({ id, view, chosen }: Pick<ColumnChoiceProps, 'id' | 'view' | 'chosen'>) {
  const name = readColumnId(id);
  if (name.kind !== 'metrics' || name.aspect !== 'last') return null;
  const idOf = (aspect: Aspect) => columnId({ ...name, aspect });
  return ASPECTS.slice(1).map((aspect) => {
    const shown = chosen.includes(idOf(aspect));
    return (
      <button
        key={aspect}
        type="button"
        className={styles.aspect}
        aria-pressed={shown}
        aria-label={`Show the ${aspect} of ${name.key}`}
        onClick={() =>
          view.setColumns(
            shown
              ? chosen.filter((each) => each !== idOf(aspect))
              : chosen.includes(id)
                ? chosen.flatMap((each) => (each === id ? [each, idOf(aspect)] : [each]))
                : [...chosen, idOf(aspect)],
          )
        }
      >
        {aspect}
      </button>
    );
  });
}
