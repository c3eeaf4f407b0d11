import type { Range, Series } from './series';

/** The rectangle of a plot, in the units of what it is drawn on. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Frame {
  box: Box;
  x: Range;
  y: Range;
  logX: boolean;
  logY: boolean;
}

/** What lines are drawn on: the part of a canvas that pictures of other kinds can be made with, too. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** From values to places, along one axis; NaN where a logarithm has no place. */
export function placing(range: Range, log: boolean, start: number, length: number): (value: number) => number {
  const [low, high] = log ? [Math.log10(range[0]), Math.log10(range[1])] : range;
  if (!Number.isFinite(high - low)) return (value) => start + ((value / 2 - low / 2) / (high / 2 - low / 2)) * length;
  const scale = length / (high - low || 1);
  if (!log) return (value) => start + (value - low) * scale;
  return (value) => (value > 0 ? start + (Math.log10(value) - low) * scale : Number.NaN);
}

export function placingX(frame: Frame): (value: number) => number {
  return placing(frame.x, frame.logX, frame.box.left, frame.box.width);
}

export function placingY(frame: Frame): (value: number) => number {
  return placing(frame.y, frame.logY, frame.box.top + frame.box.height, -frame.box.height);
}

/** A line through finite points, interrupted at the others. Returns the places of points that have no neighbour to be joined with. */
export function traceLine(pen: Pen, x: Float64Array, y: Float64Array, frame: Frame): [number, number][] {
  const placeX = placingX(frame);
  const placeY = placingY(frame);
  const lone: [number, number][] = [];
  // How many points of the present piece were drawn, and where the last one is: numbers alone, as there are very many points.
  let joined = 0;
  let lastX = 0;
  let lastY = 0;
  for (let index = 0; index < x.length; index += 1) {
    const across = placeX(x[index] ?? Number.NaN);
    const up = placeY(y[index] ?? Number.NaN);
    if (Number.isFinite(across) && Number.isFinite(up)) {
      if (joined > 0) pen.lineTo(across, up);
      else pen.moveTo(across, up);
      joined += 1;
      lastX = across;
      lastY = up;
    } else {
      if (joined === 1) lone.push([lastX, lastY]);
      joined = 0;
    }
  }
  if (joined === 1) lone.push([lastX, lastY]);
  return lone;
}

/** The outline of a band: along its upper edge and back along the lower one, where both are known; no lower than the plot. */
export function traceBand(pen: Pen, series: Series, frame: Frame): void {
  if (!series.band) return;
  const { low, high } = series.band;
  const placeX = placingX(frame);
  const placeY = placingY(frame);
  const bottom = frame.box.top + frame.box.height;
  const places = [...series.x.keys()].filter(
    (index) => Number.isFinite(low[index]) && Number.isFinite(placeY(high[index] ?? Number.NaN)),
  );
  const above = places.map((index) => [index, placeY(high[index] ?? 0)] as const);
  const below = places.map((index) => [index, placeY(low[index] ?? 0)] as const).reverse();
  [...above, ...below].forEach(([index, up], position) => {
    const across = placeX(series.x[index] ?? 0);
    const inside = Number.isFinite(up) ? Math.min(up, bottom) : bottom;
    if (position === 0) pen.moveTo(across, inside);
    else pen.lineTo(across, inside);
  });
}
