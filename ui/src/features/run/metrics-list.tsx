import { Button, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useMetricSeries } from '@/api/metrics/use-metric-series';
import { numberOf } from '@/api/number';
import { type MetricStatistics, useMetricStatistics } from '@/api/runs/metric-statistics';
import type { Metric, Run } from '@/api/types';
import { formatNumber, plural } from '@/shared/format/number';
import { Section } from '@/shared/ui/section';
import styles from './metrics-list.module.css';
import { SeriesSpark } from './series-spark';

const MANY = 12;
const SHOWN = 100;
const SPARK_POINTS = 100;

/** Every metric with its course: first, last, least and greatest value, and at which step it is. */
export function MetricsList({ run, metrics }: { run: Run; metrics: readonly Metric[] }) {
  const [text, setText] = useState('');
  const [whole, setWhole] = useState(false);
  const sorted = useMemo(() => {
    const wanted = text.toLowerCase();
    return metrics
      .filter((metric) => metric.key.toLowerCase().includes(wanted))
      .sort((a, b) => a.key.localeCompare(b.key));
  }, [metrics, text]);
  const shown = whole ? sorted : sorted.slice(0, SHOWN);
  // What costs a request is asked for the first hundred alone: whoever wants all wants the last values, or a filter.
  const known = useMemo(() => sorted.slice(0, SHOWN).map((metric) => metric.key), [sorted]);
  const { run_id: runId, experiment_id: experimentId, status } = run.info;
  const live = status === 'RUNNING';
  const statistics = useMetricStatistics(experimentId, runId, known, live);
  const runIds = useMemo(() => [runId], [runId]);
  const series = useMetricSeries({ runIds, keys: known, maxPoints: SPARK_POINTS, enabled: true, live });
  const find = metrics.length > MANY && (
    <TextInput
      aria-label="Find a metric"
      placeholder="Find"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
  return (
    <Section title="Metrics" count={metrics.length} tools={find}>
      {metrics.length === 0 ? (
        <span className="dim">None logged.</span>
      ) : (
        <div className={styles.scroller}>
          <table className="table" aria-label="Metrics">
            <thead>
              <tr>
                <th>Metric</th>
                <th>Course</th>
                <th className="number">Last</th>
                <th className="number">First</th>
                <th className="number">Least</th>
                <th className="number">Greatest</th>
                <th className="number">Step</th>
                <th className="number">Points</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((metric) => (
                <tr key={metric.key}>
                  <td className={styles.key}>{metric.key}</td>
                  <td>
                    <SeriesSpark series={series.data?.get(metric.key)?.[0]} />
                  </td>
                  <td className="number whole" title={String(metric.value)}>
                    {formatNumber(numberOf(metric.value))}
                  </td>
                  <Statistics of={statistics.data?.get(metric.key)} step={metric.step} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < sorted.length && (
        <p className={styles.more}>
          {plural(shown.length, 'metric')} of {sorted.length.toLocaleString('en')}{' '}
          <Button size="compact-xs" variant="default" onClick={() => setWhole(true)}>
            Show all
          </Button>
        </p>
      )}
    </Section>
  );
}

function Statistics({ of = {}, step }: { of: MetricStatistics | undefined; step: number | undefined }) {
  return (
    <>
      {[of.first, of.min, of.max].map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: three columns that never change places
        <td key={index} className="number whole" title={value === undefined ? undefined : String(value)}>
          {value === undefined ? '' : formatNumber(value)}
        </td>
      ))}
      <td className="number whole dim">{step}</td>
      <td className="number whole dim">{of.count?.toLocaleString('en')}</td>
    </>
  );
}
