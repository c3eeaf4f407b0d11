import { api } from '../client';
import { modelKeys } from '../registered-models/keys';
import { useCommand } from '../use-command';

export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;
export type Stage = (typeof STAGES)[number];

interface Transition {
  name: string;
  version: string;
  stage: Stage;
  /** Move the versions that hold the stage now to Archived. */
  archiveExisting: boolean;
  user_id?: string;
  comment?: string;
}

export function useTransitionStage() {
  return useCommand(
    ({ name, version, stage, archiveExisting, ...remark }: Transition) =>
      api.post('model-versions/transition-stage', {
        name,
        version,
        stage,
        archive_existing_versions: archiveExisting,
        ...remark,
      }),
    modelKeys,
  );
}
