import { formatNumber } from '@/shared/format/number';
import type { Bar } from './bar-list';
import { escaped } from './svg-lines';

const WIDTH = 800;
const [NAMES, VALUES, ROW, TOP] = [220, 90, 22, 40];
const LONGEST = 34;

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** Bars as a picture of its own, on white, with its title. */
export function barsAsSvg(title: string, bars: readonly Bar[]): string {
  const finite = bars.map((bar) => bar.value).filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const range = Math.max(0, ...finite) - low || 1;
  const length = (value: number) => ((WIDTH - NAMES - VALUES - 40) * value) / range;
  const rows = bars.map(({ label, color, value }, index) => {
    const middle = TOP + index * ROW + ROW / 2;
    const name = `<text x="${NAMES}" y="${middle + 4}" text-anchor="end">${escaped(cut(label))}</text>`;
    const told = `<text x="${WIDTH - 20}" y="${middle + 4}" text-anchor="end">${escaped(formatNumber(value))}</text>`;
    if (!Number.isFinite(value)) return name + told;
    const left = NAMES + 12 + length(Math.min(0, value) - low);
    const bar = `<rect x="${left.toFixed(1)}" y="${middle - 7}" width="${Math.max(1, length(Math.abs(value))).toFixed(1)}" height="14" fill="${escaped(color)}"/>`;
    return name + bar + told;
  });
  const height = TOP + bars.length * ROW + 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#626a6c">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="20" y="22" font-size="13" font-weight="600" fill="#1c2122">${escaped(title)}</text>`,
    `${rows.join('\n')}</svg>`,
  ].join('\n');
}
