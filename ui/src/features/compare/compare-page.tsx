import { SegmentedControl } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useExperiment } from '@/api/experiments/get-experiment';
import { useLive } from '@/api/live';
import { useRuns } from '@/api/runs/get-run';
import { runningIds, useLostContacts } from '@/api/runs/lost-contacts';
import { keysOf, rowOf, withContacts } from '@/api/runs/run-row';
import { AddChart } from '@/features/cards/add-chart';
import { readCards, writeCards } from '@/features/cards/card';
import { cardRunsOf } from '@/features/cards/card-runs';
import { chartRuns } from '@/features/metrics/chart-run';
import type { ChartView } from '@/features/metrics/chart-view';
import { MetricCharts } from '@/features/metrics/metric-charts';
import { plural } from '@/shared/format/number';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Toolbar } from '@/shared/ui/toolbar';
import { listOf } from '@/shared/url/search-text';
import { CompareTable } from './compare-table';

const ImageExplorer = lazy(() => import('@/features/explore/image-explorer'));
const TableExplorer = lazy(() => import('@/features/explore/table-explorer'));
const Relations = lazy(() => import('@/features/cards/relations').then(({ Relations }) => ({ default: Relations })));
const AddedCharts = lazy(() =>
  import('@/features/cards/added-charts').then(({ AddedCharts }) => ({ default: AddedCharts })),
);
const route = getRouteApi('/compare');

const TABS = [
  { value: 'table', label: 'Table' },
  { value: 'charts', label: 'Charts' },
  { value: 'relations', label: 'Relations' },
  { value: 'images', label: 'Images' },
  { value: 'tables', label: 'Tables' },
];

/** Chosen runs side by side, from any experiments. */
export function ComparePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const ids = useMemo(() => [...new Set(listOf(search.runs))], [search.runs]);
  const answers = useRuns(ids);
  useLive({ runIds: ids });
  const loaded = answers.map((answer) => answer.data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is new each time, the runs in it are not
  const read = useMemo(() => loaded.flatMap((run) => (run ? [rowOf(run)] : [])), loaded);
  const contacts = useLostContacts(useMemo(() => runningIds(read.map((row) => row.run)), [read]));
  const rows = useMemo(() => withContacts(read, contacts), [read, contacts]);
  const charted = useMemo(() => chartRuns(rows), [rows]);
  const change = (part: Partial<typeof search>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace });
  const onView = (part: ChartView) => change(part, true);
  const cards = useMemo(() => readCards(search.cards), [search.cards]);
  const source = useMemo(() => cardRunsOf(rows), [rows]);
  const drawn = { runs: charted, of: rows.length };
  const tab = search.tab ?? 'table';
  const pending = answers.some((answer) => answer.isPending);
  return (
    <Page
      title={`Compare ${plural(ids.length, 'run')}`}
      crumbs={<Origin experimentIds={rows.map((row) => row.run.info.experiment_id)} />}
      fill
    >
      <Toolbar>
        <SegmentedControl
          aria-label="View"
          data={TABS}
          value={tab}
          onChange={(value) => change({ tab: value === 'table' ? undefined : value })}
        />
      </Toolbar>
      {answers.map(
        (answer, index) =>
          answer.isError && (
            <ErrorState
              key={ids[index]}
              what={`Run ${ids[index]} is left out`}
              error={answer.error}
              onRetry={answer.refetch}
            />
          ),
      )}
      {ids.length === 0 && (
        <EmptyState title="No runs to compare">
          <p>Select runs in an experiment, then press Compare.</p>
        </EmptyState>
      )}
      {pending && <SkeletonRows />}
      {!pending && rows.length > 0 && tab === 'table' && (
        <CompareTable
          rows={rows}
          runs={charted}
          onlyDifferences={search.differences === '1'}
          onOnlyDifferences={(only) => change({ differences: only ? '1' : undefined }, true)}
          onRemove={(id) => change({ runs: ids.filter((each) => each !== id).join(',') })}
        />
      )}
      {!pending && rows.length > 0 && tab === 'charts' && (
        <MetricCharts
          keys={keysOf(rows, 'metrics')}
          runs={charted}
          view={search}
          onView={onView}
          lead={<AddChart onAdd={(card) => onView({ cards: writeCards([card, ...cards]) })} />}
          added={
            cards.length > 0 && (
              <Suspense>
                <AddedCharts {...{ cards, source, drawn, onView }} view={search} />
              </Suspense>
            )
          }
        />
      )}
      {!pending && rows.length > 0 && tab === 'relations' && (
        <Suspense fallback={<SkeletonRows />}>
          <Relations {...{ source, drawn, onView }} view={search} />
        </Suspense>
      )}
      {!pending && rows.length > 0 && (tab === 'images' || tab === 'tables') && (
        <Suspense fallback={<SkeletonRows />}>
          {tab === 'images' ? (
            <ImageExplorer
              runs={charted}
              image={search.image}
              step={search.step}
              onChange={(part) => change(part, true)}
            />
          ) : (
            <TableExplorer rows={rows} runs={charted} choice={search} onChange={(part) => change(part, true)} />
          )}
        </Suspense>
      )}
    </Page>
  );
}

/** The way back: to the experiment of the runs when they share one. */
function Origin({ experimentIds }: { experimentIds: string[] }) {
  const [only, ...others] = new Set(experimentIds);
  if (only === undefined || others.length > 0) return <Link to="/experiments">Experiments</Link>;
  return <ExperimentLink experimentId={only} />;
}

function ExperimentLink({ experimentId }: { experimentId: string }) {
  const experiment = useExperiment(experimentId);
  return (
    <Link to="/experiments/$experimentId" params={{ experimentId }}>
      {experiment.data?.name ?? experimentId}
    </Link>
  );
}
