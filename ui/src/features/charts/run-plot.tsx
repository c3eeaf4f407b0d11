import { useNavigate } from '@tanstack/react-router';
import type { EChartsCoreOption } from 'echarts/core';
import { useState } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import EChart from '@/shared/charts/e-chart';
import type { PointedItem } from '@/shared/charts/e-chart-events';
import type { Range } from '@/shared/charts/series';
import type { Axis } from './axes';
import styles from './charts.module.css';
import { ColorLegend } from './color-legend';
import type { Coloring } from './coloring';
import { MarkedRun } from './marked-run';
import { RunTip } from './run-tip';

const FOOT = 28;

export interface RunPlotProps {
  label: string;
  option: EChartsCoreOption | ((width: number) => EChartsCoreOption);
  /** One an item of the chart, in its order. */
  rows: readonly RunRow[];
  /** What is told of a run. */
  axes: readonly Axis[];
  legend: Coloring['legend'];
  height: number;
  areas?: readonly (Range | undefined)[];
  onArea?: (axis: number, area: Range | undefined) => void;
}

/** A chart whose items are runs: pointing at one tells it, a click opens it, and below it can be found without a pointer. */
export function RunPlot({ label, option, rows, axes, legend, height, areas, onArea }: RunPlotProps) {
  const navigate = useNavigate();
  const [pointed, setPointed] = useState<PointedItem>();
  const [marked, setMarked] = useState<number>();
  const point = (item: PointedItem | undefined) => {
    setPointed(item);
    if (item) setMarked(item.index);
  };
  const open = (index: number) => {
    const info = rows[index]?.run.info;
    if (!info) return;
    const params = { experimentId: info.experiment_id, runId: info.run_id };
    void navigate({ to: '/experiments/$experimentId/runs/$runId', params });
  };
  const tipped = pointed && rows[pointed.index];
  return (
    <>
      <div className={styles.plot} style={pointed && { cursor: 'pointer' }}>
        <EChart {...{ label, option, areas, onArea, marked }} height={height - FOOT} onPoint={point} onOpen={open} />
        {pointed && tipped && <RunTip row={tipped} axes={axes} item={pointed} />}
      </div>
      <div className={styles.foot}>
        <ColorLegend legend={legend} />
        <MarkedRun rows={rows} axes={axes} marked={marked} onMark={setMarked} />
      </div>
    </>
  );
}
