import { useState } from 'react';
import { type Listed, useArtifacts } from '@/api/artifacts/list-artifacts';
import { zipUrl } from '@/api/artifacts/source';
import type { FileInfo } from '@/api/types';
import { formatBytes } from '@/shared/format/number';
import { ErrorState } from '@/shared/ui/error-state';
import { Icon } from '@/shared/ui/icon';
import styles from './artifacts.module.css';
import { nameOf } from './file-kind';

const INDENT = 16;
const FIRST_INDENT = 12;

interface ArtifactTreeProps {
  source: Listed;
  path: string;
  depth: number;
  open: string | undefined;
  onOpen: (path: string) => void;
}

/** What lies directly in a folder; folders open below themselves. */
export function ArtifactTree(props: ArtifactTreeProps) {
  const { source, path, depth } = props;
  const listing = useArtifacts(source, path);
  if (listing.isError) {
    return <ErrorState what="Files could not be listed" error={listing.error} onRetry={listing.refetch} />;
  }
  if (listing.isPending) {
    return (
      <div className={styles.quiet} role="status">
        …
      </div>
    );
  }
  if (listing.data.length === 0) return <div className={styles.quiet}>{depth === 0 ? 'No files' : 'Empty'}</div>;
  return (
    <ul className={styles.list}>
      {listing.data.map((file) => (
        <li key={file.path}>{file.is_dir ? <Folder {...props} file={file} /> : <File {...props} file={file} />}</li>
      ))}
    </ul>
  );
}

type EntryProps = ArtifactTreeProps & { file: FileInfo };

function Folder({ file, depth, open, ...rest }: EntryProps) {
  const holdsOpen = open?.startsWith(`${file.path}/`) ?? false;
  const [unfolded, setUnfolded] = useState(holdsOpen);
  return (
    <>
      <div className={styles.folder}>
        <button
          type="button"
          className={styles.entry}
          style={{ paddingLeft: FIRST_INDENT + depth * INDENT }}
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          <Icon name={unfolded ? 'down' : 'right'} size={10} />
          <Icon name="folder" />
          <span className={styles.name}>{nameOf(file.path)}</span>
        </button>
        <a
          href={zipUrl(rest.source, file.path)}
          download
          aria-label={`Zip of ${nameOf(file.path)}`}
          title="Download as zip"
        >
          <Icon name="download" />
        </a>
      </div>
      {unfolded && <ArtifactTree {...rest} open={open} path={file.path} depth={depth + 1} />}
    </>
  );
}

function File({ file, depth, open, onOpen }: EntryProps) {
  return (
    <button
      type="button"
      className={styles.entry}
      style={{ paddingLeft: FIRST_INDENT + depth * INDENT + INDENT }}
      aria-current={open === file.path ? 'true' : undefined}
      onClick={() => onOpen(file.path)}
    >
      <Icon name="file" />
      <span className={styles.name} title={file.path}>
        {nameOf(file.path)}
      </span>
      <span className={styles.size}>{formatBytes(file.file_size ?? 0)}</span>
    </button>
  );
}
