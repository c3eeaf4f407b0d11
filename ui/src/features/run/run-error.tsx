import { Link } from '@tanstack/react-router';
import { useFileEnd } from '@/api/artifacts/follow-file';
import type { RunRow } from '@/api/runs/run-row';
import { CopyButton } from '@/shared/ui/copy-button';
import { Section } from '@/shared/ui/section';
import styles from './run-error.module.css';

export const ERROR_TAG = 'barograph.error';
const TRACEBACK = 'error/traceback.txt';
const LINES = 12;

/** What ended a failed run: the error, and the end of its traceback, which names the line that raised it. */
export function RunError({ row }: { row: RunRow }) {
  const error = row.tags.get(ERROR_TAG);
  if (row.run.info.status !== 'FAILED' || error === undefined) return null;
  const { experiment_id: experimentId } = row.run.info;
  const whole = (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId, runId: row.id }}
      search={{ tab: 'artifacts', path: `run:${TRACEBACK}` }}
    >
      Traceback
    </Link>
  );
  return (
    <Section title="Error" tools={whole}>
      <p className={styles.error}>{error}</p>
      <Traceback runId={row.id} error={error} />
    </Section>
  );
}

function Traceback({ runId, error }: { runId: string; error: string }) {
  const file = useFileEnd({ kind: 'run', runId }, TRACEBACK, false);
  if (!file.data || file.data.total === 0) return null;
  const text = new TextDecoder().decode(file.data.bytes).trimEnd();
  // The last line says once more what stands above.
  const lines = text.split('\n').filter((line, index, all) => index < all.length - 1 || line.trim() !== error.trim());
  return (
    <div className={styles.traceback}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className={styles.lines} tabIndex={0} aria-label="End of the traceback">
        <pre>{lines.slice(-LINES).join('\n')}</pre>
      </section>
      <span className={styles.copy}>
        <CopyButton text={text} label="Copy the traceback" />
      </span>
    </div>
  );
}
