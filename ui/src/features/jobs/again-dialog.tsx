import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useEnqueue } from '@/api/jobs/change-jobs';
import type { RunRow } from '@/api/runs/run-row';
import { Facts } from '@/shared/ui/facts';
import { type Parameter, ParameterFields } from './parameter-fields';
import { REPEATS_TAG, type Repeatable } from './repeat';

interface AgainDialogProps {
  row: RunRow;
  repeatable: Repeatable;
  onClose: () => void;
}

/** Enqueues a run again, with other parameters maybe, and leads to the new run. */
export function AgainDialog({ row, repeatable, onClose }: AgainDialogProps) {
  const [parameters, setParameters] = useState<Parameter[]>(() =>
    repeatable.parameters.map(([name, value]) => ({ name, value })),
  );
  const [queue, setQueue] = useState(repeatable.queue);
  const [name, setName] = useState('');
  const enqueue = useEnqueue();
  const navigate = useNavigate();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const job = await enqueue.mutateAsync({
      uri: repeatable.uri,
      version: repeatable.version,
      entry_point: repeatable.entryPoint,
      env_manager: repeatable.envManager,
      experiment_id: row.run.info.experiment_id,
      parameters: parameters.filter(({ name }) => name !== '').map(({ name, value }) => ({ key: name, value })),
      queue: queue.trim(),
      run_name: name.trim() || undefined,
      tags: [{ key: REPEATS_TAG, value: row.id }],
    });
    onClose();
    await navigate({
      to: '/experiments/$experimentId/runs/$runId',
      params: { experimentId: job.experiment_id, runId: job.run_id },
    });
  }

  return (
    <Modal opened onClose={onClose} title="Run again" size="lg" transitionProps={{ duration: 0 }}>
      <form onSubmit={(event) => void submit(event).catch(() => undefined)}>
        <Stack gap="sm">
          <Facts
            facts={[
              ['Project', repeatable.uri],
              ['Version', repeatable.version && <code>{repeatable.version.slice(0, 12)}</code>],
              ['Entry point', repeatable.entryPoint],
              ['Environment', repeatable.envManager],
            ]}
          />
          <ParameterFields parameters={parameters} onChange={setParameters} />
          <Group grow align="start">
            <TextInput label="Queue" value={queue} onChange={(event) => setQueue(event.currentTarget.value)} required />
            <TextInput
              label="Name of the run"
              placeholder="made up"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </Group>
          {enqueue.isError && (
            <Text size="sm" c="red" role="alert">
              {enqueue.error.message}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={enqueue.isPending}>
              Enqueue
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
