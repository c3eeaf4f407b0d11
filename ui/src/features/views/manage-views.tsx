import { Button, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { SavedView } from '@/api/types';
import { useDeleteView, useRenameView, useSetDefaultView } from '@/api/views/change-views';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { TextDialog } from '@/shared/ui/text-dialog';
import styles from './views.module.css';

interface ManageViewsProps {
  experimentId: string;
  views: SavedView[];
  onClose: () => void;
}

interface Asking {
  what: 'rename' | 'delete';
  view: SavedView;
}

/** Renames and deletes views, and chooses the one that the experiment opens with. */
export function ManageViews({ experimentId, views, onClose }: ManageViewsProps) {
  const [asking, setAsking] = useState<Asking>();
  const rename = useRenameView();
  const remove = useDeleteView();
  const setDefault = useSetDefaultView();
  const close = () => setAsking(undefined);
  return (
    <Modal opened onClose={onClose} title="Views" size="lg" transitionProps={{ duration: 0 }}>
      {setDefault.error && (
        <Text size="sm" c="red" role="alert">
          {setDefault.error.message}
        </Text>
      )}
      <ul className={styles.list}>
        {views.map((view) => (
          <li key={view.view_id} aria-label={view.name}>
            <span className={styles.name} title={view.name}>
              {view.name}
            </span>
            <span className="dim">
              {view.owner ? 'only me' : view.is_default ? 'everybody · default' : 'everybody'}
            </span>
            {!view.owner && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`${view.is_default ? 'No longer open' : 'Open'} the experiment with ${view.name}`}
                onClick={() => setDefault.mutate({ experimentId, viewId: view.is_default ? undefined : view.view_id })}
              >
                {view.is_default ? 'No default' : 'Make default'}
              </Button>
            )}
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={`Rename ${view.name}`}
              onClick={() => setAsking({ what: 'rename', view })}
            >
              Rename
            </Button>
            <Button
              size="compact-xs"
              variant="subtle"
              color="red"
              aria-label={`Delete ${view.name}`}
              onClick={() => setAsking({ what: 'delete', view })}
            >
              Delete
            </Button>
          </li>
        ))}
      </ul>
      {views.length === 0 && <p className="dim">No views are left.</p>}
      {asking?.what === 'rename' && (
        <TextDialog
          title="Rename the view"
          label="Name"
          action="Rename"
          initial={asking.view.name}
          onSubmit={(name) => rename.mutateAsync({ view: asking.view, name })}
          onClose={close}
        />
      )}
      {asking?.what === 'delete' && (
        <ConfirmDialog
          title="Delete the view?"
          action="Delete"
          danger
          onConfirm={() => remove.mutateAsync(asking.view)}
          onClose={close}
        >
          <b>{asking.view.name}</b> goes for {asking.view.owner ? 'you' : 'everybody'}. Runs are not touched.
        </ConfirmDialog>
      )}
    </Modal>
  );
}
