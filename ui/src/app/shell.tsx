import { ActionIcon, Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Icon } from '@/shared/ui/icon';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { HelpDialog } from './help-dialog';
import { Logo } from './logo';
import styles from './shell.module.css';
import { ThemeMenu } from './theme-menu';
import { useFocusReturn } from './use-focus-return';

const loadPalette = () => import('@/features/palette/palette');
const Palette = lazy(loadPalette);
const QUIET_MS = 2_000;
const NOWHERE: string[] = [];

function focusSearch() {
  document.querySelector<HTMLInputElement>('[data-search-box]')?.focus();
}

function focusPage() {
  document.querySelector<HTMLElement>('main')?.focus();
}

/** The bar above every page. */
export function Shell() {
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  useFocusReturn();
  // Before it is wanted, so that nothing that is typed is lost; after the page has what it needs.
  useEffect(() => {
    const timer = setTimeout(loadPalette, QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  // Also while somebody types in a box.
  useHotkeys([['mod+K', () => setPalette(true)]], NOWHERE);
  useHotkeys([
    ['/', focusSearch],
    ['shift+?', () => setHelp(true)],
    ['?', () => setHelp(true)],
  ]);
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <button type="button" className={styles.skip} onClick={focusPage}>
          Skip to the page
        </button>
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
          <Link to="/jobs" className={styles.link}>
            Jobs
          </Link>
          <Link to="/trash" className={styles.link}>
            Trash
          </Link>
          <Link to="/settings" className={styles.link}>
            Settings
          </Link>
        </nav>
        <div className={styles.tools}>
          <button type="button" className={styles.find} onClick={() => setPalette(true)}>
            <Icon name="search" />
            Find
            <Kbd size="xs">Ctrl K</Kbd>
          </button>
          {/* The palette offers these as what can be done. */}
          <div className={styles.group} data-tools>
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
        </div>
      </header>
      <div className={styles.content}>
        <Suspense fallback={<SkeletonRows />}>
          <Outlet />
        </Suspense>
      </div>
      {help && <HelpDialog onClose={() => setHelp(false)} />}
      {palette && (
        <Suspense>
          <Palette onClose={() => setPalette(false)} />
        </Suspense>
      )}
    </div>
  );
}
