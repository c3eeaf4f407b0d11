import { SegmentedControl, Select, Slider } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useArtifactsOfRuns } from '@/api/artifacts/list-artifacts';
import type { ChartRun } from '@/features/metrics/chart-run';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Snippet } from '@/shared/ui/snippet';
import styles from './explore.module.css';
import { ImageDialog, type OpenImage } from './image-dialog';
import { ImageGrid, StepGrid } from './image-grid';
import { imagesOf, type LoggedImage, stepsOf } from './logged-images';

const ALL = 'all';
const EXAMPLE = "barograph.log_image(image, key='validation', step=epoch)";

export interface RunImages {
  run: ChartRun;
  images: LoggedImage[];
}

interface ImageExplorerProps {
  runs: ChartRun[];
  /** The series that is shown, and its step; `all` shows every step. */
  image: string | undefined;
  step: string | undefined;
  onChange: (part: { image?: string | undefined; step?: string | undefined }) => void;
}

/** Images of many runs side by side: one step of all, moved together, or every step of each. */
export default function ImageExplorer({ runs, image, step, onChange }: ImageExplorerProps) {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const series = useArtifactsOfRuns(ids, 'images');
  const roots = useArtifactsOfRuns(ids, '');
  const [open, setOpen] = useState<OpenImage>();
  const answers = [...series, ...roots];
  const listed = answers.map((answer) => answer.data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is new each time, the listings in it are not
  const found = useMemo(
    () =>
      runs.map((run, index): RunImages => {
        const files = [...(series[index]?.data ?? []), ...(roots[index]?.data ?? [])];
        return { run, images: imagesOf(files.filter((file) => !file.is_dir).map((file) => file.path)) };
      }),
    [runs, ...listed],
  );
  const all = useMemo(() => found.flatMap(({ images }) => images), [found]);
  const keys = useMemo(() => [...new Set(all.map(({ key }) => key))].sort(), [all]);
  const failed = answers.find((answer) => answer.isError);
  if (answers.some((answer) => answer.isPending)) return <SkeletonRows />;
  if (failed?.error)
    return <ErrorState what="Images could not be listed" error={failed.error} onRetry={failed.refetch} />;
  const key = keys.find((each) => each === image) ?? keys[0];
  if (key === undefined) {
    return (
      <EmptyState title="These runs have no images">
        <p>Log them under a key, with a step, and they appear here side by side:</p>
        <Snippet code={EXAMPLE} />
      </EmptyState>
    );
  }
  const steps = stepsOf(all, key);
  const asked = Number(step);
  const at =
    step === undefined || step === ALL
      ? steps.length - 1
      : Math.max(
          0,
          steps.findLastIndex((s) => s <= asked),
        );
  const every = step === ALL;
  return (
    <div className={styles.explorer}>
      <div className={styles.tools}>
        <Select
          aria-label="Images"
          data={keys}
          value={key}
          allowDeselect={false}
          searchable
          w={260}
          onChange={(next) => onChange({ image: next ?? undefined, step: every ? ALL : undefined })}
        />
        <SegmentedControl
          aria-label="Steps"
          data={[
            { value: 'one', label: 'One step' },
            { value: ALL, label: 'All steps' },
          ]}
          value={every ? ALL : 'one'}
          onChange={(next) => onChange({ step: next === ALL ? ALL : undefined })}
        />
        {!every && steps.length > 1 && (
          <div className={styles.slider}>
            <Slider
              thumbLabel="Step"
              min={0}
              max={steps.length - 1}
              step={1}
              value={at}
              label={(index) => `step ${steps[index]}`}
              onChange={(index) => onChange({ step: String(steps[index]) })}
            />
            <span className={styles.step}>step {steps[at]?.toLocaleString('en')}</span>
          </div>
        )}
      </div>
      {every ? (
        <StepGrid found={found} imageKey={key} steps={steps} onOpen={setOpen} />
      ) : (
        <ImageGrid found={found} imageKey={key} step={steps[at] ?? 0} onOpen={setOpen} />
      )}
      {open && <ImageDialog open={open} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
