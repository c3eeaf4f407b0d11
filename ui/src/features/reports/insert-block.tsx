import { Button, Group, Modal, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { useSearchExperiments } from '@/api/experiments/search-experiments';
import { columnSearch, KEY_KINDS } from '@/api/runs/key-search';
import { useAllRunKeys } from '@/api/runs/run-keys';
import { availableIds, columnTitle } from '@/features/runs/run-columns';
import type { BlockKind } from './block';
import { writeBlock } from './write-block';

const STILL = { comboboxProps: { transitionProps: { duration: 0 } } };
const NEWEST = { name: '', orderBy: 'last_update_time DESC', deleted: false };
const EXAMPLES = { chart: 'params.depth = 8', table: 'metrics.rmse < 120' };

interface InsertBlockProps {
  kind: BlockKind;
  home: string | undefined;
  onInsert: (block: string) => void;
  onClose: () => void;
}

/** Puts together a chart or a table of runs; what it says can be changed as text afterwards. */
export function InsertBlock({ kind, home, onInsert, onClose }: InsertBlockProps) {
  const experiments = useSearchExperiments(NEWEST);
  const offered = useMemo(
    () =>
      (experiments.data?.pages.flatMap((page) => page.experiments ?? []) ?? []).map(({ experiment_id, name }) => ({
        value: experiment_id,
        label: name,
      })),
    [experiments.data],
  );
  const [chosen, setExperiment] = useState(home);
  const experiment = chosen ?? offered[0]?.value;
  const [shown, setShown] = useState<string[]>([]);
  const [asked, setAsked] = useState({ title: '', filter: '', limit: '20' });
  const [order, setOrder] = useState<string | null>(null);
  const ids = useIds(experiment);
  const metrics = ids.filter((id) => id.startsWith('metrics.'));
  const choices = (kind === 'chart' ? metrics : ids).map((value) => ({ value, label: columnTitle(value).header }));
  const grouped = kind === 'chart' ? choices : byGroup(choices);

  function submit(event: FormEvent) {
    event.preventDefault();
    const listed = kind === 'chart' ? { metrics: shown.map((id) => id.replace(/^metrics\./, '')) } : { columns: shown };
    const experiments = experiment === home ? undefined : experiment;
    const { title, filter, limit } = asked;
    onInsert(writeBlock(kind, { title, experiments, ...listed, filter, order: order ?? undefined, limit }));
  }
  const say = (name: keyof typeof asked) => ({
    value: asked[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setAsked((old) => ({ ...old, [name]: value }));
    },
  });

  return (
    <Modal opened onClose={onClose} title={`Insert a ${kind}`} size="md" transitionProps={{ duration: 0 }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Select
            {...STILL}
            label="Experiment"
            data={offered}
            value={experiment ?? null}
            onChange={(value) => {
              setExperiment(value ?? undefined);
              setShown([]);
              setOrder(null);
            }}
            searchable
            allowDeselect={false}
            limit={100}
          />
          <MultiSelect
            {...STILL}
            size="xs"
            label={kind === 'chart' ? 'Metrics' : 'Columns'}
            data={grouped}
            value={shown}
            onChange={setShown}
            searchable
            limit={100}
            data-autofocus
          />
          <TextInput label="Filter" placeholder={EXAMPLES[kind]} spellCheck={false} {...say('filter')} />
          <Group grow gap="xs" align="flex-start">
            <Select
              {...STILL}
              label="Order"
              placeholder="Newest first"
              data={metrics.flatMap((id) => ordersOf(id))}
              value={order}
              onChange={setOrder}
              searchable
              clearable
              limit={100}
            />
            <TextInput label="Runs at most" type="number" min={1} max={1000} {...say('limit')} />
          </Group>
          <TextInput label="Title" placeholder="As it is otherwise called" {...say('title')} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={shown.length === 0}>
              Insert
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ordersOf(id: string) {
  const { header } = columnTitle(id);
  const field = `metrics.\`${header}\``;
  return [
    { value: `${field} ASC`, label: `${header}, least first` },
    { value: `${field} DESC`, label: `${header}, greatest first` },
  ];
}

interface Choice {
  value: string;
  label: string;
}

function byGroup(choices: Choice[]) {
  const groups = new Map<string, Choice[]>();
  for (const choice of choices) {
    const { group } = columnTitle(choice.value);
    groups.set(group, [...(groups.get(group) ?? []), choice]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

/** What the runs of an experiment can be asked for. */
function useIds(experimentId: string | undefined): string[] {
  const found = useAllRunKeys(columnSearch(experimentId ?? '0', false));
  const [metrics, params, tags] = found.map((query) => query.data);
  return useMemo(() => {
    const answers = [metrics, params, tags];
    const names = KEY_KINDS.map((_, place) => answers[place]?.keys.map(({ name }) => name) ?? []);
    const [ofMetrics = [], ofParams = [], ofTags = []] = names;
    return availableIds({ metrics: ofMetrics, params: ofParams, tags: ofTags }).filter((id) => id !== 'dataset');
  }, [metrics, params, tags]);
}
