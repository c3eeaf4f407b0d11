import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useModel } from '@/api/registered-models/get-model';
import { useSetAlias } from '@/api/registered-models/set-alias';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { RemarkFields, useRemark } from './remark-fields';

interface AliasDialogProps {
  name: string;
  version: string;
  onClose: () => void;
}

/** Gives a version an alias: a new one, or one that points at another version now and moves. */
export function AliasDialog({ name, version, onClose }: AliasDialogProps) {
  const [alias, setAlias] = useState('');
  const remark = useRemark();
  const set = useSetAlias();
  const known = useModel(name).data?.aliases ?? [];
  const moved = known.find((each) => each.alias === alias && each.version !== version);
  return (
    <ConfirmDialog
      title={`Alias for version ${version}`}
      action="Set alias"
      onConfirm={() => set.mutateAsync({ name, alias, version, ...remark.taken() })}
      onClose={onClose}
    >
      <TextInput label="Alias" value={alias} onChange={(event) => setAlias(event.currentTarget.value)} data-autofocus />
      {moved && (
        <Text size="sm" mt="xs">
          It moves from version {moved.version}: whoever loads{' '}
          <code>
            models:/{name}@{alias}
          </code>{' '}
          gets version {version} from then on.
        </Text>
      )}
      <RemarkFields draft={remark} />
    </ConfirmDialog>
  );
}
