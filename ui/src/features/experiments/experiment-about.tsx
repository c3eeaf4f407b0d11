import { useDeleteExperimentTag } from '@/api/experiments/delete-experiment-tag';
import { useSetExperimentTag } from '@/api/experiments/set-experiment-tag';
import type { Experiment } from '@/api/types';
import { Notes } from '@/shared/ui/notes';
import { Tags } from '@/shared/ui/tags';
import styles from './experiment-about.module.css';
import { NOTE_TAG, ownTags } from './experiment-tags';

/** What somebody wrote about an experiment: its description and its tags, both edited in place. */
export default function ExperimentAbout({ experiment }: { experiment: Experiment }) {
  const setTag = useSetExperimentTag();
  const deleteTag = useDeleteExperimentTag();
  const { experiment_id: experimentId, tags = [] } = experiment;
  return (
    <div className={styles.about}>
      <Notes
        text={tags.find(({ key }) => key === NOTE_TAG)?.value ?? ''}
        onSave={(value) => setTag.mutateAsync({ experimentId, key: NOTE_TAG, value })}
      />
      <Tags
        tags={ownTags(experiment)}
        onSet={(key, value) => setTag.mutateAsync({ experimentId, key, value })}
        onDelete={(key) => deleteTag.mutateAsync({ experimentId, key })}
      />
    </div>
  );
}
