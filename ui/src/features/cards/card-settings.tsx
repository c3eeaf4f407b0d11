import { ActionIcon, MultiSelect, Popover, Select, Stack, Switch } from '@mantine/core';
import { METRIC, PARAM } from '@/features/charts/axes';
import { Icon } from '@/shared/ui/icon';
import { textsOf, writeTexts } from '@/shared/url/search-text';
import type { Card, Setting } from './card';
import { axesOf, type CardKeys, type Choice, isLog, KIND_FACTS, NONE, settingOf } from './card-kinds';

const MOST_SHOWN = 100;

interface CardSettingsProps {
  card: Card;
  title: string;
  keys: CardKeys;
  onSettings: (settings: Card['settings']) => void;
}

function optionsOf({ of }: Choice, { params, metrics }: CardKeys) {
  const groups = [
    { group: 'Parameters', items: params.map((key) => ({ value: PARAM + key, label: key })) },
    { group: 'Metrics', items: metrics.map((key) => ({ value: METRIC + key, label: key })) },
  ];
  return groups.filter(({ group }) => of === 'any' || (of === 'metric') === (group === 'Metrics'));
}

/** What a chart shows, in a window below its title. */
export function CardSettings({ card, title, keys, onSettings }: CardSettingsProps) {
  const { choices, log } = KIND_FACTS[card.kind];
  if (choices.length === 0) return null;
  const set = (setting: Setting, value: string | undefined) => onSettings({ ...card.settings, [setting]: value });
  const logged = [...new Set(log.flatMap((setting) => axesFor(card, setting, keys)))];
  const setLog = (id: string, on: boolean) => {
    const others = textsOf(card.settings.log).filter((each) => each !== id);
    set('log', writeTexts(on ? [...others, id] : others) ?? NONE);
  };
  const combobox = { withinPortal: false, transitionProps: { duration: 0 } };
  const shared = { searchable: true, limit: MOST_SHOWN, comboboxProps: combobox, nothingFoundMessage: 'No such key' };
  return (
    <Popover position="bottom-end" width={280} trapFocus returnFocus withinPortal transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="xs" aria-label={`Settings of the chart ${title}`}>
          <Icon name="edit" size={12} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {choices.map((choice) =>
            choice.many ? (
              <MultiSelect
                key={choice.setting}
                {...shared}
                label={choice.label}
                data={optionsOf(choice, keys)}
                value={axesOf(card, keys)}
                onChange={(ids) => set(choice.setting, writeTexts(ids))}
              />
            ) : (
              <Select
                key={choice.setting}
                {...shared}
                label={choice.label}
                data={optionsOf(choice, keys)}
                value={settingOf(card, choice.setting, keys) ?? null}
                clearable={choice.optional}
                allowDeselect={false}
                placeholder={choice.setting === 'color' ? 'of each run' : undefined}
                onChange={(id) => set(choice.setting, id ?? (choice.setting === 'color' ? NONE : undefined))}
              />
            ),
          )}
          {logged.map((id) => (
            <Switch
              key={id}
              label={`Log ${id.slice(id.indexOf('.') + 1)}`}
              checked={isLog(card, id)}
              onChange={(event) => setLog(id, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function axesFor(card: Card, setting: Setting, keys: CardKeys): string[] {
  if (setting === 'axes') return axesOf(card, keys);
  return [settingOf(card, setting, keys) ?? []].flat();
}
