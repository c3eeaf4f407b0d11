import type { EChartsType } from 'echarts/core';
import type { RefObject } from 'react';
import type { Range } from './series';

/** An item under the pointer, and where that is, in px from the chart's corner. */
export interface PointedItem {
  index: number;
  left: number;
  top: number;
}

export interface EChartHandlers {
  onPoint?: (item: PointedItem | undefined) => void;
  onOpen?: (index: number) => void;
  /** A part of a parallel axis was chosen, or none of it any more. */
  onArea?: (axis: number, area: Range | undefined) => void;
}

interface ItemEvent {
  dataIndex?: number;
  event?: { offsetX: number; offsetY: number };
}

interface AreaEvent {
  parallelAxisId?: string;
  intervals?: [number, number][];
}

const AXIS = 'axis-';

/** What an upright axis is called, by its place, so that it is known again. */
export function axisName(place: number): string {
  return AXIS + place;
}

/** Tells what a reader does on a chart, to whoever listens at that time. What the program itself chose is not told. */
export function listen(chart: EChartsType, handlers: RefObject<EChartHandlers>): void {
  chart.on('mousemove', (event) => {
    const { dataIndex, event: mouse } = event as ItemEvent;
    if (dataIndex === undefined || mouse === undefined) return;
    handlers.current.onPoint?.({ index: dataIndex, left: mouse.offsetX, top: mouse.offsetY });
  });
  chart.on('mouseout', () => handlers.current.onPoint?.(undefined));
  chart.on('click', (event) => {
    const { dataIndex } = event as ItemEvent;
    if (dataIndex !== undefined) handlers.current.onOpen?.(dataIndex);
  });
  chart.on('axisareaselected', (event) => {
    const { parallelAxisId, intervals = [] } = event as AreaEvent;
    // The program names an axis by its place, a drag by its name.
    if (!parallelAxisId?.startsWith(AXIS)) return;
    const area = intervals.at(-1);
    handlers.current.onArea?.(
      Number(parallelAxisId.slice(AXIS.length)),
      area && [Math.min(...area), Math.max(...area)],
    );
  });
}
