import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { isMisunderstood } from '@/api/error';
import { useExperiment } from '@/api/experiments/get-experiment';
import { useLive } from '@/api/live';
import { useCountRuns } from '@/api/runs/count-runs';
import { summaryOf } from '@/features/experiments/experiment-tags';
import { ReportFromView } from '@/features/reports/report-from-view';
import { shownName } from '@/shared/format/name';
import { CopyButton } from '@/shared/ui/copy-button';
import { ErrorState } from '@/shared/ui/error-state';
import { Icon } from '@/shared/ui/icon';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { SplitPane, shareOf } from '@/shared/ui/split-pane';
import styles from './experiment-page.module.css';
import { listOfView } from './list-of-view';
import { RunGroups } from './run-groups';
import { RunsTable } from './runs-table';
import { RunsToolbar } from './runs-toolbar';
import { SelectionActions } from './selection-actions';
import { useRunColumns } from './use-run-columns';
import { useKnownKeys } from './use-run-keys';
import { useRunsView } from './use-runs-view';
import { useSelection } from './use-selection';
import { useTimeRange } from './use-time-range';

const ExperimentAbout = lazy(() => import('@/features/experiments/experiment-about'));
const CsvDialog = lazy(() => import('./csv-dialog'));
const NewRunDialog = lazy(() => import('./new-run-dialog'));

const LoadedCharts = lazy(() => import('./loaded-charts'));

/** The runs of one experiment: as a table, in groups, or as charts. */
export function ExperimentPage() {
  const view = useRunsView();
  const { experimentId, search, change } = view;
  const experiment = useExperiment(experimentId);
  useLive({ experimentIds: [experimentId] });
  const keys = useKnownKeys(view);
  const started = useTimeRange(search.time);
  const { list, filter, nested } = useMemo(() => listOfView(view, keys.nested, started), [view, keys.nested, started]);
  const selection = useSelection(view, list);
  const chosen = { ...view, selected: selection.ids };
  const columns = useRunColumns(view, keys).ids;
  const [logs, setLogs] = useState(false);
  const [csvOf, setCsvOf] = useState<{ runIds?: readonly string[] }>();
  // The count is what the table asks for as well; its answer says whether the filter can be read.
  const counted = useCountRuns(list, false);
  const problem = search.filter && isMisunderstood(counted.error) ? counted.error.message : undefined;

  if (experiment.isError) {
    return (
      <Page title="Experiment" crumbs={<Link to="/experiments">Experiments</Link>}>
        <ErrorState what="The experiment could not be loaded" error={experiment.error} onRetry={experiment.refetch} />
      </Page>
    );
  }
  const name = shownName(experiment.data?.name ?? '…');
  const charts = (
    <Suspense fallback={<SkeletonRows />}>
      <LoadedCharts view={chosen} list={list} keys={keys} />
    </Suspense>
  );
  function table() {
    if (keys.isPending) return <SkeletonRows />;
    if (search.group) return <RunGroups view={view} keys={keys} list={list} by={search.group} />;
    return <RunsTable key={experimentId} view={view} keys={keys} list={list} selection={selection} nested={nested} />;
  }
  function body() {
    if (search.tab === 'charts') return charts;
    if (search.tab !== 'both') return table();
    return (
      <SplitPane
        share={shareOf(search.split)}
        onShare={(share) => change({ split: share === undefined ? undefined : String(share) }, true)}
        left={table()}
        right={charts}
      />
    );
  }
  return (
    <Page
      title={name}
      crumbs={<Link to="/experiments">Experiments</Link>}
      meta={
        <span className={`dim ${styles.meta}`}>
          id {experimentId} <CopyButton text={experimentId} label="Copy the experiment id" />
          {experiment.data && <span className={styles.summary}>{summaryOf(experiment.data)}</span>}
        </span>
      }
      actions={
        <>
          <ReportFromView view={chosen} keys={keys} list={list} name={experiment.data?.name ?? ''} />
          <SelectionActions
            view={chosen}
            selection={selection}
            onCsv={() => setCsvOf({ runIds: [...selection.ids] })}
          />
          {selection.ids.size === 0 && (
            <Button
              variant="default"
              leftSection={<Icon name="download" />}
              disabled={keys.isPending || !counted.data}
              title="All runs of the list, with the columns that are shown"
              onClick={() => setCsvOf({})}
            >
              CSV
            </Button>
          )}
          <Button
            variant={search.about ? 'light' : 'default'}
            aria-pressed={search.about === '1'}
            title="Description and tags of the experiment"
            onClick={() => change({ about: search.about ? undefined : '1' }, true)}
          >
            About
          </Button>
          {selection.ids.size === 0 && (
            <Button variant="default" title="How a script logs a run here" onClick={() => setLogs(true)}>
              New run
            </Button>
          )}
        </>
      }
      fill
    >
      <Suspense>{search.about === '1' && experiment.data && <ExperimentAbout experiment={experiment.data} />}</Suspense>
      <RunsToolbar view={view} keys={keys} error={problem} shift={filter.shift} />
      {body()}
      <Suspense>
        {logs && <NewRunDialog experimentId={experimentId} onClose={() => setLogs(false)} />}
        {csvOf && <CsvDialog name={name} list={list} ids={columns} {...csvOf} onClose={() => setCsvOf(undefined)} />}
      </Suspense>
    </Page>
  );
}
