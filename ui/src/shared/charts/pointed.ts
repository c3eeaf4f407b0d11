import { type Frame, placingX, placingY } from './draw-lines';
import { nearest, type Series } from './series';

/** A point of a line that is near the pointer. */
export interface Pointed {
  series: Series;
  index: number;
  x: number;
  y: number;
  distance: number;
}

/** The place of the point nearest in both directions, for lines that go back and forth. */
function nearestInPlane(series: Series, toX: (x: number) => number, toY: (y: number) => number, at: Place): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  series.x.forEach((x, index) => {
    const distance = Math.hypot(toX(x) - at.left, toY(series.y[index] ?? Number.NaN) - at.top);
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

interface Place {
  left: number;
  top: number;
}

/** A point of each line, the line nearest to a place of the canvas first. Lines without a value there are left out. */
export function pointed(series: readonly Series[], frame: Frame, at: Place, inPlane: boolean): Pointed[] {
  const toX = placingX(frame);
  const toY = placingY(frame);
  const share = (at.left - frame.box.left) / frame.box.width;
  const [low, high] = frame.x;
  const target = frame.logX ? low * (high / low) ** share : low + (high - low) * share;
  const found: Pointed[] = [];
  for (const each of series) {
    const index = inPlane ? nearestInPlane(each, toX, toY, at) : nearest(each.x, target);
    const x = each.x[index];
    const y = each.y[index];
    if (x === undefined || y === undefined) continue;
    const [across, up] = [toX(x) - at.left, toY(y) - at.top];
    if (!Number.isFinite(up) || !Number.isFinite(across)) continue;
    found.push({ series: each, index, x, y, distance: inPlane ? Math.hypot(across, up) : Math.abs(up) });
  }
  return found.sort((a, b) => a.distance - b.distance);
}
