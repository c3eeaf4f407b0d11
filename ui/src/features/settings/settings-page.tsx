import { useServer } from '@/api/server/get-server';
import { KeyTable } from '@/shared/keyboard/key-table';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { Section } from '@/shared/ui/section';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Appearance } from './appearance';
import { Limits, ServerSections } from './server-sections';
import styles from './settings.module.css';

/** What the server says of itself, and what this browser keeps. */
export default function SettingsPage() {
  const server = useServer();
  return (
    <Page title="Settings">
      <div className={styles.settings}>
        <div>
          {server.isPending && <SkeletonRows rows={8} />}
          {server.isError && (
            <ErrorState what="The server said nothing of itself" error={server.error} onRetry={server.refetch} />
          )}
          {server.data && <ServerSections server={server.data} />}
        </div>
        <div>{server.data && <Limits limits={server.data.limits ?? []} />}</div>
        <div>
          <Appearance />
          <Section title="Keyboard">
            <KeyTable />
          </Section>
        </div>
      </div>
    </Page>
  );
}
