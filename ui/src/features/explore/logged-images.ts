/** An image of a series: full size, and small if a preview was logged with it. Files without a step have step 0. */
export interface LoggedImage {
  key: string;
  step: number;
  timestampMs: number;
  path: string;
  previewPath: string;
}

const SERIES = /^(?:.*\/)?(.+?)([%+])step\2(-?\d+)\2timestamp\2(\d+)\2([^%+]+?)(?:\2compressed)?\.(\w+)$/;
const PREVIEW = /[%+]compressed\.\w+$/;
const IMAGE = /\.(png|jpe?g|gif|webp|svg|bmp|avif)$/i;

/** Reads paths as images of series are named; in keys, `~` and `#` stand for `/`. Other images go by their paths, at step 0. */
export function imagesOf(paths: readonly string[]): LoggedImage[] {
  const series = new Map<string, LoggedImage>();
  for (const path of paths) {
    if (!IMAGE.test(path)) continue;
    const match = SERIES.exec(path);
    if (match === null) {
      series.set(path, { key: path, step: 0, timestampMs: 0, path, previewPath: path });
      continue;
    }
    const [, name = '', , step, timestamp, id = ''] = match;
    const known = series.get(id);
    const preview = PREVIEW.test(path);
    series.set(id, {
      key: name.replaceAll(/[~#]/g, '/'),
      step: Number(step),
      timestampMs: Number(timestamp),
      path: known && preview ? known.path : path,
      previewPath: known && !preview ? known.previewPath : path,
    });
  }
  return [...series.values()].sort((a, b) => a.step - b.step || a.timestampMs - b.timestampMs);
}

/** The image of a series at a step, or the last one before it; of several at one step the latest. */
export function imageAt(images: readonly LoggedImage[], key: string, step: number): LoggedImage | undefined {
  return images.findLast((image) => image.key === key && image.step <= step);
}

/** Steps at which any of these images of a series was logged, in order. */
export function stepsOf(images: readonly LoggedImage[], key: string): number[] {
  return [...new Set(images.filter((image) => image.key === key).map((image) => image.step))].sort((a, b) => a - b);
}
