import { mediaAt } from './logged-media';
import type { OpenMedia } from './media-dialog';
import type { RunMedia } from './use-media';

/** What an arrow leads to: the step before or behind of the same run, or the same step of the run above or below. */
export function neighbour(found: readonly RunMedia[], { run, media }: OpenMedia, key: string): OpenMedia | undefined {
  const place = found.findIndex((each) => each.run.id === run.id);
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const series = (found[place]?.media ?? []).filter((each) => each.key === media.key);
    const at = series.findIndex((each) => each.path === media.path);
    const next = series[at + (key === 'ArrowLeft' ? -1 : 1)];
    return next && { run, media: next };
  }
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const by = key === 'ArrowUp' ? -1 : 1;
  for (let next = place + by; next >= 0 && next < found.length; next += by) {
    const there = found[next];
    const shown = there && mediaAt(there.media, media.key, media.step);
    if (there && shown) return { run: there.run, media: shown };
  }
  return undefined;
}
