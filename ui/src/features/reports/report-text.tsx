import { lazy, Suspense, useCallback } from 'react';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { kindOf } from './block';
import styles from './report.module.css';
import { ReportBlock } from './report-block';

const Markdown = lazy(() => import('@/shared/ui/markdown'));

interface ReportTextProps {
  text: string;
  /** The experiment that is meant where a block names none. */
  home: string | undefined;
}

/** A report to be read: its Markdown, with its charts and tables drawn. */
export function ReportText({ text, home }: ReportTextProps) {
  const fence = useCallback(
    (language: string, block: string) => {
      const kind = kindOf(language);
      return kind && <ReportBlock kind={kind} text={block} home={home} />;
    },
    [home],
  );
  return (
    <div className={styles.text}>
      <Suspense fallback={<SkeletonRows rows={10} />}>
        <Markdown text={text} fence={fence} />
      </Suspense>
    </div>
  );
}
