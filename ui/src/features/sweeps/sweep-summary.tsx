import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import { formatNumber } from '@/shared/format/number';
import { ranked, type Sweep, stateOf } from './sweep';
import styles from './sweep.module.css';

const METHODS: Record<string, string> = {
  grid: 'Grid',
  random: 'Random',
  tpe: 'TPE (tree-structured Parzen estimators)',
  cmaes: 'CMA-ES (evolution strategy)',
};

/** Why a sweep is not under way, if trials are left. */
const STOPPED: Record<string, string> = {
  timeout: 'its time was up',
  failures: 'too many trials failed',
  interrupted: 'it was interrupted',
};

interface SweepSummaryProps {
  row: RunRow;
  sweep: Sweep;
  trials: readonly RunRow[];
}

/** A sweep in one line: how many of its trials have ended and how, and the best of them. */
export function SweepSummary({ row, sweep, trials }: SweepSummaryProps) {
  const counts = { complete: 0, pruned: 0, failed: 0 };
  for (const trial of trials) {
    const state = stateOf(trial);
    if (state) counts[state] += 1;
  }
  const ended = counts.complete + counts.pruned + counts.failed;
  const best = ranked(trials, sweep).find((trial) => stateOf(trial) === 'complete');
  const stopped = ended < sweep.trials && row.run.info.status !== 'RUNNING' ? STOPPED[sweep.state] : undefined;
  const ways = [
    [counts.complete, 'complete'],
    [counts.pruned, 'pruned'],
    [counts.failed, 'failed'],
  ] as const;
  const told = ways.flatMap(([count, word]) => (count > 0 ? `${count.toLocaleString('en')} ${word}` : []));
  return (
    <dl className={styles.summary}>
      <Fact name="Best">
        {best ? (
          <>
            <strong>{formatNumber(best.metrics.get(sweep.metric) ?? Number.NaN)}</strong>{' '}
            <Link
              to="/experiments/$experimentId/runs/$runId"
              params={{ experimentId: best.run.info.experiment_id, runId: best.id }}
            >
              {best.name}
            </Link>
          </>
        ) : (
          <span className="dim">none yet</span>
        )}
      </Fact>
      <Fact name="Trials">
        {ended.toLocaleString('en')} of {sweep.trials.toLocaleString('en')}
        {told.length > 0 && <span className="dim"> · {told.join(', ')}</span>}
        {stopped && <span className="dim"> · stopped: {stopped}</span>}
      </Fact>
      <Fact name={sweep.maximizes ? 'Maximizes' : 'Minimizes'}>
        <code>{sweep.metric}</code>
      </Fact>
      <Fact name="Method">{METHODS[sweep.method] ?? sweep.method}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
