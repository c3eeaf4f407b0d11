import artifactStyles from '@/features/artifacts/artifacts.module.css';
import { viewsOf } from '@/features/artifacts/file-kind';
import { FileView } from '@/features/artifacts/file-view';
import type { ChartRun } from '@/features/metrics/chart-run';
import { Dot } from '@/shared/ui/dot';
import styles from './compare.module.css';

/** The same file of several runs beside each other. */
export function FilesBeside({ path, runs }: { path: string; runs: readonly ChartRun[] }) {
  const view = viewsOf(path)[0] ?? 'source';
  return (
    <div className={styles.beside}>
      {runs.map((run) => (
        <section key={run.id} aria-label={`${path} of ${run.label}`}>
          <h3>
            <Dot color={run.color} />
            {run.label}
          </h3>
          <div className={artifactStyles.view}>
            <FileView key={path} source={{ kind: 'run', runId: run.id }} path={path} view={view} asked={false} />
          </div>
        </section>
      ))}
    </div>
  );
}
