import { Button, Menu } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useVersionsOfModel } from '@/api/model-versions/search-versions';
import { useDeleteModel } from '@/api/registered-models/delete-model';
import { useDeleteModelTag } from '@/api/registered-models/delete-model-tag';
import { useModel } from '@/api/registered-models/get-model';
import { useRenameModel } from '@/api/registered-models/rename-model';
import { useSetModelTag } from '@/api/registered-models/set-model-tag';
import { useUpdateModel } from '@/api/registered-models/update-model';
import { DataTable } from '@/shared/table/data-table';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { Notes } from '@/shared/ui/notes';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Tags } from '@/shared/ui/tags';
import { TextDialog } from '@/shared/ui/text-dialog';
import styles from './model-page.module.css';
import { tagsOf } from './own-tags';
import { versionColumns } from './version-columns';

const route = getRouteApi('/models/$name');

/** One registered model: its versions, and what is known of all of them. */
export function ModelPage() {
  const { name } = route.useParams();
  const navigate = useNavigate();
  const model = useModel(name);
  const versions = useVersionsOfModel(name);
  const update = useUpdateModel();
  const setTag = useSetModelTag();
  const deleteTag = useDeleteModelTag();
  const aliases = model.data?.aliases;
  const columns = useMemo(() => versionColumns(aliases ?? []), [aliases]);
  if (model.isError) {
    return (
      <Page title={name} crumbs={<Link to="/models">Models</Link>}>
        <ErrorState what="The model could not be loaded" error={model.error} onRetry={model.refetch} />
      </Page>
    );
  }
  return (
    <Page title={name} crumbs={<Link to="/models">Models</Link>} actions={<ModelMenu name={name} />} fill>
      <div className={styles.layout}>
        <div className={styles.main}>
          {versions.isPending && <SkeletonRows />}
          {versions.isError && (
            <ErrorState what="Versions could not be loaded" error={versions.error} onRetry={versions.refetch} />
          )}
          {versions.data?.length === 0 && (
            <EmptyState title="No versions yet">
              <p>Open a run that logged a model, and register it under this name.</p>
            </EmptyState>
          )}
          {versions.data && versions.data.length > 0 && (
            <DataTable
              label="Versions"
              columns={columns}
              rows={versions.data}
              rowId={(row) => row.version}
              rowLabel={(row) => `version ${row.version}`}
              onOpen={(row) =>
                void navigate({ to: '/models/$name/versions/$version', params: { name, version: row.version } })
              }
            />
          )}
        </div>
        <aside className={styles.side} aria-label="About the model">
          <Notes
            text={model.data?.description ?? ''}
            onSave={(description) => update.mutateAsync({ name, description })}
          />
          <Tags
            tags={tagsOf(model.data)}
            onSet={(key, value) => setTag.mutateAsync({ name, key, value })}
            onDelete={(key) => deleteTag.mutateAsync({ name, key })}
          />
        </aside>
      </div>
    </Page>
  );
}

function ModelMenu({ name }: { name: string }) {
  const [asking, setAsking] = useState<'rename' | 'delete'>();
  const navigate = useNavigate();
  const rename = useRenameModel();
  const remove = useDeleteModel();
  const close = () => setAsking(undefined);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">Actions</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('rename')}>Rename…</Menu.Item>
          <Menu.Item color="red" onClick={() => setAsking('delete')}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'rename' && (
        <TextDialog
          title="Rename the model"
          label="Name"
          action="Rename"
          initial={name}
          onSubmit={async (newName) => {
            await rename.mutateAsync({ name, newName });
            await navigate({ to: '/models/$name', params: { name: newName }, replace: true });
          }}
          onClose={close}
        />
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title="Delete the model for good?"
          action="Delete"
          danger
          onConfirm={async () => {
            await navigate({ to: '/models', replace: true });
            await remove.mutateAsync(name);
          }}
          onClose={close}
        >
          <b>{name}</b>, all its versions, tags and aliases are deleted. The logged models and runs stay.
        </ConfirmDialog>
      )}
    </>
  );
}
