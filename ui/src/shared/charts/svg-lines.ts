import { formatInstant } from '@/shared/format/time';
import { type Frame, placingX, placingY, traceBand, traceLine } from './draw-lines';
import { formatSeconds, tick, type XAxis } from './line-options';
import { rangesOf } from './line-ranges';
import type { Range, Series } from './series';
import { ticksOf } from './ticks';

export interface SvgOptions {
  title: string;
  xAxis: XAxis;
  xName?: string;
  logX: boolean;
  logY: boolean;
  zoom?: Range;
}

const BOX = { left: 64, top: 34, width: 700, height: 340 };
const SIZE = { width: 800, height: 430 };
const LEGEND_ROWS = 30;
const ROW = 16;

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function path(
  trace: (pen: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void }) => unknown,
): string {
  const parts: string[] = [];
  trace({
    moveTo: (x, y) => parts.push(`M${x.toFixed(1)} ${y.toFixed(1)}`),
    lineTo: (x, y) => parts.push(`L${x.toFixed(1)} ${y.toFixed(1)}`),
  });
  return parts.join('');
}

function lineMarks(series: Series, frame: Frame): string {
  const color = escaped(series.color);
  const band = series.band
    ? `<path d="${path((pen) => traceBand(pen, series, frame))}Z" fill="${color}" fill-opacity="0.16" stroke="none"/>`
    : '';
  const raw = series.raw;
  const faint = raw
    ? `<path d="${path((pen) => traceLine(pen, series.x, raw, frame))}" stroke="${color}" stroke-opacity="0.25"/>`
    : '';
  let lone: [number, number][] = [];
  const line = path((pen) => {
    lone = traceLine(pen, series.x, series.y, frame);
  });
  const dots = lone
    .map(([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2" fill="${color}"/>`)
    .join('');
  return `${band}${faint}<path d="${line}" stroke="${color}"/>${dots}`;
}

function xText(value: number, { xAxis }: SvgOptions): string {
  if (xAxis === 'time') return formatInstant(value * 1_000);
  return xAxis === 'relative' ? formatSeconds(value) : tick(value);
}

function axes(frame: Frame, options: SvgOptions): string {
  const [toX, toY] = [placingX(frame), placingY(frame)];
  const bottom = BOX.top + BOX.height;
  const across = ticksOf(frame.x, frame.logX, options.xAxis === 'time' ? 4 : 8).map((value) => {
    const x = toX(value).toFixed(1);
    return `<path d="M${x} ${BOX.top}V${bottom}"/><text x="${x}" y="${bottom + 16}" text-anchor="middle">${escaped(xText(value, options))}</text>`;
  });
  const up = ticksOf(frame.y, frame.logY, 7).map((value) => {
    const y = toY(value);
    return `<path d="M${BOX.left} ${y.toFixed(1)}H${BOX.left + BOX.width}"/><text x="${BOX.left - 6}" y="${(y + 4).toFixed(1)}" text-anchor="end">${escaped(tick(value))}</text>`;
  });
  return [...across, ...up].join('');
}

/** A chart as a picture of its own, on white, with its title and the names of its first lines. */
export function linesAsSvg(series: readonly Series[], options: SvgOptions): string {
  const { x, y } = rangesOf(series, options.logX, options.logY, options.zoom);
  const frame: Frame = { box: BOX, x, y, logX: options.logX, logY: options.logY };
  const named = series.slice(0, LEGEND_ROWS);
  const more = series.length - named.length;
  const rows = named.map(
    ({ label, color }, index) =>
      `<text x="${BOX.left}" y="${SIZE.height + index * ROW}"><tspan fill="${escaped(color)}">■</tspan> ${escaped(label)}</text>`,
  );
  if (more > 0) rows.push(`<text x="${BOX.left}" y="${SIZE.height + named.length * ROW}">and ${more} more</text>`);
  const height = SIZE.height + rows.length * ROW;
  const name = options.xName ?? options.xAxis;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${height}" width="${SIZE.width}" height="${height}" font-family="system-ui, sans-serif" font-size="11" fill="#626a6c">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${BOX.left}" y="20" font-size="13" font-weight="600" fill="#1c2122">${escaped(options.title)}</text>`,
    `<text x="${BOX.left + BOX.width}" y="${BOX.top + BOX.height + 32}" text-anchor="end">${escaped(name)}</text>`,
    `<clipPath id="plot"><rect x="${BOX.left}" y="${BOX.top}" width="${BOX.width}" height="${BOX.height}"/></clipPath>`,
    `<g stroke="#ebeded" fill="#626a6c"><style>text{stroke:none}</style>${axes(frame, options)}</g>`,
    `<g fill="none" stroke-width="1.3" clip-path="url(#plot)">${series.map((each) => lineMarks(each, frame)).join('')}</g>`,
    `${rows.join('')}</svg>`,
  ].join('\n');
}
