import { useState } from 'react';
import { fileUrl } from '@/api/artifacts/source';
import type { ChartRun } from '@/features/metrics/chart-run';
import { Dot } from '@/shared/ui/dot';
import styles from './explore.module.css';
import type { OpenImage } from './image-dialog';
import type { RunImages } from './image-explorer';
import { imageAt, type LoggedImage } from './logged-images';

interface GridProps {
  found: RunImages[];
  imageKey: string;
  onOpen: (image: OpenImage) => void;
}

/** One image of each run, that at a step or the last one before it. */
export function ImageGrid({ found, imageKey, step, onOpen }: GridProps & { step: number }) {
  return (
    <ul className={styles.grid} aria-label={`${imageKey} at step ${step}`}>
      {found.map(({ run, images }) => {
        const image = imageAt(images, imageKey, step);
        return (
          <li key={run.id} className={styles.card}>
            <RunName run={run} />
            {image ? (
              <Thumbnail run={run} image={image} onOpen={onOpen} />
            ) : (
              <div className={styles.none}>no image</div>
            )}
            {image && image.step !== step && <span className={styles.older}>last one, of step {image.step}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** Every step of every run: a row for each run, a column for each step. */
export function StepGrid({ found, imageKey, steps, onOpen }: GridProps & { steps: number[] }) {
  return (
    <div className={styles.scroller}>
      <table className={styles.steps} aria-label={`${imageKey} by run and step`}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {steps.map((step) => (
              <th key={step} scope="col">
                {step.toLocaleString('en')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.map(({ run, images }) => {
            const byStep = new Map(images.filter(({ key }) => key === imageKey).map((image) => [image.step, image]));
            return (
              <tr key={run.id}>
                <th scope="row">
                  <RunName run={run} />
                </th>
                {steps.map((step) => {
                  const image = byStep.get(step);
                  return <td key={step}>{image && <Thumbnail run={run} image={image} onOpen={onOpen} />}</td>;
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function RunName({ run }: { run: ChartRun }) {
  return (
    <span className={styles.run} title={run.label}>
      <Dot color={run.color} />
      <span>{run.label}</span>
    </span>
  );
}

/** The preview of an image; the browser fetches it only when it comes into sight. */
function Thumbnail({ run, image, onOpen }: OpenImage & { image: LoggedImage; onOpen: GridProps['onOpen'] }) {
  const [broken, setBroken] = useState<string>();
  const name = `${image.key} of ${run.label} at step ${image.step}`;
  if (broken === image.previewPath) return <div className={styles.none}>cannot be shown</div>;
  return (
    <button
      type="button"
      className={styles.thumbnail}
      onClick={() => onOpen({ run, image })}
      aria-label={`Enlarge ${name}`}
    >
      <img
        src={fileUrl({ kind: 'run', runId: run.id }, image.previewPath)}
        alt={name}
        loading="lazy"
        decoding="async"
        onError={() => setBroken(image.previewPath)}
      />
    </button>
  );
}
