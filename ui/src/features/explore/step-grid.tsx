import styles from './explore.module.css';
import { MediaCell } from './media-cell';
import type { GridProps } from './media-grid';
import { RunName } from './run-name';

/** Every step of every run: a row for each run, a column for each step. */
export function StepGrid({ found, mediaKey, steps, onOpen }: GridProps & { steps: number[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <div className={styles.scroller} tabIndex={0}>
      <table className={styles.steps} aria-label={`${mediaKey} by run and step`}>
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
          {found.map(({ run, media }) => {
            const byStep = new Map(media.filter(({ key }) => key === mediaKey).map((each) => [each.step, each]));
            return (
              <tr key={run.id}>
                <th scope="row">
                  <RunName run={run} />
                </th>
                {steps.map((step) => {
                  const shown = byStep.get(step);
                  return <td key={step}>{shown && <MediaCell run={run} media={shown} onOpen={onOpen} />}</td>;
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
