import { type Frame, traceBand, traceLine } from './draw-lines';
import type { Series } from './series';

const WIDTH = 1.3;
const STRONG = 2.4;
const FAINT = 0.25;
const BAND = 0.16;
const DOT = 2.2;
/** From this many lines on they are thinner, so that a crowd keeps its shape. */
const CROWD = 60;
const THIN = 0.9;

function clipped(context: CanvasRenderingContext2D, { box }: Frame, paint: () => void): void {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top - 2, box.width, box.height + 4);
  context.clip();
  context.lineJoin = 'bevel';
  paint();
  context.restore();
}

function paintLine(context: CanvasRenderingContext2D, x: Float64Array, y: Float64Array, frame: Frame): void {
  context.beginPath();
  const lone = traceLine(context, x, y, frame);
  context.stroke();
  for (const [across, up] of lone) {
    context.beginPath();
    context.arc(across, up, DOT * devicePixelRatio, 0, 2 * Math.PI);
    context.fill();
  }
}

/** All lines of a chart on a canvas: bands below, then what was smoothed away, then the lines. */
export function paintLines(context: CanvasRenderingContext2D, series: readonly Series[], frame: Frame): void {
  clipped(context, frame, () => {
    context.globalAlpha = BAND;
    for (const each of series) {
      if (!each.band) continue;
      context.fillStyle = each.color;
      context.beginPath();
      traceBand(context, each, frame);
      context.fill();
    }
    context.lineWidth = (series.length > CROWD ? THIN : WIDTH) * devicePixelRatio;
    context.globalAlpha = FAINT;
    for (const each of series) {
      if (!each.raw) continue;
      context.strokeStyle = context.fillStyle = each.color;
      paintLine(context, each.x, each.raw, frame);
    }
    context.globalAlpha = 1;
    for (const each of series) {
      context.strokeStyle = context.fillStyle = each.color;
      paintLine(context, each.x, each.y, frame);
    }
  });
}

/** One line over the others, with a dot where the pointer is. */
export function paintStrong(
  context: CanvasRenderingContext2D,
  series: Series,
  frame: Frame,
  dot: [number, number] | undefined,
): void {
  clipped(context, frame, () => {
    context.strokeStyle = context.fillStyle = series.color;
    context.lineWidth = STRONG * devicePixelRatio;
    paintLine(context, series.x, series.y, frame);
    if (!dot) return;
    context.beginPath();
    context.arc(dot[0], dot[1], 2 * DOT * devicePixelRatio, 0, 2 * Math.PI);
    context.fill();
  });
}
