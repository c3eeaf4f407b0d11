import { type ReactNode, useEffect } from 'react';
import styles from './page.module.css';

interface PageProps {
  title: string;
  /** Links to what this page is part of. */
  crumbs?: ReactNode;
  /** Beside the title: a state, an id. */
  meta?: ReactNode;
  actions?: ReactNode;
  /** The content scrolls by itself (a table) and takes the height that is left. */
  fill?: boolean;
  children: ReactNode;
}

/** The frame of every page: one line that says where one is and what can be done, and below it the content. */
export function Page({ title, crumbs, meta, actions, fill = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Barograph`;
  }, [title]);
  return (
    <main className={styles.page} tabIndex={-1}>
      <header className={styles.head}>
        {crumbs && (
          <nav className={styles.crumbs} aria-label="Breadcrumb">
            {crumbs}
            <span aria-hidden="true">/</span>
          </nav>
        )}
        <h1 title={title}>{title}</h1>
        {meta}
        <div className={styles.actions}>{actions}</div>
      </header>
      <div className={fill ? `${styles.body} ${styles.fill}` : styles.body}>{children}</div>
    </main>
  );
}
