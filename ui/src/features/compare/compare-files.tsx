import { SegmentedControl, Select } from '@mantine/core';
import { useMemo } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import artifactStyles from '@/features/artifacts/artifacts.module.css';
import { fileKind } from '@/features/artifacts/file-kind';
import type { ChartRun } from '@/features/metrics/chart-run';
import { EmptyState } from '@/shared/ui/empty-state';
import styles from './compare.module.css';
import { FileDifference } from './file-difference';
import { FilesBeside } from './files-beside';
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

/** Files of two runs: what differs line by line, or both beside each other. */
export default function CompareFiles({ rows, runs, search, onChange }: CompareFilesProps) {
  const ids = useMemo(() => rows.slice(0, MOST).map((row) => row.id), [rows]);
  const left = runs.find((run) => run.id === search.left) ?? runs[0];
  const right = runs.find((run) => run.id === search.right) ?? runs.find((run) => run !== left);
  const { path } = search;
  const byLine = path !== undefined && LINES.has(fileKind(path)) && !UNREADABLE.test(path);
  const beside = !byLine || search.view === 'beside';
  if (left === undefined || right === undefined) {
    return <EmptyState title="Two runs are needed to compare files" />;
  }
  return (
    <div className={artifactStyles.browser}>
      <nav className={artifactStyles.tree} aria-label="Files">
        {rows.length > MOST && <div className={artifactStyles.quiet}>Files of the first {MOST} runs</div>}
        <UnitedTree runIds={ids} path="" depth={0} open={path} onOpen={(next) => onChange({ path: next })} />
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
        {path === undefined && <EmptyState title="Choose a file to compare it" />}
        {path !== undefined && beside && <FilesBeside path={path} runs={[left, right]} />}
        {path !== undefined && !beside && (
          <FileDifference key={`${left.id} ${right.id} ${path}`} path={path} left={left} right={right} />
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
