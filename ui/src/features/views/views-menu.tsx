import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { SavedView } from '@/api/types';
import { useSaveOverView } from '@/api/views/change-views';
import { useViews } from '@/api/views/list-views';
import { Icon } from '@/shared/ui/icon';
import { ManageViews } from './manage-views';
import { SaveView } from './save-view';
import { useDefaultView, useViewSearch } from './use-view-search';
import styles from './views.module.css';

/** The saved views of an experiment: what the page shows, by name. */
export function ViewsMenu() {
  const place = useViewSearch();
  const { experimentId, current, show } = place;
  const query = useViews(experimentId);
  const saveOver = useSaveOverView();
  const [asking, setAsking] = useState<'save' | 'manage'>();
  const [openedId, setOpenedId] = useState<string>();
  useDefaultView(query.data, place);
  const views = query.data ?? [];
  const shown = views.find((view) => (view.search ?? '') === current);
  const opened = shown ?? views.find((view) => view.view_id === openedId);
  const title = opened ? `${opened.name}${shown ? '' : ' (changed)'}` : 'Views';

  function open(view: SavedView) {
    setOpenedId(view.view_id);
    show(view.search ?? '');
  }

  return (
    <>
      <Menu position="bottom-end" width={280} classNames={{ itemLabel: styles.name }}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<Icon name="star" />}
            aria-label={opened ? `Views: ${title}` : 'Views'}
            className={styles.button}
          >
            <span className={styles.name}>{title}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {query.isError && <Menu.Label>Views could not be loaded</Menu.Label>}
          <Group title="For everybody" views={views.filter((view) => !view.owner)} shown={shown} onOpen={open} />
          <Group title="Mine, in this browser" views={views.filter((view) => view.owner)} shown={shown} onOpen={open} />
          {views.length > 0 && <Menu.Divider />}
          {opened && !shown && (
            <Menu.Item onClick={() => saveOver.mutate({ view: opened, search: current })}>
              Save changes to “{opened.name}”
            </Menu.Item>
          )}
          <Menu.Item onClick={() => setAsking('save')}>Save this view…</Menu.Item>
          {views.length > 0 && <Menu.Item onClick={() => setAsking('manage')}>Manage views…</Menu.Item>}
          {current !== '' && <Menu.Item onClick={() => show('')}>Look without a view</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {asking === 'save' && (
        <SaveView experimentId={experimentId} search={current} onClose={() => setAsking(undefined)} />
      )}
      {asking === 'manage' && (
        <ManageViews experimentId={experimentId} views={views} onClose={() => setAsking(undefined)} />
      )}
    </>
  );
}

interface GroupProps {
  title: string;
  views: SavedView[];
  shown?: SavedView;
  onOpen: (view: SavedView) => void;
}

function Group({ title, views, shown, onOpen }: GroupProps) {
  if (views.length === 0) return null;
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      {views.map((view) => (
        <Menu.Item
          key={view.view_id}
          onClick={() => onOpen(view)}
          leftSection={view === shown ? <Icon name="check" /> : <span className={styles.gap} />}
          rightSection={view.is_default ? <span className="dim">default</span> : undefined}
        >
          {view.name}
        </Menu.Item>
      ))}
    </>
  );
}
