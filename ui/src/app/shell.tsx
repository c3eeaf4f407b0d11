import { ActionIcon } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { Icon } from '@/shared/ui/icon';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { HelpDialog } from './help-dialog';
import { Logo } from './logo';
import styles from './shell.module.css';
import { ThemeMenu } from './theme-menu';

function focusSearch() {
  document.querySelector<HTMLInputElement>('[data-search-box]')?.focus();
}

/** The bar above every page. */
export function Shell() {
  const [help, setHelp] = useState(false);
  useHotkeys([
    ['/', focusSearch],
    ['shift+?', () => setHelp(true)],
    ['?', () => setHelp(true)],
  ]);
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <Link to="/experiments" className={styles.brand}>
          <Logo />
          Barograph
        </Link>
        <nav aria-label="Main">
          <Link to="/experiments" className={styles.link}>
            Experiments
          </Link>
          <Link to="/models" className={styles.link}>
            Models
          </Link>
          <Link to="/reports" className={styles.link}>
            Reports
          </Link>
          <Link to="/trash" className={styles.link}>
            Trash
          </Link>
          <Link to="/settings" className={styles.link}>
            Settings
          </Link>
        </nav>
        <div className={styles.tools}>
          <ThemeMenu />
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={() => setHelp(true)}
            aria-label="Keyboard help"
            title="Keyboard help (?)"
          >
            <Icon name="help" />
          </ActionIcon>
        </div>
      </header>
      <div className={styles.content}>
        <Suspense fallback={<SkeletonRows />}>
          <Outlet />
        </Suspense>
      </div>
      {help && <HelpDialog onClose={() => setHelp(false)} />}
    </div>
  );
}
