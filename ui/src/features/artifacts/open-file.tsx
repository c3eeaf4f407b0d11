import { Button, SegmentedControl } from '@mantine/core';
import type { Listed } from '@/api/artifacts/list-artifacts';
import { useArtifacts } from '@/api/artifacts/list-artifacts';
import { useArtifactParts } from '@/api/artifacts/read-parts';
import { type ArtifactSource, fileUrl } from '@/api/artifacts/source';
import { formatBytes } from '@/shared/format/number';
import { CopyButton } from '@/shared/ui/copy-button';
import { EmptyState } from '@/shared/ui/empty-state';
import { Icon } from '@/shared/ui/icon';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './artifacts.module.css';
import { fileKind, folderOf, nameOf, type ViewName, viewsOf } from './file-kind';
import { FileView } from './file-view';
import { isTableHead } from './json-shape';

const LABELS: Record<ViewName, string> = {
  image: 'Image',
  notebook: 'Notebook',
  page: 'Page',
  source: 'Source',
  table: 'Table',
  tree: 'Tree',
};
const HEAD = 200;

interface OpenFileProps {
  source: Listed;
  path: string;
  view: string | undefined;
  onView: (view: string | undefined) => void;
}

/** One file: where it is, how large, its views, and a way to take it along. */
export function OpenFile({ source, path, view, onView }: OpenFileProps) {
  const listing = useArtifacts(source, folderOf(path));
  const info = listing.data?.find((file) => file.path === path);
  const missing = listing.data !== undefined && (info === undefined || info.is_dir);
  const views = viewsOf(path);
  const asked = views.find((each) => each === view);
  return (
    <article className={styles.file} aria-label={path}>
      <header>
        <span className={styles.path} title={path}>
          {path}
        </span>
        {info && !info.is_dir && <span className={styles.bytes}>{formatBytes(info.file_size ?? 0)}</span>}
        <CopyButton text={path} label="Copy the path" />
        <div className={styles.actions}>
          {!missing && <Views source={source} path={path} views={views} view={asked} onView={onView} />}
          <Button
            component="a"
            href={fileUrl(source, path)}
            download={nameOf(path)}
            variant="default"
            leftSection={<Icon name="download" />}
            data-disabled={missing || undefined}
          >
            Download
          </Button>
        </div>
      </header>
      <div className={styles.view}>
        {missing ? (
          <EmptyState title={`${nameOf(path)} is not there`}>
            <p>It was never logged under this path, or it was deleted since.</p>
            <Button variant="default" onClick={() => listing.refetch()}>
              Look again
            </Button>
          </EmptyState>
        ) : (
          <Shown source={source} path={path} views={views} view={asked} />
        )}
      </div>
    </article>
  );
}

interface ShownProps {
  source: ArtifactSource;
  path: string;
  views: ViewName[];
  view: ViewName | undefined;
}

function Shown(props: ShownProps) {
  return fileKind(props.path) === 'json' && props.view === undefined ? <ShownJson {...props} /> : <Usual {...props} />;
}

function Usual({ source, path, views, view }: ShownProps) {
  return <FileView source={source} path={path} view={view ?? views[0] ?? 'source'} asked={view !== undefined} />;
}

/** JSON says by its beginning whether it is a table or any other value. */
function ShownJson({ source, path, views }: ShownProps) {
  const usual = useJsonView(source, path);
  if (usual === undefined) return <SkeletonRows rows={8} />;
  return <Usual source={source} path={path} views={views} view={usual} />;
}

function useJsonView(source: ArtifactSource, path: string): ViewName | undefined {
  const file = useArtifactParts(source, path);
  if (file.isPending) return undefined;
  const head = file.data?.pages[0]?.bytes.subarray(0, HEAD);
  return isTableHead(new TextDecoder().decode(head)) ? 'table' : 'tree';
}

function Views(props: ShownProps & { onView: OpenFileProps['onView'] }) {
  if (props.views.length < 2) return null;
  return fileKind(props.path) === 'json' ? <JsonViews {...props} /> : <Choice {...props} usual={props.views[0]} />;
}

function JsonViews(props: ShownProps & { onView: OpenFileProps['onView'] }) {
  return <Choice {...props} usual={useJsonView(props.source, props.path)} />;
}

function Choice(props: ShownProps & { usual: ViewName | undefined; onView: OpenFileProps['onView'] }) {
  const { views, view, usual, onView } = props;
  return (
    <SegmentedControl
      aria-label="How the file is shown"
      size="xs"
      data={views.map((value) => ({ value, label: LABELS[value] }))}
      value={view ?? usual ?? ''}
      onChange={onView}
    />
  );
}
