/** A key inside a filter or an ordering, such as metrics.`val/loss`. */
export function quotedKey(key: string): string {
  return `\`${key}\``;
}

/** A text value inside a filter. The grammar has no escapes, so the quote that the text does not use is chosen. */
export function quotedText(text: string): string {
  return text.includes("'") ? `"${text.replaceAll('"', '_')}"` : `'${text}'`;
}

/** Whether a text can be written out in a filter: one that holds both kinds of quotes can only be a pattern. */
export function isQuotable(text: string): boolean {
  return !(text.includes("'") && text.includes('"'));
}
