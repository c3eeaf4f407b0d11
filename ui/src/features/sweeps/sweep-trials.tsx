import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { durationOf } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import { RunState } from '@/features/run/run-state';
import { formatNumber } from '@/shared/format/number';
import { formatDuration } from '@/shared/format/time';
import { Section } from '@/shared/ui/section';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { useFirst } from '@/shared/ui/use-first';
import { ranked, type Sweep, stateOf, TRIAL_TAG } from './sweep';
import styles from './sweep.module.css';

const DRAWN = 25;

interface SweepTrialsProps {
  sweep: Sweep;
  trials: readonly RunRow[];
  isPending: boolean;
}

/** The trials of a sweep, the best first. */
export function SweepTrials({ sweep, trials, isPending }: SweepTrialsProps) {
  const sorted = useMemo(() => ranked(trials, sweep), [trials, sweep]);
  const { shown, more } = useFirst(sorted, DRAWN);
  const names = [...sweep.searched.keys()];
  return (
    <Section title="Trials" count={trials.length}>
      {isPending && <SkeletonRows />}
      {shown.length > 0 && (
        <div className={styles.scroller}>
          <table className="table" aria-label="Trials">
            <thead>
              <tr>
                <th className="number">#</th>
                <th>Trial</th>
                <th>State</th>
                <th className="number">{sweep.metric}</th>
                {names.map((name) => (
                  <th key={name} className="number">
                    {name}
                  </th>
                ))}
                <th className="number">Duration</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((trial, place) => (
                <tr key={trial.id} data-best={(place === 0 && stateOf(trial) === 'complete') || undefined}>
                  <td className="number dim">{trial.tags.get(TRIAL_TAG)}</td>
                  <td>
                    <Link
                      to="/experiments/$experimentId/runs/$runId"
                      params={{ experimentId: trial.run.info.experiment_id, runId: trial.id }}
                    >
                      {trial.name}
                    </Link>
                  </td>
                  <td>{stateOf(trial) === 'pruned' ? <Pruned /> : <RunState row={trial} />}</td>
                  <td className="number">{valueText(trial.metrics.get(sweep.metric))}</td>
                  {names.map((name) => (
                    <td key={name} className="number" title={trial.params.get(name)}>
                      {paramText(trial.params.get(name))}
                    </td>
                  ))}
                  <td className="number dim">{formatDuration(durationOf(trial) ?? Number.NaN)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more}
    </Section>
  );
}

function Pruned() {
  return (
    <span className="dim" title="It did worse than others at the same step, and was ended early">
      Pruned
    </span>
  );
}

function valueText(value: number | undefined): string {
  return value === undefined ? '–' : formatNumber(value);
}

/** A number in as many digits as tell it apart; the rest is told on hover. */
function paramText(text: string | undefined): string {
  if (text === undefined) return '–';
  return /^-?\d+\.\d{4,}/.test(text) ? formatNumber(Number(text)) : text;
}
