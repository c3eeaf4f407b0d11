import { useNavigate, useRouter } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { colorOf } from '@/api/runs/run-color';
import type { RunRow } from '@/api/runs/run-row';
import type { Column } from '@/shared/table/column';
import { Icon } from '@/shared/ui/icon';
import styles from './name-column.module.css';

const STEP_PX = 14;
const DEEPEST_STEP = 4;

export interface NameColumnState {
  colors: ReadonlyMap<string, string>;
  hidden: ReadonlySet<string>;
  onTop: ReadonlySet<string>;
  open: ReadonlySet<string>;
  /** Whether rows are a tree, so that those without any below them leave room for the arrow. */
  nested: boolean;
  onOpen: (id: string) => void;
  onHide: (id: string) => void;
  onPin: (id: string) => void;
  /** Asks for another colour of the run; `at` is where on the page. */
  onPaint: (row: RunRow, at: { left: number; top: number }) => void;
}

/** The run's name, which every table of runs begins with: its place in the tree, its colour, and whether charts show it. */
export function nameColumn(state: NameColumnState): Column<RunRow> {
  return {
    id: 'run_name',
    header: 'Run',
    width: 240,
    sortable: true,
    pinned: true,
    fixed: true,
    cell: (row) => <Name row={row} {...state} />,
  };
}

function Name({ row, ...state }: NameColumnState & { row: RunRow }) {
  const { colors, hidden, onTop, open, nested, onOpen, onHide, onPin, onPaint } = state;
  const { id, name, run, depth = 0, children = 0 } = row;
  const away = hidden.has(id);
  const pinned = onTop.has(id);
  const opened = open.has(id);
  return (
    <span className={styles.name} data-away={away || undefined}>
      {depth > 0 && <span style={{ width: Math.min(depth, DEEPEST_STEP) * STEP_PX, flex: 'none' }} />}
      {depth > DEEPEST_STEP && <span className={styles.depth}>{depth}</span>}
      {children > 0 ? (
        <button
          type="button"
          className={styles.control}
          aria-expanded={opened}
          aria-label={`${opened ? 'Close' : 'Open'} the ${children.toLocaleString('en')} below ${name}`}
          onClick={() => onOpen(id)}
        >
          <Icon name={opened ? 'down' : 'right'} size={11} />
        </button>
      ) : (
        nested && <span className={styles.control} />
      )}
      <button
        type="button"
        className={styles.dot}
        style={{ color: away ? undefined : (colorOf(row) ?? colors.get(id)) }}
        aria-label={`Colour of ${name}`}
        title="Choose the colour"
        onClick={(event) => {
          const { left, top } = event.currentTarget.getBoundingClientRect();
          onPaint(row, { left, top });
        }}
      />
      <RunLink experimentId={run.info.experiment_id} runId={id} name={name} />
      {children > 0 && <span className={styles.count}>{children.toLocaleString('en')}</span>}
      <button
        type="button"
        className={`${styles.control} ${styles.pin}`}
        aria-pressed={pinned}
        aria-label={`Keep ${name} on top`}
        title={pinned ? 'Kept on top (p)' : 'Keep on top (p)'}
        onClick={() => onPin(id)}
      />
      <button
        type="button"
        className={`${styles.control} ${styles.eye}`}
        aria-pressed={away}
        aria-label={`Hide ${name} from charts`}
        title={away ? 'Hidden from charts (e)' : 'Hide from charts (e)'}
        onClick={() => onHide(id)}
      />
    </span>
  );
}

/** A link that costs little to draw, of which a table that is scrolled draws hundreds. */
function RunLink({ experimentId, runId, name }: { experimentId: string; runId: string; name: string }) {
  const { history } = useRouter();
  const navigate = useNavigate();
  function follow(event: MouseEvent) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void navigate({ to: '/experiments/$experimentId/runs/$runId', params: { experimentId, runId } });
  }
  const path = `/experiments/${encodeURIComponent(experimentId)}/runs/${encodeURIComponent(runId)}`;
  return (
    <a className={styles.link} href={history.createHref(path)} title={name} onClick={follow}>
      {name}
    </a>
  );
}
