import { Modal } from '@mantine/core';
import LogCode from '@/features/experiments/log-code';

/** Says how a run is logged: runs begin in scripts, not on pages. */
export default function NewRunDialog({ experimentId, onClose }: { experimentId: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="New run" size="lg" transitionProps={{ duration: 0 }}>
      <p className="dim">Runs begin where the work is done. What is logged appears here by itself.</p>
      <LogCode into={{ id: experimentId }} />
    </Modal>
  );
}
