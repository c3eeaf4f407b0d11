import { Button } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useDeleteVersion } from '@/api/model-versions/delete-version';
import { useDeleteVersionTag } from '@/api/model-versions/delete-version-tag';
import { useModelVersion } from '@/api/model-versions/get-version';
import { useSetVersionTag } from '@/api/model-versions/set-version-tag';
import { useUpdateVersion } from '@/api/model-versions/update-version';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { ErrorState } from '@/shared/ui/error-state';
import { Notes } from '@/shared/ui/notes';
import { Page } from '@/shared/ui/page';
import { Section } from '@/shared/ui/section';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Snippet } from '@/shared/ui/snippet';
import { Tags } from '@/shared/ui/tags';
import { tagsOf } from './own-tags';
import { VersionFacts } from './version-facts';
import styles from './version-page.module.css';

const SchemaTables = lazy(() => import('./schema-tables'));
const route = getRouteApi('/models/$name/versions/$version');

function loading(name: string, version: string, alias: string | undefined): string {
  const uri = alias ? `models:/${name}@${alias}` : `models:/${name}/${version}`;
  return `import barograph

model = barograph.pyfunc.load_model(${JSON.stringify(uri)})
predictions = model.predict(data)`;
}

/** One version of a registered model: where it comes from, what it takes, how it is loaded. */
export function VersionPage() {
  const { name, version } = route.useParams();
  const query = useModelVersion(name, version);
  const update = useUpdateVersion();
  const setTag = useSetVersionTag();
  const deleteTag = useDeleteVersionTag();
  if (query.isError) {
    return (
      <Page title={`Version ${version}`} crumbs={<Link to="/models">Models</Link>}>
        <ErrorState what="The version could not be loaded" error={query.error} onRetry={query.refetch} />
      </Page>
    );
  }
  const found = query.data;
  return (
    <Page
      title={`Version ${version}`}
      crumbs={
        <>
          <Link to="/models">Models</Link>
          <span aria-hidden="true">/</span>
          <Link to="/models/$name" params={{ name }}>
            {name}
          </Link>
        </>
      }
      actions={<DeleteVersion name={name} version={version} />}
    >
      {found === undefined ? (
        <SkeletonRows />
      ) : (
        <div className={styles.layout}>
          <div>
            <Section title="Version">
              <VersionFacts version={found} />
            </Section>
            <Notes
              text={found.description ?? ''}
              onSave={(description) => update.mutateAsync({ name, version, description })}
            />
            <Tags
              tags={tagsOf(found)}
              onSet={(key, value) => setTag.mutateAsync({ name, version, key, value })}
              onDelete={(key) => deleteTag.mutateAsync({ name, version, key })}
            />
          </div>
          <div>
            <Section title="Load it">
              <Snippet code={loading(name, version, found.aliases?.[0])} />
            </Section>
            <Suspense fallback={<SkeletonRows rows={4} />}>
              <SchemaTables source={{ kind: 'model-version', name, version }} />
            </Suspense>
          </div>
        </div>
      )}
    </Page>
  );
}

function DeleteVersion({ name, version }: { name: string; version: string }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useDeleteVersion();
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Delete version ${version} for good?`}
          action="Delete"
          danger
          onConfirm={async () => {
            await navigate({ to: '/models/$name', params: { name }, replace: true });
            await remove.mutateAsync({ name, version });
          }}
          onClose={() => setAsking(false)}
        >
          Its aliases go with it, and its number is never used again. The logged model and the run stay.
        </ConfirmDialog>
      )}
    </>
  );
}
