import type { Listed } from '@/api/artifacts/list-artifacts';
import artifactStyles from '@/features/artifacts/artifacts.module.css';
import { viewsOf } from '@/features/artifacts/file-kind';
import { FileView } from '@/features/artifacts/file-view';
import type { ChartRun } from '@/features/metrics/chart-run';
import { Dot } from '@/shared/ui/dot';
import { EmptyState } from '@/shared/ui/empty-state';
import styles from './compare.module.css';

/** A run, and what holds the compared file in it, if anything does. */
export interface Side {
  run: ChartRun;
  source: Listed | undefined;
}

/** The same file of several runs beside each other. */
export function FilesBeside({ path, sides }: { path: string; sides: readonly Side[] }) {
  const view = viewsOf(path)[0] ?? 'source';
  return (
    <div className={styles.beside}>
      {sides.map(({ run, source }) => (
        <section key={run.id} aria-label={`${path} of ${run.label}`}>
          <h3>
            <Dot color={run.color} />
            {run.label}
          </h3>
          <div className={artifactStyles.view}>
            {source === undefined ? (
              <EmptyState title="It does not have this file" />
            ) : (
              <FileView key={path} source={source} path={path} view={view} asked={false} />
            )}
          </div>
        </section>
      ))}
    </div>
  );
}
