/** What a cell of a notebook shows below itself. */
export type Output =
  | { kind: 'text'; text: string; error: boolean }
  | { kind: 'image'; url: string }
  | { kind: 'html'; html: string }
  | { kind: 'markdown'; text: string };

export interface NotebookCell {
  kind: 'code' | 'markdown' | 'raw';
  source: string;
  /** The number of the execution that made the outputs. */
  count: number | undefined;
  outputs: Output[];
}

type Fields = Record<string, unknown>;

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const COLOUR_CODES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that a notebook keeps whole or as lines. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join('') : typeof value === 'string' ? value : '';
}

/** Reads a notebook (nbformat 3 or 4). Anything else raises an error; odd cells are shown as far as they make sense. */
export function parseNotebook(text: string): NotebookCell[] {
  const notebook = fieldsOf(JSON.parse(text));
  const cells = notebook.cells ?? fieldsOf(listOf(notebook.worksheets)[0]).cells;
  if (!Array.isArray(cells)) throw new Error('It has no cells.');
  return cells.map((each) => {
    const cell = fieldsOf(each);
    const kind = cell.cell_type === 'code' || cell.cell_type === 'markdown' ? cell.cell_type : 'raw';
    const count = cell.execution_count ?? cell.prompt_number;
    return {
      kind,
      source: textOf(cell.source ?? cell.input),
      count: typeof count === 'number' ? count : undefined,
      outputs: listOf(cell.outputs).flatMap(outputOf),
    };
  });
}

function outputOf(value: unknown): Output[] {
  const output = fieldsOf(value);
  if (output.output_type === 'stream' || output.output_type === 'error' || output.output_type === 'pyerr') {
    const error = output.output_type !== 'stream';
    const lines = error ? listOf(output.traceback).map(String).join('\n') : textOf(output.text);
    const text = lines || `${textOf(output.ename)}: ${textOf(output.evalue)}`;
    return [{ kind: 'text', text: text.replace(COLOUR_CODES, ''), error: error || output.name === 'stderr' }];
  }
  return richest(fieldsOf(output.data));
}

/** The form of a result that says most among those that can be shown without running anything. */
function richest(data: Fields): Output[] {
  const type = IMAGES.find((each) => typeof data[each] === 'string' || Array.isArray(data[each]));
  if (type) return [{ kind: 'image', url: `data:${type};base64,${textOf(data[type]).replace(/\s/g, '')}` }];
  const svg = textOf(data['image/svg+xml']);
  if (svg) return [{ kind: 'image', url: `data:image/svg+xml,${encodeURIComponent(svg)}` }];
  const html = textOf(data['text/html']);
  if (html) return [{ kind: 'html', html }];
  const markdown = textOf(data['text/markdown']);
  if (markdown) return [{ kind: 'markdown', text: markdown }];
  const plain = textOf(data['text/plain']);
  return plain ? [{ kind: 'text', text: plain, error: false }] : [];
}
