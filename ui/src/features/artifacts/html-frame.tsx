import { useMemo } from 'react';
import styles from './artifacts.module.css';
import { harmless } from './harmless-html';

/** A page in a frame of its own without scripts, without an origin, and without the network. */
export function HtmlFrame({ html, title, height }: { html: string; title: string; height?: number }) {
  const page = useMemo(() => harmless(html), [html]);
  return <iframe className={styles.frame} style={{ height }} sandbox="" srcDoc={page} title={title} />;
}
