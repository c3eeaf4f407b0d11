import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { type Stage, useTransitionStage } from '@/api/model-versions/transition-stage';
import type { ModelVersion } from '@/api/types';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { RemarkFields, useRemark } from './remark-fields';

interface StageDialogProps {
  version: ModelVersion;
  stage: Stage;
  onClose: () => void;
}

/** Asks before a version changes its stage, and why it does; may send the versions that hold the stage to Archived. */
export function StageDialog({ version: { name, version, current_stage: from }, stage, onClose }: StageDialogProps) {
  const exclusive = stage === 'Production' || stage === 'Staging';
  const [archive, setArchive] = useState(exclusive);
  const remark = useRemark();
  const transition = useTransitionStage();
  return (
    <ConfirmDialog
      title={`Move version ${version} to ${stage}?`}
      action={`Move to ${stage}`}
      onConfirm={() =>
        transition.mutateAsync({ name, version, stage, archiveExisting: exclusive && archive, ...remark.taken() })
      }
      onClose={onClose}
    >
      <p style={{ margin: '0 0 10px' }}>
        <b>{name}</b>, version {version}: {from ?? 'None'} → {stage}
      </p>
      {exclusive && (
        <Checkbox
          label={`Archive the versions that are in ${stage} now`}
          checked={archive}
          onChange={(event) => setArchive(event.currentTarget.checked)}
        />
      )}
      <RemarkFields draft={remark} />
    </ConfirmDialog>
  );
}
