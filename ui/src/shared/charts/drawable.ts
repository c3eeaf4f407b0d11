/** A text as ECharts can draw it: it keeps the widths of texts in an object, where names such as "constructor" already mean something. */
export function drawable(text: string): string {
  return text in Object.prototype ? `${text}\u200b` : text;
}
