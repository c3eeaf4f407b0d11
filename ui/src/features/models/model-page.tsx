import { Button } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useVersionsOfModel } from '@/api/model-versions/search-versions';
import { useChangeNote } from '@/api/notes/change-note';
import { useDeleteModelTag } from '@/api/registered-models/delete-model-tag';
import { useModel } from '@/api/registered-models/get-model';
import { modelKeys } from '@/api/registered-models/keys';
import { useSetModelTag } from '@/api/registered-models/set-model-tag';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { Notes } from '@/shared/ui/notes';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Tags } from '@/shared/ui/tags';
import { ModelActivity } from './model-activity';
import { ModelMenu } from './model-menu';
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
  const note = useChangeNote({ kind: 'model', id: name }, modelKeys);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const setTag = useSetModelTag();
  const deleteTag = useDeleteModelTag();
  const aliases = model.data?.aliases;
  const columns = useMemo(() => versionColumns(aliases ?? []), [aliases]);
  const chosen = [...selected].sort((a, b) => Number(a) - Number(b));
  if (model.isError) {
    return (
      <Page title={name} crumbs={<Link to="/models">Models</Link>}>
        <ErrorState what="The model could not be loaded" error={model.error} onRetry={model.refetch} />
      </Page>
    );
  }
  return (
    <Page
      title={name}
      crumbs={<Link to="/models">Models</Link>}
      actions={
        <>
          {selected.size > 0 && <span className="dim">{selected.size} selected</span>}
          <Button
            variant="default"
            disabled={selected.size < 2}
            title={selected.size < 2 ? 'Select two or more versions first' : undefined}
            onClick={() =>
              void navigate({
                to: '/models/$name/compare',
                params: { name },
                search: { versions: chosen.join(',') },
              })
            }
          >
            Compare
          </Button>
          <ModelMenu name={name} />
        </>
      }
      fill
    >
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
              selected={selected}
              onSelect={setSelected}
              onOpen={(row) =>
                void navigate({ to: '/models/$name/versions/$version', params: { name, version: row.version } })
              }
            />
          )}
        </div>
        <aside className={styles.side} aria-label="About the model">
          <Notes text={model.data?.description ?? ''} onSave={(text, before) => note.mutateAsync({ text, before })} />
          <Tags
            tags={tagsOf(model.data)}
            onSet={(key, value) => setTag.mutateAsync({ name, key, value })}
            onDelete={(key) => deleteTag.mutateAsync({ name, key })}
          />
          <ModelActivity name={name} />
        </aside>
      </div>
    </Page>
  );
}
