import { Button, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { RunsView } from './use-runs-view';
import type { Selection } from './use-selection';

const TagRunsDialog = lazy(() => import('./tag-runs-dialog'));
const MoveRunsDialog = lazy(() => import('./move-runs-dialog'));

/** A comparison of more runs cannot be read. */
const MOST_COMPARED = 500;

interface SelectionActionsProps {
  view: RunsView;
  selection: Selection;
  /** Makes a file of the selected runs. */
  onCsv: () => void;
}

/** What can be done with the selected runs. */
export function SelectionActions({ view, selection, onCsv }: SelectionActionsProps) {
  const { deleted } = view;
  const { ids, select } = selection;
  const [asking, setAsking] = useState<'move' | 'tag'>();
  const navigate = useNavigate();
  const clipboard = useClipboard();
  if (selection.isPending) return <span className="dim">Selecting…</span>;
  if (selection.error) return <span role="alert">The runs could not be selected: {selection.error.message}</span>;
  const runIds = [...ids];
  if (runIds.length === 0) return null;
  const verb = deleted ? 'Restore' : 'Delete';
  const none = () => select(new Set());

  return (
    <>
      <span className="dim">
        {runIds.length.toLocaleString('en')} selected
        {selection.more !== undefined && `, the first of ${selection.more.toLocaleString('en')}`}
      </span>
      <Button variant="subtle" color="gray" onClick={none}>
        Clear
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">With these…</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {!deleted && <Menu.Item onClick={() => setAsking('tag')}>Tag…</Menu.Item>}
          <Menu.Item onClick={() => clipboard.copy(runIds.join('\n'))}>Copy ids</Menu.Item>
          <Menu.Item onClick={onCsv}>Download as CSV</Menu.Item>
          <Menu.Item onClick={() => view.hide(new Set([...view.hidden, ...runIds]))}>Hide from charts</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" onClick={() => setAsking('move')}>
        {verb}
      </Button>
      {!deleted && (
        <Button
          disabled={runIds.length < 2 || runIds.length > MOST_COMPARED}
          title={runIds.length > MOST_COMPARED ? `At most ${MOST_COMPARED} runs can be compared` : undefined}
          onClick={() => void navigate({ to: '/compare', search: { runs: runIds.join(',') } })}
        >
          Compare
        </Button>
      )}
      <Suspense>
        {asking === 'tag' && <TagRunsDialog runIds={runIds} onClose={() => setAsking(undefined)} />}
        {asking === 'move' && (
          <MoveRunsDialog
            runIds={runIds}
            deleted={deleted}
            onClose={(done) => {
              setAsking(undefined);
              if (done) none();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
