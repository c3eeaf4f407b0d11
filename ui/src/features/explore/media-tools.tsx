import { SegmentedControl, Select, Slider } from '@mantine/core';
import styles from './explore.module.css';

export const ALL = 'all';

interface MediaToolsProps {
  keys: string[];
  mediaKey: string;
  steps: number[];
  /** The place of the step that is shown; undefined while all are. */
  at: number | undefined;
  onChange: (part: { image?: string | undefined; step?: string | undefined }) => void;
}

/** Which series is shown, and which step of it: one slider moves all runs. */
export function MediaTools({ keys, mediaKey, steps, at, onChange }: MediaToolsProps) {
  const every = at === undefined;
  return (
    <div className={styles.tools}>
      <Select
        aria-label="Images"
        data={keys}
        value={mediaKey}
        allowDeselect={false}
        searchable
        w={260}
        comboboxProps={{ transitionProps: { duration: 0 } }}
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
  );
}
