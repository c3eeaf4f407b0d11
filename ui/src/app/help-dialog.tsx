import { Modal } from '@mantine/core';
import { KeyTable } from '@/shared/keyboard/key-table';
import { Snippet } from '@/shared/ui/snippet';

const FILTERS = `metrics.rmse < 120 and params.n_estimators = '300'
metrics.\`val/loss\` <= 0.5
tags.team = 'wind' and status = 'FINISHED'
run_name ILIKE '%forest%'`;

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keyboard and search" transitionProps={{ duration: 0 }}>
      <KeyTable />
      <p>
        Drag in a chart to zoom in, double-click to zoom out. Runs are found by a part of their name, or by a filter:
      </p>
      <Snippet code={FILTERS} />
    </Modal>
  );
}
