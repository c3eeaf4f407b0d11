import { useMemo } from 'react';
import { useLive } from '@/api/live';
import type { RunRow } from '@/api/runs/run-row';
import { readCards, writeCards } from '@/features/cards/card';
import { CardGrid } from '@/features/cards/card-grid';
import { chartRuns } from '@/features/metrics/chart-run';
import type { ChartView } from '@/features/metrics/chart-view';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { type Sweep, sweepCards } from './sweep';
import styles from './sweep.module.css';
import { SweepSummary } from './sweep-summary';
import { SweepTrials } from './sweep-trials';
import { useSweepTrials } from './use-sweep-trials';

interface SweepTabProps {
  row: RunRow;
  sweep: Sweep;
  view: ChartView;
  onView: (part: ChartView) => void;
}

/** How a sweep stands: its best trial, what its trials show together, and all of them. */
export default function SweepTab({ row, sweep, view, onView }: SweepTabProps) {
  const { trials, source } = useSweepTrials(row, sweep);
  useLive({ experimentIds: [row.run.info.experiment_id] });
  const drawn = useMemo(() => ({ runs: chartRuns([row]), of: 1 }), [row]);
  const named = JSON.stringify([sweep.metric, [...sweep.searched]]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the cards are made of is in the name
  const first = useMemo(() => sweepCards(sweep), [named]);
  const cards = useMemo(() => {
    const chosen = readCards(view.relations);
    return chosen.length > 0 ? chosen : first;
  }, [view.relations, first]);
  if (source.error) {
    return <ErrorState what="The trials could not be loaded" error={source.error} onRetry={source.retry} />;
  }
  return (
    <div className={styles.pane}>
      <SweepSummary row={row} sweep={sweep} trials={trials} />
      {!source.isPending && source.rows.length === 0 ? (
        <EmptyState title="No trial has been whole yet">
          <p>Once trials have ended, this shows which parameters matter, and where good values lie.</p>
        </EmptyState>
      ) : (
        <CardGrid
          cards={cards}
          onCards={(next) => onView({ relations: writeCards(next) })}
          {...{ source, drawn, view }}
        />
      )}
      <SweepTrials sweep={sweep} trials={trials} isPending={source.isPending} />
    </div>
  );
}
