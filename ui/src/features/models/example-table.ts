export interface ExampleTable {
  columns: string[];
  rows: string[][];
}

const MOST_COLUMNS = 200;

function cellText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** An example that was split into columns and data, as a table; nothing for any other. */
export function exampleTable(text: string): ExampleTable | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const { columns, data } = (value ?? {}) as { columns?: unknown; data?: unknown };
    if (!Array.isArray(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return undefined;
    return {
      columns: columns.slice(0, MOST_COLUMNS).map(String),
      rows: data.map((row: unknown[]) => row.slice(0, MOST_COLUMNS).map(cellText)),
    };
  } catch {
    return undefined;
  }
}

/** JSON with its structure to be seen; any other text as it is. */
export function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
