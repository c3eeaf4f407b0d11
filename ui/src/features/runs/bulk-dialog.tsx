import { Button, Group, Modal, Progress, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { type BulkProgress, inBulk } from '@/api/in-bulk';
import { runKeys } from '@/api/runs/keys';
import { plural } from '@/shared/format/number';

const REFUSALS_SHOWN = 3;

interface BulkDialogProps {
  title: string;
  action: string;
  danger?: boolean;
  runIds: readonly string[];
  /** What is done to each run. */
  work: (runId: string) => Promise<unknown>;
  /** Whether what was filled in is enough to begin. */
  ready?: boolean;
  children: ReactNode;
  /** `done` says that every run was reached, and none was refused. */
  onClose: (done: boolean) => void;
}

/** Asks before something is done to many runs, says how far it has come, and what was refused; it can be stopped. */
export function BulkDialog(props: BulkDialogProps) {
  const { title, action, danger = false, runIds, work, ready = true, children, onClose } = props;
  const queries = useQueryClient();
  const stop = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<BulkProgress>();
  const [busy, setBusy] = useState(false);
  useEffect(() => () => stop.current?.abort(), []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    stop.current = new AbortController();
    setBusy(true);
    const result = await inBulk(runIds, work, setProgress, stop.current.signal);
    await queries.invalidateQueries({ queryKey: runKeys });
    setBusy(false);
    setProgress(result);
    if (result.failures.length === 0 && result.done === runIds.length) onClose(true);
  }

  return (
    <Modal
      opened
      onClose={() => !busy && onClose(false)}
      title={title}
      size="sm"
      closeOnEscape={!busy}
      closeOnClickOutside={!busy}
      transitionProps={{ duration: 0 }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          {progress === undefined && <div>{children}</div>}
          {progress !== undefined && <BulkState progress={progress} of={runIds.length} busy={busy} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => (busy ? stop.current?.abort() : onClose(false))}>
              {busy ? 'Stop' : progress === undefined ? 'Cancel' : 'Close'}
            </Button>
            {(progress === undefined || busy) && (
              <Button type="submit" color={danger ? 'red' : undefined} loading={busy} disabled={!ready}>
                {action}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function BulkState({ progress, of, busy }: { progress: BulkProgress; of: number; busy: boolean }) {
  const { done, failures } = progress;
  return (
    <Stack gap={6} role="status">
      <Progress value={(100 * done) / of} aria-label="Progress" />
      <span>
        {(done - failures.length).toLocaleString('en')} of {plural(of, 'run')} done
        {!busy && done < of && `; stopped, ${(of - done).toLocaleString('en')} were not touched`}
      </span>
      {failures.length > 0 && (
        <div role="alert">
          {plural(failures.length, 'run')} refused:
          <ul>
            {[...new Set(failures.map(({ message }) => message))].slice(0, REFUSALS_SHOWN).map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </div>
      )}
    </Stack>
  );
}
