import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useModelChanges } from '@/api/registered-models/list-changes';
import type { ModelChange } from '@/api/types';
import { ErrorState } from '@/shared/ui/error-state';
import { Moment } from '@/shared/ui/moment';
import { Section } from '@/shared/ui/section';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Status } from '@/shared/ui/status';
import styles from './model-activity.module.css';

/** What happened to a model or one of its versions: what, from what to what, who, when, and why. */
export function ModelActivity({ name, version }: { name: string; version?: string }) {
  const found = useModelChanges(name, version);
  const changes = found.data?.pages.flatMap((page) => page.changes ?? []) ?? [];
  return (
    <Section title="Activity">
      {found.isPending && <SkeletonRows rows={3} />}
      {found.isError && <ErrorState what="Activity could not be loaded" error={found.error} onRetry={found.refetch} />}
      {found.data && changes.length === 0 && <span className="dim">Nothing is recorded yet.</span>}
      <ol className={styles.changes} aria-label="Activity">
        {changes.map((change) => (
          <li key={change.change_id}>
            <span className={styles.what}>
              <What change={change} named={version === undefined} />
            </span>
            <span className={styles.who}>
              {change.user_id && <>{change.user_id} · </>}
              <Moment ms={change.changed_ms} />
            </span>
            {change.comment && <p className={styles.why}>{change.comment}</p>}
          </li>
        ))}
      </ol>
      {found.hasNextPage && (
        <Button
          size="compact-xs"
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show older
        </Button>
      )}
    </Section>
  );
}

/** One change in words. `named` says that the version is told, too. */
function What({ change, named }: { change: ModelChange; named: boolean }) {
  const { kind, alias, before, after } = change;
  const version = <Version of={change} number={change.version} />;
  if (kind === 'alias') {
    return (
      <>
        <b>@{alias}</b> {before && after && 'moved from'} {before && !after && 'removed from'} {!before && 'set to'}{' '}
        {before && <Version of={change} number={before} />} {before && after && '→'}{' '}
        {after && <Version of={change} number={after} />}
      </>
    );
  }
  if (kind === 'stage') {
    return (
      <>
        {named && version} <Status value={before ?? 'None'} /> <span className="dim">→</span>{' '}
        <Status value={after ?? 'None'} />
      </>
    );
  }
  return (
    <>
      {named ? version : 'Version'} {kind === 'registered' ? 'registered' : 'deleted'}
    </>
  );
}

function Version({ of, number }: { of: ModelChange; number: string }) {
  return (
    <Link to="/models/$name/versions/$version" params={{ name: of.name, version: number }}>
      version {number}
    </Link>
  );
}
