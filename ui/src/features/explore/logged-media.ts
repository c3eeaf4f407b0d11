export type MediaKind = 'image' | 'audio' | 'video';

/** An image, sound or film of a series: full size, and small if a preview was logged with it. Files without a step have step 0. */
export interface LoggedMedia {
  kind: MediaKind;
  key: string;
  step: number;
  timestampMs: number;
  path: string;
  previewPath: string;
}

const SERIES = /^(?:.*\/)?(.+?)([%+])step\2(-?\d+)\2timestamp\2(\d+)\2([^%+]+?)(?:\2compressed)?\.(\w+)$/;
const PREVIEW = /[%+]compressed\.\w+$/;
const KINDS: [MediaKind, RegExp][] = [
  ['image', /\.(png|jpe?g|gif|webp|svg|bmp|avif)$/i],
  ['audio', /\.(mp3|wav|ogg|oga|flac|m4a|aac|opus)$/i],
  ['video', /\.(mp4|webm|m4v|mov|ogv)$/i],
];
const FOLDER = /image|img|plot|figure|picture|media|audio|sound|video|sample/i;

/** Whether a folder's name says that it holds what can be seen or heard. */
export function isMediaFolder(path: string): boolean {
  return FOLDER.test(path);
}

/** Reads paths as those of series are named; in keys, `~` and `#` stand for `/`. Other files go by their paths, at step 0. */
export function mediaOf(paths: readonly string[]): LoggedMedia[] {
  const series = new Map<string, LoggedMedia>();
  for (const path of paths) {
    const kind = KINDS.find(([, endings]) => endings.test(path))?.[0];
    if (kind === undefined) continue;
    const match = SERIES.exec(path);
    if (match === null) {
      series.set(path, { kind, key: path, step: 0, timestampMs: 0, path, previewPath: path });
      continue;
    }
    const [, name = '', , step, timestamp, id = ''] = match;
    const known = series.get(id);
    const preview = PREVIEW.test(path);
    series.set(id, {
      kind,
      key: name.replaceAll(/[~#]/g, '/'),
      step: Number(step),
      timestampMs: Number(timestamp),
      path: known && preview ? known.path : path,
      previewPath: known && !preview ? known.previewPath : path,
    });
  }
  return [...series.values()].sort((a, b) => a.step - b.step || a.timestampMs - b.timestampMs);
}

/** That of a series at a step, or the last one before it; of several at one step the latest. */
export function mediaAt(media: readonly LoggedMedia[], key: string, step: number): LoggedMedia | undefined {
  return media.findLast((each) => each.key === key && each.step <= step);
}

/** Steps at which any of these of a series was logged, in order. */
export function stepsOf(media: readonly LoggedMedia[], key: string): number[] {
  return [...new Set(media.filter((each) => each.key === key).map((each) => each.step))].sort((a, b) => a - b);
}
