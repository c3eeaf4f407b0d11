/** Guesses by its beginning whether a JSON text is a table: rows in an array, or columns with data as tables are logged. */
export function isTableHead(head: string): boolean {
  return /^\s*(\[\s*[[{]|\{\s*"columns"\s*:\s*\[)/.test(head);
}

/** Whether a value is a figure of Plotly: traces with a layout. */
export function isPlotly(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('data' in value && 'layout' in value)) return false;
  const { data, layout } = value;
  return Array.isArray(data) && data.length > 0 && data.every(isObject) && isObject(layout);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON as Python writes it, which has names for what JSON has no numbers for. They become texts. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const named = text.replace(
      /("(?:[^"\\]|\\.)*")|(-?Infinity|NaN)/g,
      (_, quoted?: string, name?: string) => quoted ?? `"${name}"`,
    );
    if (named === text) throw error;
    return JSON.parse(named);
  }
}
