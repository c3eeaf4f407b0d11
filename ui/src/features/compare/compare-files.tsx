import { SegmentedControl, Select } from '@mantine/core';
import { useMemo } from 'react';
import type { Listed } from '@/api/artifacts/list-artifacts';
import { useLoggedModelsOfRuns } from '@/api/logged-models/search-logged-models';
import type { RunRow } from '@/api/runs/run-row';
import artifactStyles from '@/features/artifacts/artifacts.module.css';
import { fileKind } from '@/features/artifacts/file-kind';
import type { ChartRun } from '@/features/metrics/chart-run';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './compare.module.css';
import { addressOf, comparedRoots, placeOf } from './compared-root';
import { FileDifference } from './file-difference';
import { FilesBeside, type Side } from './files-beside';
import { UnitedTree } from './united-tree';

const MOST = 20;
const LINES = new Set(['text', 'yaml', 'json', 'markdown', 'html', 'table', 'other']);
const UNREADABLE = /\.(parquet|pq)$/i;

export interface FilesSearch {
  /** The open file. */
  path?: string;
  /** Ids of the runs at the left and at the right. */
  left?: string;
  right?: string;
  /** `beside`: both files as they are; else lines that differ. */
  view?: string;
}

interface CompareFilesProps {
  rows: RunRow[];
  runs: ChartRun[];
  search: FilesSearch;
  onChange: (part: FilesSearch) => void;
}

/** Files of two runs, and of the models that they logged: what differs line by line, or both beside each other. */
export default function CompareFiles({ rows, runs, search, onChange }: CompareFilesProps) {
  const listed = useMemo(() => rows.slice(0, MOST), [rows]);
  const { models, isPending, failed } = useLoggedModelsOfRuns(listed.map((row) => row.run));
  const left = runs.find((run) => run.id === search.left) ?? runs[0];
  const right = runs.find((run) => run.id === search.right) ?? runs.find((run) => run !== left);
  const ids = useMemo(() => listed.map((row) => row.id), [listed]);
  const roots = useMemo(() => comparedRoots(ids, models), [ids, models]);
  if (left === undefined || right === undefined) {
    return <EmptyState title="Two runs are needed to compare files" />;
  }
  // Whose file it is, of a run or of a model, is not known before the models are.
  const waits = isPending && search.path?.includes(':');
  const place = search.path === undefined || waits ? undefined : placeOf(roots, search.path);
  const path = place?.path;
  const byLine = path !== undefined && LINES.has(fileKind(path)) && !UNREADABLE.test(path);
  const beside = !byLine || search.view === 'beside';
  const sideOf = (run: ChartRun): Side => ({ run, source: sourceOf(run.id) });
  function sourceOf(runId: string): Listed | undefined {
    // Those that are not in the tree are known by themselves: of models only what is in the tree is.
    if (place?.root.model === undefined) return { kind: 'run', runId };
    return place.root.sources[ids.indexOf(runId)];
  }
  return (
    <div className={artifactStyles.browser}>
      <nav className={artifactStyles.tree} aria-label="Files">
        {rows.length > MOST && <div className={artifactStyles.quiet}>Files of the first {MOST} runs</div>}
        {failed?.error && (
          <ErrorState what="Models could not be listed" error={failed.error} onRetry={failed.refetch} />
        )}
        {roots.map((root) => (
          <section key={root.model ?? ''} aria-label={root.model ?? 'Runs'}>
            {roots.length > 1 && (
              <div className={artifactStyles.root}>
                <span title={root.model}>{root.model === undefined ? 'Runs' : `Model ${root.model}`}</span>
              </div>
            )}
            <UnitedTree
              sources={root.sources}
              path=""
              depth={0}
              open={place?.root === root ? path : undefined}
              onOpen={(next) => onChange({ path: addressOf(root, next) })}
            />
          </section>
        ))}
      </nav>
      <div className={styles.files}>
        <header className={styles.choice}>
          <RunSelect label="Left run" runs={runs} value={left.id} onChange={(id) => onChange({ left: id })} />
          <span className="dim">→</span>
          <RunSelect label="Right run" runs={runs} value={right.id} onChange={(id) => onChange({ right: id })} />
          {byLine && (
            <SegmentedControl
              aria-label="How files are compared"
              data={[
                { value: 'lines', label: 'Differences' },
                { value: 'beside', label: 'Both files' },
              ]}
              value={beside ? 'beside' : 'lines'}
              onChange={(value) => onChange({ view: value === 'beside' ? value : undefined })}
            />
          )}
        </header>
        {waits && <SkeletonRows rows={8} />}
        {search.path === undefined && <EmptyState title="Choose a file to compare it" />}
        {path !== undefined && beside && <FilesBeside path={path} sides={[sideOf(left), sideOf(right)]} />}
        {path !== undefined && !beside && (
          <FileDifference
            key={`${left.id} ${right.id} ${search.path}`}
            path={path}
            left={sideOf(left)}
            right={sideOf(right)}
          />
        )}
      </div>
    </div>
  );
}

interface RunSelectProps {
  label: string;
  runs: ChartRun[];
  value: string;
  onChange: (id: string) => void;
}

function RunSelect({ label, runs, value, onChange }: RunSelectProps) {
  return (
    <Select
      aria-label={label}
      data={runs.map((run) => ({ value: run.id, label: run.label }))}
      value={value}
      allowDeselect={false}
      searchable={runs.length > 8}
      w={220}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={(id) => id && onChange(id)}
    />
  );
}
