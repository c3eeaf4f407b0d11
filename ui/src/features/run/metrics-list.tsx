import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { numberOf } from '@/api/number';
import type { Metric } from '@/api/types';
import { formatNumber } from '@/shared/format/number';
import { Section } from '@/shared/ui/section';
import { useFirst } from '@/shared/ui/use-first';

const MANY = 12;
const DRAWN = 400;

/** The last value of every metric. */
export function MetricsList({ metrics }: { metrics: readonly Metric[] }) {
  const [text, setText] = useState('');
  const sorted = metrics
    .filter((metric) => metric.key.toLowerCase().includes(text.toLowerCase()))
    .sort((a, b) => a.key.localeCompare(b.key));
  const { shown, more } = useFirst(sorted, DRAWN);
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
        <table className="table" aria-label="Metrics">
          <thead>
            <tr>
              <th>Metric</th>
              <th className="number">Last value</th>
              <th className="number">Step</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((metric) => (
              <tr key={metric.key}>
                <td>{metric.key}</td>
                <td className="number whole" title={String(metric.value)}>
                  {formatNumber(numberOf(metric.value))}
                </td>
                <td className="number whole dim">{metric.step}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more}
    </Section>
  );
}
