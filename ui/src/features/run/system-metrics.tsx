import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { ChartRun } from '@/features/metrics/chart-run';
import type { ChartView } from '@/features/metrics/chart-view';
import { MetricCharts } from '@/features/metrics/metric-charts';
import { EmptyState } from '@/shared/ui/empty-state';
import { Snippet } from '@/shared/ui/snippet';
import { isSystemMetric } from './system-keys';

const EXAMPLE = 'with barograph.start_run(log_system_metrics=True):\n    train()';

interface SystemMetricsProps {
  row: RunRow;
  runs: ChartRun[];
  view: ChartView;
  onView: (part: ChartView) => void;
}

/** How the machines fared, a section for each of them; over time, unless another axis is chosen. */
export function SystemMetrics({ row, runs, view, onView }: SystemMetricsProps) {
  const keys = keysOf([row], 'metrics').filter(isSystemMetric);
  if (keys.length === 0) {
    return (
      <EmptyState title="No system metrics">
        <p>Use of processors, memory, disks, network and GPUs is recorded on demand:</p>
        <Snippet code={EXAMPLE} />
      </EmptyState>
    );
  }
  return (
    <MetricCharts
      keys={keys}
      runs={runs}
      view={{ ...view, x: view.x ?? 'relative' }}
      onView={(part) => onView('x' in part ? { ...part, x: part.x ?? 'step' } : part)}
    />
  );
}
