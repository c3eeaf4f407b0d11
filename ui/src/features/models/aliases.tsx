import { ActionIcon } from '@mantine/core';
import { useState } from 'react';
import { useDeleteAlias } from '@/api/registered-models/delete-alias';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { Icon } from '@/shared/ui/icon';
import { AliasDialog } from './alias-dialog';
import styles from './aliases.module.css';
import { RemarkFields, useRemark } from './remark-fields';

interface AliasesProps {
  name: string;
  version: string;
  aliases: readonly string[];
}

/** The aliases of a version, set and removed in place. Who loads by an alias gets another model then, so both are asked. */
export function Aliases({ name, version, aliases }: AliasesProps) {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<string>();
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
      {adding && <AliasDialog name={name} version={version} onClose={() => setAdding(false)} />}
      {removing !== undefined && <RemoveAlias name={name} alias={removing} onClose={() => setRemoving(undefined)} />}
    </span>
  );
}

function RemoveAlias({ name, alias, onClose }: { name: string; alias: string; onClose: () => void }) {
  const remark = useRemark();
  const remove = useDeleteAlias();
  return (
    <ConfirmDialog
      title={`Remove @${alias}?`}
      action="Remove"
      danger
      onConfirm={() => remove.mutateAsync({ name, alias, ...remark.taken() })}
      onClose={onClose}
    >
      Whoever loads{' '}
      <code>
        models:/{name}@{alias}
      </code>{' '}
      will find nothing.
      <RemarkFields draft={remark} />
    </ConfirmDialog>
  );
}
