import { Modal, SegmentedControl, Select } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import type { ChartRun } from '@/features/metrics/chart-run';
import styles from './explore.module.css';
import { ImagePair, type PairMode } from './image-pair';
import { type LoggedMedia, mediaAt } from './logged-media';
import { neighbour } from './neighbour';
import type { RunMedia } from './use-media';

export interface OpenMedia {
  run: ChartRun;
  media: LoggedMedia;
}

interface MediaDialogProps {
  open: OpenMedia;
  found: RunMedia[];
  onOpen: (open: OpenMedia) => void;
  onClose: () => void;
}

const MODES: { value: PairMode; label: string }[] = [
  { value: 'swipe', label: 'Swipe' },
  { value: 'difference', label: 'Difference' },
  { value: 'beside', label: 'Side by side' },
];

/** One image in full size, alone or against that of another run. Arrows go to other steps and runs. */
export function MediaDialog({ open, found, onOpen, onClose }: MediaDialogProps) {
  const { run, media } = open;
  const [against, setAgainst] = useState<string>();
  const [mode, setMode] = useState<PairMode>('swipe');
  const title = `${media.key} · ${run.label} · step ${media.step}`;
  const others = found.flatMap(({ run: other, media: logged }) => {
    const there = other.id === run.id ? undefined : mediaAt(logged, media.key, media.step);
    return there ? [{ run: other, media: there }] : [];
  });
  const other = others.find((each) => each.run.id === against);
  const press = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).closest('input, [role=slider]')) return;
    const next = neighbour(found, open, event.key);
    if (next) onOpen(next);
  };
  return (
    <Modal opened onClose={onClose} title={title} size="auto" transitionProps={{ duration: 0 }} onKeyDown={press}>
      <div className={styles.pairTools}>
        <Select
          aria-label="Compare with"
          placeholder="Compare with another run"
          data={others.map((each) => ({ value: each.run.id, label: each.run.label }))}
          value={other?.run.id ?? null}
          clearable
          searchable
          w={260}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(id) => setAgainst(id ?? undefined)}
        />
        {other && (
          <SegmentedControl
            aria-label="How to compare"
            data={MODES}
            value={mode}
            onChange={(value) => setMode(value as PairMode)}
          />
        )}
        <span className="dim">arrows: other steps and runs</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where a click leads, so that the arrows then go to other images */}
      <section tabIndex={0} aria-label="Image" className={styles.looked}>
        <ImagePair first={open} second={other} mode={mode} />
      </section>
    </Modal>
  );
}
