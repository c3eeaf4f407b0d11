import { useMemo, useState } from 'react';
import type { ChartRun } from '@/features/metrics/chart-run';
import { plural } from '@/shared/format/number';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Snippet } from '@/shared/ui/snippet';
import styles from './explore.module.css';
import { type LoggedMedia, stepsOf } from './logged-media';
import { MediaDialog, type OpenMedia } from './media-dialog';
import { MediaGrid } from './media-grid';
import { ALL, MediaTools } from './media-tools';
import { StepGrid } from './step-grid';
import { useMedia } from './use-media';

const EXAMPLE = "barograph.log_image(image, key='validation', step=epoch)";
const MOST_RUNS = 50;

interface ImageExplorerProps {
  runs: ChartRun[];
  /** The series that is shown, and its step; `all` shows every step. */
  image: string | undefined;
  step: string | undefined;
  onChange: (part: { image?: string | undefined; step?: string | undefined }) => void;
}

/** The place of the step that was asked for, or of the last one before it; of the last one if none was. */
function placeOf(steps: readonly number[], step: string | undefined): number | undefined {
  if (step === ALL) return undefined;
  if (step === undefined) return steps.length - 1;
  return Math.max(
    0,
    steps.findLastIndex((each) => each <= Number(step)),
  );
}

/** What is shown first: images, and rather those of several steps. */
function firstKey(all: readonly LoggedMedia[], keys: readonly string[]): string | undefined {
  const images = keys.filter((key) => all.some((media) => media.key === key && media.kind === 'image'));
  return images.find((key) => stepsOf(all, key).length > 1) ?? images[0] ?? keys[0];
}

/** Images, sound and film of up to 50 runs side by side: one step of all, moved together, or every step of each. */
export default function ImageExplorer({ runs: given, image, step, onChange }: ImageExplorerProps) {
  const runs = useMemo(() => given.slice(0, MOST_RUNS), [given]);
  const { found, isPending, error, retry } = useMedia(runs);
  const [open, setOpen] = useState<OpenMedia>();
  const all = useMemo(() => found.flatMap(({ media }) => media), [found]);
  const keys = useMemo(() => [...new Set(all.map(({ key }) => key))].sort(), [all]);
  if (isPending) return <SkeletonRows />;
  if (error) return <ErrorState what="Images could not be listed" error={error} onRetry={retry} />;
  const key = keys.find((each) => each === image) ?? firstKey(all, keys);
  if (key === undefined) {
    return (
      <EmptyState title="These runs have no images">
        <p>Log them under a key, with a step, and they appear here side by side:</p>
        <Snippet code={EXAMPLE} />
      </EmptyState>
    );
  }
  const steps = stepsOf(all, key);
  const at = placeOf(steps, step);
  return (
    <div className={styles.explorer}>
      <MediaTools keys={keys} mediaKey={key} steps={steps} at={at} onChange={onChange} />
      {given.length > runs.length && (
        <p className={styles.note}>
          The first {runs.length} of {plural(given.length, 'run')}; select others to see them.
        </p>
      )}
      {at === undefined ? (
        <StepGrid found={found} mediaKey={key} steps={steps} onOpen={setOpen} />
      ) : (
        <MediaGrid found={found} mediaKey={key} step={steps[at] ?? 0} onOpen={setOpen} />
      )}
      {open && <MediaDialog open={open} found={found} onOpen={setOpen} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
