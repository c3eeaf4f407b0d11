import { ActionIcon, CopyButton as Copying } from '@mantine/core';
import { Icon } from './icon';

/** Copies a text; its name says what is copied. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  return (
    <Copying value={text} timeout={1200}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="xs"
          onClick={copy}
          aria-label={copied ? 'Copied' : label}
          title={label}
        >
          <Icon name={copied ? 'check' : 'copy'} size={12} />
        </ActionIcon>
      )}
    </Copying>
  );
}
