import { Modal } from '@mantine/core';
import { fileUrl } from '@/api/artifacts/source';
import type { ChartRun } from '@/features/metrics/chart-run';
import styles from './explore.module.css';
import type { LoggedImage } from './logged-images';

export interface OpenImage {
  run: ChartRun;
  image: LoggedImage;
}

/** One image in full size. */
export function ImageDialog({ open: { run, image }, onClose }: { open: OpenImage; onClose: () => void }) {
  const title = `${image.key} · ${run.label} · step ${image.step}`;
  return (
    <Modal opened onClose={onClose} title={title} size="auto">
      <img className={styles.full} src={fileUrl({ kind: 'run', runId: run.id }, image.path)} alt={title} />
    </Modal>
  );
}
