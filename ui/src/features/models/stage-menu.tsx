import { Menu } from '@mantine/core';
import { useState } from 'react';
import { STAGES, type Stage } from '@/api/model-versions/transition-stage';
import type { ModelVersion } from '@/api/types';
import { Icon } from '@/shared/ui/icon';
import { Status } from '@/shared/ui/status';
import { StageDialog } from './stage-dialog';
import styles from './stage-menu.module.css';

/** The stage of a version, and the way to another. */
export function StageMenu({ version }: { version: ModelVersion }) {
  const [target, setTarget] = useState<Stage>();
  const stage = version.current_stage ?? 'None';
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={styles.button} aria-label={`Stage of version ${version.version}: ${stage}`}>
            <Status value={stage} />
            <Icon name="down" size={10} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Move to</Menu.Label>
          {STAGES.filter((each) => each !== stage).map((each) => (
            <Menu.Item key={each} onClick={() => setTarget(each)}>
              {each}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {target && <StageDialog version={version} stage={target} onClose={() => setTarget(undefined)} />}
    </>
  );
}
