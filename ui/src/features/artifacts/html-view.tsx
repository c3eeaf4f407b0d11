import { useArtifactText } from '@/api/artifacts/read-artifact';
import type { ArtifactSource } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './artifacts.module.css';
import { nameOf } from './file-kind';
import { FileProblem } from './file-problem';
import { hasScripts } from './harmless-html';
import { HtmlFrame } from './html-frame';
import { TextView } from './text-view';

const MOST_BYTES = 16 * 1024 * 1024;

/** An HTML file as a page. One with scripts is shown as its source unless the page is asked for: scripts do not run here. */
export function HtmlView({ source, path, insist }: { source: ArtifactSource; path: string; insist: boolean }) {
  const file = useArtifactText(source, path, MOST_BYTES);
  if (file.isPending) return <SkeletonRows rows={8} />;
  if (file.isError) return <FileProblem path={path} error={file.error} onRetry={file.refetch} />;
  const { text, cut } = file.data;
  if (text === '') return <EmptyState title="The file is empty" />;
  const scripted = hasScripts(text);
  if (cut || (scripted && !insist)) {
    return (
      <>
        <p className={styles.cut}>
          {cut
            ? 'Too large to show as a page.'
            : 'This page has scripts, which do not run here, so its source is shown.'}
        </p>
        <TextView source={source} path={path} />
      </>
    );
  }
  return (
    <>
      {scripted && <p className={styles.cut}>Scripts of this page do not run here. Download it to see it whole.</p>}
      <HtmlFrame html={text} title={nameOf(path)} />
    </>
  );
}
