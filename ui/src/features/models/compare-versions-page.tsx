import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useArtifactTexts } from '@/api/artifacts/read-artifact';
import { useModelVersions } from '@/api/model-versions/get-versions';
import { useRuns } from '@/api/runs/get-run';
import { rowOf } from '@/api/runs/run-row';
import { plural } from '@/shared/format/number';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { SideBySide } from '@/shared/ui/side-by-side';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { listOf } from '@/shared/url/search-text';
import { parseManifest } from './manifest';
import { type ComparedVersion, versionGroups } from './version-groups';

const MOST = 20;
const route = getRouteApi('/models/$name/compare');

/** Versions of a model beside each other: their states, what their runs measured and were told, what they take and give. */
export default function CompareVersionsPage() {
  const { name } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const numbers = useMemo(() => [...new Set(listOf(search.versions))].slice(0, MOST), [search.versions]);
  const answers = useModelVersions(name, numbers);
  const found = answers.flatMap((answer) => (answer.data ? [answer.data] : []));
  const runIds = [...new Set(found.flatMap((version) => version.run_id || []))];
  const runs = useRuns(runIds);
  const manifests = useArtifactTexts(
    found.map(({ version }) => ({ kind: 'model-version', name, version })),
    'MLmodel',
  );
  const compared = found.map((version, place): ComparedVersion => {
    const run = runs[runIds.indexOf(version.run_id ?? '')]?.data;
    const text = manifests[place]?.data?.text;
    return { version, row: run && rowOf(run), manifest: text === undefined ? undefined : parseManifest(text) };
  });
  const pending = [...answers, ...runs, ...manifests].some((answer) => answer.isPending);
  return (
    <Page
      title={`Compare ${plural(numbers.length, 'version')}`}
      crumbs={
        <>
          <Link to="/models">Models</Link>
          <span aria-hidden="true">/</span>
          <Link to="/models/$name" params={{ name }}>
            {name}
          </Link>
        </>
      }
      fill
    >
      {answers.map(
        (answer, place) =>
          answer.isError && (
            <ErrorState
              key={numbers[place]}
              what={`Version ${numbers[place]} is left out`}
              error={answer.error}
              onRetry={answer.refetch}
            />
          ),
      )}
      {numbers.length === 0 && (
        <EmptyState title="No versions to compare">
          <p>Select versions of the model, then press Compare.</p>
        </EmptyState>
      )}
      {pending && <SkeletonRows />}
      {!pending && compared.length > 0 && (
        <SideBySide
          label="Comparison of versions"
          heads={compared.map(({ version: { version } }) => ({
            id: version,
            head: (
              <Link to="/models/$name/versions/$version" params={{ name, version }}>
                Version {version}
              </Link>
            ),
          }))}
          groups={versionGroups(compared)}
          onlyDifferences={search.differences === '1'}
          onOnlyDifferences={(only) =>
            void navigate({ search: (old) => ({ ...old, differences: only ? '1' : undefined }), replace: true })
          }
        />
      )}
    </Page>
  );
}
