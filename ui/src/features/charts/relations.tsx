import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { ChartRun } from '@/features/metrics/chart-run';
import { groupingParams } from '@/features/metrics/group-lines';
import EChart from '@/shared/charts/e-chart';
import { PALETTE } from '@/shared/charts/palette';
import { EmptyState } from '@/shared/ui/empty-state';
import { Section } from '@/shared/ui/section';
import { varyingAxes } from './axes';
import { boxGroups, boxOption } from './box-options';
import { ImportanceList } from './importance-list';
import { parallelOption, scatterOption } from './relation-options';
import styles from './relations.module.css';

const MOST_AXES = 12;
const HEIGHT = 300;
const MOST_OFFERED = 200;
const METRIC = 'metrics.';

interface RelationsProps {
  rows: RunRow[];
  runs: ChartRun[];
  x: string | undefined;
  y: string | undefined;
  /** The parameter whose values make groups, if one was chosen. */
  group?: string;
  onAxes: (x: string | undefined, y: string | undefined) => void;
}

/** How parameters and metrics hang together: parallel coordinates, one against another, which parameters matter, spread by group. */
export default function Relations({ rows, runs, x, y, group, onAxes }: RelationsProps) {
  const axes = useMemo(() => varyingAxes(rows), [rows]);
  const across = axes.find((axis) => axis.id === x) ?? axes[0];
  const up = axes.find((axis) => axis.id === y) ?? axes.findLast((axis) => axis.id.startsWith(METRIC)) ?? axes.at(-1);
  const parallel = useMemo(() => parallelOption(axes.slice(0, MOST_AXES), runs), [axes, runs]);
  const scatter = useMemo(() => across && up && scatterOption(across, up, runs), [across, up, runs]);
  const metric = up?.id.startsWith(METRIC) ? up.id.slice(METRIC.length) : keysOf(rows, 'metrics')[0];
  const param = group ?? groupingParams(runs)[0];
  const boxes = useMemo(
    () => (param && metric ? boxOption(boxGroups(rows, param, metric), param, metric, PALETTE[0]) : undefined),
    [rows, param, metric],
  );
  if (!across || !up || !scatter) return <EmptyState title="Nothing that is a number differs between these runs" />;
  const choices = axes.map((axis) => ({ value: axis.id, label: axis.title }));
  const select = { data: choices, allowDeselect: false, searchable: true, limit: MOST_OFFERED, w: 180 };
  return (
    <div className={styles.relations}>
      <Section title="Parallel coordinates" count={Math.min(axes.length, MOST_AXES)}>
        <EChart label={`Parallel coordinates of ${runs.length} runs`} option={parallel} height={HEIGHT} />
      </Section>
      <div className={styles.pair}>
        <Section
          title="Scatter"
          tools={
            <div className={styles.axes}>
              <Select {...select} aria-label="Across" value={across.id} onChange={(id) => onAxes(id ?? undefined, y)} />
              <Select {...select} aria-label="Up" value={up.id} onChange={(id) => onAxes(x, id ?? undefined)} />
            </div>
          }
        >
          <EChart label={`${up.title} against ${across.title}`} option={scatter} height={HEIGHT} />
        </Section>
        {metric && (
          <Section title="Importance of parameters">
            <div className={styles.list}>
              <ImportanceList rows={rows} metric={metric} />
            </div>
          </Section>
        )}
        {boxes && (
          <Section title={`${metric} by ${param}`}>
            <EChart label={`Boxes of ${metric} by ${param}`} option={boxes} height={HEIGHT} />
          </Section>
        )}
      </div>
    </div>
  );
}
