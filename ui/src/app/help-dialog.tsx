import { Kbd, Modal } from '@mantine/core';
import { Snippet } from '@/shared/ui/snippet';

const KEYS: [string[], string][] = [
  [['Ctrl', 'K'], 'Find experiments, runs, models, pages and what can be done here'],
  [['/'], 'Go to the search box'],
  [['↓', 'Enter'], 'Take what the search box offers'],
  [['j', 'k'], 'Next and previous row'],
  [['x'], 'Select the row'],
  [['e'], 'Hide the run from charts, or show it again'],
  [['→', '←'], 'Open and close the runs below a run'],
  [['Enter'], 'Open the row'],
  [['←', '→', '+', '-'], 'In a chart: move the cross-hair, zoom in and out'],
  [['?'], 'This help'],
];

const FILTERS = `metrics.rmse < 120 and params.n_estimators = '300'
metrics.\`val/loss\` <= 0.5
tags.team = 'wind' and status = 'FINISHED'
run_name ILIKE '%forest%'`;

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keyboard and search" transitionProps={{ duration: 0 }}>
      <table className="table">
        <tbody>
          {KEYS.map(([keys, meaning]) => (
            <tr key={meaning}>
              <td style={{ width: 110 }}>
                {keys.map((key) => (
                  <Kbd key={key} size="xs" mr={4}>
                    {key}
                  </Kbd>
                ))}
              </td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        Drag in a chart to zoom in, double-click to zoom out. Runs are found by a part of their name, or by a filter:
      </p>
      <Snippet code={FILTERS} />
    </Modal>
  );
}
