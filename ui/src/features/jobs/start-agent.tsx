import { serverAddress } from '@/api/request';
import { Snippet } from '@/shared/ui/snippet';
import styles from './jobs.module.css';

/** How an agent is started for this server. */
export function StartAgent({ queue = 'default' }: { queue?: string }) {
  return (
    <div className={styles.start}>
      <Snippet
        code={`barograph agent --queue ${queue} \\\n  --allow https://git.example.org/team/ \\\n  --tracking-uri ${serverAddress()}`}
      />
    </div>
  );
}
