import { useEffect, useState } from 'react';
import { useArtifactBlob } from '@/api/artifacts/read-artifact';
import type { ArtifactSource } from '@/api/artifacts/source';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { nameOf } from './file-kind';
import { FileProblem } from './file-problem';
import styles from './media.module.css';

/** A PDF in the browser's own viewer. The type is set here, so that no other file is taken for a page. */
export function PdfView({ source, path }: { source: ArtifactSource; path: string }) {
  const file = useArtifactBlob(source, path, 'application/pdf');
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (file.data === undefined) return;
    const made = URL.createObjectURL(file.data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file.data]);
  if (file.isError) return <FileProblem path={path} error={file.error} onRetry={file.refetch} />;
  if (url === undefined) return <SkeletonRows rows={8} />;
  return <iframe className={styles.pdf} src={url} title={nameOf(path)} />;
}
