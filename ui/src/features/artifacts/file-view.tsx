import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { ArtifactSource } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { fileKind, nameOf, type ViewName } from './file-kind';
import { HtmlView } from './html-view';
import { ImageView } from './image-view';
import { JsonView } from './json-view';
import { MarkdownView } from './markdown-view';
import { MediaView } from './media-view';
import { PdfView } from './pdf-view';
import { TableView } from './table-view';
import { TextView } from './text-view';

const NotebookView = lazy(() => import('./notebook-view'));
const YamlView = lazy(() => import('./yaml-view'));

interface FileViewProps {
  source: ArtifactSource;
  path: string;
  view: ViewName;
  /** Whether somebody asked for this view, rather than it being the usual one. */
  asked: boolean;
}

/** The content of a file in one of its views. Nothing in it runs. */
export function FileView(props: FileViewProps) {
  return (
    <Suspense fallback={<SkeletonRows rows={8} />}>
      <Content {...props} />
    </Suspense>
  );
}

function Content({ source, path, view, asked }: FileViewProps) {
  const file = { source, path };
  const kind = fileKind(path);
  if (kind === 'other') return <Unknown {...file} />;
  if (kind === 'pdf') return <PdfView {...file} />;
  if (kind === 'audio' || kind === 'video') return <MediaView {...file} kind={kind} />;
  if (view === 'source') return <TextView {...file} />;
  if (kind === 'image') return <ImageView {...file} />;
  if (kind === 'html') return <HtmlView {...file} insist={asked} />;
  if (kind === 'markdown') return <MarkdownView {...file} />;
  if (kind === 'notebook') return <NotebookView {...file} />;
  if (kind === 'table' || view === 'table') return <TableView {...file} />;
  return kind === 'yaml' ? <YamlView {...file} /> : <JsonView {...file} />;
}

function Unknown({ source, path }: { source: ArtifactSource; path: string }) {
  const [asText, setAsText] = useState(false);
  if (asText) return <TextView source={source} path={path} />;
  return (
    <EmptyState title={`${nameOf(path)} has no preview`}>
      <p>Its name does not tell what it holds.</p>
      <Button variant="default" onClick={() => setAsText(true)}>
        Show it as text
      </Button>
    </EmptyState>
  );
}
