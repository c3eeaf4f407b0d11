import { SegmentedControl } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useJobs } from '@/api/jobs/list-jobs';
import { useLive } from '@/api/live';
import type { JobState, ProjectJob } from '@/api/types';
import { plural } from '@/shared/format/number';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Toolbar } from '@/shared/ui/toolbar';
import { AgentsList } from './agents-list';
import { CancelJob } from './cancel-job';
import { jobColumns } from './job-columns';
import styles from './jobs.module.css';
import { StartAgent } from './start-agent';

const route = getRouteApi('/jobs');
const LISTS = ['jobs'] as const;
const FILTERS: [value: string, label: string, states: JobState[]][] = [
  ['all', 'All', []],
  ['waiting', 'Waiting', ['QUEUED']],
  ['running', 'Running', ['RUNNING']],
  ['ended', 'Ended', ['FINISHED', 'FAILED', 'CANCELLED']],
];

/** Runs of projects that wait for an agent, run on one, or have ended; and the agents. */
export function JobsPage() {
  const { state = 'all' } = route.useSearch();
  const setSearch = route.useNavigate();
  const navigate = useNavigate();
  const [cancelling, setCancelling] = useState<ProjectJob>();
  useLive({ lists: LISTS });
  const states = FILTERS.find(([value]) => value === state)?.[2] ?? [];
  const query = useJobs(states);
  const columns = useMemo(() => jobColumns(setCancelling), []);
  const jobs = query.data ?? [];
  const shown = FILTERS.some(([value]) => value === state) ? state : 'all';
  return (
    <Page title="Jobs" fill>
      <Toolbar>
        <SegmentedControl
          aria-label="State"
          data={FILTERS.map(([value, label]) => ({ value, label }))}
          value={shown}
          onChange={(value) => void setSearch({ search: { state: value === 'all' ? undefined : value } })}
        />
      </Toolbar>
      <div className={styles.page}>
        <div className={styles.jobs}>
          {query.isPending && <SkeletonRows />}
          {query.isError && <ErrorState what="Jobs could not be loaded" error={query.error} onRetry={query.refetch} />}
          {query.isSuccess && jobs.length === 0 && shown !== 'all' && (
            <EmptyState title={`No jobs are ${shown === 'ended' ? 'over' : shown}`} />
          )}
          {query.isSuccess && jobs.length === 0 && shown === 'all' && <NoJobs />}
          {jobs.length > 0 && (
            <DataTable
              label="Jobs"
              columns={columns}
              rows={jobs}
              rowId={(job) => job.job_id}
              rowLabel={(job) => job.run_name}
              onOpen={({ experiment_id: experimentId, run_id: runId }) =>
                void navigate({ to: '/experiments/$experimentId/runs/$runId', params: { experimentId, runId } })
              }
              onNearEnd={() => {
                if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
              }}
              footer={`${plural(jobs.length, 'job')}${query.hasNextPage ? ' so far' : ''}`}
            />
          )}
        </div>
        <aside className={styles.agents}>
          <AgentsList jobs={jobs} />
        </aside>
      </div>
      {cancelling && <CancelJob job={cancelling} onClose={() => setCancelling(undefined)} />}
    </Page>
  );
}

function NoJobs() {
  return (
    <EmptyState title="No jobs yet">
      <p>
        A job is a run of a project that waits here until an agent takes it. Start an agent where runs are to be made,
        <br />
        and enqueue with <code>barograph jobs enqueue URI</code>, or with “Run again…” in the menu of a run.
      </p>
      <StartAgent />
    </EmptyState>
  );
}
