import { useState } from 'react';
import { type Listed, useListings } from '@/api/artifacts/list-artifacts';
import artifactStyles from '@/features/artifacts/artifacts.module.css';
import { nameOf } from '@/features/artifacts/file-kind';
import { ErrorState } from '@/shared/ui/error-state';
import { Icon } from '@/shared/ui/icon';
import { remarkOn, type UnitedFile, unite } from './file-union';

const INDENT = 16;
const FIRST_INDENT = 12;

interface UnitedTreeProps {
  /** What holds the files of each run; undefined where a run has nothing of the kind. */
  sources: readonly (Listed | undefined)[];
  path: string;
  depth: number;
  open: string | undefined;
  onOpen: (path: string) => void;
}

/** What lies in one folder of several runs, all of them together; folders open below themselves. */
export function UnitedTree(props: UnitedTreeProps) {
  const { sources, path, depth } = props;
  const held = sources.flatMap((source) => source ?? []);
  const listings = useListings(held.map((source) => ({ source, path })));
  const failed = listings.find((listing) => listing.isError);
  if (failed?.error) {
    return <ErrorState what="Files could not be listed" error={failed.error} onRetry={failed.refetch} />;
  }
  if (listings.some((listing) => listing.isPending)) {
    return (
      <div className={artifactStyles.quiet} role="status">
        …
      </div>
    );
  }
  const files = unite(sources.map((source) => source && listings[held.indexOf(source)]?.data));
  if (files.length === 0) return <div className={artifactStyles.quiet}>{depth === 0 ? 'No files' : 'Empty'}</div>;
  return (
    <ul className={artifactStyles.list}>
      {files.map((file) => (
        <li key={`${file.isFolder} ${file.path}`}>
          {file.isFolder ? <Folder {...props} file={file} /> : <Entry {...props} file={file} />}
        </li>
      ))}
    </ul>
  );
}

type EntryProps = UnitedTreeProps & { file: UnitedFile };

function Folder({ file, depth, ...rest }: EntryProps) {
  const [unfolded, setUnfolded] = useState(rest.open?.startsWith(`${file.path}/`) ?? false);
  return (
    <>
      <button
        type="button"
        className={artifactStyles.entry}
        style={{ paddingLeft: FIRST_INDENT + depth * INDENT }}
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        <Icon name={unfolded ? 'down' : 'right'} size={10} />
        <Icon name="folder" />
        <span className={artifactStyles.name}>{nameOf(file.path)}</span>
        <span className={artifactStyles.size}>{remarkOn(file)}</span>
      </button>
      {unfolded && <UnitedTree {...rest} path={file.path} depth={depth + 1} />}
    </>
  );
}

function Entry({ file, depth, open, onOpen }: EntryProps) {
  return (
    <button
      type="button"
      className={artifactStyles.entry}
      style={{ paddingLeft: FIRST_INDENT + depth * INDENT + INDENT }}
      aria-current={open === file.path ? 'true' : undefined}
      onClick={() => onOpen(file.path)}
    >
      <Icon name="file" />
      <span className={artifactStyles.name} title={file.path}>
        {nameOf(file.path)}
      </span>
      <span className={artifactStyles.size}>{remarkOn(file)}</span>
    </button>
  );
}
