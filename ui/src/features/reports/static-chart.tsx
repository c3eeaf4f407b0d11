import type { RunRow } from '@/api/runs/run-row';
import { type ChartRun, chartRuns } from '@/features/metrics/chart-run';
import { axisMetric, axisOf, smoothingOf } from '@/features/metrics/chart-view';
import { groupLines } from '@/features/metrics/group-lines';
import { linesOf, type RunLine } from '@/features/metrics/run-lines';
import type { Bar } from '@/shared/charts/bar-list';
import { eChartSvg } from '@/shared/charts/e-chart-svg';
import { linesAsSvg } from '@/shared/charts/svg-lines';
import { formatNumber } from '@/shared/format/number';
import type { BlockAnswer } from './ask-block';
import { chartOptions } from './chart-option';

const SIZE = { width: 800, height: 340 };

type ChartAnswer = Extract<BlockAnswer, { what: 'chart' }>;

/** The charts of a block, drawn once; `id` tells them from others in the document. */
export function StaticChart({ answer, id }: { answer: ChartAnswer; id: string }) {
  const { block, rows } = answer;
  const runs = chartRuns(rows);
  if (block.chart === 'lines')
    return block.metrics.map((key, place) => (
      <StaticLines key={key} answer={answer} runs={runs} metric={key} id={`${id}-${place}`} />
    ));
  if (block.chart === 'values')
    return block.metrics.map((key) => <StaticBars key={key} title={key} bars={barsOf(rows, runs, key)} />);
  return chartOptions(block, rows, runs).map(({ name, option }) => (
    <Picture key={name} name={name} svg={eChartSvg(option, SIZE.width, SIZE.height)} />
  ));
}

interface StaticLinesProps {
  answer: ChartAnswer;
  runs: ChartRun[];
  metric: string;
  id: string;
}

function StaticLines({ answer: { block, series }, runs, metric, id }: StaticLinesProps) {
  const { view } = block;
  const [axis, smoothing, xName] = [axisOf(view), smoothingOf(view), axisMetric(view)];
  const across = new Map(series.filter((each) => each.name === xName).map((each) => [each.runId, each]));
  const found = series.filter((each) => each.name === metric);
  const lines = linesOf(found, runs, { axis, smoothing, across });
  if (lines.length === 0) return <p className="dim">{metric}: no run has logged it.</p>;
  if (lines.every((line) => line.count === 1)) return <StaticBars title={metric} bars={lines.map(barOf)} />;
  const drawn = view.group ? groupLines(lines, view.group, smoothing) : lines;
  const logX = view.logx === '1' && axis !== 'time';
  const options = { title: metric, xAxis: axis, xName, logX, logY: view.log === '1', id };
  return <Picture name={metric} svg={linesAsSvg(drawn, options)} />;
}

function barOf(line: RunLine): Bar {
  return { ...line, value: line.values[0] ?? Number.NaN };
}

/** Last values of a metric, greatest first. */
function barsOf(rows: readonly RunRow[], runs: readonly ChartRun[], metric: string): Bar[] {
  const bars = rows.flatMap((row, place) => {
    const [value, run] = [row.metrics.get(metric), runs[place]];
    return value === undefined || !run ? [] : [{ ...run, value }];
  });
  return bars.sort((a, b) => (Number.isNaN(a.value) ? 1 : Number.isNaN(b.value) ? -1 : b.value - a.value));
}

function StaticBars({ title, bars }: { title: string; bars: Bar[] }) {
  const finite = bars.map((bar) => bar.value).filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const range = Math.max(0, ...finite) - low || 1;
  const percent = (value: number) => `${((100 * value) / range).toFixed(2)}%`;
  return (
    <table className="bars">
      <caption>{title}</caption>
      <tbody>
        {bars.map(({ id, label, color, value }) => (
          <tr key={id}>
            <th scope="row">{label}</th>
            <td>
              {Number.isFinite(value) && (
                <i
                  style={{
                    background: color,
                    marginLeft: percent(Math.min(0, value) - low),
                    width: percent(Math.abs(value)),
                  }}
                />
              )}
            </td>
            <td className="number">{formatNumber(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A picture that was made as text, in which every name is escaped. */
function Picture({ name, svg }: { name: string; svg: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: SVG of our own making
  return <div className="picture" role="img" aria-label={name} dangerouslySetInnerHTML={{ __html: svg }} />;
}
