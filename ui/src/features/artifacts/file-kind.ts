export type FileKind =
  | 'audio'
  | 'html'
  | 'image'
  | 'json'
  | 'markdown'
  | 'notebook'
  | 'other'
  | 'pdf'
  | 'table'
  | 'text'
  | 'video'
  | 'yaml';

const KINDS: [FileKind, string][] = [
  ['image', 'png jpg jpeg gif webp svg bmp avif ico'],
  ['audio', 'mp3 wav ogg oga flac m4a aac opus'],
  ['video', 'mp4 webm m4v mov ogv'],
  ['pdf', 'pdf'],
  ['html', 'html htm'],
  ['json', 'json'],
  ['notebook', 'ipynb'],
  ['table', 'csv tsv jsonl ndjson parquet pq'],
  ['markdown', 'md markdown'],
  ['yaml', 'yaml yml mlmodel mlproject'],
  [
    'text',
    'txt log err py pyi js ts tsx jsx sh sql toml ini cfg conf xml css r rst properties env lock c h cpp hpp java go rs rb php lua jl tex diff patch dockerfile makefile gitignore',
  ],
];
const BY_EXTENSION = new Map(KINDS.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)));

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder that holds a file; '' is the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function extensionOf(path: string): string {
  const name = nameOf(path).toLowerCase();
  return name.slice(name.lastIndexOf('.') + 1);
}

/** How a file is shown, by its name; what is unknown is offered for download, or as text on demand. */
export function fileKind(path: string): FileKind {
  return BY_EXTENSION.get(extensionOf(path)) ?? 'other';
}

/** Ways to look at a file. The first one is the usual one. */
export type ViewName = 'image' | 'notebook' | 'page' | 'source' | 'table' | 'tree';

const VIEWS: Partial<Record<FileKind, ViewName[]>> = {
  html: ['page', 'source'],
  image: ['image'],
  json: ['tree', 'table', 'source'],
  markdown: ['page', 'source'],
  notebook: ['notebook', 'source'],
  table: ['table', 'source'],
  text: ['source'],
  yaml: ['source', 'tree'],
};

/** The views that a file offers; none for those that have one of their own, such as sound. */
export function viewsOf(path: string): ViewName[] {
  const extension = extensionOf(path);
  if (extension === 'svg') return ['image', 'source'];
  if (extension === 'parquet' || extension === 'pq') return ['table'];
  return VIEWS[fileKind(path)] ?? [];
}
