import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useRequirements } from '@/api/artifacts/run-requirements';
import type { RunRow } from '@/api/runs/run-row';
import type { ChartRun } from '@/features/metrics/chart-run';
import { commitUrl } from '@/features/run/commit-url';
import { Dot } from '@/shared/ui/dot';
import { ErrorState } from '@/shared/ui/error-state';
import { SideBySide, type SideRow } from '@/shared/ui/side-by-side';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './compare.module.css';
import { packagesOf } from './packages';

const MOST = 20;
const SOURCE = [
  ['Program', 'mlflow.source.name'],
  ['Type', 'mlflow.source.type'],
  ['Entry point', 'mlflow.project.entryPoint'],
  ['Repository', 'mlflow.source.git.repoURL'],
  ['Branch', 'mlflow.source.git.branch'],
  ['Image', 'mlflow.docker.image.name'],
] as const;

interface CompareCodeProps {
  rows: RunRow[];
  runs: ChartRun[];
  onlyDifferences: boolean;
  onOnlyDifferences: (only: boolean) => void;
}

/** From which code runs were started, and with which packages. */
export default function CompareCode({ rows, runs, onlyDifferences, onOnlyDifferences }: CompareCodeProps) {
  const looked = useMemo(() => rows.slice(0, MOST), [rows]);
  const answers = useRequirements(useMemo(() => looked.map((row) => row.run), [looked]));
  if (answers.some((answer) => answer.isPending)) return <SkeletonRows />;
  const failed = answers.find((answer) => answer.isError);
  const packages = answers.map((answer) => packagesOf(answer.data?.requirements));
  const names = [...new Set(packages.flatMap((each) => [...each.keys()]))].sort();
  return (
    <>
      {failed?.error && (
        <ErrorState what="Some requirements could not be read" error={failed.error} onRetry={failed.refetch} />
      )}
      {rows.length > MOST && <p className={styles.note}>The first {MOST} runs are compared.</p>}
      <SideBySide
        label="Code and environment"
        heads={looked.map((row, place) => ({ id: row.id, head: <Head row={row} run={runs[place]} /> }))}
        groups={[
          {
            title: 'Code',
            rows: [...SOURCE.map(([name, tag]) => tagRow(name, tag, looked)), commitRow(looked)].filter(isKnown),
          },
          {
            title: 'Environment',
            rows: [
              { name: 'Python', texts: answers.map((answer) => answer.data?.python) },
              { name: 'Told by', texts: answers.map((answer) => answer.data?.from) },
            ].filter(isKnown),
          },
          {
            title: 'Packages',
            rows: names.map((name) => ({ name, texts: packages.map((each) => each.get(name)) })),
          },
        ]}
        onlyDifferences={onlyDifferences}
        onOnlyDifferences={onOnlyDifferences}
      />
    </>
  );
}

function Head({ row, run }: { row: RunRow; run: ChartRun | undefined }) {
  return (
    <>
      <Dot color={run?.color} />
      <Link
        to="/experiments/$experimentId/runs/$runId"
        params={{ experimentId: row.run.info.experiment_id, runId: row.id }}
        title={run?.label}
      >
        {run?.label ?? row.name}
      </Link>
    </>
  );
}

/** Whether any run says something of it. */
function isKnown({ texts }: SideRow): boolean {
  return texts.some((text) => text !== undefined);
}

function tagRow(name: string, tag: string, rows: readonly RunRow[]): SideRow {
  return { name, texts: rows.map((row) => row.tags.get(tag)) };
}

function commitRow(rows: readonly RunRow[]): SideRow {
  const row = tagRow('Commit', 'mlflow.source.git.commit', rows);
  const cells = rows.map(({ id, tags }, place) => {
    const commit = row.texts[place];
    const url = commit && commitUrl(tags.get('mlflow.source.git.repoURL'), commit);
    const short = commit && <code>{commit.slice(0, 12)}</code>;
    return url ? (
      <a key={id} href={url} target="_blank" rel="noopener noreferrer">
        {short}
      </a>
    ) : (
      short
    );
  });
  return { ...row, cells };
}
