const LONGEST = 4_000;

/** Lines of a text. Very long ones are cut for the screen and say how much is missing. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) =>
    line.length <= LONGEST
      ? line
      : `${line.slice(0, LONGEST)}… (${(line.length - LONGEST).toLocaleString('en')} more characters)`,
  );
}

/** Whether a text is rather bytes of something else: it holds signs that no text has. */
export function isBinary(text: string): boolean {
  return text.slice(0, 8_000).includes('\u0000');
}
