import { createContext, useContext } from 'react';
import { type SparkLines, sparkName } from '@/api/metrics/use-spark-lines';
import { SPARK_WIDTH, SparkLine } from '@/shared/charts/spark-line';
import { formatNumber, plural } from '@/shared/format/number';
import styles from './spark-value.module.css';

/** The lines that were read, for cells that show one: when lines arrive, only these are drawn again. */
export const SparkContext = createContext<SparkLines>(new Map());

/** What a line adds to the width of a column, in px. */
export const SPARK_ROOM = SPARK_WIDTH + 8;

interface SparkValueProps {
  runId: string;
  metric: string;
  value: number | undefined;
}

/** The value of a metric with the course of its series before it. */
export function SparkValue({ runId, metric, value }: SparkValueProps) {
  const line = useContext(SparkContext).get(sparkName(runId, metric));
  return (
    <span className={styles.value}>
      {line ? (
        <span title={`${metric}: ${plural(line.count, 'point')}`} data-spark={line.count}>
          <SparkLine values={line.values} />
        </span>
      ) : (
        <span />
      )}
      {value === undefined ? <span className="dim">—</span> : <span>{formatNumber(value)}</span>}
    </span>
  );
}
