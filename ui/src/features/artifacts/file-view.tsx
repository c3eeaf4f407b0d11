import { lazy, Suspense } from 'react';
import { useArtifactText } from '@/api/artifacts/read-artifact';
import { type ArtifactSource, fileUrl } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './artifacts.module.css';
import { type FileKind, fileKind, nameOf } from './file-kind';
import { TableView } from './table-view';

const Markdown = lazy(() => import('@/shared/ui/markdown'));

interface FileViewProps {
  source: ArtifactSource;
  path: string;
}

/** The content of a file, shown by its kind. Nothing in it runs: HTML is shown as text, images as images. */
export function FileView({ source, path }: FileViewProps) {
  const kind = fileKind(path);
  if (kind === 'other') return <EmptyState title="This kind of file has no preview" />;
  if (kind === 'image') {
    return (
      <div className={styles.image}>
        <img src={fileUrl(source, path)} alt={nameOf(path)} />
      </div>
    );
  }
  return <TextFile source={source} path={path} kind={kind} />;
}

function TextFile({ source, path, kind }: FileViewProps & { kind: FileKind }) {
  const file = useArtifactText(source, path);
  if (file.isPending) return <SkeletonRows rows={8} />;
  if (file.isError) {
    return <ErrorState what={`${nameOf(path)} could not be read`} error={file.error} onRetry={file.refetch} />;
  }
  const { text, cut } = file.data;
  return (
    <>
      {cut && <div className={styles.cut}>Only the first 512 KiB are shown. Download the file to see all of it.</div>}
      <Content text={text} cut={cut} kind={kind} path={path} />
    </>
  );
}

function Content({ text, cut, kind, path }: { text: string; cut: boolean; kind: FileKind; path: string }) {
  if (text === '') return <EmptyState title="The file is empty" />;
  if (kind === 'table') return <TableView text={text} separator={path.toLowerCase().endsWith('.tsv') ? '\t' : ','} />;
  if (kind === 'markdown') {
    return (
      <div className={styles.prose}>
        <Suspense fallback={<pre className={styles.code}>{text}</pre>}>
          <Markdown text={text} />
        </Suspense>
      </div>
    );
  }
  return <pre className={styles.code}>{kind === 'json' && !cut ? indented(text) : text}</pre>;
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
