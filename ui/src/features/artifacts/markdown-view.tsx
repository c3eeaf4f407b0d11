import { lazy, Suspense } from 'react';
import { useArtifactText } from '@/api/artifacts/read-artifact';
import type { ArtifactSource } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './artifacts.module.css';
import { FileProblem } from './file-problem';

const Markdown = lazy(() => import('@/shared/ui/markdown'));

export function MarkdownView({ source, path }: { source: ArtifactSource; path: string }) {
  const file = useArtifactText(source, path);
  if (file.isPending) return <SkeletonRows rows={8} />;
  if (file.isError) return <FileProblem path={path} error={file.error} onRetry={file.refetch} />;
  if (file.data.text === '') return <EmptyState title="The file is empty" />;
  return (
    <>
      {file.data.cut && <p className={styles.cut}>Only the first 512 KiB are shown.</p>}
      <div className={styles.prose}>
        <Suspense fallback={<SkeletonRows rows={8} />}>
          <Markdown text={file.data.text} />
        </Suspense>
      </div>
    </>
  );
}
