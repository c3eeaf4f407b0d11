import type uPlot from 'uplot';
import type { Range } from './series';

/** Shares of the plot's width that a press moves the cross-hair, and with Shift. */
const STEP = 1 / 40;
const SMALL_STEP = 1 / 400;

/** Where the cross-hair goes from `left`, in px from the plot's left edge; undefined for keys that mean something else. */
export function crossHairAt(key: string, small: boolean, left: number | undefined, width: number): number | undefined {
  const step = width * (small ? SMALL_STEP : STEP);
  const from = left ?? width / 2;
  const places: Record<string, number> = { ArrowLeft: from - step, ArrowRight: from + step, Home: 0, End: width };
  const place = places[key];
  return place === undefined ? undefined : Math.min(width, Math.max(0, place));
}

/** The half of the axis around a place, which stays where it is on the screen: the ends in px. */
export function halfAround(left: number, width: number): Range {
  return [left / 2, left + (width - left) / 2];
}

/**
 * What a key does in a chart of lines: arrows, Home and End move the cross-hair, + zooms in around it, - and Escape show the whole axis.
 * Returns whether the key meant something.
 */
export function pressInChart(
  chart: uPlot,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  zoomed: boolean,
  onZoom: ((range: Range | undefined) => void) | undefined,
): boolean {
  const { clientWidth: width, clientHeight: height } = chart.over;
  const { left = -1 } = chart.cursor;
  const at = left >= 0 ? left : undefined;
  const next = crossHairAt(key, shiftKey, at, width);
  if (next !== undefined) {
    chart.setCursor({ left: next, top: height / 2 });
    return true;
  }
  if (key === '+' || key === '=') {
    const [low, high] = halfAround(at ?? width / 2, width);
    onZoom?.([chart.posToVal(low, 'x'), chart.posToVal(high, 'x')]);
    return true;
  }
  if (zoomed && (key === '-' || key === 'Escape')) {
    onZoom?.(undefined);
    return true;
  }
  return false;
}
