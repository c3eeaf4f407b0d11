import { ActionIcon } from '@mantine/core';
import { useState } from 'react';
import { useDeleteAlias } from '@/api/registered-models/delete-alias';
import { useSetAlias } from '@/api/registered-models/set-alias';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { Icon } from '@/shared/ui/icon';
import { TextDialog } from '@/shared/ui/text-dialog';
import styles from './aliases.module.css';

interface AliasesProps {
  name: string;
  version: string;
  aliases: readonly string[];
}

/** The aliases of a version, set and removed in place. Who loads by an alias gets another model then, so both are asked. */
export function Aliases({ name, version, aliases }: AliasesProps) {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<string>();
  const set = useSetAlias();
  const remove = useDeleteAlias();
  return (
    <span className={styles.aliases}>
      {aliases.map((alias) => (
        <span key={alias} className={styles.alias}>
          @{alias}
          <ActionIcon
            variant="transparent"
            color="gray"
            size="xs"
            onClick={() => setRemoving(alias)}
            aria-label={`Remove the alias ${alias}`}
          >
            <Icon name="close" size={9} />
          </ActionIcon>
        </span>
      ))}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        onClick={() => setAdding(true)}
        aria-label={`Add an alias to version ${version}`}
      >
        <Icon name="plus" size={12} />
      </ActionIcon>
      {adding && (
        <TextDialog
          title={`Alias for version ${version}`}
          label="Alias"
          action="Set alias"
          onSubmit={(alias) => set.mutateAsync({ name, alias, version })}
          onClose={() => setAdding(false)}
        />
      )}
      {removing !== undefined && (
        <ConfirmDialog
          title={`Remove @${removing}?`}
          action="Remove"
          danger
          onConfirm={() => remove.mutateAsync({ name, alias: removing })}
          onClose={() => setRemoving(undefined)}
        >
          Whoever loads{' '}
          <code>
            models:/{name}@{removing}
          </code>{' '}
          will find nothing.
        </ConfirmDialog>
      )}
    </span>
  );
}
